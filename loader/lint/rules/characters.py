"""Characters that are not what was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from loader.lint.pages import Page
from loader.lint.places import Place, Remark
from loader.lint.rules.base import Level, rule

# Zero-width blanks, direction marks, and the mark that stands for lost bytes. Joiners are left
# out: emoji and several scripts need them.
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufffd\u00ad]")
_NAMES = {"\ufffd": "a lost character (U+FFFD)"}
# UTF-8 read as Windows-1252: é becomes Ã©, a curly quote â€™.
_MISREAD = re.compile("[ÃÂ][\u0080-\u00bf]|â€[\u0080-\u00ff\u0152-\u2122]")


@rule(
    "T001",
    "character-unseen",
    bad="""
    **CLIP in Medical\u200b Imaging: A Comprehensive Survey** \\
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
    good="""
    **CLIP in Medical Imaging: A Comprehensive Survey** \\
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def character_unseen(page: Page) -> Iterator[Remark]:
    """A line holds a character that nobody sees, or one that stands for lost bytes.

    A title with a zero-width blank is not found by a search for it; a direction mark shows text
    in another order than it has.
    """
    for number, line, found in _matches(page, _UNSEEN):
        character = line[found.start()]
        name = unicodedata.name(character, "a control character").lower()
        said = _NAMES.get(character, f"an unseen character: {name} (U+{ord(character):04X})")
        yield Remark(_place(number, found), said)


@rule(
    "T002",
    "text-misread",
    level=Level.ERROR,
    bad="""
    **A Survey** \\
    *Fernando PÃ©rez-García* \\
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
    good="""
    **A Survey** \\
    *Fernando Pérez-García* \\
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def text_misread(page: Page) -> Iterator[Remark]:
    """Text was saved in one encoding and read in another: Ã© stands for é."""
    for number, _, found in _matches(page, _MISREAD):
        said = found[0].encode("cp1252", "replace").decode("utf-8", "replace")
        meant = f" for {said}" if said.isprintable() and "\ufffd" not in said else ""
        yield Remark(_place(number, found), f"misread text: {found[0]!r}{meant}")


def _matches(page: Page, pattern: re.Pattern[str]) -> Iterator[tuple[int, str, re.Match[str]]]:
    """The first match on each line that is neither code nor HTML."""
    for number in sorted(page.plain_lines):
        line = page.lines[number - 1]
        if not line.isascii() and (found := pattern.search(line)):
            yield number, line, found


def _place(number: int, found: re.Match[str]) -> Place:
    return Place(number, found.start() + 1, number, found.end() + 1)


RULES = (character_unseen, text_misread)
