"""Validation: the graph against its own shapes, each breach traced to an entry and its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store
from rdflib import SH, Graph

import ontology
from loader.shape_queries import questions
from ontology import CG, PREFIXES, SCHEMA


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a shape.

    Attributes:
        node: IRI of the node, or the label of a blank one.
        message: What is wrong with it, from the shape.
        path: IRI of the property concerned, if the shape is about one.
        places: Where the node comes from: list key and first line of each entry.
    """

    node: str
    message: str
    path: str | None
    places: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """One line that begins with the first place."""
        where = ", ".join(f"{key}:{line}" for key, line in self.places) or self.node
        about = f" ({self.path})" if self.path else ""
        return f"{where}: {self.message}{about} <{self.node}>"


def violations_of(quads: Iterable[Quad]) -> list[Violation]:
    """What breaks ``ontology/shapes.ttl`` in a graph, in a stable order.

    The union of all graphs is judged, without inference; see :mod:`loader.shape_queries`.

    Cost: linear, in memory.
    """
    store = Store()
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    shapes = Graph().parse(data=ontology.file("shapes.ttl").read_text(encoding="utf-8"))
    found = {*_broken_queries(store, shapes), *_broken_constraints(store, shapes)}
    violations = [Violation(*breach, places=_places_of(breach[0], store)) for breach in found]
    return sorted(violations, key=lambda violation: (violation.places, str(violation)))


# Node, message and path of a breach.
_Breach = tuple[str, str, str | None]


def _broken_queries(store: Store, shapes: Graph) -> Iterator[_Breach]:
    """Nodes that the ``sh:sparql`` constraints of the shapes select."""
    for constraint in shapes.objects(None, SH.sparql):
        query, message = (str(shapes.value(constraint, term)) for term in (SH.select, SH.message))
        for node in _selected(store, query, PREFIXES):
            yield node, message, None


def _broken_constraints(store: Store, shapes: Graph) -> Iterator[_Breach]:
    """Nodes that break a constraint of the shapes."""
    for question in questions(store, shapes):
        for node in _selected(store, question.select):
            yield node, question.message, question.path


def _selected(
    store: Store, select: str, prefixes: Mapping[str, str] | None = None
) -> Iterator[str]:
    """IRIs, or labels of blank nodes, that a query of the shapes gives as ``?this``."""
    solutions = store.query(select, prefixes=dict(prefixes or {}))
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("a constraint of a shape is a SELECT query")
    for row in solutions:
        yield str(getattr(row["this"], "value", ""))


def _places_of(node: str, store: Store) -> tuple[tuple[str, int], ...]:
    """Lists and lines of the entries that a node is, or that speak of it or its paper."""
    try:
        whole = NamedNode(node.partition("#")[0])
    except ValueError:
        return ()  # a blank node stands nowhere
    users = (q.subject for q in store.quads_for_pattern(None, None, whole, None))
    papers = {whole, *(user for user in users if "/paper/" in str(user))}
    entries = {
        quad.subject
        for paper in papers
        for quad in store.quads_for_pattern(None, SCHEMA.item, paper, None)
    }
    found = set()
    for subject in {NamedNode(node), *entries}:
        for quad in store.quads_for_pattern(subject, CG.startLine, None, None):
            key = str(getattr(subject, "value", "")).partition("#")[0].rpartition("/")[2]
            found.add((key, int(getattr(quad.object, "value", "0"))))
    return tuple(sorted(found))
