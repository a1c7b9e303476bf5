"""The order of the statements in a document: the same every time, and the one a reader expects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ontology import CG, DCTERMS, RDF
from server.linked_data.statements import Statements

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyoxigraph import NamedNode, Triple


def in_order(triples: Collection[Triple], thing: NamedNode) -> list[Triple]:
    """The thing's own statements, then those of its hash nodes, then the others'.

    Types come first of a subject's properties; numbers inside IRIs count as numbers (author 2
    before author 10); creators stand in the order in which the paper prints them. RDF itself
    has no order, but people and programs read a file from its top.
    """
    printed = _printed_order(triples, thing)

    def place(triple: Triple) -> tuple[object, ...]:
        subject, value = str(triple.subject), str(triple.object)
        inside = subject.startswith(f"<{thing.value}#")
        creator = triple.predicate == DCTERMS.creator
        return (
            0 if triple.subject == thing else 1 if inside else 2,
            natural(subject),
            subject,
            triple.predicate != RDF.type,
            triple.predicate.value,
            printed.get(value, len(printed) + 1) if creator else 0,
            natural(value),
            value,
        )

    return sorted(triples, key=place)


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A sort key in which numbers count as numbers.

    >>> sorted(["a-10", "a-9", "a-1"], key=natural)
    ['a-1', 'a-9', 'a-10']
    """
    return tuple(
        (int(digits), "") if digits else (-1, other)
        for digits, other in re.findall(r"([0-9]{1,18})|([^0-9]+)", text)
    )


def _printed_order(triples: Collection[Triple], paper: NamedNode) -> dict[str, int]:
    """The position of each author of a paper."""
    facts = Statements(triples)
    return {
        str(author): int(position)
        for authorship in facts.nodes(paper, CG.hasAuthorship)
        for author in facts.nodes(authorship, CG.author)
        for position in facts.texts(authorship, CG.position)
    }
