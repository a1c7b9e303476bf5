"""Validation: the graph against its own shapes, each breach traced to an entry and its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, Triple, serialize

import ontology
from ontology import CG, SCHEMA, SH

if TYPE_CHECKING:
    import rdflib


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

    The shapes are SHACL and pySHACL judges them, over the union of all graphs and without
    inference. Cost: seconds for some thousands of papers; rdflib holds the graph in memory.
    """
    # Both are slow to import, and only this stage needs them.
    import pyshacl  # noqa: PLC0415
    import rdflib  # noqa: PLC0415

    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    data = rdflib.Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    shapes = rdflib.Graph().parse(
        data=ontology.file("shapes.ttl").read_text(encoding="utf-8"), format="turtle"
    )
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    if conforms or not isinstance(report, rdflib.Graph):
        return []
    return sorted(_read_report(report, data), key=lambda found: (found.places, str(found)))


def _read_report(report: rdflib.Graph, data: rdflib.Graph) -> Iterator[Violation]:
    from rdflib import RDF, URIRef  # noqa: PLC0415

    for result in report.subjects(RDF.type, URIRef(SH.ValidationResult.value)):
        node = report.value(result, URIRef(SH.focusNode.value))
        message = report.value(result, URIRef(SH.resultMessage.value))
        path = report.value(result, URIRef(SH.resultPath.value))
        yield Violation(
            node=str(node),
            message=str(message),
            path=str(path) if path is not None else None,
            places=tuple(sorted(_places_of(str(node), data))),
        )


def _places_of(node: str, data: rdflib.Graph) -> Iterator[tuple[str, int]]:
    """Lists and lines of the entries that a node is, or that speak of it or its paper."""
    from rdflib import URIRef  # noqa: PLC0415

    line, item = URIRef(CG.startLine.value), URIRef(SCHEMA.item.value)
    whole = URIRef(node.partition("#")[0])
    papers = {whole, *(s for s in data.subjects(None, whole) if "/paper/" in str(s))}
    for subject in {URIRef(node), *(e for paper in papers for e in data.subjects(item, paper))}:
        number = data.value(subject, line)
        if number is not None:
            key = str(subject).partition("#")[0].rpartition("/")[2]
            yield key, int(str(number))
