"""Markdown to blocks: what a layout needs to know of the text, with line numbers.

The parsing is markdown-it's (CommonMark); this module only turns its tokens into records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Flag, auto

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Far deeper than anybody nests a list; markdown-it leaves out what is deeper.
DEEPEST = 100


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
    """A line of a paragraph: up to a break that stands in no strong text, emphasis or link.

    A title that is wrapped within its asterisks is one title.

    Attributes:
        number: Source line it begins on, from 1.
        end: Source line it ends on, inclusive.
        spans: What stands on it, in order.
    """

    number: int
    end: int
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


@dataclass(frozen=True, slots=True)
class Unread:
    """Lines that hold something and are not read, with the reason."""

    line: int
    end_line: int
    reason: str


Block = Heading | Paragraph | Unread


def blocks_of(text: str) -> Iterator[Block]:
    r"""Headings and paragraphs of a document in order; code and comments are left out.

    >>> [type(block).__name__ for block in blocks_of("# Survey\n**A title** \\\n*An Author*")]
    ['Heading', 'Paragraph']
    """
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST})
    # Which targets are good is decided where links are read, so that a bad one can be reported.
    parser.validateLink = lambda _: True  # type: ignore[assignment]
    depth = 0
    previous: Token | None = None
    for token in parser.parse(text):
        if token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "inline" and previous is not None:
            yield from _text_block(token, previous, in_list=depth > 0)
        elif token.type == "html_block" and _holds_links(token.content):
            yield Unread(*_lines(token), "HTML with links is not read")
        if token.level >= DEEPEST - 1 and token.map is not None:
            yield Unread(*_lines(token), "nested too deeply: what follows may be missing")
        previous = token


def _holds_links(html: str) -> bool:
    return "http" in html and not html.lstrip().startswith("<!--")


def _lines(token: Token) -> tuple[int, int]:
    """First and last source line of a token, from 1."""
    first, end = token.map or [0, 1]
    return first + 1, max(first + 1, end)


def _text_block(token: Token, opened: Token, *, in_list: bool) -> Iterator[Block]:
    """The heading or paragraph that an inline token is the content of."""
    lines = tuple(_lines_of(token.children or (), *_lines(token)))
    # An entry that a line of hyphens follows is a heading to CommonMark, and an entry to people.
    entry = len(lines) > 1 and any(span.href for line in lines for span in line.spans)
    if opened.type == "heading_open" and not entry:
        text = " ".join(line.text for line in lines)
        yield Heading(int(opened.tag[1:]), lines[0].number, text)
    elif opened.type in {"heading_open", "paragraph_open"}:
        yield Paragraph(lines, in_list=in_list)


def _lines_of(tokens: Iterable[Token], first: int, last: int) -> Iterator[Line]:
    """Source lines of inline content that spans the lines ``first`` to ``last``."""
    style = Style.PLAIN
    href: str | None = None
    begun = number = first
    spans: list[Span] = []
    marks = {"strong": Style.STRONG, "em": Style.EMPHASIS}
    for token in tokens:
        name, _, side = token.type.rpartition("_")
        if token.type in {"softbreak", "hardbreak"}:
            if style or href is not None:
                spans.append(Span(" ", style, href))
                number = min(number + 1, last)
                continue
            yield Line(begun, number, tuple(spans))
            spans = []
            begun = number = min(number + 1, last)
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
    yield Line(begun, number, tuple(spans))
