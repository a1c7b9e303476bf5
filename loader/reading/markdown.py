"""Markdown to blocks. The parsing is markdown-it's (CommonMark with pipe tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

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
    Span,
    Table,
    Unread,
)
from loader.reading.html import blocks_of_html
from loader.reading.inline import count_line_ends, lines_of

# Far deeper than anybody nests a list; markdown-it leaves out what is deeper.
DEEPEST = 100
# A line that is nothing but strong text or a year, and names a group.
_LABEL = re.compile(r"(?:\*\*|__)[^*_\[\]()<>]+(?:\*\*|__)\s*:?\s*|(?:19|20)\d\d\s*:?\s*")
_LONGEST_LABEL = 60
# "[code](https://example.org/a- b/c)": a blank that the end of a line left behind a hyphen.
_BLANK_IN_TARGET = re.compile(r"\]\((https?://[^\s()<>\"']{1,300}-) ([^\s()<>\"']{1,300})\)")
# "-[Title](…)", "*[Title](…)": no blank behind the bullet.
_GLUED_BULLET = re.compile(r"^[ \t]{0,40}[-*](?=\[)([^*\n]*)", re.MULTILINE)
_OPENED_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)


def blocks_of_markdown(text: str) -> Iterator[Block]:
    r"""Blocks of a document in order; code and comments are left out.

    >>> [type(b).__name__ for b in blocks_of_markdown("# Survey\n**A title** \\\n*An Author*")]
    ['Heading', 'Paragraph']
    """
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    # Whoever indents a line by four blanks means an entry; code is fenced in lists.
    parser.disable("code")
    parser.block.ruler.before("paragraph", "label", _ends_item, {"alt": ["paragraph"]})
    # Which targets are good is decided where links are read, so that a bad one can be reported;
    # they are normalised there, too, and only once.
    parser.validateLink = lambda _: True  # type: ignore[assignment]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    count_line_ends(parser)
    text = _BLANK_IN_TARGET.sub(r"](\1\2)", _GLUED_BULLET.sub(_unglued, text))
    tokens = parser.parse(text)
    yield from _Reader(parser, tokens, text.split("\n")).blocks()
    deepest = next((t for t in tokens if t.level >= DEEPEST - 2 and t.map is not None), None)
    if deepest is not None:
        yield Unread(*_place(deepest), "nested too deeply: what follows may be missing")


def _unglued(found: re.Match[str]) -> str:
    """A bullet with the blank that it lacks; an asterisk that opens emphasis stays."""
    line, behind = found.group(), found.string[found.end() : found.end() + 1]
    if behind == "*" and line.lstrip()[0] == "*":
        return line
    return f"{line[: found.start(1) - found.start()]} {found.group(1)}"


def _ends_item(state: StateBlock, line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    """Whether a line that is not indented ends the item above it, being a label over the next.

    To CommonMark "**2023**" straight below an item is a lazy continuation of its text.
    """
    if not silent or state.sCount[line] >= state.blkIndent:
        return False
    begun, ended = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    return ended - begun < _LONGEST_LABEL and _LABEL.fullmatch(state.src, begun, ended) is not None


class _Reader:
    """Reads a stream of tokens block by block; containers by recursion, DEEPEST at most."""

    def __init__(self, parser: MarkdownIt, tokens: Sequence[Token], source: Sequence[str]) -> None:
        self.parser = parser
        self.tokens = tokens
        self.source = source
        self.next = 0
        # Source lines below this one (from 0) have been read as part of an HTML table.
        self.read_until = 0

    def blocks(self, closing: str = "") -> Iterator[Block]:
        """Blocks up to the token that closes the container, which is consumed."""
        while self.next < len(self.tokens):
            token = self.tokens[self.next]
            self.next += 1
            if token.type == closing:
                return
            yield from self._block(token)

    def _block(self, token: Token) -> Iterator[Block]:  # noqa: C901 (a case a kind of token)
        read = token.map is not None and token.map[0] < self.read_until
        match token.type:
            case "heading_open" | "paragraph_open":
                inline = self.tokens[self.next]
                self.next += 2
                if not read:
                    yield from _text(token, inline)
            case "bullet_list_open" | "ordered_list_open":
                items = tuple(self._items(token.type.replace("open", "close")))
                if not read:
                    yield Listing(items)
            case "table_open":
                table = self._table()
                if not read:
                    yield table
            case "html_block" if not read:
                heading = self._coloured_heading(token)
                yield from self._html(token) if heading is None else (heading,)
            case "blockquote_open":
                blocks = tuple(self.blocks("blockquote_close"))
                if not read:
                    yield Quote(blocks)
            case "hr" if not read:
                yield Rule(_place(token)[0])
            case _:
                # Code is none of our business.
                pass

    def _items(self, closing: str) -> Iterator[Item]:
        item: Item | None = None
        below: list[Item] = []
        while self.next < len(self.tokens):
            token = self.tokens[self.next]
            self.next += 1
            if token.type == closing:
                break
            first, last = _place(token)
            blocks = tuple(self.blocks("list_item_close"))
            while last > first and not self.source[last - 1].strip():
                last -= 1
            after = Item(first, last, blocks)
            # "-  A title", with two blanks, wants three before what is below it; people write two.
            if item is not None and self._column(first) > self._column(item.line) + 1:
                below.append(after)
                continue
            if item is not None:
                yield _with_items(item, below)
            item, below = after, []
        if item is not None:
            yield _with_items(item, below)

    def _column(self, line: int) -> int:
        """How many blanks stand before a source line."""
        text = self.source[line - 1].expandtabs(4)
        return len(text) - len(text.lstrip(" "))

    def _table(self) -> Table:
        header: Row | None = None
        rows: list[Row] = []
        cells: list[tuple[Line, ...]] = []
        place = (1, 1)
        while (token := self.tokens[self.next]).type != "table_close":
            self.next += 1
            if token.type == "tr_open":
                cells, place = [], _place(token)
            elif token.type == "inline":
                cells.append(lines_of(token.children or (), *place))
            elif token.type == "tr_close":
                cells.extend(self._cells_beyond(place, len(cells)))
                rows.append(Row(*place, tuple(cells)))
            elif token.type == "thead_close":
                header = rows.pop()
        self.next += 1
        return Table(header, tuple(rows))

    def _cells_beyond(self, place: tuple[int, int], count: int) -> Iterator[tuple[Line, ...]]:
        """Cells of a row behind those that the header has, which markdown-it leaves out."""
        row = self.source[place[0] - 1].strip().removeprefix("|")
        if row.count("|") <= count:
            return
        cells = escapedSplit(row.removesuffix("|"))
        for cell in cells[count:]:
            for token in self.parser.parseInline(cell):
                yield lines_of(token.children or (), *place)

    def _coloured_heading(self, opened: Token) -> Heading | None:
        """The heading around a line of code, if these tokens are one.

        Code that is a difference of texts is coloured, and people write headings in it.
        """
        found = _OPENED_HEADING.fullmatch(opened.content.strip())
        following = self.tokens[self.next : self.next + 2]
        if found is None or [token.type for token in following] != ["fence", "html_block"]:
            return None
        code, closed = following
        text = code.content.strip().lstrip("+-!# ")
        if not text or "\n" in text or not closed.content.strip().lower().startswith("</h"):
            return None
        self.next += 2
        return Heading(int(found.group(1)), _place(opened)[0], (Span(text),))

    def _html(self, token: Token) -> Iterator[Block]:
        """Blocks of an HTML block; a table is read to its end, whatever blank lines part it."""
        first, last = token.map or [0, 1]
        content = token.content
        depth = _depth(content)
        while depth > 0 and last < len(self.source):
            depth += _depth(self.source[last])
            last += 1
        if last > (token.map or [0, 1])[1]:
            content = "\n".join(self.source[first:last])
            self.read_until = last
        yield from blocks_of_html(content, first + 1)


def _with_items(item: Item, below: Sequence[Item]) -> Item:
    """An item with more items below it."""
    if not below:
        return item
    *before, last = item.blocks or (Listing(()),)
    if isinstance(last, Listing):
        listing = Listing((*last.items, *below))
    else:
        before.append(last)
        listing = Listing(tuple(below))
    return Item(item.line, below[-1].end, (*before, listing))


def _depth(html: str) -> int:
    """How many tables a piece of HTML opens beyond those that it closes."""
    return sum(-1 if closes else 1 for closes in _TABLE_TAG.findall(html))


def _place(token: Token) -> tuple[int, int]:
    """First and last source line of a token, from 1."""
    first, end = token.map or [0, 1]
    return first + 1, max(first + 1, end)


def _text(opened: Token, inline: Token) -> Iterator[Block]:
    """The heading or paragraph that an inline token is the content of."""
    lines = lines_of(inline.children or (), *_place(inline))
    if not lines:
        return
    # An entry that a line of hyphens follows is a heading to CommonMark, and an entry to people.
    entry = len(lines) > 1 and any(span.href for line in lines for span in line.spans)
    if opened.type == "heading_open" and not entry:
        spans = tuple(span for line in lines for span in line.spans)
        yield Heading(int(opened.tag[1:]), lines[0].number, spans)
        return
    # "#2 Methods": without the blank no heading to CommonMark, and one to people.
    first = lines[0].text
    marks = len(first) - len(first.lstrip("#"))
    if (
        len(lines) == 1
        and 0 < marks <= 6
        and first[marks:].strip()
        and lines[0].spans[0].href is None
    ):
        head = lines[0].spans[0]
        yield Heading(marks, lines[0].number, (type(head)(head.text[marks:]), *lines[0].spans[1:]))
        return
    yield Paragraph(lines)
