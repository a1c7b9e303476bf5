"""HTML among Markdown to blocks: tables, headings, folds, lists. The parsing is lxml's."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html
from lxml.etree import ParserError

from loader.reading.blocks import (
    Block,
    Caption,
    Heading,
    Item,
    Line,
    Listing,
    Paragraph,
    Row,
    Table,
)
from loader.reading.inline import write_image
from loader.reading.line_writer import LineWriter
from loader.reading.tags import BREAKS, EMPHASIS, STRONG

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol"})
_NOT_TEXT = frozenset({"script", "style", "template", "svg"})
_BLOCKS = frozenset({*_HEADINGS, *_LISTS, "table", "summary"})


def blocks_of_html(markup: str, first: int) -> Iterator[Block]:
    r"""Blocks of a piece of HTML whose first line is the source line ``first``.

    >>> list(blocks_of_html("<details>\n<summary>Faster <b>Inference</b></summary>", 28))
    [Caption(line=29, text='Faster Inference')]
    """
    bare = markup.strip()
    if "<" not in markup or (bare.startswith("<!--") and bare.endswith("-->")):
        return
    try:
        # "utf-8" so that lxml does not guess: it guesses from what the text itself claims.
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = html.fragment_fromstring(markup.encode(), create_parent="div", parser=parser)
    except (ParserError, ValueError):
        return
    # lxml cannot count past 65,535 lines; no table in a list is that long.
    yield from _Walker(first, first + markup.count("\n")).blocks(root)


class _Walker:
    """Walks a tree of elements; ``first`` and ``last`` are the source lines it came from."""

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last

    def line(self, element: html.HtmlElement) -> int:
        return min(self.first + max((element.sourceline or 1) - 1, 0), self.last)

    def blocks(self, element: html.HtmlElement) -> Iterator[Block]:  # noqa: C901 (a case a tag)
        tag = element.tag
        if not isinstance(tag, str) or tag in _NOT_TEXT:
            return
        if tag in _HEADINGS:
            spans = tuple(span for line in self.lines(element) for span in line.spans)
            if spans:
                yield Heading(_HEADINGS[tag], self.line(element), spans)
        elif tag == "summary":
            text = " ".join(line.text for line in self.lines(element)).strip()
            if text:
                yield Caption(self.line(element), text)
        elif tag == "table":
            yield self.table(element)
        elif tag in _LISTS:
            yield Listing(tuple(self.items(element)))
        elif any(
            child.tag in _BLOCKS
            for child in element.iterdescendants()
            if isinstance(child.tag, str)
        ):
            for child in element:
                yield from self.blocks(child)
        elif lines := self.lines(element):
            yield Paragraph(lines)

    def items(self, element: html.HtmlElement) -> Iterator[Item]:
        for child in element:
            if child.tag == "li":
                lines = self.lines(child)
                end = max([self.line(child), *(line.end for line in lines)])
                yield Item(self.line(child), end, (Paragraph(lines),) if lines else ())

    def table(self, element: html.HtmlElement) -> Table:
        header: Row | None = None
        rows: list[Row] = []
        for tr in element.iter("tr"):
            cells = [cell for cell in tr if cell.tag in {"td", "th"}]
            lines = tuple(self.lines(cell) for cell in cells)
            end = max([self.line(tr), *(line.end for cell in lines for line in cell)])
            row = Row(self.line(tr), end, lines)
            if header is None and not rows and cells and all(cell.tag == "th" for cell in cells):
                header = row
            elif cells:
                rows.append(row)
        return Table(header, tuple(rows))

    def lines(self, element: html.HtmlElement) -> tuple[Line, ...]:
        writer = LineWriter(self.line(element), self.last)
        self.write(element, writer)
        return writer.lines()

    def write(self, element: html.HtmlElement, writer: LineWriter) -> None:
        """Write an element's text, marks opened before and closed behind it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _NOT_TEXT:
            return
        writer.at(self.line(element))
        breaks = tag in BREAKS and writer.href is None
        if breaks:
            writer.break_line()
        if tag == "img":
            write_image(writer, element.get("alt", ""), element.get("src", ""))
        outer = writer.href
        if tag == "a":
            writer.href = element.get("href") or outer
        writer.strong += tag in STRONG
        writer.emphasis += tag in EMPHASIS
        _write_text(element.text, writer)
        for child in element:
            self.write(child, writer)
            _write_text(child.tail, writer)
        writer.strong -= tag in STRONG
        writer.emphasis -= tag in EMPHASIS
        writer.href = outer
        if breaks:
            writer.break_line()


def _write_text(text: str | None, writer: LineWriter) -> None:
    """Write text, counting its line ends, which are blanks to HTML."""
    if not text:
        return
    says = text.strip() or " " in text
    for n, part in enumerate(text.split("\n")):
        if n:
            writer.at(writer.number + 1)
        if says and (n or part):
            writer.write(f" {part}" if n else part)
