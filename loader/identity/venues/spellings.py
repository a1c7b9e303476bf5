"""Spellings of venues: what entries write, without the year, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loader.fields.text import key_of
from loader.fields.venue_meaning import Meaning, meaning_of
from loader.fields.venue_text import fragment_of
from loader.fields.years import without_years
from loader.records import Entry


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says where a venue stands.

    Attributes:
        text: All of it.
        name: The name in it, without year, volume and pages.
        meaning: What it comes to.
        before: What the list writes in place of the name, where a person corrected that.
    """

    text: str
    name: str
    meaning: Meaning
    before: str | None = None

    @property
    def own(self) -> str:
        """The venue's own name: its acronym, or the label of one that the table lacks."""
        venue = self.meaning.venue
        return venue.acronym if venue is not None else (self.meaning.label or self.name)


# What is to be read for what lists write, by the words of either.
Renames = Mapping[str, str]


def said_of(entry: Entry, renames: Renames) -> Said | None:
    """What an entry says where a venue stands, as people corrected it; ``None`` if nothing.

    >>> from loader.fields.venue_meaning import meaning_of
    >>> said_of_text("NIPS 2017, pp. 1-9", {}).name, said_of_text("NIPS 2017, pp. 1-9", {}).own
    ('NIPS', 'NeurIPS')
    """
    text = entry.venue_as_listed or entry.venue
    return said_of_text(text, renames) if text else None


def said_of_text(text: str, renames: Renames) -> Said:
    """What a text says where a venue stands.

    >>> found = said_of_text("Conf. on Widgts 2030", {"conf on widgts": "Conference on Widgets"})
    >>> found.name, found.before, found.meaning.year
    ('Conference on Widgets', 'Conf. on Widgts', 2030)
    """
    name = fragment_of(text).name or without_years(text) or text
    read = next((renames[key] for key in map(key_of, (name, text)) if key in renames), None)
    if read is None:
        return Said(text, name, meaning_of(text))
    year = meaning_of(text).year
    meaning = meaning_of(read if year is None else f"{read} {year}")
    return Said(text, read, meaning, before=name)
