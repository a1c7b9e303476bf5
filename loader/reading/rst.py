"""reStructuredText to blocks. The parsing is docutils'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.core import publish_doctree

from loader.reading.blocks import (
    Block,
    Heading,
    Item,
    Line,
    Listing,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Unread,
)
from loader.reading.line_writer import LineWriter
from loader.reading.overlong import without_overlong

_SETTINGS = {
    # Nothing but the text itself is read, whatever it asks for, and nothing is printed.
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "line_length_limit": 1_000_000,
}

# docutils ends lines at these, too, and counts them; a list's lines end in line feeds alone. NUL
# it keeps for marks of its own.
_LINE_ENDS = dict.fromkeys(map(ord, "\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), " ")
# A backslash takes the line end with it, and the lines below it would be counted wrongly.
_JOINED = re.compile(r"\\+\n")


def blocks_of_rst(text: str) -> Iterator[Block]:
    r"""Blocks of a document in order; comments, directives and messages of docutils are left out.

    >>> [type(b).__name__ for b in blocks_of_rst("Survey\n======\n\n- `PDF <https://a.org>`_")]
    ['Heading', 'Listing']
    """
    last = text.count("\n") + 1
    text, overlong = without_overlong(_JOINED.sub("\n", text.translate(_LINE_ENDS)))
    yield from overlong
    try:
        document = publish_doctree(text, settings_overrides=_SETTINGS)
    except RecursionError:
        yield Unread(1, last, "nested too deeply to be read")
        return
    yield from _Walker(last).blocks(document, 0)


class _Walker:
    """Walks a tree of nodes; docutils knows the line of a node or else of one inside or before."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.line = 1

    def at(self, node: nodes.Node) -> int:
        """The line of a node, which a heading has behind its underline."""
        known = node.line
        if known is None:
            inner = (n.line for n in node.findall() if n.line is not None)
            known = next(inner, self.line)
        self.line = min(max(1, known), self.last)
        return self.line

    def blocks(self, node: nodes.Node, level: int) -> Iterator[Block]:  # noqa: C901 (a case a node)
        for child in node.children:
            match child:
                case nodes.section():
                    yield from self.blocks(child, level + 1)
                case nodes.title() | nodes.subtitle():
                    line = max(1, self.at(child) - 1) if child.line else self.line
                    spans = tuple(span for text in self.lines(child, line) for span in text.spans)
                    yield Heading(max(1, min(level, 6)), line, spans)
                case nodes.paragraph():
                    lines = self.lines(child, self.at(child))
                    if lines:
                        yield Paragraph(lines)
                case nodes.bullet_list() | nodes.enumerated_list():
                    yield Listing(tuple(self.items(child)))
                case nodes.table():
                    yield self.table(child)
                case nodes.block_quote():
                    yield Quote(tuple(self.blocks(child, level)))
                case nodes.transition():
                    yield Rule(self.at(child))
                case (
                    nodes.definition_list()
                    | nodes.line_block()
                    | nodes.compound()
                    | nodes.container()
                ):
                    yield from self.blocks(child, level)
                case _:
                    # Comments, footnotes, code and docutils' own messages hold no entries.
                    pass

    def items(self, node: nodes.Node) -> Iterator[Item]:
        for child in node.children:
            if isinstance(child, nodes.list_item):
                first = self.at(child)
                blocks = tuple(self.blocks(child, 1))
                yield Item(first, max(first, self.line), blocks)

    def table(self, node: nodes.table) -> Table:
        header: Row | None = None
        rows: list[Row] = []
        for row in node.findall(nodes.row):
            first = self.at(row)
            cells = tuple(
                tuple(
                    line
                    for paragraph in entry.findall(nodes.paragraph)
                    if not isinstance(paragraph.parent, nodes.system_message)
                    for line in self.lines(paragraph, self.at(paragraph))
                )
                for entry in row.children
            )
            read = Row(first, max([first, *(line.end for cell in cells for line in cell)]), cells)
            if isinstance(row.parent, nodes.thead) and header is None:
                header = read
            else:
                rows.append(read)
        return Table(header, tuple(rows))

    def lines(self, node: nodes.Node, first: int) -> tuple[Line, ...]:
        writer = LineWriter(first, self.last)
        _write(node, writer)
        lines = writer.lines()
        if lines:
            self.line = lines[-1].end
        return lines


def _write(node: nodes.Node, writer: LineWriter) -> None:
    for child in node.children:
        if isinstance(child, nodes.Text):
            for n, part in enumerate(child.astext().split("\n")):
                if n:
                    writer.next_source_line(wrapped=True)
                if part:
                    writer.write(part)
            continue
        if isinstance(
            child, nodes.footnote_reference | nodes.citation_reference | nodes.problematic
        ):
            writer.at(writer.number + child.astext().count("\n"))
            continue
        strong, emphasis = isinstance(child, nodes.strong), isinstance(child, nodes.emphasis)
        outer = writer.href
        if isinstance(child, nodes.reference):
            writer.href = child.get("refuri") or outer
        writer.strong += strong
        writer.emphasis += emphasis
        if isinstance(child, nodes.literal):
            writer.write(child.astext(), code=True)
        elif not isinstance(child, nodes.target):
            _write(child, writer)
        writer.strong -= strong
        writer.emphasis -= emphasis
        writer.href = outer
