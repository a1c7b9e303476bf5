"""Deadlines are kept, whatever becomes of one of them."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from server.engine.watchdog import Watchdog

if TYPE_CHECKING:
    import pytest


class Late:
    """Something that is late from the start."""

    def __init__(self, *, fails: bool = False) -> None:
        self.deadline = time.monotonic()
        self.expired = threading.Event()
        self._fails = fails

    def expire(self) -> None:
        self.expired.set()
        if self._fails:
            raise RuntimeError("can't start new thread")


def test_one_that_cannot_be_ended_leaves_others_their_deadline(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watchdog = Watchdog()
    for late in (Late(fails=True), Late()):
        watchdog.watch(late)
        assert late.expired.wait(5)
    watchdog.stop()
    assert "could not be ended" in caplog.text
