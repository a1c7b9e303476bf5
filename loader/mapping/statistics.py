"""Counts as observations of the RDF Data Cube vocabulary, in a graph of their own.

Each table of counts is a ``qb:DataSet`` (https://www.w3.org/TR/vocab-data-cube/) whose structure
``ontology/curagraph.ttl`` defines. What has most papers is a group of observations, for a query
would have to look at all of them to find the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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

# How many observations stand in a group of the first.
RANKED = 1_000


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
        name: Last step of its IRI.
        label: Its name for people.
        structure: Its definition in the ontology.
        rows: In a stable order.
        ranked: Name and label of the group of its first rows; empty where there is none.
    """

    name: str
    label: str
    structure: NamedNode
    rows: tuple[_Observation, ...]
    ranked: tuple[str, str] = ("", "")


def statistics_triples(resolved: Resolved, iris: Iris) -> Iterator[Triple]:
    """Everything the graph of statistics holds."""
    for table in _tables(resolved, iris):
        yield from _table(table, iris)


def _table(table: _Table, iris: Iris) -> Iterator[Triple]:
    dataset = iris.statistics(table.name)
    yield from about(
        dataset,
        (RDF.type, QB.DataSet),
        (RDFS.label, text(table.label)),
        (QB.structure, table.structure),
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
    name, label = table.ranked
    if name:
        first = sorted(table.rows, key=lambda row: (-row.papers, row.key))[:RANKED]
        yield from about(
            iris.statistics(name),
            (RDF.type, QB.ObservationGroup),
            (RDFS.label, text(label)),
            *each(QB.observation, (_node(table, row, iris) for row in first)),
        )


def _node(table: _Table, row: _Observation, iris: Iris) -> NamedNode:
    return iris.statistics(f"{table.name}--{row.key}")


def _tables(resolved: Resolved, iris: Iris) -> Iterator[_Table]:
    works = resolved.works
    yield _Table(
        "papers-by-author",
        "Papers by author",
        CG.PapersByAuthor,
        tuple(
            _Observation(author, papers, ((CG.refAuthor, iris.author(author)),))
            for author, papers in by_author(works).items()
        ),
        ("most-papers", f"The {RANKED:,} authors with most papers"),
    )
    yield _Table(
        "papers-by-task",
        "Papers by task",
        CG.PapersByTask,
        tuple(_coded((key, CG.refTask, iris.task(key), n) for key, n in by_task(works).items())),
    )
    yield _Table(
        "papers-by-year",
        "Papers by year",
        CG.PapersByYear,
        tuple(_coded((str(key), CG.refYear, year(key), n) for key, n in by_year(works).items())),
    )
    yield _Table(
        "papers-by-task-and-year",
        "Papers by task and year",
        CG.PapersByTaskAndYear,
        tuple(
            _Observation(
                f"{task}+{when}", papers, ((CG.refTask, iris.task(task)), (CG.refYear, year(when)))
            )
            for (task, when), papers in by_task_and_year(works).items()
        ),
    )
    yield _Table(
        "papers-by-venue",
        "Papers by venue",
        CG.PapersByVenue,
        tuple(
            _Observation(
                venue,
                span.papers,
                ((CG.refVenue, iris.venue(venue)),),
                ((CG.undatedPaperCount, integer(span.undated)), *_years(span)),
            )
            for venue, span in by_venue(works).items()
        ),
    )
    yield _Table(
        "papers-by-venue-and-year",
        "Papers by venue and year",
        CG.PapersByVenueAndYear,
        tuple(_by_venue_and_year(resolved, iris)),
    )
    yield _Table(
        "collaborations",
        "Authors who wrote several papers together",
        CG.Collaborations,
        tuple(_collaborations(collaborations(works), iris)),
        ("strongest-collaborations", f"The {RANKED:,} pairs of authors with most joint papers"),
    )
    yield _Table(
        "papers-by-list",
        "Papers by list",
        CG.PapersByList,
        tuple(
            _Observation(key, papers, ((CG.refList, iris.list(key)),))
            for key, papers in by_list(resolved).items()
        ),
    )
    yield _Table(
        "list-overlaps",
        "Papers that two lists have in common",
        CG.ListOverlaps,
        tuple(
            _Observation(
                f"{one}+{other}",
                papers,
                ((CG.refList, iris.list(one)), (CG.refOtherList, iris.list(other))),
            )
            for (one, other), papers in overlaps(resolved).items()
        ),
    )


def _coded(rows: Iterable[tuple[str, NamedNode, Value, Coded]]) -> Iterator[_Observation]:
    for key, dimension, value, counted in rows:
        coded = ((CG.codedPaperCount, integer(counted.coded)),)
        yield _Observation(key, counted.papers, ((dimension, value),), coded)


def _by_venue_and_year(resolved: Resolved, iris: Iris) -> Iterator[_Observation]:
    editions = {(each.series, each.year): iris.venue(each.key) for each in resolved.editions}
    for (venue, when), papers in by_venue_and_year(resolved.works).items():
        of = ((CG.refVenue, iris.venue(venue)), (CG.refYear, year(when)))
        held = ((BIBO.presentedAt, editions.get((venue, when))),)
        yield _Observation(f"{venue}+{when}", papers, of, held)


def _collaborations(counted: Mapping[tuple[str, str], Span], iris: Iris) -> Iterator[_Observation]:
    for (one, other), span in counted.items():
        of = ((CG.refAuthor, iris.author(one)), (CG.refCoAuthor, iris.author(other)))
        yield _Observation(f"{one}+{other}", span.papers, of, _years(span))


def _years(span: Span) -> tuple[tuple[NamedNode, Value], ...]:
    if span.years is None:
        return ()
    return ((CG.firstYear, year(span.years.first)), (CG.lastYear, year(span.years.last)))
