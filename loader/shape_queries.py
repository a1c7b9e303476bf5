"""Shapes as queries: each constraint asked of the whole graph at once.

A validator that goes from node to node takes two thirds of a large build. The constraints of SHACL
(https://www.w3.org/TR/shacl/, sections 2 to 4) that ``ontology/shapes.ttl`` uses are questions on
sets, which Oxigraph answers in one pass each. A constraint that is not known here is refused, not
passed over; ``tests/ontology`` holds this against pySHACL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

import ontology
from ontology import RDF, RDFS, SH, XSD

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

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


def questions(data: Store, text: str | None = None) -> Iterator[Question]:
    """All constraints of shapes but those that are queries already.

    Args:
        data: The graph that is asked: what it says of subclasses counts (section 3.1.3.1).
        text: The shapes in Turtle; those of ``ontology/shapes.ttl`` where it is not given.

    Raises:
        UnknownConstraintError: A constraint is of a kind that is not known here.
    """
    shapes = Store()
    text = text or ontology.file("shapes.ttl").read_text(encoding="utf-8")
    shapes.load(text.encode(), format=RdfFormat.TURTLE)
    yield from _Shapes(shapes, data).questions()


class _Shapes:
    """A graph of shapes, turned into questions."""

    def __init__(self, shapes: Store, data: Store) -> None:
        self._shapes, self._data = shapes, data

    def questions(self) -> Iterator[Question]:
        for quad in self._shapes.quads_for_pattern(None, RDF.type, SH.NodeShape, None):
            shape = quad.subject
            if not isinstance(shape, NamedNode | BlankNode):
                continue
            for target in self._targets(shape):
                yield from self._asked(shape, target, None)
                for inner in self._objects(shape, SH.property):
                    if isinstance(inner, NamedNode | BlankNode):
                        yield from self._asked(inner, target, self._path(inner))

    def _targets(self, shape: Node) -> Iterator[str]:
        for found in self._objects(shape, SH.targetClass):
            yield f"{self._is_a('?this', found)} ."
        for found in self._objects(shape, SH.targetObjectsOf):
            yield f"?anything {found} ?this ."

    def _path(self, shape: Node) -> tuple[str, str | None]:
        """The pattern of a property, and its IRI if it is one."""
        (path,) = self._objects(shape, SH.path)
        if isinstance(path, NamedNode):
            return f"?this {path} ?value", path.value
        if isinstance(path, BlankNode):
            inverse = self._one(path, SH.inversePath)
            if isinstance(inverse, NamedNode):
                return f"?value {inverse} ?this", None
        raise UnknownConstraintError(f"no query is known for the path {path}")

    def _asked(
        self, shape: Node, target: str, path: tuple[str, str | None] | None
    ) -> Iterator[Question]:
        """The constraints of a shape, on the nodes themselves or on the values of a property."""
        message = self._one(shape, SH.message)
        said = message.value if isinstance(message, Literal) else ""
        values = f"{path[0]} ." if path else "BIND(?this AS ?value)"
        for quad in self._shapes.quads_for_pattern(shape, None, None, None):
            kind, wanted = quad.predicate, quad.object
            if kind in _NO_CONSTRAINTS:
                continue
            where = self._broken(kind, wanted, values, shape)
            if where is None:
                raise UnknownConstraintError(f"no query is known for {kind} in ontology/shapes.ttl")
            select = f"SELECT DISTINCT ?this WHERE {{ {target} {where} }}"
            yield Question(select, said, path[1] if path else None)

    def _broken(self, kind: NamedNode, wanted: Term, values: str, shape: Node) -> str | None:
        """What holds of the nodes that break a constraint."""
        of_value = self._of_value(kind, wanted)
        if of_value is not None:
            return f"{values} FILTER(!COALESCE({of_value}, false))"
        number = (
            int(wanted.value) if isinstance(wanted, Literal) and wanted.value.isdecimal() else 0
        )
        counts: Mapping[NamedNode, Callable[[], str]] = {
            SH.minCount: lambda: _fewer(number, values),
            SH.maxCount: lambda: _more(number, values),
            SH.hasValue: lambda: f"FILTER NOT EXISTS {{ {values} FILTER(?value = {wanted}) }}",
            SH.uniqueLang: lambda: (
                f"{values} {values.replace('?value', '?other')} "
                "FILTER(?value != ?other && lang(?value) != '' && lang(?value) = lang(?other))"
            ),
            SH.lessThanOrEquals: lambda: (
                f"{values} ?this {wanted} ?other FILTER(!COALESCE(?value <= ?other, false))"
            ),
            SH.qualifiedValueShape: lambda: self._qualified(wanted, values, shape),
        }
        return counts[kind]() if kind in counts else None

    def _of_value(self, kind: NamedNode, wanted: Term) -> str | None:
        """What has to hold of each value, or ``None`` for a constraint on all of them."""
        text = wanted.value if isinstance(wanted, Literal) else ""
        holds: Mapping[NamedNode, Callable[[], str]] = {
            SH.datatype: lambda: (
                f"datatype(?value) = {wanted} && regex(str(?value), {_LEXICAL[wanted]})"
            ),
            SH.nodeKind: lambda: _NODE_KINDS[wanted],
            SH["class"]: lambda: f"EXISTS {{ {self._is_a('?value', wanted)} }}",
            SH["in"]: lambda: f"?value IN ({', '.join(map(str, self._members(wanted)))})",
            SH["or"]: lambda: " || ".join(f"({each})" for each in self._alternatives(wanted)),
            SH.pattern: lambda: f"regex(str(?value), {Literal(text)})",
            SH.minLength: lambda: f"strlen(str(?value)) >= {text}",
            SH.minInclusive: lambda: f"?value >= {wanted}",
        }
        return holds[kind]() if kind in holds else None

    def _alternatives(self, wanted: Term) -> Iterator[str]:
        for each in self._members(wanted):
            found = [
                self._of_value(quad.predicate, quad.object)
                for quad in self._shapes.quads_for_pattern(each, None, None, None)
            ]
            if not found or None in found:
                raise UnknownConstraintError("no query is known for an alternative in the shapes")
            yield " && ".join(filter(None, found))

    def _qualified(self, wanted: Term, values: str, shape: Node) -> str:
        least = self._one(shape, SH.qualifiedMinCount)
        (holds,) = (
            self._of_value(quad.predicate, quad.object)
            for quad in self._shapes.quads_for_pattern(_node(wanted), None, None, None)
        )
        return _fewer(int(getattr(least, "value", "1")), f"{values} FILTER({holds})")

    def _is_a(self, node: str, wanted: Term) -> str:
        """That a node is of a class or of one below it."""
        classes, waiting = {wanted}, [wanted]
        while waiting:
            for quad in self._data.quads_for_pattern(None, RDFS.subClassOf, waiting.pop(), None):
                if quad.subject not in classes:
                    classes.add(quad.subject)
                    waiting.append(quad.subject)
        if len(classes) == 1:
            return f"{node} a {wanted}"
        named = " ".join(sorted(str(each) for each in classes if isinstance(each, NamedNode)))
        return f"{node} a ?class . VALUES ?class {{ {named} }}"

    def _members(self, first: Term | None) -> Iterator[Node]:
        """The members of a list (section 2.1)."""
        while isinstance(first, BlankNode):
            member = self._one(first, RDF.first)
            if isinstance(member, NamedNode | BlankNode):
                yield member
            first = self._one(first, RDF.rest)

    def _objects(self, subject: Node, predicate: NamedNode) -> Iterator[Term]:
        for quad in self._shapes.quads_for_pattern(subject, predicate, None, None):
            yield quad.object

    def _one(self, subject: Node, predicate: NamedNode) -> Term | None:
        return next(self._objects(subject, predicate), None)


_NUMBERS = frozenset({SH.minCount, SH.maxCount})
# What the texts of literals look like, by datatype (XML Schema 1.1, part 2, section 3).
_LEXICAL: Mapping[object, Literal] = {
    XSD.string: Literal(""),
    RDF.langString: Literal(""),
    XSD.integer: Literal("^[+-]?[0-9]+$"),
    XSD.gYear: Literal("^-?([1-9][0-9]{3,}|0[0-9]{3})(Z|[+-][0-9]{2}:[0-9]{2})?$"),
}
_NODE_KINDS: Mapping[object, str] = {
    SH.IRI: "isIRI(?value)",
    SH.Literal: "isLiteral(?value)",
    SH.BlankNode: "isBlank(?value)",
    SH.BlankNodeOrIRI: "!isLiteral(?value)",
}


def _node(term: Term) -> Node:
    if isinstance(term, NamedNode | BlankNode):
        return term
    raise UnknownConstraintError(f"{term} is no shape")


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
