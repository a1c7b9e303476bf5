"""Comments in a list that silence rules.

<!-- curagraph: ignore D001 -->          the entry it stands in, or the next one
<!-- curagraph: ignore-file D002, V -->  the whole list
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loader.lint.pages import Page
from loader.lint.places import Place
from loader.lint.selection import codes_of

_NAME = "curagraph:"
_HERE, _FILE = "ignore", "ignore-file"
Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Silencer:
    """A comment that silences rules.

    Attributes:
        place: The comment.
        said: Codes or beginnings of codes as they are written.
        codes: The rules that they name.
        lines: First and last line on which they are silent, ``None`` for the whole list.
        fault: What is wrong with it, if it is not of its form.
    """

    place: Place
    said: tuple[str, ...]
    codes: frozenset[str]
    lines: Lines | None
    fault: str | None = None


class Silence:
    """Which codes are silent on which lines, and which comments were of use.

    However many comments speak of a line, it is looked up once for each stretch of lines.
    """

    def __init__(self, silencers: Iterable[Silencer]) -> None:
        self._codes: dict[Lines | None, set[str]] = defaultdict(set)
        for silencer in silencers:
            self._codes[silencer.lines] |= silencer.codes
        self._stretches: dict[int, list[Lines | None]] = defaultdict(list)
        for lines in self._codes:
            if lines is not None:
                for number in range(lines[0], lines[1] + 1):
                    self._stretches[number].append(lines)
        self._used: set[tuple[Lines | None, str]] = set()

    def covers(self, line: int, code: str) -> bool:
        """Whether a code is silent on a line; that a comment was of use is kept in mind."""
        stretches = (None, *self._stretches.get(line, ()))
        found = [(lines, code) for lines in stretches if code in self._codes.get(lines, ())]
        self._used.update(found)
        return bool(found)

    def was_used(self, silencer: Silencer) -> bool:
        """Whether anything was silenced where a comment speaks, by a code that it names."""
        return any((silencer.lines, code) in self._used for code in silencer.codes)


def silencers_of(page: Page, known: Sequence[str]) -> list[Silencer]:
    """The comments of a list that speak to the linter, in order."""
    ours = [
        (start, end, body[len(_NAME) :].replace(",", " ").split())
        for start, end in page.comments
        if (body := _body(page, start, end)).lower().startswith(_NAME)
    ]
    return list(_read(page, ours, known)) if ours else []


def _body(page: Page, start: int, end: int) -> str:
    return page.text[start + len("<!--") : end - len("-->")].strip()


def _read(
    page: Page, comments: Iterable[tuple[int, int, list[str]]], known: Sequence[str]
) -> Iterator[Silencer]:
    entries = sorted((entry.line, entry.end_line) for entry in page.reading.entries)
    following = _following(page.lines)
    for start, end, words in comments:
        order, said = (words[0].lower(), tuple(words[1:])) if words else ("", ())
        codes = [codes_of(word, known) for word in said]
        unknown = [word for word, found in zip(said, codes, strict=True) if not found]
        fault = None
        if order not in {_HERE, _FILE}:
            fault = "write <!-- curagraph: ignore CODE --> or ignore-file"
        elif not said:
            fault = "name the codes that are to be silent"
        elif unknown:
            fault = f"no rule has the code {unknown[0]!r}"
        lines = None if order == _FILE else _lines(page, start, end, entries, following)
        silent = frozenset[str]().union(*codes) if order in {_HERE, _FILE} else frozenset[str]()
        yield Silencer(page.place(start, end), said, silent, lines, fault)


def _lines(
    page: Page, start: int, end: int, entries: Sequence[Lines], following: Sequence[int]
) -> Lines:
    """The lines that a comment speaks of: those of its entry, or of the one that follows."""
    line, end_line = page.line_of(start), page.line_of(end)
    before = page.text[page.starts[line - 1] : start]
    behind = page.lines[end_line - 1][end - page.starts[end_line - 1] :]
    alone = not (before.strip() or behind.strip())
    spoken = following[end_line] if alone else line
    at = bisect_right(entries, (spoken, len(page.lines) + 1)) - 1
    if at >= 0 and entries[at][0] <= spoken <= entries[at][1]:
        return entries[at]
    return spoken, spoken


def _following(lines: Sequence[str]) -> list[int]:
    """For each line, counted from 0, the first from there on that says something, from 1."""
    found = [len(lines)]
    for number in range(len(lines), 0, -1):
        said = lines[number - 1].strip()
        comment = said.startswith("<!--") and said.endswith("-->")
        found.append(found[-1] if not said or comment else number)
    found.reverse()
    return found
