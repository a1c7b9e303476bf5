"""People: whether the names that two entries print can be the authors of one paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from loader.fields.text import key_of

_LETTERS = re.compile(r"[^\W\d_]+")
# A name of so many letters may have one misspelt, or a footnote's mark glued to it.
_ONE_OFF = 4
# Of two lists of authors that agree, so much of the shorter is in the longer.
_AGREE = 0.5
_REMEMBERED = 1 << 16


class Relation(StrEnum):
    """What the authors of two entries say of whether these speak of one paper."""

    AGREE = "agree"
    MIXED = "mixed"
    STRANGERS = "strangers"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class People:
    """Authors as an entry prints them.

    Attributes:
        names: Words of each name, in order; initials are words of one letter.
        cut: Whether the list cuts them short.
        words: Words of all names that are no initials.
    """

    names: tuple[tuple[str, ...], ...]
    cut: bool
    words: frozenset[str]


NOBODY = People((), cut=False, words=frozenset())


def people_of(names: Sequence[str] | None, *, cut: bool) -> People:
    """Authors taken apart for comparing."""
    if not names:
        return NOBODY
    parted = tuple(words for name in names if (words := _words(name)))
    whole = frozenset(word for name in parted for word in name if len(word) > 1)
    return People(parted, cut, whole)


@lru_cache(maxsize=_REMEMBERED)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_LETTERS.findall(key_of(name)))


def relation_of(one: People, other: People) -> Relation:
    """Whether two lists of authors can be those of one paper.

    Initials, order of names and footnote marks make no difference; a list that is cut short
    agrees as far as it goes.

    >>> a = people_of(["Sangjoon Parka", "Yujin Oha"], cut=False)
    >>> b = people_of(["S. Park", "Y. Oh", "J. C. Ye"], cut=False)
    >>> relation_of(a, b)
    <Relation.AGREE: 'agree'>
    >>> relation_of(a, people_of(["Ada Lovelace"], cut=True))
    <Relation.STRANGERS: 'strangers'>
    """
    if not one.names or not other.names:
        return Relation.UNKNOWN
    if one.names == other.names:
        return Relation.AGREE
    few, many = sorted((one.names, other.names), key=len)
    if one.words.isdisjoint(other.words) and not any(_same(few[0], name) for name in many):
        return Relation.STRANGERS
    left = list(many)
    found = 0
    for name in few:
        match = next((each for each in left if _same(name, each)), None)
        if match is not None:
            left.remove(match)
            found += 1
    if not found:
        return Relation.MIXED if _near(few[0], many[0]) else Relation.STRANGERS
    leads = _same(few[0], many[0])
    enough = max(min(2, len(few)), _AGREE * len(few))
    return Relation.AGREE if leads and found >= enough else Relation.MIXED


def are_one_for_one(one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> bool:
    """Whether each name can be that of the person at its place in the other list."""
    return all(_same(a, b) for a, b in zip(one, other, strict=True))


def _near(one: Sequence[str], other: Sequence[str]) -> bool:
    return not {word for word in one if len(word) > 1}.isdisjoint(other)


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names can be one person's: a family name in both, and nothing against it."""
    for word in one:
        if len(word) == 1:
            continue
        for each in other:
            if each[0] == word[0] and len(each) > 1 and _alike(word, each):
                mine = [rest for rest in one if rest != word]
                theirs = [rest for rest in other if rest != each]
                if not mine or not theirs or _given_agree(mine, theirs):
                    return True
    return False


def _given_agree(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one of the other words of two names is in both, or its initial."""
    whole = any(len(each) > 1 for each in mine) and any(len(each) > 1 for each in theirs)
    if whole:
        return any(_given(a, b) for a in mine for b in theirs)
    return any(a[0] == b[0] for a in mine for b in theirs)


def _given(one: str, other: str) -> bool:
    """Whether two given names can be one: the same, a short form, or an initial."""
    return one.startswith(other) or other.startswith(one) or _alike(one, other)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    short = min(len(one), len(other))
    if abs(len(one) - len(other)) > 1:
        return False
    if short < _ONE_OFF:
        # "Oha": the mark of a footnote behind a short name.
        return one[:-1] == other or other[:-1] == one
    return OSA.distance(one, other, score_cutoff=1) <= 1
