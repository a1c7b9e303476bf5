"""Chips: which lines of which list a statement comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.pages.formatting import key_of, lines
from server.panels import Row


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


def chips(entries: Iterable[Row]) -> tuple[Chip, ...]:
    """The chips of entries, each place once, in the order given."""
    return tuple(dict.fromkeys(chip(entry) for entry in entries))
