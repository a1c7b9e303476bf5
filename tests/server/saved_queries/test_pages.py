"""A page for each saved query: its form, its answer, and what is hostile in either."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient

from ontology import BASE
from queries.catalogue import load, parse
from server.formats import GRAPHS, SOLUTIONS
from tests.server.saved_queries.looking import BROWSER, Page, page, page_text, problem


@pytest.mark.parametrize("name", load())
def test_every_query_has_a_page_with_its_form_and_its_answer(
    client: FlaskClient, name: str
) -> None:
    saved = load()[name]
    found = page(client, f"/queries/{name}")
    fields = [field for field in found.all("input") if field["name"] != "q"]
    assert [field["name"] for field in fields] == [each.name for each in saved.parameters]
    assert [field["value"] for field in fields] == [each.default for each in saved.parameters]
    labelled = {label.get("for") for label in found.all("label")}
    assert {field["id"] for field in fields} <= labelled
    opened_in = next(link for link in found.links if link.startswith("/sparql?"))
    assert parse_qs(urlsplit(opened_in).query)["query"] == [saved.bind({})]
    forms = SOLUTIONS if saved.kind == "select" else GRAPHS
    downloads = [link["href"] for link in found.all("a") if "download" in link]
    assert downloads == [f"/api/queries/{name}?format={form.extension}" for form in forms]
    for address in downloads:
        assert client.get(address or "").status_code == 200


def test_fields_have_the_type_of_their_parameter(client: FlaskClient) -> None:
    def field(path: str, name: str) -> dict[str, str | None]:
        return next(each for each in page(client, path).all("input") if each["name"] == name)

    assert field("/queries/collaborations", "least")["type"] == "number"
    assert field("/queries/papers-between-years", "since")["pattern"] == "[0-9]{4}"
    assert field("/queries/papers-by-words", "words")["type"] == "text"
    assert field("/queries/papers-on-a-task", "task")["list"] == "choices-task"


def test_a_field_offers_what_the_graph_holds(client: FlaskClient) -> None:
    """Five tasks, thirteen papers, 81 authors and one list."""
    counts = {
        "papers-on-a-task": 5,
        "authors-in-order": 13,
        "two-steps-away": 81,
        "in-one-list-only": 1,
    }
    for path, count in counts.items():
        assert len(page(client, f"/queries/{path}").all("option")) == count


def test_values_are_in_the_address_the_form_and_the_downloads(client: FlaskClient) -> None:
    found = page(client, "/queries/authors-in-order?paper=paper:arxiv-2403.02469")
    field = next(each for each in found.all("input") if each["name"] == "paper")
    assert field["value"] == "paper:arxiv-2403.02469"
    assert "/author/ghulam-rasool" in found.links
    csv_link = next(link for link in found.links if link.endswith("format=csv"))
    assert "Iryna Hartsock" in client.get(csv_link).text


def test_things_of_the_graph_link_to_their_pages_here(client: FlaskClient) -> None:
    found = page(client, "/queries/curation-queue")
    assert any(link.startswith("/list/medical-vision-language#entry-") for link in found.links)
    assert "https://www.med-vqa.com/slake/" in found.links
    assert not [link for link in found.links if link.startswith(BASE)]


def test_a_table_says_how_many_rows_it_has(client: FlaskClient) -> None:
    text = client.get("/queries/first-and-last-authors", headers=BROWSER).text
    assert "25 rows" in text
    assert "Nothing in the graph fits" in client.get("/queries/curation-lag", headers=BROWSER).text


def test_a_page_shows_the_first_thousand_rows_and_says_so(hostile: FlaskClient) -> None:
    response = hostile.get("/queries/newest-papers?limit=5000", headers=BROWSER)
    found = Page(response.text)
    assert len(found.all("tr")) == 1 + 1000
    assert "There are more rows" in response.text
    rows = hostile.get("/api/queries/newest-papers?limit=5000&format=csv").text.splitlines()
    assert len(rows) == 1 + 1200
    response = hostile.get("/queries/newest-papers?limit=1000", headers=BROWSER)
    assert "There are more rows" not in response.text


def test_a_graph_is_shown_from_its_beginning(client: FlaskClient, hostile: FlaskClient) -> None:
    assert "The beginning is shown" not in page_text(client, "/queries/schema-org-view")
    text = page_text(hostile, "/queries/schema-org-view")
    assert "The beginning is shown" in text
    assert len(text) < 500_000


def test_hostile_texts_are_shown_and_hostile_links_lead_nowhere(hostile: FlaskClient) -> None:
    path = "/queries/curation-queue?list=list:x"
    found = page(hostile, path)
    assert "https://example.org/?a=1&b=%22" in found.links
    assert all(link.startswith(("/", "#", "https://")) for link in found.links)
    assert not [link for link in found.links if link.startswith("/graph/")]
    assert "&lt;script&gt;alert(1)" in page_text(hostile, path)


def test_a_text_of_any_length_is_shortened(hostile: FlaskClient) -> None:
    text = page_text(hostile, "/queries/provenance-of-a-paper?paper=paper:p0000")
    assert "xxx…" in text
    assert "x" * 1000 not in text


@pytest.mark.parametrize(
    "query",
    ["paper=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "nothing=1", "paper=a:b&paper=c:d"],
)
def test_a_wrong_value_is_said_on_the_page_and_nothing_is_asked(
    client: FlaskClient, query: str
) -> None:
    found = page(client, f"/queries/authors-in-order?{query}", 400)
    assert [each for each in found.all("p") if each.get("role") == "alert"]
    assert not found.all("table")
    assert "<script>alert" not in page_text(client, f"/queries/authors-in-order?{query}")


def test_a_query_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    page(client, "/queries/%3Cscript%3E", 404)
    for start in ("/queries", "/api/queries"):
        detail = problem(client, f"{start}/paper-on-a-task", 404)
        assert "did you mean papers-on-a-task?" in detail
        assert "/queries lists them" in problem(client, f"{start}/zzzz", 404)


def test_a_program_gets_a_query_as_rdf(client: FlaskClient) -> None:
    response = client.get("/queries/authors-in-order", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    select = rdflib.URIRef("http://www.w3.org/ns/shacl#select")
    node = rdflib.URIRef(f"{BASE}queries/authors-in-order")
    assert str(graph.value(node, select)) == load()["authors-in-order"].bind({})
    again = {"Accept": "text/turtle", "If-None-Match": response.headers["ETag"]}
    assert client.get("/queries/authors-in-order", headers=again).status_code == 304


def test_yes_or_no_is_shown_as_such(app: Flask) -> None:
    shared = app.extensions["curagraph"]
    asked = parse("any", "# title: Anything?\n# description: D.\nASK { ?s ?p ?o }")
    app.extensions["curagraph"] = replace(shared, catalogue={"any": asked})
    try:
        client = app.test_client()
        assert ">yes</pre>" in page_text(client, "/queries/any")
        assert client.get("/api/queries/any").get_json(force=True)["boolean"] is True
        assert "other" in page_text(client, "/queries").lower()
    finally:
        app.extensions["curagraph"] = shared
