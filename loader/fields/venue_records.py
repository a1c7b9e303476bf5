"""Venues, and the rows of ``data/venues.toml`` that tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from loader.errors import TableError
from loader.fields.iso4 import abbreviated


class VenueKind(StrEnum):
    """What sort of place a paper appears in."""

    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    JOURNAL = "journal"
    REPOSITORY = "repository"
    NOT_A_VENUE = "not-a-venue"

    @property
    def is_event(self) -> bool:
        """Whether it meets, and has editions."""
        return self in {VenueKind.CONFERENCE, VenueKind.WORKSHOP}

    @property
    def is_preprint(self) -> bool:
        """Whether what says no more than this is not published: "under review" is no venue."""
        return self in {VenueKind.REPOSITORY, VenueKind.NOT_A_VENUE}


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue of the table.

    Attributes:
        acronym: The form to show.
        name: The full name.
        kind: Conference, workshop, journal or repository of preprints.
        aliases: Other spellings.
        short: The form that references use, where neither the acronym nor ISO 4 gives it.
        host: Acronym of the conference at whose editions a workshop meets, if it is always one.
        joins: Acronyms of the series of which an edition of this one is an edition as well.
        workshop_until: Last year in which a conference was a workshop, if it once was.
        into: Acronym of the series that it is part of, or became one of.
    """

    acronym: str
    name: str
    kind: VenueKind
    aliases: tuple[str, ...] = ()
    short: str | None = None
    host: str | None = None
    joins: tuple[str, ...] = ()
    workshop_until: int | None = None
    into: str | None = None

    def kind_in(self, year: int | None) -> VenueKind:
        """What sort of place it was in a year, or is today."""
        was_workshop = year is not None and year <= (self.workshop_until or 0)
        return VenueKind.WORKSHOP if was_workshop else self.kind

    @property
    def abbreviation(self) -> str:
        """The shortest form that is in use: of a journal without an acronym, that of ISO 4.

        >>> Venue("TOW", "ACM Transactions on Widgets", VenueKind.JOURNAL).abbreviation
        'TOW'
        >>> Venue("Widget Letters", "Widget Letters", VenueKind.JOURNAL).abbreviation
        'Widget Lett.'
        """
        if self.short is not None:
            return self.short
        title = self.name.removeprefix("The ")
        titled = self.kind is VenueKind.JOURNAL and self.acronym in {title, self.name}
        return abbreviated(self.name) if titled else self.acronym


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Attributes:
        venue: The venue.
        ambiguous: Spellings of it that are words of another meaning as well.
        topical: Spellings of it that name a topic nearly everywhere.
    """

    venue: Venue
    ambiguous: tuple[str, ...]
    topical: tuple[str, ...]


_FIELDS = frozenset(Venue.__slots__) | {"ambiguous", "topical"}


def row_of(row: Mapping[str, Any]) -> Row:
    """A row as ``tomllib`` reads it, checked.

    Raises:
        TableError: It lacks a field, or has one that there is not.
    """
    try:
        ambiguous, topical = tuple(row.get("ambiguous", ())), tuple(row.get("topical", ()))
        own = {row["acronym"], row["name"]}
        doubtful = (each for each in (*ambiguous, *topical) if each not in own)
        venue = Venue(
            acronym=row["acronym"],
            name=row["name"],
            kind=VenueKind(row["kind"]),
            aliases=(*row.get("aliases", ()), *doubtful),
            short=row.get("short"),
            host=row.get("host"),
            joins=tuple(row.get("joins", ())),
            workshop_until=row.get("workshop_until"),
            into=row.get("into"),
        )
    except (KeyError, ValueError) as error:
        raise TableError(f"venues.toml: {row!r}: {error}; give acronym, name and kind") from error
    strange = sorted(row.keys() - _FIELDS)
    if strange:
        raise TableError(f"venues.toml: {venue.acronym}: there is no field {strange[0]!r}")
    return Row(venue, ambiguous, topical)
