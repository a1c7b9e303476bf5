"""The table of venues in ``data/venues.toml``, and which of them a name means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
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
from loader.tables import table


class VenueKind(StrEnum):
    """What sort of place a paper appears in."""

    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    JOURNAL = "journal"
    REPOSITORY = "repository"


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue of the table.

    Attributes:
        acronym: The form to show.
        name: The full name.
        kind: Conference, workshop, journal or repository of preprints.
        aliases: Other spellings.
    """

    acronym: str
    name: str
    kind: VenueKind
    aliases: tuple[str, ...] = ()


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
        for row in rows:
            self._add(row)

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

        >>> venues().has_word("pattern"), venues().has_word("attention")
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
        if len(said) <= 1 or (len(said) == len("AB") and min(map(len, said)) < _TELLING):
            return None
        # "Int. Conf." shortens "Interspeech Conference" as little as any other name.
        if all(map(is_generic, said)):
            return None
        initials = "".join(word[0] for word in said)
        found = {v for name, v in self._by_initials.get(initials, ()) if abbreviates(said, name)}
        return found.pop() if len(found) == 1 else None

    def _add(self, row: Mapping[str, Any]) -> None:
        venue, ambiguous = _venue_of(row)
        doubtful = {squeezed(spelling) for spelling in ambiguous}
        for spelling in (venue.acronym, venue.name, *venue.aliases):
            key = squeezed(spelling)
            sure = key not in doubtful
            other = self._exact.setdefault(key, Known(venue, sure))
            if other.venue is not venue:
                raise TableError(
                    f"venues.toml: {spelling!r} names both {other.venue.acronym} and "
                    f"{venue.acronym}; keep it under one of them"
                )
            if sure:
                self._by_key[key_of(spelling)] = venue
            else:
                self._written.setdefault(key, set()).add(spelling)
            name = words_of(spelling)
            self._words.update(name)
            if sure:
                self._add_name(name, venue)
            # Each with its abbreviations; a longer name may begin behind sponsor and number.
            for word in dict.fromkeys((name[0], *name_key(name)[:1])):
                self._first_words.update(word[:n] for n in range(_TELLING, len(word) + 1))
                self._first_words.add(word)
            said = carrying(name)
            if len(said) > 1:
                initials = "".join(word[0] for word in said)
                self._by_initials.setdefault(initials, []).append((said, venue))

    def _add_name(self, name: tuple[str, ...], venue: Venue) -> None:
        key = name_key(name)
        if len(key) < _FEWEST_WORDS and not _INSTITUTIONS.intersection(key):
            return
        if all(map(is_generic, key)):
            return
        # Two venues that differ in their fillers alone are told apart by the exact name only.
        other = self._by_name.setdefault(key, venue)
        if other is not venue:
            self._by_name[key] = None


def _venue_of(row: Mapping[str, Any]) -> tuple[Venue, tuple[str, ...]]:
    try:
        ambiguous = tuple(row.get("ambiguous", ()))
        own = {row["acronym"], row["name"]}
        aliases = (*row.get("aliases", ()), *(each for each in ambiguous if each not in own))
        return Venue(row["acronym"], row["name"], VenueKind(row["kind"]), aliases), ambiguous
    except (KeyError, ValueError) as error:
        raise TableError(f"venues.toml: {row!r}: {error}; give acronym, name and kind") from error


@cache
def venues() -> VenueTable:
    """The table's venues by the key of every spelling that means nothing else.

    Raises:
        TableError: An entry lacks a field, or two venues claim one spelling.
    """
    return VenueTable(table("venues").get("venue", []))
