"""Where a version of a list can be cut: its headings, items, rows and paragraphs.

A look at how lines begin, not a reading: a version is looked at for every commit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loader.records import Markup

_ATX = re.compile(r"(#{1,6})(?:\s|$)")
_HTML_HEADING = re.compile(r"<h([1-6])[ >].*</h", re.IGNORECASE)
_UNDERLINE = re.compile(r"(=+|-+)\s*$")
_RST_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_FENCE = re.compile(r"(?:```|~~~)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,4}[.)])\s")
_TABLE_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?\s*$")
# CommonMark 0.31, section 4.7: where links lead whose targets stand elsewhere.
_DEFINITION = re.compile(r"\s{0,3}\[([^\[\]]{1,200})\]:\s")
# How lines begin that are no plain text; all others are looked at no further.
_TELLING = frozenset("#`~<=-*+|[0123456789")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, and its lines as they are written."""

    level: int
    lines: str


@dataclass(slots=True)
class Scan:
    """Where a version can be cut.

    Attributes:
        lines: Its lines.
        markup: What it is written in.
        headings: Headings by the place of their first line.
        starts: Places of items, rows and paragraphs at which a long section can be cut.
        heads: Head of the table that the row at a place belongs to.
        definitions: Definitions of links by label.
        is_open: Whether code, a comment or a table of HTML begins and does not end.
    """

    lines: Sequence[str]
    markup: Markup
    headings: dict[int, Heading] = field(default_factory=dict)
    starts: set[int] = field(default_factory=set)
    heads: dict[int, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    is_open: bool = False

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
                self.headings[start] = Heading(level, text)
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
        self.is_open = bool(until)

    def _telling(self, place: int, line: str, *, was_blank: bool) -> str:
        """What ends the lines that are not to be looked at from here on, if any are."""
        first = line[:1]
        if first == "<":
            return self._html(place, line)
        if first in "`~" and (told := _FENCE.match(line)):
            return told[0]
        if first == "#" and (told := _ATX.match(line)):
            self.headings[place] = Heading(len(told[1]), line)
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
            self.headings[place] = Heading(int(told[1]), line)
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
        self.headings[place - 1] = Heading(level, f"{title}\n{self.lines[place]}")
