"""The network of a choice: authors, the papers they wrote, and the pairs who wrote together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from server.collaborations.choice import Choice
from server.panels import Row, bound, panel_from

QUERIES = Path(__file__).with_name("queries")
# Joint papers of the pairs that a build counts.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a network is counted and drawn.

    Attributes:
        crew: The most authors of a paper that makes pairs; 3,000 would make 4.5 million.
        pairs: The most pairs that are drawn, strongest first.
        authors: The most authors that are drawn, those without a pair among them.
        authorships: How often somebody wrote something, in the papers that are counted.
        meetings: How often two wrote something, in the papers that are counted.
    """

    crew: int = 100
    pairs: int = 4_000
    authors: int = 4_000
    authorships: int = 40_000
    meetings: int = 400_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What fits the choice and is not in its network.

    Attributes:
        crowded: Papers of more authors than make pairs.
        papers: Papers older than those that are counted.
        pairs: Pairs weaker than those that are drawn.
        alone: Authors without a pair.
        once: Whether pairs with one joint paper are left out, which nobody counted.
    """

    crowded: int = 0
    papers: int = 0
    pairs: int = 0
    alone: int = 0
    once: bool = False

    def __bool__(self) -> bool:
        return any((self.crowded, self.papers, self.pairs, self.alone, self.once))


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
        left_out: What is not shown.
        query: The query that was asked: who wrote which of the papers.
        pairs_query: A query that gives the same pairs, counted by the endpoint.
    """

    authors: tuple[Author, ...]
    papers: tuple[Paper, ...]
    pairs: tuple[Pair, ...]
    alone: int
    left_out: LeftOut
    query: str = field(repr=False)
    pairs_query: str = field(repr=False)


def network(asked: Choice, limits: Limits = LIMITS) -> Network:
    """The network of a choice: its newest papers' authors, and the strongest of their pairs.

    Authors without any pair are part of it unless a least number of joint papers is asked for. The
    pairs are counted here, from who wrote what: on 10,000 papers the query that gives the pairs
    takes eight seconds for the same.

    Of a whole graph that is larger than the limits these are the strongest pairs of all, which the
    build has counted.
    """
    if asked.is_everything and _authorships() > limits.authorships:
        return _strongest(max(asked.least, FEWEST))
    crews = panel_from(QUERIES, "crews", **asked.values()).rows
    papers = newest([row for row in crews if int(row["writers"]) <= limits.crew], limits)
    crowded = sum(int(row["writers"]) > limits.crew for row in crews)
    works = panel_from(QUERIES, "works", **asked.values(), most=limits.crew, papers=papers)
    rows = sorted(works, key=lambda row: (-year_of(row), str(row["paper"])))
    written: dict[str, set[str]] = {}
    for row in rows:
        written.setdefault(str(row["paper"]), set()).add(str(row["author"]))
    strength = Counter(pair for crew in written.values() for pair in combinations(sorted(crew), 2))
    strong = [pair for pair in strength.items() if pair[1] >= asked.least]
    strong.sort(key=lambda pair: (-pair[1], pair[0]))
    drawn = dict(strong[: limits.pairs])
    paired = {author for pair in drawn for author in pair}
    everybody = {author for crew in written.values() for author in crew}
    # Who wrote alone is no answer to the question who wrote so many papers together.
    lone = everybody - {author for pair in strength for author in pair}
    lone = lone if asked.least == 1 else set()
    shown_alone = lone if len(paired) + len(lone) <= limits.authors else set()
    kept = paired | shown_alone
    left_out = LeftOut(
        crowded=crowded,
        papers=len(crews) - crowded - papers,
        pairs=len(strong) - len(drawn),
        alone=len(lone) - len(shown_alone),
    )
    return assemble(
        [row for row in rows if row["author"] in kept],
        drawn,
        alone=len(shown_alone),
        left_out=left_out,
        query=works.query,
        pairs_query=bound(
            QUERIES,
            "pairs",
            **asked.values(),
            min=asked.least,
            most=limits.crew,
            size=limits.pairs,
        ),
    )


def _authorships() -> int:
    """How often somebody wrote something, as far as the graph describes itself."""
    size = panel_from(QUERIES, "size").first
    return int(size["authorships"]) if size else 0


def _strongest(least: int) -> Network:
    """The pairs of the whole graph with most joint papers, and all that they wrote."""
    pairs = panel_from(QUERIES, "strongest-pairs", min=least)
    works = panel_from(QUERIES, "strongest-works", min=least)
    several = panel_from(QUERIES, "several", min=least).first or {}
    return assemble(
        sorted(works, key=lambda row: (-year_of(row), str(row["paper"]))),
        {(str(row["a"]), str(row["b"])): int(row["weight"]) for row in pairs},
        alone=0,
        left_out=LeftOut(pairs=int(several.get("pairs", 0)) - len(pairs), once=least == FEWEST),
        query=works.query,
        pairs_query=pairs.query,
    )


def newest(crews: Sequence[Row], limits: Limits) -> int:
    """How many whole papers, newest first, stay within the limits.

    Args:
        crews: Papers with their number of ``writers``.
        limits: Of authorships and meetings.
    """
    authorships = meetings = 0
    ordered = sorted(crews, key=lambda row: (-year_of(row), str(row["paper"])))
    for count, row in enumerate(ordered):
        writers = int(row["writers"])
        authorships += writers
        meetings += writers * (writers - 1) // 2
        if authorships > limits.authorships or meetings > limits.meetings:
            return count
    return len(ordered)


def year_of(row: Row) -> int:
    """The year of a row; zero, before all others, where there is none."""
    year = row.get("year")
    return year if isinstance(year, int) else 0


def assemble(
    rows: Sequence[Row],
    pairs: Mapping[tuple[str, str], int],
    *,
    alone: int,
    left_out: LeftOut,
    query: str,
    pairs_query: str,
) -> Network:
    """The network of some authorships and pairs, with places instead of IRIs."""
    papers: dict[str, Paper] = {}
    names: dict[str, str] = {}
    wrote: dict[str, set[str]] = {}
    for row in rows:
        iri, author = str(row["paper"]), str(row["author"])
        papers.setdefault(iri, Paper(iri, str(row["title"]), year_of(row) or None))
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
        left_out,
        query,
        pairs_query,
    )
