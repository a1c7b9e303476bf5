"""Answers of saved queries for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
import rdflib
from flask.testing import FlaskClient

from ontology import SCHEMA
from server.formats import GRAPHS, SOLUTIONS
from tests.server.saved_queries.looking import BROWSER, problem


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


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("curation-queue?list=list:nothing", "list: this graph holds no list list:nothing"),
        ("papers-on-a-task?task=task:nothing", "task: this graph holds no task task:nothing"),
        (
            "authors-in-order?paper=https://w3id.org/curagraph/paper/nothing",
            "paper: this graph holds no paper https://w3id.org/curagraph/paper/nothing",
        ),
    ],
)
def test_a_thing_that_is_not_there_has_no_empty_answer(
    client: FlaskClient, query: str, detail: str
) -> None:
    assert problem(client, f"/api/queries/{query}", 404) == detail
    response = client.get(f"/queries/{query}", headers=BROWSER)
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")
    assert detail in response.text


@pytest.mark.parametrize("other", ["", "cg:CuratedList", "https://example.org/list/elsewhere"])
def test_what_is_not_the_graphs_own_may_be_named(client: FlaskClient, other: str) -> None:
    address = f"/api/queries/missing-from-a-list?other={other}"
    assert client.get(address).status_code == 200


def test_a_default_that_another_graph_lacks_is_told(hostile: FlaskClient) -> None:
    detail = "list: this graph holds no list list:medical-vision-language, which is the default"
    assert detail in problem(hostile, "/api/queries/curation-queue", 404)
    page = hostile.get("/queries/curation-queue", headers=BROWSER)
    assert (page.status_code, detail in page.text) == (200, True)
    assert hostile.get("/api/queries/curation-queue?list=list:x").status_code == 200
