"""The network of a choice: authors, the papers they wrote, and the pairs who wrote together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from server.collaborations.choice import Choice
from server.pages.panel import Panel, panel_from

QUERIES = Path(__file__).with_name("queries")
MOST_PAIRS = 4_000
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
        capped: Whether weaker pairs, or older papers, were left out.
        query: The query that gave the pairs.
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

    Authors without any pair are part of it unless a least number of joint papers is asked for.
    """
    pairs = panel_from(QUERIES, "pairs", **asked.values(), min=asked.least, size=most_pairs + 1)
    works = panel_from(QUERIES, "works", **asked.values(), size=most_authorships + 1)
    shown = pairs.rows[:most_pairs]
    paired = {str(row[end]): str(row[f"{end}Name"]) for row in shown for end in ("a", "b")}
    names = dict(paired)
    papers: dict[str, Paper] = {}
    wrote: dict[str, list[str]] = {iri: [] for iri in paired}
    for row in works.rows[:most_authorships]:
        author, paper = str(row["author"]), str(row["paper"])
        if asked.least > 1 and author not in paired:
            continue
        names.setdefault(author, str(row["name"]))
        year = row.get("year")
        known = year if isinstance(year, int) and year > 0 else None
        papers.setdefault(paper, Paper(paper, str(row["title"]), known))
        wrote.setdefault(author, []).append(paper)
    return assemble(
        names,
        wrote,
        papers,
        pairs,
        shown_pairs=len(shown),
        capped=(len(pairs) > most_pairs or len(works) > most_authorships),
        paired=set(paired),
    )


def assemble(
    names: Mapping[str, str],
    wrote: Mapping[str, list[str]],
    papers: Mapping[str, Paper],
    pairs: Panel,
    *,
    shown_pairs: int,
    capped: bool,
    paired: set[str],
) -> Network:
    """The network with places instead of IRIs."""
    order = sorted(names, key=lambda iri: (-len(wrote[iri]), names[iri].casefold(), iri))
    place = {iri: index for index, iri in enumerate(order)}
    paper_place = {iri: index for index, iri in enumerate(papers)}
    authors = tuple(
        Author(iri, names[iri], tuple(sorted({paper_place[paper] for paper in wrote[iri]})))
        for iri in order
    )
    edges = tuple(
        Pair(place[str(row["a"])], place[str(row["b"])], int(row["weight"]))
        for row in pairs.rows[:shown_pairs]
    )
    return Network(
        authors, tuple(papers.values()), edges, len(set(names) - paired), capped, pairs.query
    )
