"""Counts as observations of the RDF Data Cube vocabulary, in a graph of their own.

Each table of counts is a ``qb:DataSet`` (https://www.w3.org/TR/vocab-data-cube/) whose structure
``ontology/curagraph.ttl`` defines. What has most papers is a group of observations, for a query
would have to look at all of them to find the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pyoxigraph import NamedNode, Triple

from loader.identity.things import Resolved
from loader.mapping.counts import (
    Coded,
    Span,
    by_author,
    by_list,
    by_task,
    by_task_and_year,
    by_venue,
    by_venue_and_year,
    by_year,
    collaborations,
    overlaps,
)
from loader.mapping.terms import Value, about, each, integer, text, year
from ontology import BIBO, CG, QB, RDF, RDFS
from ontology.iris import Iris

# How many observations stand in a group of the first: as many as are answered in 50 ms.
RANKED = 500

# A property of a table's rows, and what makes its value of a part of their keys.
_Dimension = tuple[NamedNode, Callable[[Any], Value]]


@dataclass(frozen=True, slots=True)
class _Observation:
    """One row of a table.

    Attributes:
        key: What it is of, as it stands in its IRI.
        papers: How many.
        of: The value of each dimension.
        further: Other measures and attributes.
    """

    key: str
    papers: int
    of: tuple[tuple[NamedNode, Value], ...]
    further: tuple[tuple[NamedNode, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of counts.

    Attributes:
        name: Last step of its IRI, which its label and its structure in the ontology follow.
        rows: In a stable order.
        ranked: Name of the group of its first rows; empty where there is none.
    """

    name: str
    rows: tuple[_Observation, ...]
    ranked: str = ""


def statistics_triples(resolved: Resolved, iris: Iris) -> Iterator[Triple]:
    """Everything the graph of statistics holds."""
    for table in _tables(resolved, iris):
        yield from _table(table, iris)


def _table(table: _Table, iris: Iris) -> Iterator[Triple]:
    dataset = iris.statistics(table.name)
    yield from about(
        dataset,
        (RDF.type, QB.DataSet),
        (RDFS.label, text(_in_words(table.name))),
        (QB.structure, CG["".join(map(str.capitalize, table.name.split("-")))]),
    )
    for row in table.rows:
        yield from about(
            _node(table, row, iris),
            (RDF.type, QB.Observation),
            (QB.dataSet, dataset),
            *row.of,
            (CG.paperCount, integer(row.papers)),
            *row.further,
        )
    if table.ranked:
        first = sorted(table.rows, key=lambda row: (-row.papers, row.key))[:RANKED]
        yield from about(
            iris.statistics(table.ranked),
            (RDF.type, QB.ObservationGroup),
            (RDFS.label, text(f"{_in_words(table.ranked)}: the first {RANKED}")),
            *each(QB.observation, (_node(table, row, iris) for row in first)),
        )


def _in_words(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _node(table: _Table, row: _Observation, iris: Iris) -> NamedNode:
    return iris.statistics(f"{table.name}--{row.key}")


def _tables(resolved: Resolved, iris: Iris) -> Iterator[_Table]:
    works = resolved.works
    author, task = (CG.refAuthor, iris.author), (CG.refTask, iris.task)
    venue, listed = (CG.refVenue, iris.venue), (CG.refList, iris.list)
    co_author, other = (CG.refCoAuthor, iris.author), (CG.refOtherList, iris.list)
    when = (CG.refYear, year)
    yield _Table("papers-by-author", _rows(by_author(works), author), "most-papers")
    yield _Table("papers-by-task", _rows(by_task(works), task))
    yield _Table("papers-by-year", _rows(by_year(works), when))
    yield _Table("papers-by-task-and-year", _rows(by_task_and_year(works), task, when))
    yield _Table("papers-by-venue", _rows(by_venue(works), venue))
    editions = {f"{each.series}+{each.year}": iris.venue(each.key) for each in resolved.editions}
    yield _Table(
        "papers-by-venue-and-year",
        tuple(
            replace(row, further=((BIBO.presentedAt, editions.get(row.key)),))
            for row in _rows(by_venue_and_year(works), venue, when)
        ),
    )
    pairs = _rows(collaborations(works), author, co_author)
    yield _Table("collaborations", pairs, "strongest-collaborations")
    yield _Table("papers-by-list", _rows(by_list(resolved), listed))
    yield _Table("list-overlaps", _rows(overlaps(resolved), listed, other))


def _rows(
    counted: Mapping[Any, int | Coded | Span], *dimensions: _Dimension
) -> tuple[_Observation, ...]:
    """The rows of a table.

    Args:
        counted: Numbers by key, which has a part for each dimension.
        dimensions: What the parts are.
    """
    rows = []
    for key, found in counted.items():
        parts = key if isinstance(key, tuple) else (key,)
        of = tuple((term, mint(part)) for (term, mint), part in zip(dimensions, parts, strict=True))
        papers = found if isinstance(found, int) else found.papers
        rows.append(_Observation("+".join(map(str, parts)), papers, of, _further(found)))
    return tuple(rows)


def _further(found: int | Coded | Span) -> tuple[tuple[NamedNode, Value], ...]:
    match found:
        case Coded(coded=coded):
            return ((CG.codedPaperCount, integer(coded)),)
        case Span(years=years, undated=undated):
            first, last = (years.first, years.last) if years else (None, None)
            return (
                (CG.undatedPaperCount, None if undated is None else integer(undated)),
                (CG.firstYear, year(first)),
                (CG.lastYear, year(last)),
            )
        case _:
            return ()
