"""A page that shows a part says that it is a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, Quad

from ontology import CG, DCTERMS, FOAF, RDF, RDFS, SCHEMA
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
        yield Quad(paper, RDF.type, SCHEMA.ScholarlyArticle, graph)
        yield Quad(paper, DCTERMS.title, Literal(f"Paper {number}"), graph)
        yield Quad(paper, DCTERMS.creator, ADA, graph)


def so_many_tasks(count: int) -> Iterator[Quad]:
    graph = IRIS.graph("entities")
    for number in range(count):
        task = IRIS.task(f"task-{number}")
        yield Quad(task, RDF.type, CG.Task, graph)
        yield Quad(task, RDFS.label, Literal(f"Task {number}"), graph)


@pytest.mark.parametrize(("count", "suggested", "said"), [(500, 500, False), (501, 500, True)])
def test_suggestions_that_are_not_all_say_so(
    tmp_path: Path,
    publish_quads: Callable[[Path, str, Iterable[Quad]], None],
    count: int,
    suggested: int,
    said: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Whoever does not find a task among them has to know that it may be typed."""
    publish_quads(tmp_path, "only", so_many_tasks(count))
    app = create_app(Settings(store=tmp_path, workers=1, page_workers=1))
    page = app.test_client().get("/queries/papers-on-a-task", headers={"Accept": "text/html"}).text
    app.extensions["curagraph"].close()
    assert page.split("<datalist")[1].split("</datalist>")[0].count("<option") == suggested
    assert ("The first 500 are suggested; any other can be typed." in page) is said


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


@pytest.mark.parametrize("count", [499, 500])
def test_a_whole_list_is_not_called_a_part(
    author_of: Callable[[int], FlaskClient], count: int
) -> None:
    """As many as are shown at most are all there are."""
    page = author_of(count).get("/author/ada-one").text
    assert "Here are the first 500" not in page
    assert f'<span class="count">{count}</span>' in page


@pytest.mark.parametrize(("count", "said"), [(30, "30 results"), (31, "30+ results")])
def test_a_search_counts_no_more_than_it_read(
    author_of: Callable[[int], FlaskClient], count: int, said: str
) -> None:
    """More than are shown are told by a plus, by kind and in all."""
    page = author_of(count).get("/search?q=paper").text
    assert f">{said} for" in page
    assert f'<span class="count">{said.split(maxsplit=1)[0]}</span>' in page


def test_what_points_here_is_bounded(author_of: Callable[[int], FlaskClient]) -> None:
    assert '<span class="count">60</span>' in author_of(60).get("/author/ada-one").text


def test_more_of_what_points_here_is_told(author_of: Callable[[int], FlaskClient]) -> None:
    page = author_of(61).get("/author/ada-one").text
    assert '<span class="count">60+</span>' in page
    assert "Here are the first 60." in page
