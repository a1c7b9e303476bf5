"""A page that shows a part says that it is a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, Quad

from ontology import DCTERMS, FOAF, RDF, RDFS
from ontology.iris import Iris
from server.app import create_app
from server.context import Shared
from server.settings import Settings

IRIS = Iris()
ADA = IRIS.author("ada-one")


def written_by_ada(count: int) -> Iterator[Quad]:
    graph = IRIS.graph("entities")
    yield Quad(ADA, RDF.type, FOAF.Person, graph)
    for label in (FOAF.name, RDFS.label):
        yield Quad(ADA, label, Literal("Ada One"), graph)
    for number in range(count):
        paper = IRIS.paper(f"title-{number}")
        yield Quad(paper, DCTERMS.title, Literal(f"Paper {number}"), graph)
        yield Quad(paper, DCTERMS.creator, ADA, graph)


@pytest.fixture
def author_of(
    tmp_path: Path, publish_quads: Callable[[Path, str, Iterable[Quad]], None]
) -> Iterator[Callable[[int], FlaskClient]]:
    opened: list[Shared] = []

    def client(count: int) -> FlaskClient:
        publish_quads(tmp_path, "only", written_by_ada(count))
        app = create_app(Settings(store=tmp_path, workers=1, page_workers=1))
        opened.append(app.extensions["curagraph"])
        return app.test_client()

    yield client
    for shared in opened:
        shared.close()


def test_more_papers_than_a_page_shows_are_not_passed_over(
    author_of: Callable[[int], FlaskClient],
) -> None:
    page = author_of(501).get("/author/ada-one").text
    assert "500+" in page
    assert "Here are the first 500." in page


def test_a_whole_list_is_not_called_a_part(author_of: Callable[[int], FlaskClient]) -> None:
    page = author_of(499).get("/author/ada-one").text
    assert "Here are the first" not in page
    assert "499+" not in page
