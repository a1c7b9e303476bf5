"""Ends what has run past its deadline, whoever waits for whom meanwhile."""

from __future__ import annotations

import logging
import threading
import time
from typing import Protocol

logger = logging.getLogger(__name__)


class Watched(Protocol):
    """Something with a deadline."""

    deadline: float

    def expire(self) -> None:
        """Called once the deadline has passed, from the watchdog's thread."""
        ...


class Watchdog:
    """One thread for all deadlines.

    The thread that reads an answer may be waiting for its client, so it cannot keep the deadline.
    There are never more things to watch than workers, so each look goes over all of them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._watched: set[Watched] = set()
        self._wakes_at = 0.0
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
        self._thread.start()

    def watch(self, watched: Watched) -> None:
        """Call ``watched.expire()`` at its deadline unless ``forget`` comes first."""
        with self._changed:
            self._watched.add(watched)
            if watched.deadline < self._wakes_at:
                self._changed.notify()

    def forget(self, watched: Watched) -> None:
        """Stop watching; nothing happens if it was not watched."""
        with self._changed:
            self._watched.discard(watched)

    def stop(self) -> None:
        """End the thread; nothing expires any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._stopped:
                    return
                now = time.monotonic()
                late = [each for each in self._watched if each.deadline <= now]
                self._watched.difference_update(late)
                if not late:
                    self._wakes_at = min(
                        (each.deadline for each in self._watched), default=now + 3600.0
                    )
                    self._changed.wait(self._wakes_at - now)
            for each in late:
                try:
                    each.expire()
                except Exception:  # without this thread, nothing would ever expire again
                    logger.exception("What has run past its deadline could not be ended")
