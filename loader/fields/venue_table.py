"""The table of venues in ``data/venues.toml``, and which of them a name means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from loader.errors import TableError
from loader.fields.text import key_of
from loader.fields.venue_names import (
    abbreviates,
    carrying,
    is_generic,
    name_key,
    squeezed,
    words,
    words_of,
)
from loader.fields.venue_records import Row, Venue, row_of
from loader.tables import table


@dataclass(frozen=True, slots=True)
class Known:
    """A venue that a text names.

    Attributes:
        venue: The venue.
        sure: Whether the spelling means nothing else: ``Brain`` and ``DATE`` do.
    """

    venue: Venue
    sure: bool


_LETTERS = re.compile(r"[A-Za-z&]{2,}")
_LEADING_SPONSORS = words("ieee acm usenix cvf spie elsevier springer wiley mdpi")
# A name needs one of these, or five words, to be told from a topic once its fillers are gone.
_INSTITUTIONS = words(
    "conference symposium workshop journal transactions meeting congress letters magazine"
)
_FEWEST_WORDS = 5
# Two words of three letters may abbreviate a name, "Ma Lea" may be a person.
_TELLING = 3
_SURELY = 6


class VenueTable(Mapping[str, Venue]):
    """Venues by the key of every spelling that means nothing else.

    Two tables are never equal, so that what is cached for one does not answer for another.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Index the rows of ``venues.toml``.

        Raises:
            TableError: An entry lacks a field, or two venues claim one spelling.
        """
        self._by_key: dict[str, Venue] = {}
        self._exact: dict[str, Known] = {}
        self._written: dict[str, set[str]] = {}
        self._by_name: dict[tuple[str, ...], Venue | None] = {}
        self._by_initials: dict[str, list[tuple[tuple[str, ...], Venue]]] = {}
        self._first_words: set[str] = {"j"}
        self._words: set[str] = set()
        self._topical: dict[str, Venue] = {}
        for row in rows:
            self._add(row_of(row))
        for venue in dict.fromkeys(known.venue for known in self._exact.values()):
            self._check(venue)

    def __getitem__(self, key: str) -> Venue:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def spellings(self) -> Iterator[tuple[str, Known]]:
        """Every spelling, without case and blanks, with what it means."""
        yield from self._exact.items()

    def may_begin(self, word: str) -> bool:
        """Whether a venue's name may begin with a word, which is quickly told."""
        said = words_of(word)
        if not said:
            return False
        if said[0] in self._first_words or "".join(said) in self._exact:
            return True
        # An acronym with more stuck to it: CVPRW, ICML2019, Widgets@NeurIPS.
        return any(
            part.casefold() in self._exact or part[:-1].casefold() in self._exact
            for part in _LETTERS.findall(word)
        )

    def has_word(self, word: str) -> bool:
        """Whether a word in lower case stands in any spelling of any venue.

        >>> venues().has_word("pattern"), venues().has_word("transformer")
        (True, False)
        """
        return word in self._words

    def known(self, label: str) -> Known | None:
        """The venue that a name without year, volume or track means.

        An ambiguous acronym counts as written in the table only: ``date`` is no venue.

        >>> venues().known("IEEE T-PAMI").venue.acronym
        'TPAMI'
        >>> venues().known("IEEE Trans. Pattern Anal. Mach. Intell.").venue.acronym
        'TPAMI'
        >>> venues().known("24th International Conference on Machine Learning").venue.acronym
        'ICML'
        >>> venues().known("Brain").sure, venues().known("Nature Communication")
        (False, None)
        """
        found = self._spelt(label)
        if found is not None:
            return found
        said = words_of(label)
        rest = said
        while rest and rest[0] in _LEADING_SPONSORS:
            rest = rest[1:]
        if rest and len(rest) < len(said):
            named = self._exact.get("".join(rest))
            if named is not None and (len(rest) == 1 or not all(map(is_generic, rest))):
                return Known(named.venue, sure=True)
        venue = self._by_name.get(name_key(said)) if len(said) > 1 else None
        venue = venue or self._abbreviated(said)
        return Known(venue, sure=True) if venue is not None else None

    def topical(self, label: str) -> Venue | None:
        """The venue of a name that is a topic's nearly everywhere, where a venue's is expected.

        >>> venues().topical("Algorithms").kind.value, venues().topical("algorithms")
        ('journal', None)
        """
        return self._topical.get(squeezed(label)) if label[:1].isupper() else None

    def _spelt(self, label: str) -> Known | None:
        key = squeezed(label)
        found = self._exact.get(key)
        if found is None or found.sure:
            return found
        written = self._written.get(key, set())
        as_written = label.strip() in written
        acronym = all(spelling.isupper() for spelling in written)
        capital = label[:1].isupper() and not acronym
        return found if as_written or capital else None

    def _abbreviated(self, label: tuple[str, ...]) -> Venue | None:
        said = carrying(label)
        if len(said) <= 1 or (len(said) == len("AB") and not _tells(*said)):
            return None
        # "Int. Conf." shortens "Interspeech Conference" as little as any other name.
        if all(map(is_generic, said)):
            return None
        return self._in_full(said) or self._in_full(_unsponsored(said))

    def _in_full(self, said: tuple[str, ...]) -> Venue | None:
        initials = "".join(word[0] for word in said)
        found = {v for name, v in self._by_initials.get(initials, ()) if abbreviates(said, name)}
        return found.pop() if len(found) == 1 else None

    def _add(self, row: Row) -> None:
        venue = row.venue
        ambiguous, topical = (
            frozenset(map(squeezed, spellings)) for spellings in (row.ambiguous, row.topical)
        )
        self._topical.update(dict.fromkeys(topical, venue))
        for spelling in (venue.acronym, venue.name, *venue.aliases):
            key = squeezed(spelling)
            if key in topical:
                continue
            sure = key not in ambiguous
            other = self._exact.setdefault(key, Known(venue, sure))
            if other.venue is not venue:
                raise TableError(
                    f"venues.toml: {spelling!r} names both {other.venue.acronym} and "
                    f"{venue.acronym}; keep it under one of them"
                )
            if sure:
                self._by_key[key_of(spelling)] = venue
                self._add_name(spelling, venue)
            else:
                self._written.setdefault(key, set()).add(spelling)
            # "K-CAP" is one word, and "K" none.
            self._words.update(words_of(spelling) if " " in spelling else (key,))
            self._add_words(words_of(spelling), venue)

    def _add_words(self, name: tuple[str, ...], venue: Venue) -> None:
        """Index what a name may begin with, and how it may be abbreviated."""
        # Each with its abbreviations; a longer name may begin behind sponsor and number.
        for word in dict.fromkeys((name[0], *name_key(name)[:1])):
            self._first_words.update(word[:n] for n in range(_TELLING, len(word) + 1))
            # "K-CAP" lets no "K. One" begin a venue.
            if len(word) > 1:
                self._first_words.add(word)
        whole = carrying(name)
        for said in dict.fromkeys((whole, _unsponsored(whole))):
            if len(said) > 1:
                initials = "".join(word[0] for word in said)
                self._by_initials.setdefault(initials, []).append((said, venue))

    def _check(self, venue: Venue) -> None:
        named = [*venue.joins, *(each for each in (venue.host, venue.into) if each is not None)]
        for acronym in named:
            other = self._exact.get(squeezed(acronym))
            if other is None or other.venue.acronym != acronym:
                raise TableError(
                    f"venues.toml: {venue.acronym} names {acronym!r}, which is no acronym there"
                )

    def by_acronym(self, acronym: str) -> Venue:
        """The venue of an acronym that another one's ``host``, ``joins`` or ``into`` names."""
        return self._exact[squeezed(acronym)].venue

    def _add_name(self, spelling: str, venue: Venue) -> None:
        """Index a name without what it is written with and without."""
        if " & " in spelling or " and " in spelling:
            # "Computers Graphics"
            short = squeezed(spelling).replace("&", "")
            self._exact.setdefault(short, Known(venue, sure=True))
        key = name_key(words_of(spelling))
        if len(key) < _FEWEST_WORDS and not _INSTITUTIONS.intersection(key):
            return
        if all(map(is_generic, key)):
            return
        # Two venues that differ in their fillers alone are told apart by the exact name only.
        other = self._by_name.setdefault(key, venue)
        if other is not venue:
            self._by_name[key] = None


def _unsponsored(said: tuple[str, ...]) -> tuple[str, ...]:
    """Words of a name without those of its sponsors before it, if three or more are left."""
    rest = said
    while rest and rest[0] in _LEADING_SPONSORS:
        rest = rest[1:]
    return rest if len(rest) > len(("Trans.", "Computers")) else said


def _tells(first: str, second: str) -> bool:
    """Whether two words may abbreviate a name: "J. Neurosci." does, "Ma Lea" may be a person."""
    return min(len(first), len(second)) >= _TELLING or (first == "j" and len(second) >= _SURELY)


@cache
def venues() -> VenueTable:
    """The table's venues by the key of every spelling that means nothing else.

    Raises:
        TableError: An entry lacks a field, or two venues claim one spelling.
    """
    return VenueTable(table("venues").get("venue", []))
