"""A case: two entries that may be about one paper, and all that is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cached_property

from loader.identity.decisions import Verdict
from loader.identity.papers.clusters import (
    PREPRINTS,
    Cluster,
    authors_of,
    distance_of,
    gap_of,
    is_contradicted,
    preprints_of,
)
from loader.identity.papers.facts import Facts
from loader.identity.papers.people import Relation, are_one_for_one
from loader.identity.papers.titles import Likeness, likeness_of

# What the words of titles weigh: titles of less are given twice ("Neural Machine Translation"),
# from TELLING on hardly, from SPECIFIC on never by chance.
COMMONPLACE, TELLING, SPECIFIC = 2.0, 3.0, 4.0
# Shares of words in both: titles of one field have FEW, those of one paper are ALIKE, REWORDED
# ones need no link in common where authors agree, TWINS might be taken for each other.
FEW, ALIKE, REWORDED, TWINS = 0.17, 0.5, 0.6, 0.7
# Years between a preprint and its publication: mostly, and at most.
DELAY, LONG_DELAY = 2, 4
# Entries so near to each other in a list were copied from each other.
_NEXT_TO = 3
_SHORTEST_PROJECT = 5
# Schemes of places of publication, in which a paper has one number.
_PUBLISHERS = (
    "acl:", "pmlr:", "neurips:", "cvf:", "ecva:", "ieee:", "pii:", "jmlr:", "ijcai:", "aaai:",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of two entries.

    Attributes:
        verdict: Whether they are about one paper.
        rule: Name of the rule.
        evidence: What speaks for it, in one sentence.
        is_told: Whether somebody might have taken the two for one paper.
    """

    verdict: Verdict
    rule: str
    evidence: str
    is_told: bool = True


def has_one_project(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the name of a repository among some begins with that of one among others.

    Whoever has them: a fork is named so. Each name is looked up by its beginnings.

    >>> has_one_project(["a.org/ada/widgets"], ["a.org/ben/other", "a.org/ben/widgets-2"])
    True
    >>> has_one_project(["a.org/ada/code"], ["a.org/ben/code-2"])    # too short to tell
    False
    """
    mine, theirs = ({address.rpartition("/")[2] for address in each} for each in (one, other))
    return _continue(mine, theirs) or _continue(theirs, mine)


def _continue(names: Iterable[str], beginnings: Container[str]) -> bool:
    lengths = ((name, n) for name in names for n in range(_SHORTEST_PROJECT, len(name) + 1))
    return any(name[:n] in beginnings for name, n in lengths)


def same(rule: str, evidence: str) -> Judgement:
    """A judgement that joins."""
    return Judgement(Verdict.SAME, rule, evidence)


def different(rule: str, evidence: str, *, is_told: bool = True) -> Judgement:
    """A judgement that keeps apart."""
    return Judgement(Verdict.DIFFERENT, rule, evidence, is_told)


class Case:
    """Two entries to be judged, and the clusters that they are in.

    What a rule asks for is found out once, and only if it is asked for.
    """

    def __init__(
        self,
        one: Cluster,
        other: Cluster,
        a: Facts,
        b: Facts,
        *,
        retold: bool = False,
        rivals: Callable[[str, Cluster], bool] = lambda _link, _cluster: False,
    ) -> None:
        """Take the entries as they are.

        Args:
            one: What the first entry was joined with.
            other: What the second was.
            a: The first entry.
            b: The second entry.
            retold: Whether one of them stands in a list that gives papers titles of its own.
            rivals: Whether other entries than a cluster's have an identifier of it, too.
        """
        self.one, self.other, self.a, self.b = one, other, a, b
        self.retold, self.rivals = retold, rivals

    @cached_property
    def likeness(self) -> Likeness:
        """How much the titles have in common."""
        return likeness_of(self.a.title.stems, self.b.title.stems)

    @cached_property
    def people(self) -> Relation:
        """What the authors say."""
        return authors_of(self.one, self.other, self.a, self.b)

    @cached_property
    def gap(self) -> int | None:
        """Years between them."""
        return gap_of(self.one, self.other)

    @cached_property
    def shared(self) -> frozenset[str]:
        """Identifiers that both entries give as their own."""
        return self.a.own & self.b.own

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Identifiers in both, if not as their own."""
        return (self.a.own | self.a.others) & (self.b.own | self.b.others)

    @cached_property
    def conflict(self) -> bool:
        """Whether each has a number of one server of preprints, and not the other's."""
        return any(is_contradicted(self.one, self.other, server) for server in PREPRINTS)

    @cached_property
    def published_apart(self) -> bool:
        """Whether one publisher gave each a number of its own."""
        return any(is_contradicted(self.one, self.other, scheme) for scheme in _PUBLISHERS)

    @cached_property
    def distance(self) -> int | None:
        """Entries between them in a list that has both."""
        return distance_of(self.one, self.other)

    @property
    def is_near(self) -> bool:
        """Whether one stands next to the other in a list."""
        return self.distance is not None and self.distance <= _NEXT_TO

    @property
    def same_authors(self) -> bool:
        """Whether both print the same authors, one for one."""
        mine, theirs = self.a.people.names, self.b.people.names
        return mine == theirs or (len(mine) == len(theirs) and are_one_for_one(mine, theirs))

    @property
    def two_preprints(self) -> bool:
        """Whether each is on a server of preprints, if on another one, and under no one number."""
        mine, theirs = preprints_of(self.one), preprints_of(self.other)
        return bool(mine and theirs) and mine.isdisjoint(theirs)

    @property
    def several(self) -> bool:
        """Whether each has more than one author."""
        return min(len(self.one.people.names), len(self.other.people.names)) > 1

    @property
    def is_next(self) -> bool:
        """Whether they stand one behind the other in a list."""
        return self.distance == 1

    @cached_property
    def one_code(self) -> bool:
        """Whether they have a repository or page in common, or one copied from the other's."""
        mine, theirs = self.one.code, self.other.code
        if not mine or not theirs:
            return False
        return not mine.isdisjoint(theirs) or has_one_project(mine, theirs)

    def within(self, years: int) -> bool:
        """Whether no more than so many years are between them, as far as known."""
        return self.gap is None or self.gap <= years

    @cached_property
    def venues_allow(self) -> bool:
        """Whether the places of publication are one, or one of the two is not published yet."""
        mine, theirs = self.one.venues, self.other.venues
        return not mine or not theirs or not mine.isdisjoint(theirs)

    @property
    def link(self) -> str:
        """The identifier that both give, for people."""
        return min(self.shared or self.mentioned, default="")
