"""Mending what can be mended mechanically, and nothing besides.

Edits stay within a line, so no entry moves. What was mended is read again: where an entry would
say anything else than before, its lines stay as they were.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from loader.lint.places import Edit, Finding
from loader.reading import read
from loader.records import Entry, ListSnapshot

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTEXT = 3


def fixed(snapshot: ListSnapshot, text: str, findings: Iterable[Finding]) -> str:
    """A list's text with its findings mended, as far as they can be.

    Args:
        snapshot: The list.
        text: Its Markdown, lines parted by a line feed.
        findings: What was found in this list.
    """
    lines = text.split("\n")
    changed = {
        number: _edited(lines[number - 1], edits) for number, edits in _by_line(findings).items()
    }
    if not changed:
        return text
    before = read(snapshot, text).entries
    mended = _with(lines, changed)
    spoilt = _spoilt(before, read(snapshot, mended).entries)
    if not spoilt:
        return mended
    mended = _with(lines, {n: line for n, line in changed.items() if n not in spoilt})
    return text if _spoilt(before, read(snapshot, mended).entries) else mended


def _by_line(findings: Iterable[Finding]) -> dict[int, list[Edit]]:
    """Edits by line in order; of two that overlap the first."""
    lines: dict[int, list[Edit]] = defaultdict(list)
    for edit in sorted(finding.edit for finding in findings if finding.edit is not None):
        before = lines[edit.line]
        if not before or before[-1].end_column <= edit.column:
            before.append(edit)
    return lines


def _edited(line: str, edits: Sequence[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [line[at : edit.column - 1], edit.text]
        at = edit.end_column - 1
    return "".join([*parts, line[at:]])


def _with(lines: Sequence[str], changed: Mapping[int, str]) -> str:
    return "\n".join(changed.get(number, line) for number, line in enumerate(lines, 1))


def _spoilt(before: Sequence[Entry], after: Sequence[Entry]) -> set[int]:
    """Lines of entries that say something else than before, or are gone or new."""
    # An entry's own lines are what changes.
    one = {replace(entry, raw="") for entry in before}
    other = {replace(entry, raw="") for entry in after}
    return {number for entry in one ^ other for number in range(entry.line, entry.end_line + 1)}


def changes(before: str, after: str) -> Mapping[int, str]:
    """The lines of a text that another of as many lines has otherwise, by number from 1."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return {number: new for number, (old, new) in enumerate(pairs, 1) if old != new}


def with_lines(raw: bytes, changed: Mapping[int, str]) -> bytes:
    r"""A file's bytes with some lines changed: line ends and byte order mark stay as they are.

    >>> with_lines(b"\xef\xbb\xbfone\r\ntwo\rthree", {2: "2"})
    b'\xef\xbb\xbfone\r\n2\rthree'
    """
    mark, lines = _split(raw)
    kept = (changed.get(n, line) + end for n, (line, end) in enumerate(lines, 1))
    return (mark + "".join(kept)).encode()


def _split(raw: bytes) -> tuple[str, list[tuple[str, str]]]:
    """A file's byte order mark, and its lines with their ends."""
    text = raw.decode("utf-8")
    at = 1 if text.startswith("\ufeff") else 0
    mark, lines = text[:at], []
    for end in _LINE_END.finditer(text, at):
        lines.append((text[at : end.start()], end[0]))
        at = end.end()
    return mark, [*lines, (text[at:], "")]


def diff(name: str, raw: bytes, changed: Mapping[int, str]) -> Iterator[str]:
    r"""A unified diff of what changes in a file, with the line ends that the file has.

    >>> print("".join(diff("a.md", b"one\ntwo\n", {2: "2"})), end="")
    --- a.md
    +++ a.md
    @@ -1,2 +1,2 @@
     one
    -two
    +2
    """
    if not changed:
        return
    _, lines = _split(raw)
    if lines[-1] == ("", ""):
        lines.pop()
    yield f"--- {name}\n"
    yield f"+++ {name}\n"
    for first, last in _hunks(sorted(changed), len(lines)):
        length = last - first + 1
        yield f"@@ -{first},{length} +{first},{length} @@\n"
        for number in range(first, last + 1):
            line, end = lines[number - 1]
            rest = end or "\n\\ No newline at end of file\n"
            if number in changed:
                yield f"-{line}{rest}"
                yield f"+{changed[number]}{rest}"
            else:
                yield f" {line}{rest}"


def _hunks(numbers: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """First and last line of each stretch around changed lines."""
    first = last = 0
    for number in numbers:
        start, end = max(1, number - _CONTEXT), min(length, number + _CONTEXT)
        if first and start > last + 1:
            yield first, last
            first = 0
        first, last = first or start, end
    if first:
        yield first, last
