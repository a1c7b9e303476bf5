"""Counts over the whole graph: papers by what they have, pairs of authors, and pairs of lists.

Pure: what was resolved comes in, numbers by keys go out, in the order of the keys.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from loader.identity.things import Resolved, Work

K = TypeVar("K", str, int)
Key = TypeVar("Key")

# A paper of more authors makes no pairs: 3,000 would make 4.5 million, and they say little of who
# works with whom.
LARGEST_CREW = 100
# Pairs of fewer joint papers are not written: they are nine in ten, and quickly counted for one
# author.
FEWEST_JOINT_PAPERS = 2


@dataclass(frozen=True, slots=True)
class Years:
    """First and last year of some papers.

    Attributes:
        first: Earliest.
        last: Latest.
    """

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Span:
    """How many papers there are of something, and from when to when.

    Attributes:
        papers: How many.
        years: Of those whose year is known; ``None`` where none is.
        undated: How many have no year, where that is counted.
    """

    papers: int
    years: Years | None
    undated: int | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """How many papers there are of something, and how many of them come with code."""

    papers: int
    coded: int


def by_author(works: Iterable[Work]) -> Mapping[str, int]:
    """Papers by author."""
    return _sorted(Counter(author for work in works for author in _crew(work)))


def by_task(works: Iterable[Work]) -> Mapping[str, Coded]:
    """Papers by task, sub-tasks for themselves."""
    return _coded((task, work) for work in works for task in work.tasks)


def by_year(works: Iterable[Work]) -> Mapping[int, Coded]:
    """Papers by the year of their best version."""
    return _coded((work.year, work) for work in works if work.year is not None)


def by_task_and_year(works: Iterable[Work]) -> Mapping[tuple[str, int], int]:
    """Papers by task and year."""
    dated = [work for work in works if work.year is not None]
    return _sorted(Counter((task, work.year or 0) for work in dated for task in work.tasks))


def by_venue(works: Iterable[Work]) -> Mapping[str, Span]:
    """Papers by the series, journal or repository that one of their versions appeared at."""
    years: dict[str, list[set[int | None]]] = defaultdict(list)
    for work in works:
        versions: dict[str, set[int | None]] = defaultdict(set)
        for version in work.realizations:
            if version.venue is not None:
                versions[version.venue].add(version.year)
        for venue, found in versions.items():
            years[venue].append(found)
    return {
        venue: Span(
            len(years[venue]),
            _years(year for found in years[venue] for year in found),
            sum(None in found for found in years[venue]),
        )
        for venue in sorted(years)
    }


def by_venue_and_year(works: Iterable[Work]) -> Mapping[tuple[str, int], int]:
    """Papers by venue and the year of their version there."""
    return _sorted(
        Counter(
            place
            for work in works
            for place in {
                (version.venue, version.year)
                for version in work.realizations
                if version.venue is not None and version.year is not None
            }
        )
    )


def collaborations(works: Iterable[Work]) -> Mapping[tuple[str, str], Span]:
    """Pairs of authors who wrote two papers or more together.

    Cost: linear in the pairs of authors of all papers.
    """
    joint: Counter[tuple[str, str]] = Counter()
    crews = [(work.year, crew) for work in works if 1 < len(crew := _crew(work)) <= LARGEST_CREW]
    for _, crew in crews:
        joint.update(combinations(crew, 2))
    several = {pair for pair, papers in joint.items() if papers >= FEWEST_JOINT_PAPERS}
    years: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for year, crew in crews:
        for pair in several.intersection(combinations(crew, 2)):
            years[pair].append(year)
    return {pair: Span(joint[pair], _years(years[pair])) for pair in sorted(several)}


def by_list(resolved: Resolved) -> Mapping[str, int]:
    """Papers by list."""
    return {key: len(papers) for key, papers in _papers_of_lists(resolved).items()}


def overlaps(resolved: Resolved) -> Mapping[tuple[str, str], int]:
    """Papers that two lists have in common, by pairs of lists with any."""
    holders: dict[str, list[str]] = defaultdict(list)
    for key, papers in _papers_of_lists(resolved).items():
        for paper in papers:
            holders[paper].append(key)
    return _sorted(Counter(pair for keys in holders.values() for pair in combinations(keys, 2)))


def _papers_of_lists(resolved: Resolved) -> dict[str, set[str]]:
    papers: dict[str, set[str]] = {found.snapshot.key: set() for found in resolved.lists}
    for (key, _), entry in resolved.entries.items():
        papers[key].add(entry.work)
    return dict(sorted(papers.items()))


def _crew(work: Work) -> list[str]:
    """The authors of a paper, each once, in the order of their keys."""
    return sorted({authorship.author for authorship in work.authorships})


def _coded(found: Iterable[tuple[K, Work]]) -> dict[K, Coded]:
    papers: Counter[K] = Counter()
    coded: Counter[K] = Counter()
    for key, work in found:
        papers[key] += 1
        coded[key] += bool(work.repositories)
    return {key: Coded(papers[key], coded[key]) for key in sorted(papers)}


def _years(found: Iterable[int | None]) -> Years | None:
    known = [year for year in found if year is not None]
    return Years(min(known), max(known)) if known else None


def _sorted(counted: Counter[Key]) -> dict[Key, int]:
    return dict(sorted(counted.items()))
