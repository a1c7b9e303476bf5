"""Validation: the graph against its own shapes, each breach traced to an entry and its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
)

import ontology
from loader.shape_queries import questions
from ontology import CG, PREFIXES, SCHEMA, SH


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
    found = {*_broken_queries(store), *_broken_constraints(store)}
    violations = [Violation(*breach, places=_places_of(breach[0], store)) for breach in found]
    return sorted(violations, key=lambda violation: (violation.places, str(violation)))


# Node, message and path of a breach.
_Breach = tuple[str, str, str | None]


def _shapes_text() -> str:
    return ontology.file("shapes.ttl").read_text(encoding="utf-8")


def _broken_queries(store: Store) -> Iterator[_Breach]:
    """Nodes that the ``sh:sparql`` constraints of the shapes select."""
    shapes = Store()
    shapes.load(_shapes_text().encode(), format=RdfFormat.TURTLE)
    for constraint in shapes.quads_for_pattern(None, SH.sparql, None, None):
        node = constraint.object
        if isinstance(node, Literal | Triple):
            continue
        (query,) = (q.object for q in shapes.quads_for_pattern(node, SH.select, None, None))
        (message,) = (q.object for q in shapes.quads_for_pattern(node, SH.message, None, None))
        solutions = store.query(str(getattr(query, "value", "")), prefixes=dict(PREFIXES))
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("a constraint of a shape is a SELECT query")
        for node_found in {str(getattr(row["this"], "value", "")) for row in solutions}:
            yield node_found, str(getattr(message, "value", "")), None


def _broken_constraints(store: Store) -> Iterator[_Breach]:
    """Nodes that break a constraint of the shapes."""
    for question in questions(store):
        solutions = store.query(question.select)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("a constraint becomes a SELECT query")
        for row in solutions:
            yield str(getattr(row["this"], "value", "")), question.message, question.path


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
