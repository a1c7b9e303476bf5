"""Who writes with whom: numbers counted by hand in the shipped list."""

from __future__ import annotations

import io
from html import unescape
from typing import Any

import networkx as nx
import pytest
from flask.testing import FlaskClient

from server.collaborations.choice import Choice
from server.collaborations.formats import as_gexf
from server.collaborations.network import Author, Network, network

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
    assert not answer["capped"]


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


def test_a_cut_is_said(site: FlaskClient) -> None:
    """Ten pairs of 305 are not all of them."""
    with site.application.test_request_context():
        found = network(Choice(), most_pairs=10)
    assert len(found.pairs) == 10
    assert found.capped


def test_the_query_behind_the_picture_gives_the_pairs(site: FlaskClient) -> None:
    """The link "open as SPARQL" shows what was drawn."""
    answer = columns(site, VQA)
    rows = site.get(
        "/sparql",
        query_string={"query": answer["query"]},
        headers={"Accept": "application/sparql-results+json"},
    ).get_json(force=True)
    assert len(rows["results"]["bindings"]) == 135


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
    found = Network((Author("urn:a", "A\x00\x1b<b>", (0,)),), (), (), 1, capped=False, query="")
    graph = nx.read_gexf(io.BytesIO(as_gexf(found, Choice())))
    assert graph.nodes["urn:a"]["label"] == "A\ufffd\ufffd<b>"


@pytest.mark.parametrize(
    "filters",
    [
        "min=0",
        "min=-1",
        "min=x",
        "from=20x",
        "from=2023&to=2020",
        "task=a%20b",
        "venue=%3E%7D",
        "format=exe",
        "author=%22",
        "min=99999999999",
        "to=10000",
    ],
)
@pytest.mark.parametrize("address", ["/api/collaborations", "/collaborations"])
def test_a_hostile_parameter_is_refused(site: FlaskClient, address: str, filters: str) -> None:
    """400, and the parameter is named."""
    if address == "/collaborations" and filters.startswith("format"):
        pytest.skip("the page has no format")
    response = site.get(f"{address}?{filters}")
    assert response.status_code == 400
    assert filters.split("=", maxsplit=1)[0] in response.text


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
