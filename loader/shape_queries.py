"""Shapes as queries: each constraint asked of the whole graph at once.

A validator that goes from node to node takes two thirds of a large build. The constraints of SHACL
(https://www.w3.org/TR/shacl/, sections 2 to 4) that ``ontology/shapes.ttl`` uses are questions on
sets, which Oxigraph answers in one pass each. A constraint that is not known here is refused, not
passed over; ``tests/ontology`` holds this against pySHACL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, QuerySolutions, Store
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

# What says nothing of a node, or is read beside what it belongs to.
_NO_CONSTRAINTS = frozenset(
    {RDF.type, RDFS.label, SH.message, SH.path, SH.property, SH.sparql, SH.targetClass,
     SH.targetObjectsOf, SH.qualifiedMinCount}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A constraint as a query for the nodes that break it.

    Attributes:
        select: Gives each of them as ``?this``.
        message: What is wrong with them.
        path: IRI of the property concerned, if it is about one.
    """

    select: str
    message: str
    path: str | None


class UnknownConstraintError(ValueError):
    """The shapes hold a constraint that no query is known for."""


def questions(data: Store, shapes: Graph) -> Iterator[Question]:
    """All constraints of shapes but those that are queries already.

    Args:
        data: The graph that is asked: what it says of subclasses counts (section 3.1.3.1).
        shapes: The shapes.

    Raises:
        UnknownConstraintError: A constraint is of a kind that is not known here.
    """
    yield from _Shapes(shapes, data).questions()


class _Shapes:
    """A graph of shapes, turned into questions."""

    def __init__(self, shapes: Graph, data: Store) -> None:
        self._shapes, self._data = shapes, data

    def questions(self) -> Iterator[Question]:
        for shape in self._shapes.subjects(RDF.type, SH.NodeShape):
            for target in self._targets(shape):
                yield from self._asked(shape, target, None)
                for inner in self._shapes.objects(shape, SH.property):
                    yield from self._asked(inner, target, self._path(inner))

    def _targets(self, shape: Node) -> Iterator[str]:
        for found in self._shapes.objects(shape, SH.targetClass):
            yield f"{self._is_a('?this', found)} ."
        for found in self._shapes.objects(shape, SH.targetObjectsOf):
            yield f"?anything {_text(found)} ?this ."

    def _path(self, shape: Node) -> tuple[str, str | None]:
        """The pattern of a property, and its IRI if it is one."""
        path = self._shapes.value(shape, SH.path, any=False)
        if isinstance(path, URIRef):
            return f"?this {path.n3()} ?value", str(path)
        inverse = self._shapes.value(path, SH.inversePath)
        if isinstance(inverse, URIRef):
            return f"?value {inverse.n3()} ?this", None
        raise UnknownConstraintError(f"no query is known for the path {path}")

    def _asked(
        self, shape: Node, target: str, path: tuple[str, str | None] | None
    ) -> Iterator[Question]:
        """The constraints of a shape, on the nodes themselves or on the values of a property."""
        message = str(self._shapes.value(shape, SH.message) or "")
        values = f"{path[0]} ." if path else "BIND(?this AS ?value)"
        for kind, wanted in self._shapes.predicate_objects(shape):
            if kind in _NO_CONSTRAINTS:
                continue
            where = self._broken(kind, wanted, values, shape)
            if where is None:
                raise UnknownConstraintError(f"no query is known for <{kind}> in the shapes")
            select = f"SELECT DISTINCT ?this WHERE {{ {target} {where} }}"
            yield Question(select, message, path[1] if path else None)

    def _broken(self, kind: Node, wanted: Node, values: str, shape: Node) -> str | None:
        """What holds of the nodes that break a constraint."""
        of_value = self._of_value(kind, wanted)
        if of_value is not None:
            return f"{values} FILTER(!COALESCE({of_value}, false))"
        counts: Mapping[Node, Callable[[], str]] = {
            SH.minCount: lambda: _fewer(_number(wanted), values),
            SH.maxCount: lambda: _more(_number(wanted), values),
            SH.hasValue: lambda: (
                f"FILTER NOT EXISTS {{ {values} FILTER(?value = {_text(wanted)}) }}"
            ),
            SH.uniqueLang: lambda: (
                f"{values} {values.replace('?value', '?other')} "
                "FILTER(?value != ?other && lang(?value) != '' && lang(?value) = lang(?other))"
            ),
            SH.lessThanOrEquals: lambda: (
                f"{values} ?this {_text(wanted)} ?other FILTER(!COALESCE(?value <= ?other, false))"
            ),
            SH.qualifiedValueShape: lambda: self._qualified(wanted, values, shape),
        }
        return counts[kind]() if kind in counts else None

    def _of_value(self, kind: Node, wanted: Node) -> str | None:
        """What has to hold of each value, or ``None`` for a constraint on all of them."""
        holds: Mapping[Node, Callable[[], str]] = {
            SH.datatype: lambda: (
                f"datatype(?value) = {_text(wanted)} && "
                f"regex(str(?value), {Literal(_LEXICAL[wanted]).n3()})"
            ),
            SH.nodeKind: lambda: _NODE_KINDS[wanted],
            SH["class"]: lambda: f"EXISTS {{ {self._is_a('?value', wanted)} }}",
            SH["in"]: lambda: f"?value IN ({', '.join(map(_text, self._shapes.items(wanted)))})",
            SH["or"]: lambda: " || ".join(f"({each})" for each in self._alternatives(wanted)),
            SH.pattern: lambda: f"regex(str(?value), {_text(wanted)})",
            SH.minLength: lambda: f"strlen(str(?value)) >= {_number(wanted)}",
            SH.minInclusive: lambda: f"?value >= {_text(wanted)}",
        }
        return holds[kind]() if kind in holds else None

    def _alternatives(self, wanted: Node) -> Iterator[str]:
        for each in self._shapes.items(wanted):
            found = [self._of_value(*said) for said in self._shapes.predicate_objects(each)]
            if not found or None in found:
                raise UnknownConstraintError("no query is known for an alternative in the shapes")
            yield " && ".join(filter(None, found))

    def _qualified(self, wanted: Node, values: str, shape: Node) -> str:
        least = self._shapes.value(shape, SH.qualifiedMinCount) or Literal(1)
        (holds,) = (self._of_value(*said) for said in self._shapes.predicate_objects(wanted))
        return _fewer(_number(least), f"{values} FILTER({holds})")

    def _is_a(self, node: str, wanted: Node) -> str:
        """That a node is of a class or of one below it."""
        below = self._data.query(f"SELECT ?class {{ ?class <{RDFS.subClassOf}>+ {_text(wanted)} }}")
        if not isinstance(below, QuerySolutions):
            raise TypeError("classes are asked for by a SELECT query")
        found = sorted(str(row["class"]) for row in below if isinstance(row["class"], NamedNode))
        if not found:
            return f"{node} a {_text(wanted)}"
        named = " ".join(dict.fromkeys((_text(wanted), *found)))
        # A name of its own: the classes of the node that is judged are asked for, too.
        return f"{node} a {node}Class . VALUES {node}Class {{ {named} }}"


# What the texts of literals look like, by datatype (XML Schema 1.1, part 2, section 3).
_LEXICAL: Mapping[Node, str] = {
    XSD.string: "",
    RDF.langString: "",
    XSD.integer: "^[+-]?[0-9]+$",
    XSD.dateTime: "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}",
    XSD.gYear: "^-?([1-9][0-9]{3,}|0[0-9]{3})(Z|[+-][0-9]{2}:[0-9]{2})?$",
}
_NODE_KINDS: Mapping[Node, str] = {
    SH.IRI: "isIRI(?value)",
    SH.Literal: "isLiteral(?value)",
    SH.BlankNode: "isBlank(?value)",
    SH.BlankNodeOrIRI: "!isLiteral(?value)",
}


def _text(term: Node) -> str:
    """A term of the shapes as a query spells it."""
    if isinstance(term, BNode):
        raise UnknownConstraintError("no query is known for a blank node in the shapes")
    return term.n3()


def _number(term: Node) -> int:
    if isinstance(term, Literal) and isinstance(term.value, int):
        return term.value
    raise UnknownConstraintError(f"{term} in the shapes is no number")


def _fewer(least: int, values: str) -> str:
    if least == 1:
        return f"FILTER NOT EXISTS {{ {values} }}"
    return (
        f"OPTIONAL {{ {{ SELECT ?this (COUNT(DISTINCT ?value) AS ?found) WHERE {{ {values} }} "
        f"GROUP BY ?this }} }} FILTER(COALESCE(?found, 0) < {least})"
    )


def _more(most: int, values: str) -> str:
    if most == 0:
        return values
    return (
        f"{{ SELECT ?this WHERE {{ {values} }} GROUP BY ?this "
        f"HAVING(COUNT(DISTINCT ?value) > {most}) }}"
    )
