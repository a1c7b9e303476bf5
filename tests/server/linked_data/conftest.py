"""A small graph, shaped as a build shapes it, behind the real application."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Store

from ontology import BASE, PREFIXES
from server.app import create_app
from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    Publish = Callable[[Path, str, str], None]

GRAPH = Path(__file__).with_name("graph.trig")


def published(root: Path, trig: str, name: str) -> None:
    """Publish a snapshot of a graph in a store directory."""
    snapshot = root / "snapshots" / name
    snapshot.mkdir(parents=True)
    store = Store(str(snapshot / "db"))
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    store.bulk_load(f"BASE <{BASE}>\n{prefixes}{trig}".encode(), RdfFormat.TRIG)
    store.flush()
    manifest = {
        "id": name,
        "created": "2026-11-23T20:00:00Z",
        "content": "0" * 64,
        "base": BASE,
        "quads": len(store),
        "lists": [],
        "counts": {},
        "software": "curagraph 0.1.0",
    }
    del store
    (snapshot / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    waiting = root / "current.new"
    waiting.write_text(name, encoding="utf-8")
    waiting.replace(root / "current")


@pytest.fixture(scope="session")
def publish() -> Publish:
    """Publishes a graph given as TriG (without its prefixes) in a store directory."""
    return published


@pytest.fixture(scope="session")
def graph_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over the small graph."""
    root = tmp_path_factory.mktemp("linked-data") / "store"
    published(root, GRAPH.read_text(encoding="utf-8"), "20261123T200000Z-small")
    yield from _serving(root)


@pytest.fixture(scope="session")
def seed_app(seed_store: Path) -> Iterator[Flask]:
    """The application over the list that ships with Curagraph."""
    yield from _serving(seed_store)


@pytest.fixture
def client(graph_app: Flask) -> FlaskClient:
    """A client of the small graph."""
    return graph_app.test_client()


@pytest.fixture
def seed(seed_app: Flask) -> FlaskClient:
    """A client of the shipped list."""
    return seed_app.test_client()


def _serving(root: Path) -> Iterator[Flask]:
    app = create_app(Settings(store=root, workers=1, page_workers=1))
    yield app
    app.extensions["curagraph"].close()
