"""Lines that tell something of the entry above them and are no entry themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from loader.fields.labels import is_label, kind_of_label
from loader.fields.text import has_letter, key_of
from loader.fields.venues import names_venue
from loader.fields.words import words_of
from loader.reading.blocks import Line, Span
from loader.reading.citation.credits import are_credits
from loader.reading.citation.flat import GAP, Flat, flat_of
from loader.reading.citation.pieces import pieces_around
from loader.reading.citation.titles import count_words, marked_titles

_LONGEST = 1_500
# Lines are asked about while they are joined to items and while these are judged.
_REMEMBERED = 1 << 12
_LONGEST_VENUE = 80
_NAME_END = re.compile(r"[,.(]")
_LABELLED = re.compile(r"^\W*([^\W\d_][^:：\n\x1f]{0,30}?)\s*[:：]")


@lru_cache(maxsize=_REMEMBERED)
def is_field(line: Line) -> bool:
    """Whether a line is "Label: …", nothing but labelled links, or nothing but credits."""
    flat = flat_of((line,))
    text = flat.text.replace(GAP, " ").strip(" []()|,:;·•-–—/&+*")
    if not has_letter(text) or _is_labelled(flat):
        return True
    if is_label(text):
        return bool(flat.anchors)
    if flat.anchors and _is_row_of_links(flat):
        return True
    # A title that marks set off saves a closer look, which costs most of the reading otherwise.
    titled = any(count_words(flat.text[p.start : p.end]) > 3 for p in marked_titles(flat))
    return not titled and len(text) <= _LONGEST and are_credits(pieces_around(flat, 0, 0))


def are_mostly_fields(lines: Sequence[Line]) -> bool:
    """Whether lines below a bare title tell of it: half of them are fields, one with a link."""
    fields = [line for line in lines if is_field(line)]
    linked = any(span.href is not None for line in fields for span in line.spans)
    return linked and 2 * len(fields) >= len(lines)


def split_fields(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines that may hold the title, and those from the first labelled field below it on."""
    lines = list(_with_whole_venues(lines))
    for n, line in enumerate(lines):
        if n and ":" in line.text.replace("：", ":") and _is_labelled(flat_of((line,))):
            return tuple(lines[:n]), tuple(lines[n:])
    return tuple(lines), ()


def _with_whole_venues(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines, two joined where the end of the first breaks a venue's name in two."""
    last: Line | None = None
    for line in lines:
        if last is None:
            last = line
        elif line.wrapped and _breaks_venue(last.text, line.text):
            last = replace(last, end=line.end, spans=(*last.spans, Span(" "), *line.spans))
        else:
            yield last
            last = line
    if last is not None:
        yield last


def _breaks_venue(before: str, behind: str) -> bool:
    """Whether the end of a line breaks the name of a venue in two.

    >>> _breaks_venue("A view of widgets. Artificial", "Intelligence Review, 18(2):77-95, 2002.")
    True
    >>> _breaks_venue("A view of widgets. Ada Lovelace", "Artificial Intelligence Review, 2002.")
    False
    """
    begun, rest = before[-_LONGEST_VENUE:].rpartition(". ")[2], behind[:_LONGEST_VENUE]
    rest = _NAME_END.split(rest, maxsplit=1)[0]
    if not begun or not begun[-1].isalpha() or not rest[:1].isupper():
        return False
    return names_venue(f"{begun} {rest}") and not names_venue(rest) and not names_venue(begun)


def _is_labelled(flat: Flat) -> bool:
    found = _LABELLED.match(flat.text)
    if found is None or not labels_field(found.group(1)):
        return False
    return _tells(found.group(1)) or not _goes_on_marked(flat, found.start(1), found.end())


def _goes_on_marked(flat: Flat, start: int, end: int) -> bool:
    """Whether the marks around a label hold more behind it: "**SPACE: Speech-driven Portraits**".

    Then it is no label of a link but the beginning of a title.
    """
    around = (run for run in flat.runs if run.start <= start and end <= run.end)
    run = next(around, None)
    if run is None or not (run.strong or run.href):
        return False
    return count_words(flat.text[end : run.end]) > 1 and not is_label(flat.text[end : run.end])


def labels_field(label: str) -> bool:
    """Whether a text before a colon is the label of a field.

    >>> labels_field("Keyword"), labels_field("Paper(arXiv)"), labels_field("Fast R-CNN")
    (True, True, False)
    """
    return (is_label(label) and kind_of_label(label) is not None) or _tells(label)


def _tells(label: str) -> bool:
    """Whether a label is of something that is told in words, and not of a link alone."""
    words = key_of(label).split()
    field = words_of("field")
    told = any(word in field for word in words)
    return told and all(word in field or is_label(word) for word in words)


def _is_row_of_links(flat: Flat) -> bool:
    """Whether a line is links and nothing else, one of them labelled and all of them short."""
    shown = "".join(flat.text[run.start : run.end] for run in flat.runs if run.href)
    whole = [c for c in flat.text if c.isalnum()]
    # "[[ICLR version]](…)": in brackets it is a label, whatever it says.
    bare = flat.text.strip()
    bracketed = len(flat.anchors) == 1 and bare.startswith("[") and bare.endswith("]")
    labelled = bracketed or any(kind_of_label(anchor.label) for anchor in flat.anchors)
    short = all(anchor.label.count(" ") < (4 if bracketed else 3) for anchor in flat.anchors)
    return labelled and short and bool(shown) and whole == [c for c in shown if c.isalnum()]
