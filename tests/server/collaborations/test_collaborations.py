"""Who writes with whom: numbers counted by hand in the shipped list."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import asdict, replace
from html import unescape
from typing import Any

import networkx as nx
import pytest
from flask.testing import FlaskClient

from server.collaborations.choice import Choice
from server.collaborations.formats import as_gexf, notes_on
from server.collaborations.network import (
    LIMITS,
    Author,
    LeftOut,
    Limits,
    Network,
    network,
    newest,
)
from server.panels import Row
from tests.bench.synthetic import publish as publish_made_up
from tests.server.collaborations.conftest import client_over

VQA = "task=medical-visual-question-answering"


def columns(site: FlaskClient, filters: str) -> dict[str, Any]:
    """The answer in JSON."""
    response = site.get(f"/api/collaborations?{filters}")
    assert response.status_code == 200
    answer: dict[str, Any] = response.get_json()
    return answer


@pytest.mark.parametrize(
    ("filters", "authors", "pairs"),
    [
        ("", 81, 305),
        ("min=2", 3, 3),  # Bo Liu, Li-Ming Zhan, Xiao-Ming Wu
        ("min=3", 0, 0),
        (VQA, 43, 135),
        (f"{VQA}&to=2021", 8, 22),
        ("venue=jbhi", 5, 10),
        ("venue=kdd-2023", 9, 36),
        ("venue=arxiv", 63, 256),
        ("from=2022&to=2022", 12, 31),
        ("author=bo-liu", 8, 22),
        ("author=nobody", 0, 0),
        ("task=medical-visual-grounding-referring", 0, 0),
    ],
)
def test_filters_leave_what_the_list_says(
    site: FlaskClient, filters: str, authors: int, pairs: int
) -> None:
    """Every paper of n authors makes n(n-1)/2 pairs, those of two papers counted once."""
    answer = columns(site, filters)
    assert len(answer["authors"]["iri"]) == authors
    assert len(answer["pairs"]["a"]) == pairs
    assert answer["left_out"] == asdict(LeftOut())
    assert answer["notes"] == []


def test_pairs_and_papers_agree(site: FlaskClient) -> None:
    """A pair's weight is the number of papers that both have."""
    answer = columns(site, "")
    papers = [set(places) for places in answer["authors"]["papers"]]
    pairs = zip(answer["pairs"]["a"], answer["pairs"]["b"], answer["pairs"]["weight"], strict=True)
    assert all(len(papers[a] & papers[b]) == weight for a, b, weight in pairs)


def test_the_strongest_come_first(site: FlaskClient) -> None:
    """Authors by papers, pairs by weight: what is cut off is the weakest."""
    answer = columns(site, "")
    assert answer["pairs"]["weight"][:4] == [2, 2, 2, 1]
    assert {len(places) for places in answer["authors"]["papers"][:4]} == {2}


def cut(site: FlaskClient, limits: Limits, asked: Choice | None = None) -> Network:
    """The network of a choice, by default of any year, with other limits than those of pages."""
    with site.application.test_request_context():
        return network(asked or Choice(first=1), limits)


@pytest.mark.parametrize(
    ("limits", "left_out", "pairs"),
    [
        (Limits(), LeftOut(), 305),
        (Limits(pairs=10), LeftOut(pairs=295), 10),
        (Limits(pairs=305), LeftOut(), 305),
        (Limits(pairs=304), LeftOut(pairs=1), 304),
        # The papers have 2, 3, 4, 5, 5, 5, 5, 6, 7, 9, 9, 10 and 15 authors.
        (Limits(crew=9), LeftOut(crowded=2), None),
        (Limits(authorships=0), LeftOut(papers=13), 0),
        (Limits(meetings=0), LeftOut(papers=13), 0),
    ],
)
def test_what_is_left_out_is_counted(
    site: FlaskClient, limits: Limits, left_out: LeftOut, pairs: int | None
) -> None:
    found = cut(site, limits)
    assert found.left_out == left_out
    assert pairs is None or len(found.pairs) == pairs


CREWS: list[Row] = [
    {"paper": "urn:new", "year": 2024, "writers": 3},
    {"paper": "urn:old", "year": 2020, "writers": 4},
    {"paper": "urn:undated", "writers": 2},
]


@pytest.mark.parametrize(
    ("limits", "whole"),
    [
        (Limits(authorships=9), 3),
        (Limits(authorships=8), 2),
        (Limits(authorships=7), 2),
        (Limits(authorships=6), 1),
        (Limits(authorships=2), 0),
        (Limits(meetings=10), 3),
        (Limits(meetings=9), 2),
        (Limits(meetings=8), 1),
    ],
)
def test_no_paper_is_cut_in_the_middle(limits: Limits, whole: int) -> None:
    """Three, then four, then two people: the newest papers stay, each with all of its authors."""
    assert newest(CREWS, limits) == whole


def test_papers_that_are_left_out_are_the_oldest(site: FlaskClient) -> None:
    everything, part = cut(site, Limits()), cut(site, Limits(authorships=40))
    kept = {paper.iri for paper in part.papers}
    assert 0 < part.left_out.papers == 13 - len(kept)
    assert kept == {paper.iri for paper in everything.papers[: len(kept)]}
    whole = {
        paper.iri: sum(place in author.papers for author in everything.authors)
        for place, paper in enumerate(everything.papers)
    }
    for place, paper in enumerate(part.papers):
        assert sum(place in author.papers for author in part.authors) == whole[paper.iri]


def test_authors_without_a_pair_are_shown_where_there_is_room(alone_site: FlaskClient) -> None:
    """Two wrote together, three alone."""
    roomy, narrow = cut(alone_site, Limits(authors=5)), cut(alone_site, Limits(authors=4))
    assert (len(roomy.authors), roomy.alone, roomy.left_out) == (5, 3, LeftOut())
    assert (len(narrow.authors), narrow.alone, narrow.left_out) == (2, 0, LeftOut(alone=3))
    pairs_only = cut(alone_site, Limits(authors=2), Choice(least=2))
    assert pairs_only.left_out == LeftOut()


def test_a_paper_of_a_whole_crowd_makes_no_pairs(crowded_site: FlaskClient) -> None:
    """A hundred people still do, a hundred and one do not; page and data say so."""
    answer = columns(crowded_site, "")
    assert len(answer["pairs"]["a"]) == min(4_000, 100 * 99 // 2)
    assert answer["left_out"]["crowded"] == 1
    said = "1 paper is left out: more than 100 authors make no pairs here."
    assert said in answer["notes"]
    page = crowded_site.get("/collaborations", headers={"Accept": "text/html"}).text
    assert said in page
    assert "950 weaker pairs are left out" in page


def rows_of(site: FlaskClient, query: str) -> list[dict[str, Any]]:
    """What the endpoint answers."""
    answer = site.get(
        "/sparql",
        query_string={"query": query},
        headers={"Accept": "application/sparql-results+json"},
    ).get_json(force=True)
    rows: list[dict[str, Any]] = answer["results"]["bindings"]
    return rows


@pytest.mark.parametrize(
    "filters", ["", VQA, "author=bo-liu", "venue=kdd-2023", "from=2022&to=2022"]
)
def test_the_queries_behind_the_picture_give_what_is_drawn(site: FlaskClient, filters: str) -> None:
    """One gives who wrote what, as it was asked; the other the pairs."""
    answer = columns(site, filters)
    assert len(rows_of(site, answer["query"])) == sum(map(len, answer["authors"]["papers"]))
    pairs = rows_of(site, answer["pairs_query"])
    assert [int(pair["weight"]["value"]) for pair in pairs] == answer["pairs"]["weight"]


@pytest.mark.parametrize(("form", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_downloads_are_read_back(site: FlaskClient, form: str, read: Any) -> None:
    """By the library that wrote them, as by Gephi."""
    response = site.get(f"/api/collaborations?format={form}&{VQA}")
    graph = read(io.BytesIO(response.data))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (43, 135)
    names = {data["label"] for _, data in graph.nodes(data=True)}
    assert "Bo Liu" in names
    assert response.headers["Content-Disposition"].endswith(f'collaborations.{form}"')


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    """A name with a control character still makes a file that opens."""
    found = Network((Author("urn:a", "A\x00\x1b<b>", (0,)),), (), (), 1, LeftOut(), "", "")
    graph = nx.read_gexf(io.BytesIO(as_gexf(found, Choice())))
    assert graph.nodes["urn:a"]["label"] == "A\ufffd\ufffd<b>"


HOSTILE = [
    "min=0",
    "min=-1",
    "min=x",
    "from=20x",
    "from=2023&to=2020",
    "task=a%20b",
    "venue=%3E%7D",
    "author=%22",
    "min=99999999999",
    "to=10000",
]


@pytest.mark.parametrize(
    "address",
    [
        *(f"/api/collaborations?{filters}" for filters in [*HOSTILE, "format=exe"]),
        *(f"/collaborations?{filters}" for filters in HOSTILE),
    ],
)
def test_a_hostile_parameter_is_refused(site: FlaskClient, address: str) -> None:
    """400, and the parameter is named."""
    response = site.get(address)
    assert response.status_code == 400
    assert address.partition("?")[2].partition("=")[0] in response.text


def test_the_page_holds_the_table_without_any_script(site: FlaskClient) -> None:
    """Every pair is in the page, for those without WebGL, script or sight."""
    page = unescape(site.get(f"/collaborations?{VQA}", headers={"Accept": "text/html"}).text)
    assert page.split("<tbody>")[1].count("<tr>") == 135
    assert "43 authors, 135 pairs who wrote together." in page
    assert f"/api/collaborations?{VQA}&format=gexf" in page


def test_nobody_together_is_said_in_words(site: FlaskClient) -> None:
    """An empty picture tells why."""
    page = site.get("/collaborations?min=9", headers={"Accept": "text/html"}).text
    assert "Nobody wrote together here" in page


@pytest.fixture(scope="session")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A graph of more authorships than the explorer draws."""
    store = tmp_path_factory.mktemp("large")
    publish_made_up(store, 700)
    yield from client_over(store)


def test_of_a_large_graph_the_strongest_pairs_of_all_are_drawn(large_site: FlaskClient) -> None:
    """Those of its newest papers may be none of them."""
    with large_site.application.test_request_context("/"):
        drawn = network(Choice(), replace(LIMITS, authorships=2_000))
        every = network(Choice(least=2), replace(LIMITS, authorships=10_000))
    assert [pair.weight for pair in drawn.pairs] == [pair.weight for pair in every.pairs[:500]]
    assert {drawn.authors[pair.a].iri for pair in drawn.pairs} <= {a.iri for a in every.authors}
    assert drawn.left_out == LeftOut(pairs=len(every.pairs) - len(drawn.pairs), once=True)
    assert notes_on(drawn.left_out)[-1] == (
        "Pairs with one joint paper are left out: filter to see them."
    )
    for query, size in ((drawn.pairs_query, len(drawn.pairs)), (drawn.query, authorships(drawn))):
        assert len(rows_of(large_site, query)) == size


def authorships(found: Network) -> int:
    return sum(len(author.papers) for author in found.authors)


def test_of_a_large_graph_a_choice_is_drawn_as_ever(large_site: FlaskClient) -> None:
    with large_site.application.test_request_context("/"):
        chosen = network(Choice(first=2020), replace(LIMITS, authorships=2_000))
    assert not chosen.left_out.once
