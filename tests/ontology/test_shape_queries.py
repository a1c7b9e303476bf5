"""The shapes as queries say what pySHACL says, of sound graphs and of damaged ones."""

from __future__ import annotations

import pyshacl
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Quad, QuerySolutions, RdfFormat, Store

import ontology
from loader.shape_queries import UnknownConstraintError, questions
from ontology import SH
from tests.ontology.test_shapes import DAMAGE, PAPER, PROLOGUE, graph

# Damage that is worth comparing beside what the shapes' own tests do.
MORE = {
    "a word for a position": (
        """DELETE { ?a cg:position ?n } INSERT { ?a cg:position "one"^^xsd:integer }
           WHERE { ?a cg:position ?n }"""
    ),
    "an empty title": (
        'DELETE { PAPER dcterms:title ?t } INSERT { PAPER dcterms:title "" } '
        "WHERE { PAPER dcterms:title ?t }"
    ),
    "two titles": 'INSERT DATA { PAPER dcterms:title "Another" }',
    "a task with two labels in one language": (
        'INSERT { ?t skos:prefLabel "Other"@en } WHERE { ?t a cg:Task }'
    ),
    "a paper that is no research": (
        "DELETE { PAPER a fabio:ResearchPaper } WHERE { PAPER a fabio:ResearchPaper }"
    ),
    "a paper that no entry speaks of": "DELETE WHERE { ?e schema:item PAPER }",
    "a venue that is a text": (
        """DELETE { PAPER cg:venue ?v } INSERT { PAPER cg:venue "KDD" }
           WHERE { PAPER cg:venue ?v }"""
    ),
    "a state that there is not": (
        """DELETE { ?a cg:identityStatus ?s } INSERT { ?a cg:identityStatus cg:Nobody }
           WHERE { ?a cg:identityStatus ?s }"""
    ),
    "an edition of nothing": "DELETE WHERE { ?edition schema:superEvent ?series }",
    "code that is none": "DELETE WHERE { ?r a schema:SoftwareSourceCode }",
    "everything untyped but papers": (
        "DELETE { ?s a ?t } WHERE { ?s a ?t FILTER(?t != schema:ScholarlyArticle) }"
    ),
}
CASES = {**{name: update for name, (update, _) in DAMAGE.items()}, **MORE}

Breaches = set[tuple[str, str, str | None]]


def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=ontology.file("shapes.ttl").read_text(encoding="utf-8"))


def by_pyshacl(store: Store) -> Breaches:
    asked = shapes()
    asked.remove((None, rdflib.URIRef(SH.sparql.value), None))
    text = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    data = rdflib.Graph().parse(data=text, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=asked)
    assert isinstance(report, rdflib.Graph)
    found: Breaches = set()
    for result in report.subjects(rdflib.RDF.type, rdflib.URIRef(SH.ValidationResult.value)):
        path = report.value(result, rdflib.URIRef(SH.resultPath.value))
        node = report.value(result, rdflib.URIRef(SH.focusNode.value))
        message = report.value(result, rdflib.URIRef(SH.resultMessage.value))
        named = str(path) if isinstance(path, rdflib.URIRef) else None
        found.add((str(node), str(message), named))
    return found


def by_queries(store: Store) -> Breaches:
    found: Breaches = set()
    for question in questions(store, shapes()):
        rows = store.query(question.select)
        assert isinstance(rows, QuerySolutions)
        for row in rows:
            node = str(getattr(row["this"], "value", ""))
            found.add((node, question.message, question.path))
    return found


def union(store: Store) -> Store:
    whole = Store()
    whole.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    return whole


@pytest.mark.parametrize("case", CASES)
def test_of_a_damaged_graph_both_say_the_same(case: str) -> None:
    store = union(graph())
    store.update(PROLOGUE + CASES[case].replace("PAPER", PAPER))
    found = by_queries(store)
    assert found == by_pyshacl(store)


def test_of_a_sound_graph_both_say_nothing() -> None:
    store = union(graph())
    assert by_queries(store) == by_pyshacl(store) == set()


def test_a_year_of_three_digits_is_none_though_pyshacl_takes_it() -> None:
    store = union(graph())
    year = '"202"^^xsd:gYear'
    store.update(f"{PROLOGUE} INSERT DATA {{ {PAPER} fabio:hasPublicationYear {year} }}")
    assert "A paper has at most one year, an xsd:gYear." in {
        said for _, said, _ in by_queries(store)
    }


def test_a_constraint_without_a_query_is_refused() -> None:
    text = ontology.file("shapes.ttl").read_text(encoding="utf-8")
    changed = text.replace("sh:minLength 1", "sh:maxLength 9", 1)
    with pytest.raises(UnknownConstraintError, match="maxLength"):
        list(questions(Store(), rdflib.Graph().parse(data=changed)))
