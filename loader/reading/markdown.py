"""Markdown to blocks: what a layout needs to know of the text, with line numbers.

The parsing is markdown-it's (CommonMark); this module only turns its tokens into records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Flag, auto

from markdown_it import MarkdownIt
from markdown_it.token import Token


class Style(Flag):
    """How a piece of text is marked up."""

    PLAIN = 0
    STRONG = auto()
    EMPHASIS = auto()
    CODE = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one markup.

    Attributes:
        text: The text without its markup.
        style: Strong, emphasised, code, or several of them.
        href: Target as markdown-it normalised it, if the run stands in a link.
    """

    text: str
    style: Style = Style.PLAIN
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The spans of one source line of a paragraph.

    Attributes:
        number: Line in the source, from 1.
        spans: What stands on it, in order.
    """

    number: int
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Everything on the line without markup."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), its source line and its text without markup."""

    level: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        lines: Its source lines in order.
        in_list: Whether it stands in a list item.
    """

    lines: tuple[Line, ...]
    in_list: bool = False


Block = Heading | Paragraph


def blocks_of(text: str) -> Iterator[Block]:
    r"""Headings and paragraphs of a document in order; code, HTML and comments are left out.

    >>> [type(block).__name__ for block in blocks_of("# Survey\n**A title** \\\n*An Author*")]
    ['Heading', 'Paragraph']
    """
    parser = MarkdownIt("commonmark")
    # Which targets are good is decided where links are read, so that a bad one can be reported.
    parser.validateLink = lambda _: True  # type: ignore[assignment]
    depth = 0
    previous: Token | None = None
    for token in parser.parse(text):
        if token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "inline" and previous is not None and token.map is not None:
            first = token.map[0] + 1
            lines = tuple(_lines_of(token.children or (), first, token.map[1]))
            if previous.type == "heading_open":
                heading = " ".join(line.text for line in lines)
                yield Heading(int(previous.tag[1:]), first, heading)
            elif previous.type == "paragraph_open":
                yield Paragraph(lines, in_list=depth > 0)
        previous = token


def _lines_of(tokens: Iterable[Token], first: int, last: int) -> Iterator[Line]:
    """Source lines of inline content that spans the lines ``first`` to ``last``."""
    style = Style.PLAIN
    href: str | None = None
    number = first
    spans: list[Span] = []
    marks = {"strong": Style.STRONG, "em": Style.EMPHASIS}
    for token in tokens:
        name, _, side = token.type.rpartition("_")
        if token.type in {"softbreak", "hardbreak"}:
            yield Line(number, tuple(spans))
            spans = []
            number = min(number + 1, last)
        elif name in marks:
            style = style | marks[name] if side == "open" else style & ~marks[name]
        elif name == "link":
            href = str(token.attrs.get("href", "")) if side == "open" else None
        elif token.type == "code_inline":
            spans.append(Span(token.content, style | Style.CODE, href))
        elif token.type == "image":
            # An image says nothing itself; its link keeps its place.
            spans.append(Span(token.content if href is not None else "", style, href))
        elif token.type == "text":
            spans.append(Span(token.content, style, href))
    yield Line(number, tuple(spans))
