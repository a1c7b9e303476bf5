"""A pool of worker processes over one snapshot."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from server.engine.ahead import NotNowError
from server.engine.process import LOOK_SECONDS, WorkerProcess, WorkerSpec
from server.engine.roster import Chance, Roster
from server.engine.turns import Waiter, busy
from server.errors import ClientGone, EngineError, EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from server.engine.template import Template

logger = logging.getLogger(__name__)


class PoolRetiredError(EngineUnavailable):
    """The pool gives no more workers: another has taken its place, or the server stops."""


class Losses:
    """How many workers were ended before their time, by the reason."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, int] = {}

    def count(self, reason: str) -> None:
        """Count one."""
        with self._lock:
            self._counts[reason] = self._counts.get(reason, 0) + 1

    @property
    def counts(self) -> Mapping[str, int]:
        """The numbers, by reason."""
        with self._lock:
            return dict(self._counts)


class Pool:
    """Up to ``size`` workers: started when first needed, replaced when lost, gone when retired.

    A worker that has been busy for long is not counted, up to ``spare`` of them: so short queries
    are answered while long ones run. Those then give way to all others on the processor. A few
    more, the ``reserve``, are for clients who have no query running: so nobody waits because
    another client has taken all the workers.
    """

    def __init__(
        self,
        spec: WorkerSpec,
        size: int,
        *,
        patience: float,
        queue_length: int,
        losses: Losses | None = None,
        template: Template | None = None,
        spare: int = 0,
        reserve: int = 0,
    ) -> None:
        """Start nothing yet.

        Args:
            spec: What each worker is started with.
            size: The most workers at one time, but for those below.
            patience: Seconds to wait for a worker.
            queue_length: How many may wait at one time.
            losses: Where those that are ended early are counted.
            template: What they are forked from, where they can be.
            spare: How many that have been busy for long are not counted.
            reserve: How many more there are for clients who have none.
        """
        self._losses = losses or Losses()
        self._spec = spec
        self._template = template
        self._patience = patience
        self._lock = threading.Lock()
        self._roster: Roster[WorkerProcess] = Roster(
            size, queue_length, lambda worker: worker.alive, spare=spare, reserve=reserve
        )

    def take(self, left: Callable[[], bool] | None = None, client: str = "") -> WorkerProcess:
        """A worker for one request; ``give`` or ``discard`` it afterwards.

        Args:
            left: Tells whether the one who asked has left.
            client: Who asked; of those who wait, who has fewest workers is first.

        Raises:
            EngineBusy: None came free in time, or too many wait already.
            PoolRetiredError: It gives no more.
            EngineUnavailable: None can be started.
            ClientGone: ``left`` said so while waiting.
        """
        with self._changing() as roster:
            self._check()
            chance = roster.ask(client, time.monotonic())
        if isinstance(chance, Waiter):
            chance = self._waited(chance, left)
        return chance.worker or self._start(client)

    def take_idle(self, client: str = "") -> WorkerProcess | None:
        """A worker that is idle, if nobody waits for one.

        Args:
            client: As of ``take``.

        Returns:
            None where one has to be started, or others wait whose turn is first.

        Raises:
            NotNowError: All are at work.
            PoolRetiredError: It gives no more.
        """
        now = time.monotonic()
        with self._changing() as roster:
            self._check()
            if roster.waiting:
                return None
            worker = roster.ask_idle(client, now)
            if worker is None and (roster.idle or not roster.has_room(now)):
                raise NotNowError
        return worker

    def give(self, worker: WorkerProcess) -> None:
        """Take back a worker that is ready for the next request."""
        with self._changing() as roster:
            stays = roster.give(worker, time.monotonic(), spent=worker.gives_way)
        if not stays:
            worker.close()

    def discard(self, worker: WorkerProcess, reason: str) -> None:
        """Kill a worker; another is started behind the scenes. The caller buries it.

        Args:
            worker: One that was taken.
            reason: Why, in the words of the errors' codes.
        """
        worker.kill()
        self._losses.count(reason)
        with self._changing() as roster:
            roster.lose(worker, time.monotonic())
            roster.lacks = True

    def inherit(self, worker: WorkerProcess) -> None:
        """Take over an idle worker of another pool, which opens the snapshot of this one.

        Raises:
            EngineUnavailable: It cannot; the worker is gone.
        """
        try:
            worker.reopen(self._spec)
        except EngineError:
            worker.kill()
            worker.bury()
            raise
        now = time.monotonic()
        with self._changing() as roster:
            wanted = roster.begin(now, spare=False)
            if wanted:
                roster.started(worker, None, now)
        if wanted:
            self.give(worker)
        else:
            worker.close()

    def release(self) -> WorkerProcess | None:
        """An idle worker, which leaves the pool for good, if there is one."""
        with self._changing() as roster:
            return roster.release()

    def fill(self, heirs: Sequence[WorkerProcess] = ()) -> None:
        """Take over workers and start others, until there are as many as the pool may have.

        Args:
            heirs: Idle workers of another pool.

        Raises:
            EngineUnavailable: One could not be started.
        """
        for worker in heirs:
            self.inherit(worker)
        while True:
            with self._lock:
                if not self._roster.begin(time.monotonic(), spare=False):
                    return
            self.give(self._start())

    def retire(self) -> None:
        """Start no more workers; idle ones end now, busy ones when they are given back."""
        for worker in self.leave():
            worker.close()

    def leave(self) -> Sequence[WorkerProcess]:
        """Start no more workers; the idle ones, which are no longer the pool's."""
        with self._lock:
            return self._roster.retire()

    def kill(self) -> None:
        """Retire, and end the busy ones too."""
        self.retire()
        with self._lock:
            busy = self._roster.everyone
        for worker in busy:
            worker.kill()

    @property
    def pids(self) -> frozenset[int]:
        """Process ids of the workers there are."""
        with self._lock:
            return frozenset(worker.pid for worker in self._roster.everyone)

    @contextmanager
    def _changing(self) -> Iterator[Roster[WorkerProcess]]:
        """The roster, for some change; what follows from that is done."""
        with self._lock:
            try:
                yield self._roster
            finally:
                self._follow_up()

    def _follow_up(self) -> None:
        for worker in self._roster.dead():
            worker.bury()
        now = time.monotonic()
        # Those that are counted too: on the processors they are in the way of short ones.
        for worker in self._roster.long(now):
            worker.give_way()
        lacks, self._roster.lacks = self._roster.lacks, False
        if lacks and self._roster.begin(now):
            thread = threading.Thread(target=self._replace, name="worker-start", daemon=True)
            try:
                thread.start()
            except RuntimeError as error:
                # The system has no more threads now; whoever asks next starts one by itself.
                logger.warning("A query process is not replaced yet: %s", error)
                self._roster.failed(None, now)

    def _check(self) -> None:
        if self._roster.retired:
            raise PoolRetiredError("The server is stopping")

    def _waited(
        self, waiter: Waiter[Chance[WorkerProcess]], left: Callable[[], bool] | None
    ) -> Chance[WorkerProcess]:
        """What one who waits is given in the end."""
        deadline = time.monotonic() + self._patience
        while not waiter.called.wait(max(0.0, min(deadline - time.monotonic(), LOOK_SECONDS))):
            gone = left is not None and left()
            late = time.monotonic() >= deadline
            with self._changing() as roster:
                # A query becomes a long one by the mere passing of time.
                roster.serve(time.monotonic())
                if waiter.called.is_set():
                    break
                if gone or late:
                    roster.leave(waiter)
            if gone:
                raise ClientGone("The client left before its query began")
            if late:
                raise busy()
        if waiter.got is None:
            with self._lock:
                self._check()
            raise waiter.told or busy()
        return waiter.got

    def _start(self, client: str | None = None) -> WorkerProcess:
        """Start a worker that is on the roster as one to come.

        Args:
            client: For whom, if for somebody.

        Raises:
            EngineUnavailable: It does not start.
        """
        worker = None
        try:
            worker = WorkerProcess(self._spec, self._template)
            worker.wait_until_ready()
        except (OSError, EngineError) as error:
            if worker is not None:
                worker.kill()
                worker.bury()
            with self._changing() as roster:
                roster.failed(client, time.monotonic())
            if isinstance(error, EngineError):
                raise
            raise EngineUnavailable(f"A query process does not start: {error}") from error
        with self._lock:
            self._roster.started(worker, client, time.monotonic())
        return worker

    def _replace(self) -> None:
        try:
            self.give(self._start())
        except EngineError as error:
            # The next query tries again and is told.
            logger.warning("%s", error)
