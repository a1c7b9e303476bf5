"""Whether an entry names a place where papers are published, or a repository of preprints."""

from __future__ import annotations

from loader.fields.venues import Venue, read_venue
from loader.records import Entry


def venue_of(entry: Entry) -> Venue | None:
    """The venue of the table that an entry names, if it names one that is known."""
    return read_venue(entry.venue).venue if entry.venue is not None else None


def is_preprint(entry: Entry) -> bool:
    """Whether an entry says that its paper is a preprint."""
    venue = venue_of(entry)
    return venue is not None and venue.kind.is_preprint


def is_published(entry: Entry) -> bool:
    """Whether an entry names a known venue where papers are published."""
    venue = venue_of(entry)
    return venue is not None and not venue.kind.is_preprint
