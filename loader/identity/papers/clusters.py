"""Clusters: entries taken for one paper so far, with what they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from loader.identity.papers.facts import Facts
from loader.identity.papers.people import People, Relation, relation_of

# Servers of preprints, by the beginning of what they number: arXiv, bioRxiv and medRxiv (and
# their later prefix), Research Square, SSRN. A paper is on one of them, under one number.
PREPRINTS = ("arxiv:", "doi:10.1101/", "doi:10.64898/", "doi:10.21203/", "doi:10.2139/")


@dataclass(slots=True)
class Cluster:
    """Entries taken for one paper, and what they say together.

    Attributes:
        members: Numbers of the claims.
        own: How many of them have each identifier.
        people: The fullest list of authors among them.
        everybody: Words of all names.
        years: Years that they give.
        venues: Places of publication that they name.
        code: Repositories and project pages.
        places: Where they stand in each list.
    """

    members: list[int]
    own: Counter[str]
    people: People
    everybody: frozenset[str]
    years: frozenset[int]
    venues: frozenset[str]
    code: frozenset[str]
    places: dict[str, list[int]] = field(default_factory=dict)

    @property
    def arxiv(self) -> frozenset[str]:
        """The arXiv identifiers among their own."""
        return frozenset(each for each in self.own if each.startswith("arxiv:"))


def cluster_of(facts: Facts) -> Cluster:
    """A cluster of one entry."""
    return Cluster(
        members=[facts.number],
        own=Counter(facts.own),
        people=facts.people,
        everybody=facts.people.words,
        years=frozenset(_years(facts)),
        venues=frozenset({facts.venue} if facts.venue else ()),
        code=facts.code,
        places={facts.list_key: [facts.place]},
    )


def _years(facts: Facts) -> Iterable[int]:
    if facts.year is not None:
        yield facts.year
    elif facts.posted is not None:
        yield facts.posted


def merge(one: Cluster, other: Cluster) -> Cluster:
    """Two clusters as one; the larger is grown, so that many merges cost little."""
    if len(one.members) < len(other.members):
        one, other = other, one
    one.members += other.members
    one.own.update(other.own)
    if _fullness(other.people) > _fullness(one.people):
        one.people = other.people
    one.everybody |= other.everybody
    one.years |= other.years
    one.venues |= other.venues
    one.code |= other.code
    for key, places in other.places.items():
        one.places.setdefault(key, []).extend(places)
    return one


def _fullness(people: People) -> tuple[bool, int, tuple[tuple[str, ...], ...]]:
    return (bool(people.names) and not people.cut, len(people.names), people.names)


def authors_of(one: Cluster, other: Cluster, a: Facts, b: Facts) -> Relation:
    """What the authors say: those of two entries, or those of all that they were joined with."""
    direct = relation_of(a.people, b.people)
    if direct is Relation.AGREE or (one.people is a.people and other.people is b.people):
        return direct
    joint = relation_of(one.people, other.people)
    if direct is Relation.STRANGERS and joint is not Relation.AGREE:
        return direct
    return joint


def distance_of(one: Cluster, other: Cluster) -> int | None:
    """How many entries stand between two clusters in a list that has both; ``None`` if none has."""
    found = [
        abs(here - there)
        for key, places in one.places.items()
        for here in places
        for there in other.places.get(key, ())
    ]
    return min(found, default=None)


def gap_of(one: Cluster, other: Cluster) -> int | None:
    """Years between two clusters, the nearest ones; ``None`` where one of them gives none."""
    return min((abs(a - b) for a in one.years for b in other.years), default=None)


def is_contradicted(one: Cluster, other: Cluster, beginning: str) -> bool:
    """Whether both have identifiers that begin so, and none in common."""
    mine = {each for each in one.own if each.startswith(beginning)}
    if not mine:
        return False
    theirs = {each for each in other.own if each.startswith(beginning)}
    return bool(theirs) and mine.isdisjoint(theirs)


def preprints_of(cluster: Cluster) -> set[str]:
    """Numbers of preprints that its entries give."""
    return {each for each in cluster.own if each.startswith(PREPRINTS)}
