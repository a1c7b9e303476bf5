"""Titles without what is no part of them: numbers, dates, venues and tags around their words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loader.fields.text import has_letter
from loader.fields.venues import read_venue
from loader.fields.years import is_date, year_of
from loader.reading.citation.credits import is_credit_text, reads_as_tag
from loader.reading.citation.flat import is_credit
from loader.reading.citation.pieces import Piece

_TAIL = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]{1,80})[)）\]】]\s*[.,]?\s*$")
_HEAD = re.compile(
    r"^[\s*]*[(（\[【]([^()（）\[\]【】]{1,60})[)）\]】](?:\s*[:.,]\s*|[\s*]+|(?=[^\w])|(?<=】))"
)
# "2018 (KDD) *[TDM] Learning Trees", "KDD 2018 - Learning Trees": credits and what ends them.
_YEAR_FIRST = re.compile(r"\s*((?:19|20)\d\d)(?:[\s*]+(?=[(（\[【])|\s?[.:：]\s+)")
_DASHED_FIRST = re.compile(r"\s*([^:：()\[\]|–—\n]{4,40}?)\s+[-–—|]\s+")
_NUMBER = re.compile(r"^\s*[(\[]?\d{1,4}[.)\]]+\s+")
# What sort of work a title is of, behind it in citations after the Chinese standard GB/T 7714.
_SORTS = frozenset({"J", "C", "M", "D", "R", "J/OL", "C/OL", "EB/OL"})


@dataclass(slots=True)
class Title:
    """A title, where it stands in the string, and what stood in it besides."""

    text: str
    end: int
    name: str | None = None
    pieces: list[Piece] = field(default_factory=list)


def trim(title: Title) -> None:
    """Take numbers, dates, venues and tags off a title."""
    _cut_head(title)
    while (found := _NUMBER.match(title.text)) and has_letter(title.text[found.end() :]):
        title.text = title.text[found.end() :]
        _cut_head(title)
    _cut_tail(title)
    bare = title.text.strip()
    if bare.startswith("[") and bare.endswith("]"):
        title.text = bare[1:-1]


def _cut_head(title: Title) -> None:
    """Take dates, venues and tags in brackets off the beginning of a title.

    Behind the first of them each further one is a tag: "2018 (Airbnb) (KDD) [Airbnb2vec] A title".
    """
    first = _YEAR_FIRST.match(title.text) or _DASHED_FIRST.match(title.text)
    begun = first is not None and (is_date(first.group(1)) or _is_dated(first.group(1)))
    if first is not None and begun and has_letter(title.text[first.end() :]):
        title.pieces.append(Piece(first.group(1), behind=False))
        title.text = title.text[first.end() :]
    while found := _HEAD.match(title.text):
        inner, rest = found.group(1).strip(), title.text[found.end() :]
        if not has_letter(rest):
            return
        square = found.group().lstrip(" *")[0] in "[【"
        # "[KDD 2016, Google] A title": where and when, and who.
        where = inner.partition(", ")[0]
        if is_credit(inner) or is_date(inner):
            title.pieces.append(Piece(inner, behind=False))
        elif _is_dated(where):
            title.pieces.append(Piece(where, behind=False))
        elif not reads_as_tag(inner, "[]") or not (begun or (square and _is_long(rest))):
            return
        elif square:
            # Of two names the last is the method's, and the first the place it is from.
            title.name = inner
        title.text, begun = rest, True


def _is_dated(text: str) -> bool:
    """Whether a text is a venue with its year."""
    return is_credit(text) and read_venue(text).year is not None


def _is_long(text: str) -> bool:
    """Whether a text has more words than two."""
    return text.strip().count(" ") > 1


def _cut_tail(title: Title) -> None:
    """Take venues and dates in brackets off the end of a title."""
    while found := _TAIL.search(title.text[-100:]):
        inner = found.group(1)
        rest = title.text[: len(title.text) - len(found.group())]
        if inner in _SORTS and found.group().lstrip()[0] == "[" and has_letter(rest):
            title.text = rest
            continue
        # "(in 2020 and later)" is none, "(aiDM 2020)" is one.
        prose = inner[:1].islower() and inner.split(" ")[0].islower()
        dated = year_of(inner) is not None and not prose and inner.count(" ") < 8
        if not has_letter(rest) or not (dated or is_date(inner) or is_credit_text(inner)):
            return
        title.pieces.append(Piece(inner))
        title.text = rest
