"""Where among the names of a paper the names that an entry prints belong."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.fuzz import ratio

from loader.fields.text import key_of
from loader.identity.authors.names import fit, name_of

# Share of letters, in percent, that names at one place have in common when one is misspelt.
_MISSPELT = 75
# Places of names with one surname and initial that are looked at, on either side.
_MOST_LOOKED_AT = 20

_Key = tuple[str, ...]


class Places:
    """The names of a paper, each at its place.

    Cost: near-linear in all names; one is held against those that say the same, and against the
    nearest of those with its surname and initial.

    Attributes:
        names: The names.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Begin with the names of the author list to go by."""
        self.names = list(names)
        self._filed = 0
        self._free: dict[_Key, list[int]] = defaultdict(list)

    def of(self, said: Sequence[str]) -> list[int]:
        """The place of each name that an entry prints; new ones are taken in behind.

        >>> Places(["Ada One", "Ben Two"]).of(["B. Two", "Ada Onee", "Cy Three"])
        [1, 2, 3]
        >>> Places(["Ada One", "Ben Two"]).of(["Ada Onee", "B. Two"])
        [0, 1]
        >>> Places(["A. One", "Ada One"]).of(["Ada One", "A. One"])
        [1, 0]
        """
        if list(said) == self.names[: len(said)]:
            return list(range(len(said)))
        self._file()
        known = len(self.names)
        found: dict[int, int] = {}
        for keys_to_find in (_same, _fitting):
            for n, name in enumerate(said):
                place = None if n in found else self._nearest(name, keys_to_find(name), n)
                if place is not None:
                    found[n] = self._taken(place)
        taken = set(found.values())
        for n, name in enumerate(said):
            if n in found:
                continue
            if n < known and n not in taken and _is_misspelt(name, self.names[n]):
                found[n] = self._taken(n)
            else:
                found[n] = len(self.names)
                self.names.append(name)
        for place in found.values():
            if place < known:
                self._give_back(place)
        return [found[n] for n in range(len(said))]

    def _file(self) -> None:
        """File the names that are not filed yet by what they may be found by."""
        for place in range(self._filed, len(self.names)):
            for key in _filed_under(self.names[place]):
                self._free[key].append(place)
        self._filed = len(self.names)

    def _nearest(self, name: str, keys: Iterable[_Key], to: int) -> int | None:
        """The nearest free place of a name that is alike, among those filed under some keys."""
        near: set[int] = set()
        for key in keys:
            free = self._free.get(key, [])
            middle = bisect_left(free, to)
            near.update(free[max(middle - _MOST_LOOKED_AT, 0) : middle + _MOST_LOOKED_AT])
        nearest_first = sorted(near, key=lambda place: (abs(place - to), place))
        return next((place for place in nearest_first if _alike(name, self.names[place])), None)

    def _taken(self, place: int) -> int:
        for key in _filed_under(self.names[place]):
            del self._free[key][bisect_left(self._free[key], place)]
        return place

    def _give_back(self, place: int) -> None:
        for key in _filed_under(self.names[place]):
            insort(self._free[key], place)


def _filed_under(name: str) -> set[_Key]:
    surname, initial = name_of(name).block
    return {*_same(name), ("block", surname, initial), ("surname", surname)}


def _same(name: str) -> tuple[_Key, ...]:
    """Keys of names that say the same, be it in another order of the words."""
    taken_apart = name_of(name)
    words = ("words", *sorted(key_of(name).split()))
    return ("letters", taken_apart.surname, "".join(taken_apart.given)), words


def _fitting(name: str) -> tuple[_Key, ...]:
    """Keys of names that may be longer or shorter forms of one."""
    surname, initial = name_of(name).block
    if not initial:
        return (("surname", surname),)
    return ("block", surname, initial), ("block", surname, "")


def _alike(one: str, other: str) -> bool:
    if fit(name_of(one), name_of(other)):
        return True
    return sorted(key_of(one).split()) == sorted(key_of(other).split())


def _is_misspelt(one: str, other: str) -> bool:
    return ratio(name_of(one).letters, name_of(other).letters) >= _MISSPELT
