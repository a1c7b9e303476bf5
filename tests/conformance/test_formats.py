"""Answers in every format, read by programs that others wrote.

Debian's ``rapper`` and ``roqet`` (raptor2-utils, rasqal-utils) read them too where they are there,
or where CURAGRAPH_PARSERS=required.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.compare import isomorphic
from SPARQLWrapper import CSV, JSON, JSONLD, N3, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Live

TABLE = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"
ROWS = [("urn:s1", "one"), ("urn:s2", "two"), ("urn:s3", "three")]
STATEMENTS = {(s, "urn:p", o) for s, o in ROWS}
# What their code does is warned of: it is theirs.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::RuntimeWarning:SPARQLWrapper"),
]


def lacks(program: str) -> bool:
    """Whether a program is neither there nor required."""
    return shutil.which(program) is None and os.environ.get("CURAGRAPH_PARSERS") != "required"


def statements(graph: rdflib.Graph) -> set[tuple[str, ...]]:
    """The statements of a graph as texts."""
    return {tuple(str(term) for term in triple) for triple in graph}


def client(endpoint: Live, text: str, form: str, method: str = "GET") -> Any:
    """What a client of others makes of an answer in a format: what type that is hangs on it."""
    wrapper = SPARQLWrapper(f"{endpoint.url}sparql")
    wrapper.setQuery(text)
    wrapper.setReturnFormat(form)
    wrapper.setMethod(method)
    return wrapper.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads_json(endpoint: Live, method: str) -> None:
    rows = client(endpoint, TABLE, JSON, method)["results"]["bindings"]
    assert [(row["s"]["value"], row["o"]["value"]) for row in rows] == ROWS


def test_sparqlwrapper_reads_xml(endpoint: Live) -> None:
    document = client(endpoint, TABLE, XML)
    texts = [each.firstChild.data for each in document.getElementsByTagName("literal")]
    assert texts == ["one", "two", "three"]


@pytest.mark.parametrize(("form", "end"), [(CSV, "\r\n"), (TSV, "\n")])
def test_sparqlwrapper_takes_lines(endpoint: Live, form: str, end: str) -> None:
    lines = client(endpoint, TABLE, form).decode().split(end)
    assert [each.split("," if form == CSV else "\t")[1].strip('"') for each in lines[1:4]] == [
        "one",
        "two",
        "three",
    ]


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_takes_graphs(endpoint: Live, form: str) -> None:
    result = client(endpoint, GRAPH, form)
    if isinstance(result, bytes):
        result = rdflib.Graph().parse(data=result, format="turtle")
    assert statements(result) == STATEMENTS


def test_every_graph_format_says_the_same(endpoint: Live) -> None:
    names = {
        "text/turtle": "turtle",
        "application/n-triples": "nt",
        "application/rdf+xml": "xml",
        "application/ld+json": "json-ld",
    }
    graphs = [
        rdflib.Graph().parse(data=endpoint.query(GRAPH, accept).body, format=name)
        for accept, name in names.items()
    ]
    assert statements(graphs[0]) == STATEMENTS
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


@pytest.mark.skipif(lacks("rapper"), reason="rapper (raptor2-utils) is not there")
@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "ntriples"),
        ("application/rdf+xml", "rdfxml"),
        ("application/n-quads", "nquads"),
    ],
)
def test_raptor_reads_graphs(endpoint: Live, tmp_path: Path, accept: str, name: str) -> None:
    file = tmp_path / "graph"
    file.write_bytes(endpoint.query(GRAPH, accept).body)
    command = ["rapper", "-q", "-i", name, "-o", "ntriples", str(file), "http://example.org/"]
    read = subprocess.run(command, capture_output=True, text=True, check=True)
    assert statements(rdflib.Graph().parse(data=read.stdout, format="nt")) == STATEMENTS


@pytest.mark.skipif(lacks("roqet"), reason="roqet (rasqal-utils) is not there")
@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("application/sparql-results+xml", "xml"),
        ("text/csv", "csv"),
        ("text/tab-separated-values", "tsv"),
    ],
)
def test_rasqal_reads_tables(endpoint: Live, tmp_path: Path, accept: str, name: str) -> None:
    file = tmp_path / "table"
    file.write_bytes(endpoint.query(TABLE, accept).body)
    command = ["roqet", "-q", "-t", str(file), "-R", name, "-r", "csv"]
    read = subprocess.run(command, capture_output=True, text=True, check=True)
    assert [line.split(",")[1] for line in read.stdout.splitlines()[1:]] == ["one", "two", "three"]
