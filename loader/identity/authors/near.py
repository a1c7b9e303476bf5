"""Names that are not alike and may still be one person's: slips, short forms, romanisations.

Such names need shared co-authors as well. Each rule finds its pairs by looking names up, so that
the cost stays near-linear in the number of distinct names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from loader.errors import TableError
from loader.identity.authors.mentions import Forms
from loader.identity.authors.names import Fit, PersonName, exclude, fit, fit_given, turned
from loader.tables import table

# Among shorter names one letter more or less makes another name.
_SHORTEST_WITH_SLIP = 5
_SHORTEST_SURNAME_PART = 4
# Another letter in place of one makes another name more often than a letter too many does.
_SHORTEST_WITH_OTHER_LETTER = 8
# More names than this beside one another tell nothing.
_MOST_ALIKE = 12
# Letters in which romanisations of one Cyrillic, Greek or Indian name differ, and what they have
# in common.
_ROMANISED = [
    (re.compile(pattern), letters)
    for pattern, letters in (
        ("ks", "x"),
        ("shch|sch|tch|tsch", "ch"),
        ("kh|gh", "h"),
        ("ts|tz|cz", "c"),
        ("ph", "f"),
        ("w", "v"),
        ("j|y", "i"),
        ("ou|oo", "u"),
        ("ee", "i"),
        ("ie", "e"),
        ("i+(?=[aeou])|(?<=[aeou])i+$", ""),
        ("ii+", "i"),
        (r"([a-z])\1", r"\1"),
    )
]

# The rule for names that only blanks and hyphens tell apart.
SAME_LETTERS = "same-letters"
_ROMANISATION = "romanisation"
_SHORTEST_ROMANISED = 6

Pair = tuple[int, int]


def near_pairs(forms: Forms, wanted: Sequence[bool]) -> dict[Pair, str]:
    """Pairs of names that one person may have been printed with, and the rule for each.

    Args:
        forms: The names.
        wanted: For each, whether anything is known that could speak for it: a co-author.
    """
    names = forms.names
    latin = [n for n, name in enumerate(names) if name.is_full and not name.native]
    full = [n for n in latin if wanted[n]]
    found: dict[Pair, str] = {}
    for rule, pairs in (
        (SAME_LETTERS, _shared(names, latin, lambda name: (name.letters,))),
        ("words-turned", _turned(names, full)),
        ("first-name-left-out", _first_left_out(names, full)),
        ("short-form", _shared(names, full, _short_forms)),
        (_ROMANISATION, _shared(names, full, _skeleton)),
        ("part-of-surname", _surname_parts(names, full)),
        ("slip-in-given-name", _slips(names, full, _surname_of, _given_of)),
        ("slip-in-surname", _slips(names, full, _given_of, _surname_of)),
        ("transliteration", _transliterated(names, wanted)),
    ):
        for one, other in pairs:
            pair = (min(one, other), max(one, other))
            if one == other or exclude(names[one], names[other]):
                continue
            if rule == _ROMANISATION and _is_short(names[one], names[other]):
                continue
            if not fit(names[one], names[other]):
                found.setdefault(pair, rule)
    return found


def _given_of(name: PersonName) -> str:
    return "".join(name.given)


def _surname_of(name: PersonName) -> str:
    return name.surname


def _slips(
    names: Sequence[PersonName],
    full: Iterable[int],
    same: Callable[[PersonName], str],
    slipped: Callable[[PersonName], str],
) -> Iterator[Pair]:
    """Names of which one part is the same and the other one letter off."""
    buckets: dict[str, list[int]] = defaultdict(list)
    for n in full:
        if len(slipped(names[n])) >= _SHORTEST_WITH_SLIP and len(same(names[n])) > 1:
            buckets[same(names[n])].append(n)
    for bucket in buckets.values():
        if len(bucket) > 1:
            yield from _one_letter_off({n: slipped(names[n]) for n in bucket})


def _one_letter_off(texts: Mapping[int, str]) -> Iterator[Pair]:
    """Texts that a letter more, less or other, or two letters turned, make the same.

    Whatever is one letter off has a text in common once a letter is left out of either.

    >>> sorted(_one_letter_off({0: "eiichi", 1: "eichi", 2: "hiroshi"}))
    [(0, 1)]
    """
    shorter: dict[str, list[int]] = defaultdict(list)
    for n, text in texts.items():
        for key in {text, *(text[:k] + text[k + 1 :] for k in range(len(text)))}:
            shorter[key].append(n)
    seen: set[Pair] = set()
    for alike in shorter.values():
        if 1 < len(alike) <= _MOST_ALIKE:
            for one, other in _pairs(alike):
                if (one, other) not in seen and _is_slip(texts[one], texts[other]):
                    seen.add((one, other))
                    yield one, other


def _is_slip(one: str, other: str) -> bool:
    """Whether two texts differ by one letter, or by two neighbours that changed places.

    >>> _is_slip("hiroshi", "hrioshi"), _is_slip("hiroshi", "hisorhi")
    (True, False)
    >>> _is_slip("jinyong", "junyong"), _is_slip("zilberstein", "zilberstain")
    (False, True)
    """
    if len(one) > len(other):
        one, other = other, one
    start = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        # Another first letter is another name: "Dongsheng", "Hongsheng".
        return start > 0 and len(one) >= _SHORTEST_WITH_OTHER_LETTER
    turned_back = other[start + 1 : start + 2] + other[start : start + 1] + other[start + 2 :]
    return one[start:] == turned_back


def _turned(names: Sequence[PersonName], full: Sequence[int]) -> Iterator[Pair]:
    """Names of which one is the other with the surname first."""
    by_words = {(names[n].surname, _given_of(names[n])): n for n in full}
    for n in full:
        other = turned(names[n])
        found = by_words.get((other.surname, _given_of(other))) if other else None
        if found is not None:
            yield n, found


def _first_left_out(names: Sequence[PersonName], full: Sequence[int]) -> Iterator[Pair]:
    """Names that go together once the first given name of the one is left out."""
    beginning: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n in full:
        beginning[names[n].surname, names[n].given[0]].append(n)
    for n in full:
        for place, word in enumerate(names[n].given[1:], start=1):
            if len(word) > 1:
                for other in beginning.get((names[n].surname, word), ())[:_MOST_ALIKE]:
                    if fit_given(names[n].given[place:], names[other].given) is Fit.EQUAL:
                        yield n, other


def _surname_parts(names: Sequence[PersonName], full: Sequence[int]) -> Iterator[Pair]:
    """Names of which one prints a part of the other's surname."""
    by_words: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n in full:
        by_words[names[n].given[0], names[n].surname].append(n)
    for n in full:
        surname = names[n].surname
        parts = range(_SHORTEST_SURNAME_PART, len(surname) - _SHORTEST_SURNAME_PART + 1)
        for part in {piece for k in parts for piece in (surname[:k], surname[k:])}:
            for other in by_words.get((names[n].given[0], part), ())[:_MOST_ALIKE]:
                if fit_given(names[n].given, names[other].given) is not Fit.CONTRARY:
                    yield n, other


def _shared(
    names: Sequence[PersonName],
    full: Iterable[int],
    keys: Callable[[PersonName], Iterable[Hashable]],
) -> Iterator[Pair]:
    """Names that have a key in common."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    for n in full:
        for key in keys(names[n]):
            found[key].append(n)
    for alike in found.values():
        if 1 < len(alike) <= _MOST_ALIKE:
            yield from _pairs(alike)


def _short_forms(name: PersonName) -> Iterator[Hashable]:
    for group in groups_of_given_names().get(name.given[0], ()):
        yield name.surname, group


def _is_short(one: PersonName, other: PersonName) -> bool:
    """Whether the part that differs is too short to be told from another: "Zhou", "Zhu"."""
    parts = ((_given_of(one), _given_of(other)), (one.surname, other.surname))
    return any(a != b and min(len(a), len(b)) < _SHORTEST_ROMANISED for a, b in parts)


def _skeleton(name: PersonName) -> Iterator[Hashable]:
    yield romanised(_given_of(name)), romanised(name.surname)


@cache
def groups_of_given_names() -> Mapping[str, tuple[int, ...]]:
    """Numbers of the lines of the table that a given name stands in.

    Raises:
        TableError: The table cannot be read, or is not of its form.
    """
    found: dict[str, tuple[int, ...]] = defaultdict(tuple)
    lines = table("given-names").get("groups")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise TableError("given-names.toml: 'groups' is not a list of texts")
    for number, line in enumerate(lines):
        for word in line.split():
            found[word] += (number,)
    return found


def romanised(word: str) -> str:
    """What romanisations of one word have in common.

    >>> {romanised(word) for word in ("sergei", "sergey", "sergej")}
    {'serge'}
    >>> romanised("aleksei") == romanised("alexey"), romanised("yuri") == romanised("iury")
    (True, True)
    """
    for pattern, letters in _ROMANISED:
        word = pattern.sub(letters, word)
    return word


def _transliterated(names: Sequence[PersonName], wanted: Sequence[bool]) -> Iterator[Pair]:
    """Names in Chinese characters, and the same in letters."""
    latin: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, name in enumerate(names):
        if wanted[n] and not name.native:
            latin[name.surname, _given_of(name)].append(n)
    for n, name in enumerate(names):
        if wanted[n] and name.native:
            for other in latin.get((name.surname, _given_of(name)), ())[:_MOST_ALIKE]:
                yield n, other


def _pairs(numbers: Sequence[int]) -> Iterator[Pair]:
    for k, one in enumerate(numbers):
        yield from ((min(one, other), max(one, other)) for other in numbers[k + 1 :])
