"""Waiting for what the event loop does for one query: no longer than anybody may, or wants to."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import TimeoutError as NotYetError
from typing import TYPE_CHECKING, TypeVar

from server.engine.process import LOOK_SECONDS
from server.errors import ClientGone, QueryTimeout

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future

    import httpx

T = TypeVar("T")


class Waiting:
    """Waits for one query; used by the thread that asks, then by the one that reads the answer."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, seconds: float, left: Callable[[], bool] | None
    ) -> None:
        """Begin.

        Args:
            loop: Where the work is done.
            seconds: What the query may take, from now.
            left: Tells whether the one who asked has left.
        """
        self.started = time.monotonic()
        self._loop, self._seconds, self._left = loop, seconds, left
        self._deadline = self.started + seconds
        self._over = False

    def result(self, work: Coroutine[object, object, T]) -> T:
        """What some work comes to; it is cancelled where nobody can wait for it any longer.

        Raises:
            QueryTimeout: The query's time is over.
            ClientGone: The one who asked has left, or wants no more.
        """
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        while True:
            rest = self._deadline - time.monotonic()
            try:
                return future.result(max(0.0, min(rest, LOOK_SECONDS)))
            except NotYetError:
                if rest <= LOOK_SECONDS and time.monotonic() >= self._deadline:
                    future.cancel()
                    message = f"The query was stopped after {self._seconds:g} seconds, the most it "
                    raise QueryTimeout(message + "may take", limit=self._seconds) from None
                if self._over or (self._left is not None and self._left()):
                    future.cancel()
                    raise ClientGone("The client left before its answer was ready") from None

    def close(self, response: httpx.Response) -> None:
        """Give the connection back, or close it where the answer is not at its end."""
        self._over = True
        if not response.is_closed and self._loop.is_running():
            asyncio.run_coroutine_threadsafe(response.aclose(), self._loop)
