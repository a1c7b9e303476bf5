"""Author lines: a line of names becomes names in printed order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from loader.fields.text import has_letter, plain

_SEPARATOR = re.compile(r"\s*(?:[,;]|&|，|、|；|\band\b)\s*")
_TRUNCATED = re.compile(
    r"\s*\b(?:et\.? al\b|and others\b)[.,]?.*$|\s*(?:\.\.\.|…)\s*$", re.IGNORECASE
)
# Footnote marks: asterisks, daggers, section signs and digits that follow a name.
_MARKS = re.compile(r"[*∗†‡§¶♯#^✉]|(?<=\w)[0-9⁰¹²³⁴-⁹]+\b")
# The stop that ends a line, as opposed to one that ends an initial ("Ronald M.").
_FULL_STOP = re.compile(r"(?<=\w\w)\.$")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_LONGEST_NAME = 80


def authors_of(text: str) -> tuple[tuple[str, ...] | None, bool]:
    """The names of an author line, in order, and whether the line cuts them short.

    Returns:
        The names (``None`` where the line holds none) and ``True`` after "et al.".

    >>> authors_of("Yang Liu, Guanbin Li, Xiang Wan & Tsung-Hui Chang")
    (('Yang Liu', 'Guanbin Li', 'Xiang Wan', 'Tsung-Hui Chang'), False)
    >>> authors_of("*Liyue Shen,  Serena Yeung * ")
    (('Liyue Shen', 'Serena Yeung'), False)
    >>> authors_of("Mildenhall et al.")
    (('Mildenhall',), True)
    """
    line = plain(text)
    whole = _TRUNCATED.sub("", line)
    parts = _SEPARATOR.split(_MARKS.sub("", whole))
    names = tuple(_names_in(parts))
    if not names or any(len(name) > _LONGEST_NAME for name in names):
        return None, False
    return names, whole != line


def _names_in(parts: Iterable[str]) -> Iterator[str]:
    """Names among the parts of a line: what holds a letter; a suffix belongs to the name before."""
    name = ""
    for part in parts:
        text = _FULL_STOP.sub("", part.strip())
        if name and _SUFFIX.fullmatch(text):
            name = f"{name} {text}"
        elif has_letter(text):
            if name:
                yield name
            name = text
    if name:
        yield name
