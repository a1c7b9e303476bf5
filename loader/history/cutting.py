"""Cutting a version of a list into pieces, so that only what changed is read again.

Two versions of a list have nearly all their lines in common. Each is cut at its headings, and long
sections at items, rows and paragraphs as well. Where a cut falls depends on the lines around it
alone: what is put in or taken out moves the cuts next to it and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from zlib import crc32

from loader.records import Markup

# Lines. A heading ends a piece that has as many; below that, one heading in four does.
_ENOUGH = 10
# Lines after which a piece ends at the next item, row or paragraph, whatever stands there.
_MOST = 48
# One line in so many may end a piece by what it says.
_ONE_IN = 4
_ATX = re.compile(r"(#{1,6})(?:\s|$)")
_HTML_HEADING = re.compile(r"<h([1-6])[ >].*</h", re.IGNORECASE)
_UNDERLINE = re.compile(r"(=+|-+)\s*$")
_RST_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_FENCE = re.compile(r"(?:```|~~~)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,4}[.)])\s")
_TABLE_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?\s*$")
# CommonMark 0.31, section 4.7: where links lead whose targets stand elsewhere.
_DEFINITION = re.compile(r"\s{0,3}\[([^\[\]]{1,200})\]:\s")
_LABEL = re.compile(r"\[([^\[\]\n]{1,200})\]")
# How lines begin that are no plain text; all others are looked at no further.
_TELLING = frozenset("#`~<=-*+|[0123456789")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a version, with what stands elsewhere in it and is needed to read them.

    Attributes:
        line: Line of the version on which it begins, from 1.
        above: The headings over it, and the head of the table that it goes on with.
        text: Its lines.
        below: The definitions of the links that it refers to.
    """

    line: int
    above: str
    text: str
    below: str

    @property
    def digest(self) -> bytes:
        """Tells it from every piece that may be read otherwise, wherever it stands."""
        told = f"{self.above}\0{self.text}\0{self.below}"
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    @property
    def document(self) -> str:
        """A text that is read as these lines are where they stand."""
        return f"{self.above}{self.text}\n\n{self.below}" if self.below else self.above + self.text

    @property
    def lines_above(self) -> int:
        """How many lines of the document are not its own."""
        return self.above.count("\n")


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    lines: str


@dataclass(slots=True)
class _Scan:
    """Where a version can be cut.

    Attributes:
        lines: Its lines.
        markup: What it is written in.
        headings: Headings by the place of their first line.
        starts: Places of items, rows and paragraphs at which a long section can be cut.
        heads: Head of the table that the row at a place belongs to.
        definitions: Definitions of links by label.
    """

    lines: Sequence[str]
    markup: Markup
    headings: dict[int, _Heading] = field(default_factory=dict)
    starts: set[int] = field(default_factory=set)
    heads: dict[int, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Look at every line once."""
        if self.markup is Markup.RESTRUCTUREDTEXT:
            self._structured_text()
        else:
            self._markdown()

    def _structured_text(self) -> None:
        levels: dict[str, int] = {}
        for place, line in enumerate(self.lines):
            title = self.lines[place - 1].rstrip() if place else ""
            if (
                _RST_UNDERLINE.match(line)
                and title
                and title[0] not in " \t"
                and not _RST_UNDERLINE.match(title)
                and len(line.rstrip()) >= len(title)
            ):
                over = place > 1 and self.lines[place - 2].rstrip() == line.rstrip()
                start = place - 2 if over else place - 1
                level = levels.setdefault(f"{line[0]}{over}", len(levels) + 1)
                text = "\n".join(self.lines[start : place + 1])
                self.headings[start] = _Heading(level, text)
            elif _ITEM.match(line) or (line[:1].strip() and not title):
                self.starts.add(place)

    def _markdown(self) -> None:
        # Until what the lines are hidden in code, a comment or a table of HTML.
        until = ""
        table = ""
        blank = True
        for place, line in enumerate(self.lines):
            first = line[:1]
            was_blank, blank = blank, not line or line.isspace()
            if until:
                until = "" if until in line else until
                continue
            if first != "|":
                table = ""
            if first in "-*+" and line[1:2] == " ":
                self.starts.add(place)
            elif first == "|":
                table = self._row(place, line, table)
            elif first in _TELLING:
                until = self._telling(place, line, was_blank=was_blank)
            elif was_blank and not blank and first != " ":
                self.starts.add(place)

    def _telling(self, place: int, line: str, *, was_blank: bool) -> str:
        """What ends the lines that are not to be looked at from here on, if any are."""
        first = line[:1]
        if first == "<":
            return self._html(place, line)
        if first in "`~" and (told := _FENCE.match(line)):
            return told[0]
        if first == "#" and (told := _ATX.match(line)):
            self.headings[place] = _Heading(len(told[1]), line)
        elif first in "=-" and not was_blank and _UNDERLINE.match(line):
            self._underlined(place, 1 if first == "=" else 2)
        elif first == "[" and (told := _DEFINITION.match(line)):
            self.definitions[told[1].lower()] = line
        elif was_blank or _ITEM.match(line):
            self.starts.add(place)
        return ""

    def _html(self, place: int, line: str) -> str:
        """What ends the block of HTML that opens on a line; nothing where it ends there too."""
        if told := _HTML_HEADING.match(line):
            self.headings[place] = _Heading(int(told[1]), line)
        for opening, closing in (("<!--", "-->"), ("<table", "</table>")):
            if line.startswith(opening):
                return "" if closing in line else closing
        return ""

    def _row(self, place: int, line: str, table: str) -> str:
        """The head of the table that a row belongs to, as far as it is known."""
        if not table:
            return f"{line}\n"
        if table.count("\n") == 1:
            return f"{table}{line}\n" if _TABLE_RULE.match(line) else "\n\n"
        if not table.isspace():
            self.starts.add(place)
            self.heads[place] = table
        return table

    def _underlined(self, place: int, level: int) -> None:
        title = self.lines[place - 1]
        if place - 1 in self.headings or title[:1] in _TELLING or title[:1].isspace():
            return
        self.starts.discard(place - 1)
        self.headings[place - 1] = _Heading(level, f"{title}\n{self.lines[place]}")


def pieces_of(text: str, markup: Markup) -> Iterator[Piece]:
    r"""A version of a list in pieces, in order.

    Args:
        text: The version, lines parted by ``\n``.
        markup: What it is written in, Markdown or reStructuredText.

    Cost: linear in the length of the text.

    >>> [piece.text for piece in pieces_of("# A\n\n## One\n- x\n", Markup.MARKDOWN)]
    ['# A\n\n## One\n- x\n']
    """
    lines = text.split("\n")
    scan = _Scan(lines, markup)
    scan.run()
    top = next(iter(sorted(scan.headings)), None)
    over: list[_Heading] = []
    begun, above = 0, ""
    for place in sorted({*scan.headings, *scan.starts, len(lines)}):
        heading = scan.headings.get(place)
        if place == len(lines) or _ends(lines, begun, place, heading):
            if place > begun:
                body = "\n".join(lines[begun:place])
                yield Piece(begun + 1, above, body, _definitions_for(body, scan.definitions))
            begun, above = place, ""
        if heading is not None:
            over = [each for each in over if each.level < heading.level]
        if begun == place and place < len(lines):
            title = scan.headings[top] if top is not None and top < place else None
            above = _above(title, over) + scan.heads.get(place, "")
        if heading is not None:
            over.append(heading)


def _ends(lines: Sequence[str], begun: int, place: int, heading: _Heading | None) -> bool:
    """Whether a piece that began at one place ends before another."""
    length = place - begun
    if length >= (_MOST if heading is None else _ENOUGH):
        return True
    if length < _ENOUGH and heading is None:
        return False
    return crc32(lines[place].encode("utf-8", "surrogatepass")) % _ONE_IN == 0


def _above(title: _Heading | None, over: Sequence[_Heading]) -> str:
    """The headings over a piece; a document's first may be its title, which all stand below."""
    shown = [*over] if title is None or title in over else [title, *over]
    return "".join(f"{each.lines}\n\n" for each in shown)


def _definitions_for(text: str, definitions: Mapping[str, str]) -> str:
    if not definitions:
        return ""
    used = {label.lower() for label in _LABEL.findall(text)} & definitions.keys()
    return "\n".join(definitions[label] for label in sorted(used))
