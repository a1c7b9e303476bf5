"""The order of the statements in a document: the same every time, and the one a reader expects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from ontology import CG, DCTERMS, RDF
from server.linked_data.statements import Statements

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyoxigraph import NamedNode, Triple

_MOST_DIGITS = 18


def in_order(triples: Collection[Triple], thing: NamedNode) -> list[Triple]:
    """The thing's own statements, then those of its hash nodes, then the others'.

    Types come first of a subject's properties; numbers inside IRIs count as numbers (author 2
    before author 10); creators stand in the order in which the paper prints them, sections and
    entries in the order of their list. RDF itself has no order, but people and programs read a
    file from its top.
    """
    printed = _printed_order(triples, thing)
    lines = {str(t.subject): _number(t) for t in triples if t.predicate == CG.startLine}

    def place(triple: Triple) -> tuple[object, ...]:
        subject, value = str(triple.subject), str(triple.object)
        inside = subject.startswith(f"<{thing.value}#")
        creator = triple.predicate == DCTERMS.creator
        return (
            0 if triple.subject == thing else 1 if inside else 2,
            lines.get(subject, 0),
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
        for digits, other in re.findall(rf"([0-9]{{1,{_MOST_DIGITS}}})|([^0-9]+)", text)
    )


def _printed_order(triples: Collection[Triple], paper: NamedNode) -> dict[str, int]:
    """The position of each author of a paper."""
    facts = Statements(triples)
    positions = {t.subject: _number(t) for t in triples if t.predicate == CG.position}
    return {
        str(author): positions.get(authorship, 0)
        for authorship in facts.nodes(paper, CG.hasAuthorship)
        for author in facts.nodes(authorship, CG.author)
    }


def _number(triple: Triple) -> int:
    """The integer that a statement gives, or 0 where it gives none."""
    value = triple.object
    if isinstance(value, Literal) and value.value.isascii() and value.value.isdecimal():
        return int(value.value[:_MOST_DIGITS])
    return 0
