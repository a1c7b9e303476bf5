"""Headings that begin items of lists: what stands nested below them is a section.

- ### Feature engineering
  - A title in the section …
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from loader.fields.links import is_on_page
from loader.fields.years import is_date
from loader.reading.blocks import Block, Caption, Heading, Item, Listing, lines_in
from loader.reading.headings import heading_text
from loader.reading.layouts.fields import are_mostly_fields, is_field

_DEEPEST = 6


def with_sections(blocks: Iterable[Block], level: int = 0) -> Iterator[Block]:
    """Blocks in which an item that begins with a heading over a list has become that section.

    A year so written is a label over the entries, as it is in a bullet of its own.

    Args:
        blocks: The blocks.
        level: Level of the heading that they stand below.

    >>> from loader.reading.blocks import Line, Paragraph, Span
    >>> one = Item(2, 2, (Paragraph((Line(2, 2, (Span("A title in words"),)),)),))
    >>> item = Item(1, 2, (Heading(3, 1, (Span("Widgets"),)), Listing((one,))))
    >>> [type(block).__name__ for block in with_sections([Listing((item,))])]
    ['Heading', 'Listing']
    """
    for block in blocks:
        if isinstance(block, Heading):
            level = block.level
        if isinstance(block, Listing) and any(map(_section_of, block.items)):
            yield from _parted(block, level)
        else:
            yield block


def _parted(listing: Listing, level: int) -> Iterator[Block]:
    """A list, each item that heads a section turned into it."""
    pending: list[Item] = []
    for item in listing.items:
        heading = _section_of(item)
        if heading is None:
            pending.append(item)
            continue
        if pending:
            yield Listing(tuple(pending))
            pending = []
        # Whatever level its marks give, it stands below the heading over the list.
        inner = min(max(heading.level, level + 1), _DEEPEST)
        text = heading_text(heading)
        yield Caption(heading.line, text) if is_date(text) else replace(heading, level=inner)
        yield from with_sections(item.blocks[1:], inner)
    if pending:
        yield Listing(tuple(pending))


def _section_of(item: Item) -> Heading | None:
    """The heading that an item is, if it has no link and heads more than fields of its own."""
    heading = item.blocks[0] if item.blocks else None
    if not isinstance(heading, Heading):
        return None
    if any(span.href and not is_on_page(span.href) for span in heading.spans):
        return None
    lists = [block for block in item.blocks if isinstance(block, Listing)]
    begun = [inner.blocks[0] for below in lists for inner in below.items if inner.blocks]
    if any(isinstance(block, Heading) for block in begun):
        return heading
    lines = list(lines_in(lists))
    return None if all(map(is_field, lines)) or are_mostly_fields(lines) else heading
