"""Engines over small stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.engine.local import LocalEngine
from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def engine(mixed_store: Path) -> Iterator[LocalEngine]:
    """An engine with tight limits, for tests that only ask."""
    settings = Settings(store=mixed_store, query_timeout=1, query_memory=64)
    engine = LocalEngine(settings, 2)
    yield engine
    engine.close()


@pytest.fixture
def open_engine(mixed_store: Path) -> Iterator[Callable[..., LocalEngine]]:
    """Opens engines with settings of one's own, and closes them at the end."""
    opened: list[LocalEngine] = []

    def make(workers: int = 1, **chosen: object) -> LocalEngine:
        values = {
            "store": mixed_store,
            "query_timeout": 1.0,
            "query_memory": 128,
            "long_queries": 0,
        } | chosen
        opened.append(LocalEngine(Settings(**values), workers))  # type: ignore[arg-type]
        return opened[-1]

    yield make
    for each in opened:
        each.close()
