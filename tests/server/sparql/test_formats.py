"""The formats of answers of ``/sparql``, negotiated and read by another parser."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import rdflib
from rdflib.query import Result

from tests.server.sparql.asking import CSV, FORM, JSON, SELECT, TSV, XML

if TYPE_CHECKING:
    from tests.server.conftest import Live

TITLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(isLiteral(?o)) }"
COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <http://purl.org/dc/terms/title> ?o }"
# Its parsers use what it advises against.
RDFLIB_WARNS = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


def post(live: Live, body: bytes, content_type: str | None, path: str = "/sparql") -> int:
    headers = {"Content-Type": content_type} if content_type else {}
    return live.ask("POST", path, body, headers).status


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("*/*", JSON),
        (JSON, JSON),
        ("application/json", JSON),
        ("application/xml", XML),
        ("text/xml", XML),
        (XML, XML),
        ("text/csv", CSV),
        ("text/csv;q=0.5, text/tab-separated-values", TSV),
        ("text/csv;q=0, text/*", TSV),
        (f"{JSON};q=0.1, */*;q=0.2", XML),
        (f"{JSON}; charset=utf-8", JSON),
        ("image/png, text/csv;q=0.1", CSV),
    ],
)
def test_a_table_is_negotiated(live: Live, accept: str | None, media_type: str) -> None:
    reply = live.query(SELECT, accept)
    assert reply.headers["Content-Type"].split(";")[0] == media_type
    assert "Accept" in reply.headers["Vary"].split(", ")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ('application/ld+json;profile="http://x/"', "application/ld+json"),
        ("application/trig, text/turtle;q=0.9", "application/trig"),
        ("application/n-quads", "application/n-quads"),
        ("application/json", "application/ld+json"),
        ("application/xml", "application/rdf+xml"),
        ("text/plain", "application/n-triples"),
        ("text/n3", "text/turtle"),
    ],
)
def test_a_graph_is_negotiated(live: Live, accept: str | None, media_type: str) -> None:
    reply = live.query("DESCRIBE <https://example.org/s>", accept)
    assert reply.headers["Content-Type"].split(";")[0] == media_type


@pytest.mark.parametrize(
    ("text", "accept"),
    [
        (SELECT, "text/turtle"),
        (SELECT, "image/png"),
        (SELECT, "text/plain"),
        (TITLES, "text/csv"),
        ("ASK {}", "text/csv"),
        ("ASK {}", "text/tab-separated-values"),
        (SELECT, "nonsense"),
    ],
)
def test_nothing_acceptable_is_406(live: Live, text: str, accept: str) -> None:
    """An ASK has no CSV or TSV: the two formats write tables only."""
    reply = live.query(text, accept)
    assert reply.status == 406
    assert reply.problem["code"] == "not-acceptable"


@pytest.mark.parametrize(
    ("name", "text", "media_type"),
    [
        ("csv", SELECT, CSV),
        ("json", SELECT, JSON),
        ("json", TITLES, "application/ld+json"),
        ("xml", "ASK {}", XML),
        ("ttl", TITLES, "text/turtle"),
        ("text/csv", SELECT, CSV),
    ],
)
def test_a_name_in_the_address_comes_before_the_header(
    live: Live, name: str, text: str, media_type: str
) -> None:
    reply = live.query(text, "text/turtle", format=name)
    assert reply.headers["Content-Type"].split(";")[0] == media_type


def test_a_small_graph_declares_what_it_uses_in_order(live: Live) -> None:
    text = "DESCRIBE <https://example.org/s> <https://w3id.org/curagraph/paper/1>"
    lines = live.query(text).body.decode().splitlines()
    declared = [line for line in lines if line.startswith("@prefix")]
    assert declared == [
        "@prefix dcterms: <http://purl.org/dc/terms/> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    ]


def test_a_form_may_name_the_format(live: Live) -> None:
    """As it may name the time limit: what stands in an address may stand in a form."""
    form = urlencode({"query": SELECT, "format": "csv"}).encode()
    reply = live.ask("POST", "/sparql", form, {"Content-Type": FORM, "Accept": JSON})
    assert reply.headers["Content-Type"].split(";")[0] == CSV
    form = urlencode({"query": SELECT, "format": "pdf"}).encode()
    assert post(live, form, FORM) == 406


@pytest.mark.parametrize("accept", [JSON, XML, CSV])
def test_another_parser_reads_every_table(live: Live, accept: str) -> None:
    reply = live.query(SELECT, accept)
    kind = {JSON: "json", XML: "xml", CSV: "csv"}[accept]
    parsed = Result.parse(BytesIO(reply.body), format=kind)
    values = {str(value) for row in parsed.bindings for value in row.values()}
    assert {
        "language",
        "7",
        'quo"te, comma\tand\nline',
        "https://example.org/o?a=1&b=2",
    } <= values
    assert len(parsed) == 5


def test_another_parser_reads_tsv(live: Live) -> None:
    """By hand: rdflib's own TSV parser knows no blank nodes."""
    lines = live.query(SELECT, TSV).body.decode().splitlines()
    assert lines[0] == "?o"
    assert len(lines) == 6
    assert '"quo\\"te, comma\\tand\\nline"' in lines


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/n-quads", "nquads"),
        ("application/trig", "trig"),
    ],
)
@RDFLIB_WARNS
def test_another_parser_reads_every_graph(live: Live, accept: str, kind: str) -> None:
    parsed = rdflib.Dataset(default_union=True)
    parsed.parse(data=live.query(TITLES, accept).body, format=kind)
    expected = json.loads(
        live.query(
            "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?o { ?s ?p ?o . FILTER(isLiteral(?o)) } }"
        ).body
    )
    count = int(expected["results"]["bindings"][0]["n"]["value"])
    assert len({(s, p, o) for s, p, o, _ in parsed.quads()}) == count == 304
