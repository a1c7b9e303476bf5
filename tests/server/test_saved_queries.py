"""Saved queries over HTTP: pages for people, answers for programs, one description for tools."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad

from ontology import BASE, CG, DCTERMS, PROV, RDF, RDFS, SCHEMA
from ontology.iris import Iris
from queries.catalogue import load, parse
from server.app import create_app
from server.formats import GRAPHS, SOLUTIONS
from server.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
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


class Page(HTMLParser):
    """What tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def links(self) -> list[str]:
        return [link["href"] or "" for link in self.all("a")]


def page(client: FlaskClient, path: str, status: int = 200) -> Page:
    response = client.get(path, headers=BROWSER)
    assert response.status_code == status
    assert response.mimetype == "text/html"
    found = Page(response.text)
    assert not found.all("style")
    assert not any(
        name.startswith("on") or name == "style" for _, a in found.elements for name in a
    )
    assert all("src" in script for script in found.all("script"))
    return found


def problem(client: FlaskClient, path: str, status: int) -> str:
    response = client.get(path)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    detail = response.get_json(force=True)["detail"]
    assert isinstance(detail, str)
    assert len(detail.splitlines()) == 1
    return detail


# ---- The catalogue


def test_the_index_links_to_every_query_once(client: FlaskClient) -> None:
    links = [link for link in page(client, "/queries").links if link.startswith("/queries/")]
    assert sorted(links) == [f"/queries/{name}" for name in load()]


@pytest.mark.parametrize("tag", ["curation", "views"])
def test_the_index_is_filtered_by_tag_without_script(client: FlaskClient, tag: str) -> None:
    links = [link for link in page(client, f"/queries?tag={tag}").links if "/queries/" in link]
    assert sorted(links) == [f"/queries/{n}" for n, saved in load().items() if tag in saved.tags]


def test_a_tag_that_no_query_has_is_not_found(client: FlaskClient) -> None:
    page(client, "/queries?tag=%3Cscript%3E", 404)
    assert "tags are authors, code" in problem(client, "/queries?tag=nothing", 404)


def test_the_catalogue_is_data(client: FlaskClient) -> None:
    listed = {each["name"]: each for each in client.get("/api/queries").get_json()["queries"]}
    assert set(listed) == set(load())
    assert listed["papers-between-years"]["parameters"][0] == {
        "name": "since",
        "type": "year",
        "default": "2020",
        "label": "From",
    }


# ---- Pages


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
    """Five tasks, thirteen papers, 81 authors."""
    for path, count in (("papers-on-a-task", 5), ("authors-in-order", 13), ("two-steps-away", 81)):
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


def page_text(client: FlaskClient, path: str) -> str:
    return client.get(path, headers=BROWSER).text


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


# ---- Answers


@pytest.mark.parametrize("form", SOLUTIONS, ids=lambda form: form.extension)
def test_a_table_is_answered_in_each_format(client: FlaskClient, form: Any) -> None:
    by_name = client.get(f"/api/queries/authors-in-order?format={form.extension}")
    by_type = client.get("/api/queries/authors-in-order", headers={"Accept": form.media_type})
    for response in (by_name, by_type):
        assert response.status_code == 200
        assert response.mimetype == form.media_type
        assert "Jong Hak Moon" in response.text
        disposition = response.headers["Content-Disposition"]
        assert disposition == f"inline; filename=authors-in-order.{form.extension}"


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its parsers' own
@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.extension)
def test_a_graph_is_answered_in_each_format(client: FlaskClient, form: Any) -> None:
    response = client.get(f"/api/queries/schema-org-view?format={form.extension}")
    assert response.mimetype == form.media_type
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=response.get_data(), format=form.media_type)
    papers = dataset.subjects(rdflib.RDF.type, rdflib.URIRef(SCHEMA.ScholarlyArticle.value))
    assert len(set(papers)) == 13


def test_the_answer_is_json_where_nothing_is_said(client: FlaskClient) -> None:
    for headers in ({}, BROWSER, {"Accept": "application/json"}):
        response = client.get("/api/queries/authors-in-order", headers=headers)
        assert response.mimetype == "application/sparql-results+json"
        assert len(json.loads(response.data)["results"]["bindings"]) == 5


def test_values_change_the_answer(client: FlaskClient) -> None:
    text = client.get("/api/queries/papers-between-years?since=2024&until=2024&format=csv").text
    years = [row["year"] for row in csv.DictReader(io.StringIO(text))]
    assert years == ["2024", "2024"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("authors-in-order?paper=no+iri", "paper: 'no iri' is not an IRI"),
        ("authors-in-order?paper=http://[x", "is not an IRI"),
        ("papers-between-years?since=20", "since: '20' is not a year of four digits"),
        ("collaborations?least=-1", "least: '-1' is not a whole number"),
        ("collaborations?most=1", "'most' is no parameter of collaborations; it has least, limit"),
        ("dblp-view?x=1", "it has none"),
        ("collaborations?least=1&least=2", "'least' is given 2 times; give it once"),
        ("papers-by-words?words=" + "x" * 2001, "words: longer than 2000 characters"),
    ],
)
def test_a_wrong_value_is_a_bad_request_in_one_line(
    client: FlaskClient, query: str, words: str
) -> None:
    assert words in problem(client, f"/api/queries/{query}", 400)


def test_a_format_that_the_answer_has_not_is_not_acceptable(client: FlaskClient) -> None:
    detail = problem(client, "/api/queries/authors-in-order?format=ttl", 406)
    assert "text/csv (format=csv)" in detail
    detail = problem(client, "/api/queries/dblp-view?format=csv", 406)
    assert "text/turtle (format=ttl)" in detail


def test_an_answer_that_the_client_has_is_not_sent_again(client: FlaskClient) -> None:
    path = "/api/queries/authors-in-order"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    for other in (f"{path}?format=csv", f"{path}?paper=paper:arxiv-2403.02469"):
        assert client.get(other, headers={"If-None-Match": tag}).status_code == 200


def test_any_page_of_the_web_may_read_an_answer(client: FlaskClient) -> None:
    for path in ("/api/queries/authors-in-order", "/api/queries", "/openapi.json"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"
        assert client.options(path).headers["Access-Control-Allow-Methods"]


# ---- The description


@pytest.fixture
def openapi(client: FlaskClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").get_json()
    return described


def test_the_description_names_every_query_and_its_parameters(openapi: dict[str, Any]) -> None:
    assert openapi["openapi"].startswith("3.1.")
    for name, saved in load().items():
        operation = openapi["paths"][f"/api/queries/{name}"]["get"]
        named = [parameter["name"] for parameter in operation["parameters"]]
        assert named == [*(each.name for each in saved.parameters), "format"]
        assert operation["operationId"] == name
        assert set(operation["tags"]) <= {tag["name"] for tag in openapi["tags"]}


def test_every_reference_of_the_description_leads_somewhere(openapi: dict[str, Any]) -> None:
    def references(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    found = set(references(openapi))
    assert found
    for reference in found:
        node: Any = openapi
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_operations_are_told_apart(openapi: dict[str, Any]) -> None:
    names = [operation["operationId"] for path in openapi["paths"].values()
             for operation in path.values()]  # fmt: skip
    assert len(set(names)) == len(names)


def test_what_is_described_is_what_is_answered(
    client: FlaskClient, openapi: dict[str, Any]
) -> None:
    """Each operation answers to its defaults in the first of its media types."""
    for path, item in openapi["paths"].items():
        if path == "/sparql":
            continue
        operation = item["get"]
        values = {
            each["name"]: each["schema"]["default"]
            for each in operation.get("parameters", ())
            if "default" in each["schema"]
        }
        response = client.get(path, query_string=values)
        assert response.status_code == 200
        assert response.mimetype == next(iter(operation["responses"]["200"]["content"]))


def test_a_year_is_a_text_of_four_digits_and_a_count_a_number(openapi: dict[str, Any]) -> None:
    def schema(query: str, name: str) -> dict[str, Any]:
        parameters = openapi["paths"][f"/api/queries/{query}"]["get"]["parameters"]
        found: dict[str, Any] = next(each["schema"] for each in parameters if each["name"] == name)
        return found

    assert schema("papers-between-years", "since")["pattern"] == "^[0-9]{4}$"
    assert schema("collaborations", "least") == {
        "type": "integer",
        "minimum": 0,
        "maximum": 999_999_999,
        "default": 1,
    }


def test_the_description_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/openapi.json").headers["ETag"]
    assert client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304
