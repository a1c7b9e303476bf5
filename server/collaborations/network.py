"""The network of a choice: authors, the papers they wrote, and the pairs who wrote together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from server.collaborations.choice import Choice
from server.panels import Row, bound, panel_from

QUERIES = Path(__file__).with_name("queries")
MOST_PAIRS = 4_000
MOST_AUTHORS = 4_000
MOST_AUTHORSHIPS = 40_000


@dataclass(frozen=True, slots=True)
class Author:
    """An author in the network; `papers` are places in the network's list of papers."""

    iri: str
    name: str
    papers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that somebody in the network wrote."""

    iri: str
    title: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two authors, by their places in the network's list, and how many papers they share."""

    a: int
    b: int
    weight: int


@dataclass(frozen=True, slots=True)
class Network:
    """Who writes with whom.

    Attributes:
        authors: Most papers first, then by name.
        papers: Newest first.
        pairs: Strongest first.
        alone: How many of the authors shown have no joint paper.
        capped: Whether weaker pairs, older papers or lone authors were left out.
        query: The query that gives the pairs.
    """

    authors: tuple[Author, ...]
    papers: tuple[Paper, ...]
    pairs: tuple[Pair, ...]
    alone: int
    capped: bool
    query: str = field(repr=False)


def network(
    asked: Choice, most_pairs: int = MOST_PAIRS, most_authorships: int = MOST_AUTHORSHIPS
) -> Network:
    """The network of a choice, cut at its strongest pairs.

    Authors without any pair are part of it unless a least number of joint papers is asked for. The
    pairs are counted here, from who wrote what: on 10,000 papers the query that a reader can open
    takes eight seconds for the same.
    """
    works = panel_from(QUERIES, "works", **asked.values(), size=most_authorships + 1)
    rows = works.rows[:most_authorships]
    crews: dict[str, set[str]] = {}
    for row in rows:
        crews.setdefault(str(row["paper"]), set()).add(str(row["author"]))
    strength = Counter(pair for crew in crews.values() for pair in combinations(sorted(crew), 2))
    strong = [pair for pair in strength.items() if pair[1] >= asked.least]
    strong.sort(key=lambda pair: (-pair[1], pair[0]))
    paired = {author for pair, _ in strong[:most_pairs] for author in pair}
    everybody = {author for crew in crews.values() for author in crew}
    lone = everybody - {author for pair in strength for author in pair}
    kept = paired | (
        lone if asked.least == 1 and len(paired) + len(lone) <= MOST_AUTHORS else set()
    )
    query = bound(QUERIES, "pairs", **asked.values(), min=asked.least, size=most_pairs)
    return assemble(
        [row for row in rows if row["author"] in kept],
        dict(strong[:most_pairs]),
        alone=len(kept & lone),
        capped=(
            len(strong) > most_pairs
            or len(works) > most_authorships
            or (asked.least == 1 and not lone <= kept)
        ),
        query=query,
    )


def assemble(
    rows: list[Row],
    pairs: Mapping[tuple[str, str], int],
    *,
    alone: int,
    capped: bool,
    query: str,
) -> Network:
    """The network of some authorships and pairs, with places instead of IRIs."""
    papers: dict[str, Paper] = {}
    names: dict[str, str] = {}
    wrote: dict[str, set[str]] = {}
    for row in rows:
        iri, author = str(row["paper"]), str(row["author"])
        year = row.get("year")
        known = year if isinstance(year, int) and year > 0 else None
        papers.setdefault(iri, Paper(iri, str(row["title"]), known))
        names.setdefault(author, str(row["name"]))
        wrote.setdefault(author, set()).add(iri)
    order = sorted(names, key=lambda iri: (-len(wrote[iri]), names[iri].casefold(), iri))
    place = {iri: index for index, iri in enumerate(order)}
    paper_place = {iri: index for index, iri in enumerate(papers)}
    return Network(
        tuple(
            Author(iri, names[iri], tuple(sorted(paper_place[paper] for paper in wrote[iri])))
            for iri in order
        ),
        tuple(papers.values()),
        tuple(Pair(place[a], place[b], weight) for (a, b), weight in pairs.items()),
        alone,
        capped,
        query,
    )
