"""The outline of a document: every heading of it, with what it groups by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from loader.fields.links import is_on_page
from loader.reading.blocks import Block, Heading, Listing, Quote, Table, lines_in
from loader.reading.headings import heading_text, meaning_of
from loader.reading.section_kinds import Outlined, Place, kinds_of
from loader.reading.sections import Part
from loader.records import Section

Outline = list[tuple[Heading, Outlined]]


def outline_of(blocks: Iterable[Block], parts: Sequence[Part]) -> Outline:
    """Every heading of a document in order, with what stands below it.

    Args:
        blocks: The document.
        parts: Its parts, before titles of papers are taken out of them.
    """
    outlined = {
        part.heading.line: _outlined(part.heading, part)
        for part in parts
        if part.heading is not None
    }
    return [
        (heading, outlined.get(heading.line) or Outlined(heading_text(heading), 7, Place.WITHIN))
        for heading in _headings_in(blocks)
    ]


def headings_of(
    outline: Outline, above: Mapping[int, tuple[str, ...]], title: Heading | None
) -> list[Section]:
    """Every heading with its kind, and its path where it heads a section.

    Args:
        outline: The headings.
        above: Paths by line of those headings that are no titles of papers.
        title: The heading that names the document, if one does.
    """
    outlined = [
        replace(found, place=_place(found, each, title, heads=each.line in above))
        for each, found in outline
    ]
    kinds = kinds_of(outlined)
    paths = [above.get(each.line) or (found.text,) for each, found in outline]
    return [
        Section(path, each.line, kind, meaning_of(path[-1]).paper_kind if path[-1] else None)
        for (each, _), path, kind in zip(outline, paths, kinds, strict=True)
    ]


def _place(found: Outlined, heading: Heading, title: Heading | None, *, heads: bool) -> Place:
    if title is not None and heading.line == title.line:
        return Place.TITLE
    if found.place is Place.WITHIN or heads:
        return found.place
    return Place.ENTRY


def _outlined(heading: Heading, part: Part) -> Outlined:
    lines = list(lines_in(part.blocks))
    return Outlined(
        text=heading_text(heading),
        level=heading.level,
        links=sum(not is_on_page(span.href) for line in lines for span in line.spans if span.href),
        words=sum(len(line.text.split()) for line in lines),
        listed=any(isinstance(block, Listing | Table) for block in part.blocks),
    )


def _headings_in(blocks: Iterable[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Listing):
            for item in block.items:
                yield from _headings_in(item.blocks)
        elif isinstance(block, Quote):
            yield from _headings_in(block.blocks)
