"""Where statements come from: chips for lines of lists, and what points to a thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.pages.formatting import key_of, lines
from server.panels import Panel, Row, panel


@dataclass(frozen=True, slots=True)
class Chip:
    """Where a statement comes from.

    Attributes:
        list_key: The list.
        lines: Its lines, such as ``49-51``.
        href: The place on the list's page.
    """

    list_key: str
    lines: str
    href: str


def chip(entry: Row) -> Chip:
    """The chip of an entry, given its ``list``, ``start`` and ``end``.

    >>> chip({"list": "https://w3id.org/curagraph/list/vqa", "start": 49, "end": 51}).href
    '/list/vqa#L49'
    """
    key = key_of(str(entry["list"]))
    start, end = int(entry["start"]), int(entry["end"])
    return Chip(key, lines(start, end), f"/list/{key}#L{start}")


def chip_of_section(section: Row) -> Chip:
    """The chip of a section, given its ``list`` and ``line``: where its heading stands."""
    return chip({"list": section["list"], "start": section["line"], "end": section["line"]})


def chips(entries: Iterable[Row]) -> tuple[Chip, ...]:
    """The chips of entries, each place once, in the order given."""
    return tuple(dict.fromkeys(chip(entry) for entry in entries))


def chips_by_paper(entries: Iterable[Row]) -> Mapping[str, tuple[Chip, ...]]:
    """The chips of each paper, by its IRI, given the entries that name a ``paper``."""
    naming: dict[str, list[Row]] = {}
    for entry in entries:
        if "paper" in entry:
            naming.setdefault(str(entry["paper"]), []).append(entry)
    return {paper: chips(rows) for paper, rows in naming.items()}


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a list files a paper.

    Attributes:
        chip: Its lines.
        heading: The heading over it, or nothing.
    """

    chip: Chip
    heading: str


def filed(entries: Iterable[Row]) -> Mapping[str, tuple[Filed, ...]]:
    """Where each paper is filed, by its IRI, given the entries that name it, in their order."""
    naming: dict[str, list[Filed]] = {}
    for entry in entries:
        place = Filed(chip(entry), str(entry.get("heading", "")))
        naming.setdefault(str(entry["paper"]), []).append(place)
    return {paper: tuple(dict.fromkeys(places)) for paper, places in naming.items()}


@dataclass(frozen=True, slots=True)
class Inbound:
    """The statements that have a thing as their object.

    Attributes:
        panel: Of their query; its rows are the statements.
        chips: Of the subjects that stand in a list, by their IRI.
    """

    panel: Panel
    chips: Mapping[str, Chip]


def inbound(iri: str) -> Inbound:
    """What points to a thing; of many statements the first."""
    found = panel("inbound", thing=iri)
    return Inbound(found, {str(row["subject"]): chip(row) for row in found if "list" in row})
