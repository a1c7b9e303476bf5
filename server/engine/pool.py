"""A pool of worker processes over one snapshot."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.engine.ahead import NotNowError
from server.engine.process import LOOK_SECONDS, WorkerProcess, WorkerSpec
from server.engine.turns import Turns, Waiter, busy
from server.errors import ClientGone, EngineError, EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from server.engine.template import Template

logger = logging.getLogger(__name__)


# A query that has run for this long is a long one.
LONG_SECONDS = 1.0


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


@dataclass(frozen=True, slots=True)
class _Taken:
    """Since when a worker works, and for whom."""

    since: float
    client: str


@dataclass(frozen=True, slots=True)
class _Chance:
    """What one who waits is given: a worker, or leave to start one."""

    worker: WorkerProcess | None


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
        self._size = size
        self._patience = patience
        self._lock = threading.Lock()
        self._spare = spare
        self._reserve = reserve
        self._turns: Turns[_Chance] = Turns(queue_length)
        self._idle: list[WorkerProcess] = []
        self._taken: dict[WorkerProcess, _Taken] = {}
        self._all: set[WorkerProcess] = set()
        self._starting = 0
        self._retired = False

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
        with self._lock:
            self._check()
            # Whoever waits on after this has nothing to take that a newcomer could take instead.
            self._turns.serve(self._chance)
            chance = self._chance(client)
            waiter = self._turns.wait(client) if chance is None else None
        if waiter is not None:
            chance = self._waited(waiter, left)
        if chance is not None and chance.worker is not None:
            return chance.worker
        return self._start_for(client)

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
        with self._lock:
            self._check()
            if self._turns:
                return None
            if self._idle:
                chance = self._chance(client)
                if chance is not None and chance.worker is None:
                    self._starting -= 1
                    self._let_go(client)
                if chance is not None:
                    return chance.worker
            elif self._processes < self._wanted():
                return None
        raise NotNowError

    def give(self, worker: WorkerProcess) -> None:
        """Take back a worker that is ready for the next request."""
        with self._lock:
            self._put_down(worker)
            most = self._size + self._reserve + len(self._taken)
            surplus = worker.gives_way or len(self._all) > most
            if not self._retired and not surplus:
                self._idle.append(worker)
            else:
                self._all.discard(worker)
            self._turns.serve(self._chance)
            if worker in self._all:
                return
        worker.close()

    def discard(self, worker: WorkerProcess, reason: str) -> None:
        """Kill a worker; another is started behind the scenes. The caller buries it.

        Args:
            worker: One that was taken.
            reason: Why, in the words of the errors' codes.
        """
        worker.kill()
        self._losses.count(reason)
        with self._lock:
            self._put_down(worker)
            self._all.discard(worker)
            self._turns.serve(self._chance)
            self._replenish()

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
        with self._lock:
            wanted = not self._retired and self._processes < self._size + self._reserve
            if wanted:
                self._all.add(worker)
        if wanted:
            self.give(worker)
        else:
            worker.close()

    def release(self) -> WorkerProcess | None:
        """An idle worker, which leaves the pool for good, if there is one."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                self._all.discard(worker)
                if worker.alive:
                    return worker
                worker.bury()
        return None

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
                if self._retired or self._processes >= self._size + self._reserve:
                    return
                self._starting += 1
            self.give(self._start())

    def retire(self) -> None:
        """Start no more workers; idle ones end now, busy ones when they are given back."""
        for worker in self.leave():
            worker.close()

    def leave(self) -> Sequence[WorkerProcess]:
        """Start no more workers; the idle ones, which are no longer the pool's."""
        with self._lock:
            self._retired = True
            idle, self._idle = self._idle, []
            self._all.difference_update(idle)
            self._turns.call_all()
        return idle

    def kill(self) -> None:
        """Retire, and end the busy ones too."""
        self.retire()
        with self._lock:
            busy = list(self._all)
        for worker in busy:
            worker.kill()

    @property
    def pids(self) -> frozenset[int]:
        """Process ids of the workers there are."""
        with self._lock:
            return frozenset(worker.pid for worker in self._all)

    def _replenish(self) -> None:
        """Start a worker behind the scenes if there may be more."""
        if not self._retired and self._processes < self._wanted():
            self._starting += 1
            threading.Thread(target=self._replace, name="worker-start", daemon=True).start()

    def _wanted(self) -> int:
        return self._size + self._reserve + self._not_counted()

    @property
    def _processes(self) -> int:
        return len(self._all) + self._starting

    def _check(self) -> None:
        if self._retired:
            raise PoolRetiredError("The server is stopping")

    def _chance(self, client: str) -> _Chance | None:
        """What a client may be given now; counts it as held."""
        most = self._size + (0 if self._turns.held[client] else self._reserve)
        held = self._turns.held.total()
        if held >= most and held >= most + self._not_counted():
            return None
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                self._turns.held[client] += 1
                self._taken[worker] = _Taken(time.monotonic(), client)
                if self._reserve and not self._idle:
                    self._replenish()
                return _Chance(worker)
            self._all.discard(worker)
            worker.bury()
        # One that is being started behind the scenes is waited for.
        if self._processes >= self._wanted():
            return None
        self._starting += 1
        self._turns.held[client] += 1
        return _Chance(None)

    def _put_down(self, worker: WorkerProcess) -> None:
        taken = self._taken.pop(worker, None)
        if taken is not None:
            self._let_go(taken.client)

    def _let_go(self, client: str) -> None:
        self._turns.held[client] -= 1
        # Clients come and go; those who have nothing are forgotten.
        if not self._turns.held[client]:
            del self._turns.held[client]

    def _not_counted(self) -> int:
        """How many workers are left out of the count; those begin to give way to others."""
        if not self._spare:
            return 0
        begun = time.monotonic() - LONG_SECONDS
        old = [worker for worker, taken in self._taken.items() if taken.since <= begun]
        # Those that are counted too: on the processors they are in the way of short ones as much.
        for worker in old:
            worker.give_way()
        return min(len(old), self._spare)

    def _waited(self, waiter: Waiter[_Chance], left: Callable[[], bool] | None) -> _Chance:
        """What one who waits is given in the end."""
        deadline = time.monotonic() + self._patience
        while not waiter.called.wait(max(0.0, min(deadline - time.monotonic(), LOOK_SECONDS))):
            gone = left is not None and left()
            late = time.monotonic() >= deadline
            with self._lock:
                # A query becomes a long one by the mere passing of time.
                self._turns.serve(self._chance)
                if waiter.called.is_set():
                    break
                if gone or late:
                    self._turns.leave(waiter)
            if gone:
                raise ClientGone("The client left before its query began")
            if late:
                raise busy()
        if waiter.got is None:
            with self._lock:
                self._check()
            raise waiter.told or busy()
        return waiter.got

    def _start_for(self, client: str) -> WorkerProcess:
        """Start a worker for a client, for which both were counted already."""
        try:
            worker = self._start()
        except EngineError:
            with self._lock:
                self._let_go(client)
                self._turns.serve(self._chance)
            raise
        with self._lock:
            self._taken[worker] = _Taken(time.monotonic(), client)
        return worker

    def _start(self) -> WorkerProcess:
        """Start a worker, for which ``_starting`` was counted up already."""
        worker = None
        try:
            worker = WorkerProcess(self._spec, self._template)
            worker.wait_until_ready()
        except (OSError, EngineError) as error:
            if worker is not None:
                worker.kill()
                worker.bury()
            with self._lock:
                self._starting -= 1
            if isinstance(error, EngineError):
                raise
            raise EngineUnavailable(f"A query process does not start: {error}") from error
        with self._lock:
            self._starting -= 1
            self._all.add(worker)
        return worker

    def _replace(self) -> None:
        try:
            self.give(self._start())
        except EngineError as error:
            # The next query tries again and is told.
            logger.warning("%s", error)
