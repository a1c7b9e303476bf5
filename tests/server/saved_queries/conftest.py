"""Applications over the shipped list, and over a graph that is hostile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad

from ontology import BASE, CG, DCTERMS, PROV, RDF, RDFS, SCHEMA
from ontology.iris import Iris
from server.app import create_app
from server.settings import Settings

HOSTILE = '"><script>alert(1)</script>\u202e'
Publish = Callable[[Path, str, Iterable[Quad]], None]


def opened(store: Path) -> Iterator[Flask]:
    app = create_app(Settings(store=store, workers=1, page_workers=1))
    yield app
    app.extensions["curagraph"].close()


@pytest.fixture(scope="module")
def app(seed_store: Path) -> Iterator[Flask]:
    yield from opened(seed_store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def hostile_app(
    tmp_path_factory: pytest.TempPathFactory, publish_quads: Publish
) -> Iterator[Flask]:
    """1,200 papers of one title that is no title, and an entry with links that are none."""
    store = tmp_path_factory.mktemp("hostile") / "store"
    publish_quads(store, "first", hostile_quads())
    yield from opened(store)


@pytest.fixture
def hostile(hostile_app: Flask) -> FlaskClient:
    return hostile_app.test_client()


def hostile_quads() -> Iterator[Quad]:
    graph = Iris().graph("entities")
    entry = NamedNode(f"{BASE}list/x#entry-1")
    for number in range(1200):
        paper = Iris().paper(f"p{number:04}")
        yield Quad(paper, RDF.type, SCHEMA.ScholarlyArticle, graph)
        yield Quad(paper, DCTERMS.title, Literal(HOSTILE), graph)
    yield Quad(entry, SCHEMA["item"], Iris().paper("p0000"), graph)
    yield Quad(entry, CG.inList, Iris().list("x"), graph)
    yield Quad(entry, CG.startLine, Literal(1), graph)
    yield Quad(entry, CG.endLine, Literal(1), graph)
    yield Quad(entry, RDFS.label, Literal(HOSTILE), graph)
    yield Quad(Iris().list("x"), RDFS.label, Literal("X"), graph)
    yield Quad(entry, PROV.wasQuotedFrom, NamedNode("urn:snapshot"), graph)
    yield Quad(NamedNode("urn:snapshot"), SCHEMA.version, Literal("1"), graph)
    yield Quad(entry, PROV.value, Literal("x" * 100_000), graph)
    yield Quad(entry, DCTERMS.source, NamedNode("javascript:alert(1)"), graph)
    yield Quad(entry, CG.codePage, NamedNode("javascript:alert(1)"), graph)
    yield Quad(entry, CG.codePage, NamedNode("https://example.org/?a=1&b=%22"), graph)
    yield Quad(entry, CG.codePage, graph, graph)
