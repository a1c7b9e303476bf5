"""The catalogue as data, as SPARQL editors look for it."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from ontology import BASE, RDF, SCHEMA, SH
from ontology.iris import Iris
from queries.catalogue import load
from queries.rdf import triples

STATEMENTS = set(triples(Iris()))


def test_every_query_is_executable_as_it_stands_in_the_graph(seed: Store) -> None:
    """Its text has its defaults bound, so that no reader needs to know of parameters."""
    texts = {
        triple.subject: triple.object
        for triple in STATEMENTS
        if triple.predicate in (SH.select, SH.ask, SH.construct, SH.describe)
    }
    assert set(texts) == {NamedNode(f"{BASE}queries/{name}") for name in load()}
    for text in texts.values():
        assert isinstance(text, Literal)
        found = seed.query(text.value, use_default_graph_as_union=True)
        assert not isinstance(found, QueryBoolean)
        list(found)


def test_the_queries_of_the_catalogue_are_in_the_published_graph(seed: Store) -> None:
    found = seed.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>"
        f"SELECT ?q {{ GRAPH <{BASE}graph/queries> {{ ?q a sh:SPARQLExecutable }} }}"
    )
    assert isinstance(found, QuerySolutions)
    assert len(list(found)) == len(load())


def test_a_query_has_its_kind_its_tags_and_its_endpoint() -> None:
    node = NamedNode(f"{BASE}queries/dblp-view")
    said = {(t.predicate, t.object) for t in STATEMENTS if t.subject == node}
    assert (RDF.type, SH.SPARQLConstructExecutable) in said
    assert (SCHEMA.keywords, Literal("views")) in said
    assert (SCHEMA.target, NamedNode(f"{BASE}sparql")) in said


def test_prefixes_are_declared_once_for_all() -> None:
    names = [t.object for t in STATEMENTS if t.predicate == SH["prefix"]]
    assert len(names) == len(set(names))
    assert {Literal("cg"), Literal("paper")} <= set(names)
