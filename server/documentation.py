"""The vocabulary and the shapes as records that a page can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology import CG, OWL, QB, RDF, RDFS, SH, SKOS

if TYPE_CHECKING:
    Node = NamedNode | BlankNode
    Said = Mapping[NamedNode, list[NamedNode | BlankNode | Literal]]

_KINDS: Mapping[NamedNode, str] = {
    OWL.Class: "Class",
    OWL.ObjectProperty: "Property to a thing",
    OWL.DatatypeProperty: "Property to a value",
    SKOS.ConceptScheme: "Scheme",
    SKOS.Concept: "Concept",
    QB.DataStructureDefinition: "Structure of a table",
}
# How a reader is told of each; an upward alignment says what a term is, a match what it is like.
_RELATIONS: Mapping[NamedNode, str] = {
    RDFS.subClassOf: "is a kind of",
    RDFS.subPropertyOf: "is a kind of",
    RDFS.domain: "is said of",
    RDFS.range: "leads to",
    OWL.inverseOf: "is the other way round of",
    SKOS.inScheme: "belongs to",
    SKOS.exactMatch: "is the same as",
    SKOS.closeMatch: "is close to",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary.

    Attributes:
        name: Its local name, which is its anchor on the page.
        iri: Its IRI.
        kind: What it is: a class, a property, a scheme, a concept.
        label: What people call it.
        comment: What it means.
        example: How it is used.
        relations: What it has to do with other terms: words and IRIs.
    """

    name: str
    iri: str
    kind: str
    label: str
    comment: str
    example: str
    relations: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of thing has to hold to.

    Attributes:
        name: Its local name, which is its anchor on the page.
        label: What kind of thing that is.
        target: The class or property that says which things are meant.
        rules: Each in words, with the property it is about where it is about one.
    """

    name: str
    label: str
    target: str
    rules: tuple[tuple[str, str], ...]


def terms_in(triples: Iterable[Triple]) -> tuple[Term, ...]:
    """The terms that statements define, in their order."""
    found = []
    for subject, said in _by_subject(triples).items():
        kinds = [_KINDS[kind] for kind in _nodes(said, RDF.type) if kind in _KINDS]
        if isinstance(subject, NamedNode) and kinds and subject.value.startswith(str(CG)):
            found.append(
                Term(
                    name=subject.value.removeprefix(str(CG)),
                    iri=subject.value,
                    kind=kinds[0],
                    label=_text(said, RDFS.label),
                    comment=_text(said, RDFS.comment),
                    example=_text(said, SKOS.example),
                    relations=tuple(_relations(said)),
                )
            )
    return tuple(found)


def shapes_in(triples: Iterable[Triple]) -> tuple[Shape, ...]:
    """The shapes that statements define, in their order."""
    subjects = _by_subject(triples)
    found = []
    for subject, said in subjects.items():
        if not isinstance(subject, NamedNode) or SH.NodeShape not in _nodes(said, RDF.type):
            continue
        targets = [*_nodes(said, SH.targetClass), *_nodes(said, SH.targetObjectsOf)]
        constraints = [*said.get(SH["property"], ()), *said.get(SH.sparql, ())]
        found.append(
            Shape(
                name=subject.value.removeprefix(str(CG)),
                label=_text(said, RDFS.label),
                target=targets[0].value if targets else "",
                rules=(
                    *(("", message) for message in _texts(said, SH.message)),
                    *(
                        rule
                        for each in constraints
                        if isinstance(each, BlankNode)
                        for rule in _rules(subjects, each)
                    ),
                ),
            )
        )
    return tuple(found)


def _rules(subjects: Mapping[Node, Said], constraint: BlankNode) -> Iterable[tuple[str, str]]:
    said = subjects.get(constraint, {})
    paths = [path.value for path in _nodes(said, SH.path)]
    for path in said.get(SH.path, ()):
        if isinstance(path, BlankNode):
            paths += [node.value for node in _nodes(subjects.get(path, {}), SH.inversePath)]
    for message in _texts(said, SH.message):
        yield paths[0] if paths else "", message


def _relations(said: Said) -> Iterable[tuple[str, tuple[str, ...]]]:
    words: dict[str, list[str]] = {}
    for relation, name in _RELATIONS.items():
        for node in _nodes(said, relation):
            words.setdefault(name, []).append(node.value)
    return ((name, tuple(iris)) for name, iris in words.items())


def _by_subject(
    triples: Iterable[Triple],
) -> dict[Node, dict[NamedNode, list[NamedNode | BlankNode | Literal]]]:
    subjects: dict[Node, dict[NamedNode, list[NamedNode | BlankNode | Literal]]] = {}
    for triple in triples:
        if isinstance(triple.subject, Triple) or isinstance(triple.object, Triple):
            continue
        said = subjects.setdefault(triple.subject, {})
        said.setdefault(triple.predicate, []).append(triple.object)
    return subjects


def _nodes(said: Said, predicate: NamedNode) -> list[NamedNode]:
    return [each for each in said.get(predicate, ()) if isinstance(each, NamedNode)]


def _texts(said: Said, predicate: NamedNode) -> list[str]:
    return [each.value for each in said.get(predicate, ()) if isinstance(each, Literal)]


def _text(said: Said, predicate: NamedNode) -> str:
    return next(iter(_texts(said, predicate)), "")
