"""How common a name is: the odds that two who bear it are one, before anything else is known.

A surname and a given name are taken to meet by chance. Names seen once tell how many people were
not seen at all (Chao 1984, "Nonparametric estimation of the number of classes in a population"):
so a short list of papers, in which nearly every name is new, is not taken for a small world.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log

from loader.identity.authors.mentions import Mentions
from loader.identity.authors.names import Fit, PersonName, fit_given

# Odds that two papers under one name and without a shared co-author are of two people are this
# many times the number of others who are to be expected to bear the name.
_STRANGERS = 4.0
_SUREST = 3.0
# What is lost where one of two names lacks a word of the other, or writes an initial for it.
_LACKS_SECOND_NAME = -2.0
_LACKS_ONLY_NAME = -4.0
_INITIAL = -1.0
_LEAST_SURE = -6.0
# A list is a sample of a field, not of mankind.
_LARGEST_WORLD = 8.0
# Names that were not seen but must be reckoned with when shares are taken from few.
_MORE_NAMES = 300
# A surname seen once may still have a second bearer.
_UNSEEN = 0.3
# What a second given name, or its initial, leaves of the people who share the first.
_SECOND_NAME = 0.1
_MOST_INITIALS = 2
_MOST_BEARERS = 1 << 14


class Commonness:
    """How common names are in one set of papers."""

    def __init__(self, mentions: Mentions) -> None:
        """Count surnames, given names and initials over distinct names."""
        names = mentions.forms.names
        self._names = names
        seen = Counter(mentions.form)
        full = [n for n, name in enumerate(names) if name.is_full]
        self._given = Counter(word for n in full for word in set(names[n].given) if len(word) > 1)
        self._count = len(full) + _MORE_NAMES
        self._world = world_of(seen[n] for n in full)
        self._bearers = _bearers(names)
        letters = Counter(name.given[0][0] for name in names if name.given)
        self._letters = {letter: n / sum(letters.values()) for letter, n in letters.items()}
        # Of each block, the full names that an initial may stand for and how often they are seen.
        self._written_out: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n in full:
            self._written_out[names[n].block].append(n)
        self._seen = seen
        self._behind: dict[int, tuple[Mapping[str, int], float]] = {}

    def others(self, form: int) -> float:
        """How many others one has to expect whom the name fits."""
        name = self._names[form]
        others = max(self._bearers.get(name.surname, 0) - 1, 0) + _UNSEEN
        if name.is_full:
            word = next(word for word in name.given if len(word) > 1)
            others *= self._given[word] / self._count
        elif name.given:
            others *= self._letters[name.given[0]]
        if len(name.given) > 1:
            others *= _SECOND_NAME
        return others * self._world

    def odds(self, one: int, other: int) -> float:
        """Logarithm of the odds that two papers with these names are of one person.

        Args:
            one: Number of a form.
            other: Number of a form that fits it.
        """
        return min(max(self._odds(one, other), _LEAST_SURE), _SUREST)

    def _odds(self, one: int, other: int) -> float:
        names = self._names
        if names[one].is_full and names[other].is_full:
            odds = -log(_STRANGERS * max(self.others(one), self.others(other)))
            return odds + _lacking(names[one], names[other])
        if names[one].is_full:
            one, other = other, one
        known, unknown = self._people_behind(one)
        total = sum(known.values()) + unknown
        if names[other].is_full:
            own = known.get(names[other].given[0], 0)
            if own:
                return log(own / max(total - own, _UNSEEN / 10)) + _INITIAL
        elif known:
            same = sum((count / total) ** 2 for count in known.values())
            return log(same / max(1 - same, _UNSEEN / 10))
        return -log(_STRANGERS * max(self.others(one), self.others(other)))

    def _people_behind(self, form: int) -> tuple[Mapping[str, int], float]:
        """Mentions by given name of those whom an initial may stand for, and those not seen."""
        if form not in self._behind:
            name = self._names[form]
            known: Counter[str] = Counter()
            blocks = [name.block]
            if not name.given:
                blocks = [(name.surname, letter) for letter in sorted(self._letters)]
            for n in (n for block in blocks for n in self._written_out.get(block, ())):
                # A name that only some list prints, and the paper does not keep, bears no paper.
                if (
                    self._seen[n]
                    and fit_given(name.given, self._names[n].given) is not Fit.CONTRARY
                ):
                    known[self._names[n].given[0]] += self._seen[n]
            bearers = self._bearers.get(name.surname, 0)
            share = self._letters[name.given[0]] if name.given else 1.0
            unknown = bearers * share * (self._world - 1)
            if len(name.given) > 1:
                unknown *= _SECOND_NAME
            self._behind[form] = (known, unknown)
        return self._behind[form]


def _lacking(one: PersonName, other: PersonName) -> float:
    """Weight of the names that only one of two prints in full; second initials come and go."""
    if "".join(one.given) == "".join(other.given):
        return 0.0
    few, many = sorted((one.given, other.given), key=len)
    if len(few[0]) == 1 or len(many[0]) == 1:
        written = {word for word in few if len(word) > 1} & set(many)
        return 0.0 if written else _LACKS_ONLY_NAME
    second = len(many) > len(few) and len(many[len(few)]) > 1
    return _LACKS_SECOND_NAME if second else 0.0


def _bearers(names: Iterable[PersonName]) -> dict[str, float]:
    """People by surname: the names, or as many as it takes to show that many initials.

    Where few names are written out, several people hide behind one initial.
    """
    full: Counter[str] = Counter()
    distinct: Counter[str] = Counter()
    initials: dict[str, set[str]] = defaultdict(set)
    signs: Counter[str] = Counter()
    for name in names:
        full[name.surname] += name.is_full
        distinct[name.surname] += 1
        sign = "".join(word[0] for word in name.given[:_MOST_INITIALS])
        if sign not in initials[name.surname]:
            initials[name.surname].add(sign)
            signs[sign] += 1
    total = sum(signs.values())
    shares = [count / total for count in signs.values()]
    curve = _showing(shares)
    return {
        surname: full[surname]
        if 2 * full[surname] > distinct[surname]
        else max(full[surname], _people_for(len(shown), curve))
        for surname, shown in initials.items()
    }


def _showing(shares: list[float]) -> list[tuple[int, float]]:
    """How many different initials so many people are to be expected to show."""
    curve, people = [], 1
    while people < _MOST_BEARERS:
        curve.append((people, sum(1 - (1 - share) ** people for share in shares)))
        people = max(people + 1, people * 5 // 4)
    return curve


def _people_for(shown: int, curve: list[tuple[int, float]]) -> int:
    return next((people for people, expected in curve if expected >= shown - 0.5), curve[-1][0])


def world_of(seen: Iterable[int]) -> float:
    """How many times more people there are than were seen, by how often each was.

    >>> round(world_of([1, 1, 1, 1, 2, 2, 3]), 2)
    1.29
    """
    often = Counter(seen)
    people = sum(often.values())
    unseen = often[1] * (often[1] - 1) / (2 * (often[2] + 1))
    return min(1 + unseen / people, _LARGEST_WORLD) if people else 1.0
