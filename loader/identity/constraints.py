"""Constraints: what people said is the same or is not, and no stage may decide otherwise.

Every stage that joins what it compares does so by :class:`Groups`, which keep to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of what a stage compares, by their places among them, and why somebody paired them."""

    one: int
    other: int
    reason: str


@dataclass(frozen=True, slots=True)
class Constraints:
    """What holds whatever the evidence says.

    Attributes:
        same: Pairs that are one thing.
        different: Pairs that are not.
    """

    same: Sequence[Pair] = ()
    different: Sequence[Pair] = ()


UNCONSTRAINED = Constraints()


class Groups:
    """Groups of what a stage compares, that grow together unless people said that they differ.

    Each knows with which others it must not become one, so that asking costs the same however
    many there are (union by size, paths halved).

    >>> groups = Groups(4, [Pair(0, 3, "two papers")])
    >>> groups.join(0, 1), groups.join(2, 3), groups.join(1, 2)
    (True, True, False)
    >>> groups.all()
    [[0, 1], [2, 3]]
    """

    def __init__(self, size: int, different: Iterable[Pair] = ()) -> None:
        """Begin with each alone.

        Args:
            size: How many there are.
            different: Pairs of which no group may hold both.
        """
        self._above = list(range(size))
        self._sizes = [1] * size
        self._foes: dict[int, set[int]] = defaultdict(set)
        for pair in different:
            self._foes[pair.one].add(pair.other)
            self._foes[pair.other].add(pair.one)

    def of(self, number: int) -> int:
        """What stands for the group that one is in."""
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def are_foes(self, one: int, other: int) -> bool:
        """Whether the groups of two must not become one."""
        return bool(self._foes) and self.of(other) in self._foes.get(self.of(one), ())

    def join(self, one: int, other: int) -> bool:
        """Make the groups of two one; whether they are one afterwards."""
        into, gone = self.of(one), self.of(other)
        if into == gone:
            return True
        if self.are_foes(into, gone):
            return False
        if self._sizes[into] < self._sizes[gone]:
            into, gone = gone, into
        self._above[gone] = into
        self._sizes[into] += self._sizes[gone]
        for foe in self._foes.pop(gone, ()):
            self._foes[foe].remove(gone)
            self._foes[foe].add(into)
            self._foes[into].add(foe)
        return True

    def all(self) -> list[list[int]]:
        """The groups in order of their first, each in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._above)):
            found[self.of(number)].append(number)
        return list(found.values())
