"""The catalogue as data, in the form SPARQL clients look for examples in.

Each query is a ``sh:SPARQLExecutable`` with its text, what it answers and words to find it by, as
the SIB collection of SPARQL examples has it; editors that know that form show them by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, Triple

from ontology import PREFIXES, RDF, RDFS, SCHEMA, SH, XSD
from ontology.iris import Iris
from queries.catalogue import SavedQuery, load

_FORMS = {
    "select": (SH.SPARQLSelectExecutable, SH.select),
    "ask": (SH.SPARQLAskExecutable, SH.ask),
    "construct": (SH.SPARQLConstructExecutable, SH.construct),
    "describe": (SH.SPARQLDescribeExecutable, SH.describe),
}


def triples(iris: Iris) -> Iterator[Triple]:
    """Every saved query with its defaults bound, and the prefixes declared once."""
    prefixes = iris.prefix_declaration()
    for prefix, namespace in sorted({**PREFIXES, **iris.instance_prefixes}.items()):
        node = iris.prefix_declaration(prefix)
        yield Triple(prefixes, SH.declare, node)
        yield Triple(node, SH["prefix"], Literal(prefix))
        yield Triple(node, SH.namespace, Literal(namespace, datatype=XSD.anyURI))
    for query in load().values():
        yield from described(query, iris)


def described(query: SavedQuery, iris: Iris) -> Iterator[Triple]:
    """One saved query with its defaults bound."""
    prefixes = iris.prefix_declaration()
    node = iris.query(query.name)
    kind, form = _FORMS[query.kind]
    yield Triple(node, RDF.type, SH.SPARQLExecutable)
    yield Triple(node, RDF.type, kind)
    yield Triple(node, RDFS.label, Literal(query.title))
    yield Triple(node, RDFS.comment, Literal(query.description or query.title, language="en"))
    yield Triple(node, SH.prefixes, prefixes)
    yield Triple(node, form, Literal(query.bind({}, iris)))
    yield Triple(node, SCHEMA.target, iris.endpoint())
    for tag in query.tags:
        yield Triple(node, SCHEMA.keywords, Literal(tag))
