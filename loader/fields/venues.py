"""Venues: what the text that names one means, by the table in ``data/venues.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from loader.errors import TableError
from loader.fields.text import has_letter, key_of, plain
from loader.fields.years import without_years, year_of
from loader.tables import table

# Sponsors stand before an acronym without being part of it: IEEE TNN is TNN.
_SPONSOR = re.compile(r"^(?:IEEE|USENIX|ACM)\s+(?=[A-Z][A-Za-z]*[A-Z]\S*$)")
# What stands in brackets behind a venue is an award or a track; an identifier is no name.
_ASIDE = re.compile(r"\([^()]*\)\s*$")
_ARXIV_ID = re.compile(r"\b\d{4}\.\d{4,5}(?:v\d+)?\b")


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
class VenueText:
    """What a venue text says.

    Attributes:
        label: Canonical acronym where the venue is known, else the text without its year.
        year: The year stated beside it, if any.
        venue: The venue of the table, if it is known.
    """

    label: str | None
    year: int | None
    venue: Venue | None


@cache
def venues() -> Mapping[str, Venue]:
    """The table's venues by the key of every spelling.

    Raises:
        TableError: An entry lacks a field, or two venues claim one spelling.
    """
    found: dict[str, Venue] = {}
    for row in table("venues").get("venue", []):
        venue = _venue_of(row)
        for spelling in (venue.acronym, venue.name, *venue.aliases):
            other = found.setdefault(key_of(spelling), venue)
            if other is not venue:
                raise TableError(
                    f"venues.toml: {spelling!r} names both {other.acronym} and {venue.acronym}; "
                    "keep it under one of them"
                )
    return found


def _venue_of(row: Mapping[str, Any]) -> Venue:
    try:
        aliases = tuple(row.get("aliases", ()))
        return Venue(row["acronym"], row["name"], VenueKind(row["kind"]), aliases)
    except (KeyError, ValueError) as error:
        raise TableError(f"venues.toml: {row!r}: {error}; give acronym, name and kind") from error


def read_venue(text: str) -> VenueText:
    """What a venue text means.

    >>> read_venue("IEEE JBHI 2022").label, read_venue("IEEE JBHI 2022").year
    ('JBHI', 2022)
    >>> read_venue("NIPS'17").label, read_venue("IEEE TNN 1999").label
    ('NeurIPS', 'TNN')
    >>> read_venue("KDD 2023 (Oral)").label, read_venue("arXiv:2312.07353").label
    ('KDD', 'arXiv')
    >>> read_venue("ACM MM 2020").venue.name
    'ACM International Conference on Multimedia'
    """
    said = plain(text)
    year = year_of(said)
    bare = _ASIDE.sub(" ", _ARXIV_ID.sub(" ", said))
    label = without_years(bare)
    venue = venues().get(key_of(label))
    if venue is not None:
        return VenueText(venue.acronym, year, venue)
    return VenueText(_SPONSOR.sub("", label) or None, year, None)


def names_venue(text: str) -> bool:
    """Whether a text is a known venue or a date, and no title.

    >>> names_venue("ICCV 2021"), names_venue("Oct 2023"), names_venue("Slake: A Dataset")
    (True, True, False)
    """
    found = read_venue(text)
    date = found.year is not None and not has_letter(found.label or "")
    return found.venue is not None or date
