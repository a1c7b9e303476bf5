"""Stores on disk and servers over HTTP, as real as a user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers import Live, Reply, mixed, papers, publish, raw, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pyoxigraph import Quad

__all__ = ["Live", "Reply"]


@pytest.fixture(scope="session")
def raw_reply() -> Callable[[Live, str], bytes]:
    """What sends a request as it stands and gives all that comes back."""
    return raw


@pytest.fixture(scope="session")
def serve_store() -> Callable[..., AbstractContextManager[Live]]:
    """What starts a server: a context manager that takes a store and settings."""
    return serving


@pytest.fixture(scope="session")
def publish_quads() -> Callable[[Path, str, Iterable[Quad]], None]:
    """What publishes quads as a snapshot of a store."""
    return publish


@pytest.fixture(scope="session")
def make_papers() -> Callable[..., list[Quad]]:
    """What makes quads: so many papers in a graph."""
    return papers


@pytest.fixture(scope="session")
def mixed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with 300 papers in one graph, ten of them in another, and odd terms in a third."""
    store = tmp_path_factory.mktemp("mixed") / "store"
    publish(store, "first", mixed())
    return store


@pytest.fixture(scope="session")
def live(mixed_store: Path) -> Iterator[Live]:
    """One server for all tests that only ask."""
    limits = {"query_timeout": 1.5, "query_memory": 48, "query_size": 65_536, "workers": 2}
    with serving(mixed_store, **limits) as server:
        yield server
