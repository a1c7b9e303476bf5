"""Warming: pages about the whole graph are asked for once before anybody waits for them.

What they ask is kept until another graph is published. On a large graph their queries take a
second or more, which the first visitor after each build would wait for.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException

from server.context import page_engine, settings, shared
from server.errors import CuragraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

PAGES = ("/", "/lists", "/tasks", "/venues", "/authors", "/papers", "/collaborations")
# Seconds between looks whether another graph is published.
INTERVAL = 2.0

_log = logging.getLogger(__name__)


@contextmanager
def warmed(app: Flask) -> Iterator[None]:
    """Keep the pages of an application warm, if its settings say so and what it asks is kept.

    Another engine's answers are kept for seconds only: there, nothing is asked for ahead.
    """
    with app.app_context():
        kept, chosen = shared().kept, settings()
    if kept is None or chosen.engine or chosen.warm_pages == "off":
        yield
        return
    warming = Warming(app)
    warming.start()
    try:
        yield
    finally:
        warming.stop()


class Warming(Thread):
    """Asks for pages whenever another graph is published, until it is stopped."""

    def __init__(self, app: Flask, interval: float = INTERVAL) -> None:
        """Prepare for an application; nothing is asked before ``start``."""
        super().__init__(name="warming", daemon=True)
        self._app = app
        self._interval = interval
        self._stopped = Event()

    def stop(self) -> None:
        """Ask for nothing more; a page that is being asked for is not waited for."""
        self._stopped.set()

    def run(self) -> None:
        """Ask, and look again, until stopped."""
        warm: str | None = None
        while not self._stopped.is_set():
            try:
                with self._app.app_context():
                    snapshot = page_engine().snapshot().id
                if snapshot != warm:
                    self._ask()
                    warm = snapshot
            except CuragraphError as error:
                # No graph for the moment, or an engine that is being replaced: the next look tells.
                _log.debug("not warmed: %s", error)
            self._stopped.wait(self._interval)

    def _ask(self) -> None:
        for path in PAGES:
            if self._stopped.is_set():
                return
            # Without the hooks around a request: nobody asked, so nothing is counted or logged.
            with self._app.test_request_context(path):
                try:
                    self._app.dispatch_request()
                except HTTPException as error:
                    _log.debug("%s not warmed: %s", path, error)
