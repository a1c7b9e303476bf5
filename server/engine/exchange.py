"""One request and its answer, from the moment a worker is at hand until it is given back."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING

from server.engine.frames import FrameKind
from server.engine.model import Answer
from server.engine.process import out_of_memory
from server.engine.syntax import syntax_error
from server.errors import (
    ClientGone,
    EngineError,
    NothingAcceptable,
    NotWritable,
    QueryFailed,
    QueryTimeout,
    WorkerLost,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from server.engine.pool import Pool
    from server.engine.process import WorkerProcess
    from server.engine.watchdog import Watchdog


class Exchange:
    """Runs one request on one worker and makes sure that the worker comes to a good end.

    The thread that reads the answer and the watchdog may both want to end it; the first does.
    The watchdog takes the worker out of the pool at once, so that a client who reads slowly keeps
    nobody waiting; its pipes are closed by the thread that reads them.
    """

    def __init__(
        self,
        pool: Pool,
        watchdog: Watchdog,
        request: Mapping[str, object],
        *,
        seconds: float,
        left: Callable[[], bool] | None,
        client: str,
        prefixes: Mapping[str, str],
        worker: WorkerProcess | None = None,
    ) -> None:
        """Take a worker.

        Args:
            pool: Where from.
            watchdog: Keeps the deadline.
            request: What the worker is told.
            seconds: What the answer may take.
            left: Tells whether the one who asked has left.
            client: Who that is.
            prefixes: Those that a query is likely to mean.
            worker: One that has been taken already.

        Raises:
            EngineError: There is none to take.
        """
        self._request = request
        self._prefixes = prefixes
        self._left = left
        self._pool = pool
        self._watchdog = watchdog
        self._seconds = seconds
        self._lock = threading.Lock()
        self._over = False
        self._late = False
        self._lost = False
        self._cut: str | None = None
        self._sent = False
        self._worker: WorkerProcess = worker or pool.take(left, client)
        self._started = time.monotonic()
        self.deadline = self._started + seconds

    @property
    def descriptor(self) -> int:
        """Can be read once there is something of the answer."""
        return self._worker.descriptor

    def begin(self) -> None:
        """Ask the worker; once is enough."""
        if not self._sent:
            self._sent = True
            self._watchdog.watch(self)
            self._worker.send(self._request)

    def is_whole(self) -> bool:
        """Whether nothing of the answer is missing, without a wait for it."""
        return self._worker.has_answered()

    def leave_when(self, left: Callable[[], bool] | None) -> None:
        """Give up once ``left`` says so."""
        self._left = left

    def answer(self, snapshot: str, buffer_size: int) -> Answer:
        """The answer, once it is whole or more than ``buffer_size`` bytes of it are there.

        Raises:
            EngineError: It failed before.
        """
        self.begin()
        frames = self._frames()
        header: dict[str, str] = {}
        held: list[bytes] = []
        size, complete = 0, True
        for kind, payload in frames:
            if kind is FrameKind.HEADER:
                header = json.loads(payload)
            else:
                held.append(payload)
                size += len(payload)
                if size > buffer_size:
                    complete = False
                    break

        def chunks() -> Iterator[bytes]:
            yield b"".join(held)
            held.clear()
            for _, payload in frames:
                yield payload
            answer.cut = self._cut

        answer = Answer(
            header["kind"],  # type: ignore[arg-type]  # a worker names no other kinds
            header["media_type"],
            snapshot,
            (b"".join(held),) if complete else chunks(),
            complete=complete,
            seconds=time.monotonic() - self._started,
            on_close=self.close,
            cut=self._cut,
        )
        return answer

    def expire(self) -> None:
        """End it because its time is over."""
        with self._lock:
            if not self._over:
                self._over = self._late = self._lost = True
                self._pool.discard(self._worker, QueryTimeout.code)

    def close(self) -> None:
        """End it because nobody wants the rest; nothing happens if it has ended."""
        self._lose(ClientGone.code)

    def _frames(self) -> Iterator[tuple[FrameKind, bytes]]:
        """Header and data as they come; the worker is given back at their end.

        Raises:
            EngineError: There is no more, though the answer is not whole.
        """
        try:
            while True:
                kind, payload = self._worker.receive(self._left)
                if kind in (FrameKind.HEADER, FrameKind.DATA):
                    yield kind, payload
                    continue
                if not self._end():
                    raise self._timeout()
                if kind is not FrameKind.ERROR and payload:
                    self._cut = payload.decode()
                if kind is FrameKind.LAST:
                    self._lost = True
                    self._pool.discard(self._worker, "grown")
                    self._worker.bury()
                else:
                    self._pool.give(self._worker)
                if kind is FrameKind.ERROR:
                    raise self._error(json.loads(payload))
                return
        except EngineError as error:
            self._lose(error.code)
            if self._late:
                raise self._timeout() from None
            raise

    def _end(self) -> bool:
        """Whether this call is the one that ends it."""
        self._watchdog.forget(self)
        with self._lock:
            first = not self._over
            self._over = True
        return first

    def _lose(self, reason: str) -> None:
        """Make sure that the worker is gone, unless it was given back."""
        if self._end():
            self._lost = True
            self._pool.discard(self._worker, reason)
        if self._lost:
            self._worker.bury()

    def _timeout(self) -> QueryTimeout:
        message = f"The query was stopped after {self._seconds:g} seconds, the most it may take"
        return QueryTimeout(message, limit=self._seconds)

    def _error(self, report: Mapping[str, str]) -> EngineError:
        message = report["message"]
        match report["error"]:
            case "syntax":
                return syntax_error(str(self._request.get("text", "")), message, self._prefixes)
            case "format":
                return NothingAcceptable(message)
            case "characters":
                return NotWritable(message)
            case "memory":
                return out_of_memory(self._worker.memory)
            case "evaluation":
                return QueryFailed(f"The query cannot be answered: {message}")
            case other:
                return WorkerLost(f"The query's process reported {other}: {message}")
