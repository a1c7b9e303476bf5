"""The application over the shipped list, and over papers of one person and of a crowd."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, Quad

from ontology import DCTERMS, FABIO, FOAF, RDF, SCHEMA, XSD
from ontology.iris import Iris
from server.app import create_app
from server.settings import Settings

IRIS = Iris()
Publish = Callable[[Path, str, Iterable[Quad]], None]


def client_over(store: Path) -> Iterator[FlaskClient]:
    """A client of an application that is closed at the end."""
    app = create_app(Settings(store=store, workers=1, page_workers=1))
    yield app.test_client()
    app.extensions["curagraph"].close()


def written(crews: Sequence[Sequence[str]]) -> Iterator[Quad]:
    """A paper for each crew; the first is the newest."""
    graph = IRIS.graph("entities")
    for key in sorted({key for crew in crews for key in crew}):
        yield Quad(IRIS.author(key), RDF.type, FOAF.Person, graph)
        yield Quad(IRIS.author(key), FOAF.name, Literal(key), graph)
    for number, crew in enumerate(crews):
        paper = IRIS.paper(f"title-{number}")
        yield Quad(paper, RDF.type, SCHEMA.ScholarlyArticle, graph)
        yield Quad(paper, DCTERMS.title, Literal(f"Paper {number}"), graph)
        year = Literal(str(2024 - number), datatype=XSD.gYear)
        yield Quad(paper, FABIO.hasPublicationYear, year, graph)
        for key in crew:
            yield Quad(paper, DCTERMS.creator, IRIS.author(key), graph)


@pytest.fixture(scope="session")
def site(seed_store: Path) -> Iterator[FlaskClient]:
    """A client over the shipped list."""
    yield from client_over(seed_store)


@pytest.fixture(scope="session")
def alone_site(
    tmp_path_factory: pytest.TempPathFactory, publish_quads: Publish
) -> Iterator[FlaskClient]:
    """Two people who wrote together, twice, and three who wrote alone."""
    store = tmp_path_factory.mktemp("alone")
    publish_quads(store, "only", written([["ada", "bob"], ["ada", "bob"], ["c"], ["d"], ["e"]]))
    yield from client_over(store)


@pytest.fixture(scope="session")
def crowded_site(
    tmp_path_factory: pytest.TempPathFactory, publish_quads: Publish
) -> Iterator[FlaskClient]:
    """A paper of a hundred people, and one of a hundred and one."""
    store = tmp_path_factory.mktemp("crowded")
    hundred = [f"a{number}" for number in range(100)]
    publish_quads(store, "only", written([hundred, [*hundred, "last"]]))
    yield from client_over(store)
