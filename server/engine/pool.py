"""A pool of worker processes over one snapshot."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from server.engine.process import LOOK_SECONDS, WorkerProcess, WorkerSpec
from server.errors import ClientGone, EngineBusy, EngineError, EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


class Pool:
    """Up to ``size`` workers: started when first needed, replaced when lost, gone when retired.

    A worker that has been busy for long is not counted, up to ``spare`` of them: so short queries
    are answered while long ones run. Those then give way to all others on the processor.
    """

    def __init__(
        self,
        spec: WorkerSpec,
        size: int,
        *,
        patience: float,
        queue_length: int,
        losses: Losses | None = None,
        spare: int = 0,
    ) -> None:
        """Start nothing yet.

        Args:
            spec: What each worker is started with.
            size: The most workers at one time, but for those that have been busy for long.
            patience: Seconds to wait for a worker.
            queue_length: How many may wait at one time.
            losses: Where those that are ended early are counted.
            spare: How many that have been busy for long are not counted.
        """
        self._losses = losses or Losses()
        self._spec = spec
        self._size = size
        self._patience = patience
        self._queue_length = queue_length
        self._changed = threading.Condition()
        self._spare = spare
        self._idle: list[WorkerProcess] = []
        self._taken: dict[WorkerProcess, float] = {}
        self._all: set[WorkerProcess] = set()
        self._starting = 0
        self._waiting = 0
        self._retired = False

    def take(self, left: Callable[[], bool] | None = None) -> WorkerProcess:
        """A worker for one request; ``give`` or ``discard`` it afterwards.

        Raises:
            EngineBusy: None came free in time, or too many wait already.
            PoolRetiredError: It gives no more.
            EngineUnavailable: None can be started.
            ClientGone: ``left`` said so while waiting.
        """
        deadline = time.monotonic() + self._patience
        with self._changed:
            while True:
                if self._retired:
                    raise PoolRetiredError("The server is stopping")
                while self._idle:
                    worker = self._idle.pop()
                    if worker.alive:
                        self._taken[worker] = time.monotonic()
                        return worker
                    self._all.discard(worker)
                    worker.bury()
                if len(self._all) + self._starting < self._size + self._not_counted():
                    break
                self._wait(deadline, left)
            self._starting += 1
        worker = self._start()
        with self._changed:
            self._taken[worker] = time.monotonic()
        return worker

    def give(self, worker: WorkerProcess) -> None:
        """Take back a worker that is ready for the next request."""
        with self._changed:
            self._taken.pop(worker, None)
            surplus = worker.gives_way or len(self._all) > self._size + len(self._taken)
            self._changed.notify()
            if not self._retired and not surplus:
                self._idle.append(worker)
                return
            self._all.discard(worker)
        worker.close()

    def discard(self, worker: WorkerProcess, reason: str) -> None:
        """Kill a worker; another is started behind the scenes. The caller buries it.

        Args:
            worker: One that was taken.
            reason: Why, in the words of the errors' codes.
        """
        worker.kill()
        self._losses.count(reason)
        with self._changed:
            self._taken.pop(worker, None)
            self._all.discard(worker)
            replace = not self._retired and self._starting + len(self._all) < self._size
            self._starting += replace
            self._changed.notify()
        if replace:
            threading.Thread(target=self._replace, name="worker-start", daemon=True).start()

    def fill(self) -> None:
        """Start every worker the pool may have, one after the other.

        Raises:
            EngineUnavailable: The first could not be started.
        """
        while True:
            with self._changed:
                if self._retired or len(self._all) + self._starting >= self._size:
                    return
                self._starting += 1
            self.give(self._start())

    def retire(self) -> None:
        """Start no more workers; idle ones end now, busy ones when they are given back."""
        with self._changed:
            self._retired = True
            idle, self._idle = self._idle, []
            self._all.difference_update(idle)
            self._changed.notify_all()
        for worker in idle:
            worker.close()

    def kill(self) -> None:
        """Retire, and end the busy ones too."""
        self.retire()
        with self._changed:
            busy = list(self._all)
        for worker in busy:
            worker.kill()

    @property
    def pids(self) -> frozenset[int]:
        """Process ids of the workers there are."""
        with self._changed:
            return frozenset(worker.pid for worker in self._all)

    def _not_counted(self) -> int:
        """How many workers are left out of the count; those begin to give way to others."""
        if not self._spare:
            return 0
        begun = time.monotonic() - LONG_SECONDS
        old = [worker for worker, taken in self._taken.items() if taken <= begun]
        for worker in old[: self._spare]:
            worker.give_way()
        return min(len(old), self._spare)

    def _wait(self, deadline: float, left: Callable[[], bool] | None) -> None:
        rest = deadline - time.monotonic()
        if rest <= 0 or self._waiting >= self._queue_length:
            raise EngineBusy("Every query process is busy; try again in a few seconds")
        self._waiting += 1
        try:
            self._changed.wait(min(rest, LOOK_SECONDS))
        finally:
            self._waiting -= 1
        if left is not None and left():
            raise ClientGone("The client left before its query began")

    def _start(self) -> WorkerProcess:
        """Start a worker, for which ``_starting`` was counted up already."""
        worker = None
        try:
            worker = WorkerProcess(self._spec)
            worker.wait_until_ready()
        except (OSError, EngineError) as error:
            if worker is not None:
                worker.kill()
                worker.bury()
            with self._changed:
                self._starting -= 1
                self._changed.notify()
            if isinstance(error, EngineError):
                raise
            raise EngineUnavailable(f"A query process does not start: {error}") from error
        with self._changed:
            self._starting -= 1
            self._all.add(worker)
        return worker

    def _replace(self) -> None:
        try:
            self.give(self._start())
        except EngineError as error:
            # The next query tries again and is told.
            logger.warning("%s", error)
