"""Entry files: entries read already, one JSON object a line, as ``curagraph parse`` prints them.

Whoever wrote the file, its lines are claims like those of a list, and what is no entry is left out
with a reason. The place of an entry is its line in this file; fields that are not known here are
passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Annotated

import msgspec

from loader.fields.links import target_of
from loader.fields.person_ids import person_id_of
from loader.fields.text import plain, title_of
from loader.fields.venues import read_venue
from loader.reading.headings import meaning_of
from loader.reading.section_kinds import Outlined, kinds_of
from loader.records import Dropped, Entry, Link, LinkKind, ListSnapshot, ReadingList, Section

# Longer than any title: what is longer is prose or an attack.
_LONGEST_TITLE = 400
_LONGEST_LINE = 1_000_000

Year = Annotated[int, msgspec.Meta(ge=1500, le=2200)]


class _Link(msgspec.Struct):
    url: str
    kind: LinkKind = LinkKind.OTHER


class _Record(msgspec.Struct):
    """The fields of an entry that are read; all but the title may be missing."""

    title: str
    authors: list[str] | None = None
    authors_truncated: bool = False
    author_ids: list[str | None] | None = None
    venue: str | None = None
    year: Year | None = None
    links: list[_Link] = []
    section_path: list[str] = []


def read_entries(snapshot: ListSnapshot, text: str) -> ReadingList:
    r"""Everything that the lines of an entry file say.

    Args:
        snapshot: Where the text comes from.
        text: One JSON object a line; empty lines are passed over.

    Cost: linear in the length of the text.

    >>> snapshot = ListSnapshot("mine", "mine.jsonl", "0" * 64)
    >>> found = read_entries(snapshot, '{"title": "Widgets", "venue": "ICML 2021"}\n{"title": 3}')
    >>> [(entry.title, entry.venue, entry.year) for entry in found.entries]
    [('Widgets', 'ICML', 2021)]
    >>> found.dropped[0].line, found.dropped[0].reason
    (2, 'is no entry: Expected `str`, got `int` - at `$.title`')
    """
    decode = msgspec.json.Decoder(_Record).decode
    entries: list[Entry] = []
    dropped: list[Dropped] = []
    # Lines are parted by line feeds alone: JSON may hold U+2028 and its like as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if len(line) > _LONGEST_LINE:
            dropped.append(Dropped(number, number, f"a line of {len(line):,} characters"))
            continue
        try:
            found = _entry_of(decode(line), number, line)
        except msgspec.DecodeError as error:
            found = Dropped(number, number, f"is no entry: {error}")
        if isinstance(found, Entry):
            entries.append(found)
        else:
            dropped.append(found)
    title = snapshot.title or snapshot.key
    sections = tuple(_sections_of(entries))
    return ReadingList(snapshot, title, sections, tuple(entries), tuple(dropped))


def _entry_of(record: _Record, line: int, raw: str) -> Entry | Dropped:
    title = title_of(record.title)
    if not title or len(title) > _LONGEST_TITLE:
        why = f"a title of {len(title)} characters is no title" if title else "no title"
        return Dropped(line, line, why)
    said_ids = record.author_ids or ()
    people = [
        (name, person_id_of(said) if said is not None else None)
        for name, said in zip_longest(map(plain, record.authors or ()), said_ids)
        if name
    ]
    names = tuple(name for name, _ in people)
    identifiers = tuple(identifier for _, identifier in people)
    said = plain(record.venue or "")
    venue = read_venue(said) if said else None
    urls = ((link.kind, target_of(link.url)) for link in record.links)
    return Entry(
        line=line,
        end_line=line,
        title=title,
        authors=names or None,
        author_ids=identifiers if any(identifiers) else (),
        authors_truncated=record.authors_truncated,
        venue=venue.label if venue is not None else None,
        venue_as_listed=said or None,
        year=record.year or (venue.year if venue is not None else None),
        links=tuple(dict.fromkeys(Link(kind, url) for kind, url in urls if url is not None)),
        section_path=tuple(step for step in map(plain, record.section_path) if step),
        raw=raw,
    )


def _sections_of(entries: list[Entry]) -> Iterator[Section]:
    """The sections that entries stand in, each at the line of its first entry."""
    first: dict[tuple[str, ...], int] = {}
    for entry in entries:
        for depth in range(1, len(entry.section_path) + 1):
            first.setdefault(entry.section_path[:depth], entry.line)
    # What stands below a heading that comes again stands below it.
    paths = sorted(first, key=lambda path: [first[path[: n + 1]] for n in range(len(path))])
    kinds = kinds_of([Outlined(path[-1], len(path), links=1, listed=True) for path in paths])
    for path, kind in zip(paths, kinds, strict=True):
        yield Section(path, first[path], kind, meaning_of(path[-1]).paper_kind)
