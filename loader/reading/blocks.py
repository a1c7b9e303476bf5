"""Blocks: what a document is made of, whatever markup it was written in.

A layout sees these records and no markup, so that a table is a table whether pipes, HTML or
reStructuredText drew it. Every block knows its source lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one markup.

    Attributes:
        text: The text without its markup; of an image in a link, or a venue's badge, what it says.
        href: Target as written, if the run stands in a link.
        strong: Whether it is strong.
        emphasis: Whether it is emphasised.
        code: Whether it is code.
        image: Whether an image says it and no text.
    """

    text: str
    href: str | None = None
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    image: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: up to a break that stands in no strong text, emphasis or link.

    A title that is wrapped within its asterisks is one title.

    Attributes:
        number: Source line it begins on, from 1.
        end: Source line it ends on, inclusive.
        spans: What stands on it, in order.
        wrapped: Whether only a line end parts it from the line before, and no break mark.
    """

    number: int
    end: int
    spans: tuple[Span, ...]
    wrapped: bool = False

    @property
    def text(self) -> str:
        """Everything on the line without markup."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), its source line and what stands in it."""

    level: int
    line: int
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The heading without markup."""
        return "".join(span.text for span in self.spans)

    def as_line(self) -> Line:
        """The heading as a line of text, which it is within an item."""
        return Line(self.line, self.line, self.spans)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text that belong together."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its source lines and the blocks in it."""

    line: int
    end: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, with bullets or numbers."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its source lines and, cell by cell, the lines of text."""

    line: int
    end: int
    cells: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; without a header its first row is a row like the others."""

    header: Row | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """A label over what follows that is no heading, such as the summary of a fold."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: what people set below an entry to tell of it."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line drawn across the page."""

    line: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Lines that hold something and are not read, with the reason."""

    line: int
    end_line: int
    reason: str


Block = Heading | Paragraph | Listing | Table | Caption | Quote | Rule | Unread


def lines_in(blocks: Iterable[Block]) -> Iterator[Line]:
    """Every line of text in some blocks and below them, in order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.lines
        elif isinstance(block, Heading):
            yield block.as_line()
        elif isinstance(block, Listing):
            for item in block.items:
                yield from lines_in(item.blocks)
        elif isinstance(block, Quote):
            yield from lines_in(block.blocks)
        elif isinstance(block, Table):
            rows = block.rows if block.header is None else (block.header, *block.rows)
            for row in rows:
                for cell in row.cells:
                    yield from cell
