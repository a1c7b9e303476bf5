"""Constraints: what people said is the same or is not, and no stage may decide otherwise."""

from __future__ import annotations

from collections.abc import Sequence
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
