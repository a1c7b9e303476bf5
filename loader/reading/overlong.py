"""Paragraphs of reStructuredText that would cost docutils far more than their length.

Its patterns for inline markup look for an end behind every mark that may begin something, and for
the end of a reference behind every word: time that grows with the square of a paragraph's length.
No entry is as long as the limits here, so what is longer is taken out, and said to be unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loader.reading.blocks import Unread

# Characters of one paragraph, and of one word in it.
LONGEST_PARAGRAPH = 10_000
LONGEST_WORD = 2_000
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1}}}")
_SIMPLE_TABLE_RULE = re.compile(r"={2,}(?: +={2,})+\s*")
_GRID_TABLE_RULE = ("+-", "+=")
_MARK = re.compile(r"\s*(?:[-*+•]|[(]?(?:\d{1,4}|#)[.)])\s")


def without_overlong(text: str) -> tuple[str, list[Unread]]:
    r"""A text with blank lines in the place of paragraphs that are too long, and what they were.

    Cost: linear in the length of the text.

    >>> without_overlong("- one\n- two")
    ('- one\n- two', [])
    >>> text, unread = without_overlong("A title\n\n" + "*a " * 4000)
    >>> text, [(found.line, found.end_line) for found in unread]
    ('A title\n\n', [(3, 3)])
    """
    lines = text.split("\n")
    unread: list[Unread] = []
    for first, end in _paragraphs(lines):
        part = lines[first:end]
        if sum(map(len, part)) > LONGEST_PARAGRAPH or any(map(_LONG_WORD.search, part)):
            lines[first:end] = [""] * (end - first)
            unread.append(Unread(first + 1, end, "longer than any entry, and not read"))
    return "\n".join(lines), unread


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First line of each paragraph, item or row of a table, from 0, and the line behind it."""
    first: int | None = None
    in_table = False
    for n, line in enumerate(lines):
        blank = not line.strip()
        in_table = not blank and in_table != bool(_SIMPLE_TABLE_RULE.fullmatch(line))
        if first is not None and (blank or _begins(line, lines[first], in_table=in_table)):
            yield first, n
            first = None
        if first is None and not blank:
            first = n
    if first is not None:
        yield first, len(lines)


def _begins(line: str, first: str, *, in_table: bool) -> bool:
    """Whether a line begins something of its own, though no blank line stands before it.

    Args:
        line: The line.
        first: The line that what stands before it began with.
        in_table: Whether it stands in a table that only rules and columns draw.
    """
    if line.lstrip().startswith(_GRID_TABLE_RULE) or (in_table and not line[:1].isspace()):
        return True
    # An item follows an item of its depth; within a paragraph its mark is text.
    marks = _MARK.match(line), _MARK.match(first)
    return all(marks) and _indent(line) == _indent(first)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
