"""Venues that a build has doubts about: written wrong, or in no table, and where that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loader.identity.venues import Renames, said_of
from loader.records import Entry, ReadingList


@dataclass(frozen=True, slots=True)
class DoubtfulVenue:
    """A name of a venue that somebody may want to mend, in the list or in the table.

    Attributes:
        name: The name as lists write it; where the table lacks it, as it is shown.
        read_as: What a misspelt name was read as; ``None`` where the table lacks it.
        place: Source and line of the first that has it.
        times: How many entries have it.
    """

    name: str
    read_as: str | None
    place: str
    times: int

    def __str__(self) -> str:
        told = (
            f"venue not in data/venues.toml: {self.name}"
            if self.read_as is None
            else f"venue misspelt: {self.name}, read as {self.read_as}"
        )
        more = f" (and {self.times - 1:,} more)" if self.times > 1 else ""
        return f"{self.place}: {told}{more}"


def doubtful_venues(lists: Iterable[ReadingList], renames: Renames) -> tuple[DoubtfulVenue, ...]:
    """The venues of lists that are misspelt, then those that no table has; the most common first.

    Args:
        lists: The lists.
        renames: What people corrected, by the words of what lists write.
    """
    places: dict[tuple[str, str | None], list[str]] = {}
    for found in lists:
        for entry in found.entries:
            said = said_of(entry, renames)
            if said is None:
                continue
            meaning = said.meaning
            place = f"{found.snapshot.source}:{_line_of(entry, said.text)}"
            if meaning.misspelt:
                places.setdefault((said.name, said.own), []).append(place)
            if meaning.venue is None and meaning.label:
                places.setdefault((meaning.label, None), []).append(place)
    doubtful = [
        DoubtfulVenue(name, read_as, found[0], len(found))
        for (name, read_as), found in places.items()
    ]
    return tuple(sorted(doubtful, key=lambda each: (each.read_as is None, -each.times)))


def _line_of(entry: Entry, venue: str) -> int:
    """The line of an entry that names its venue; its first where none does as it was read."""
    lines = entry.raw.split("\n")
    return entry.line + next((n for n, line in enumerate(lines) if venue in line), 0)
