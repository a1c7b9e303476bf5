"""Fragments: what code hosts call headings in the addresses that lead to them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def fragment_of(text: str) -> str:
    """The fragment of a heading, given its text without markup.

    Lower case, hyphens for blanks, no punctuation: so GitHub does, and others after it.

    >>> fragment_of("Medical Visual Grounding (Referring)")
    'medical-visual-grounding-referring'
    """
    return "".join(
        "-" if c == " " else c
        for c in text.strip().lower()
        if c in " -_" or unicodedata.category(c)[0] in "LMN"
    )


def folded(fragment: str) -> str:
    """A fragment for comparing: without case, and without hyphens at its ends.

    Whether a blank beside an emoji leaves a hyphen differs from host to host.

    >>> folded("-Widgets-")
    'widgets'
    """
    return unicodedata.normalize("NFC", fragment).replace("\ufe0f", "").lower().strip("-")


def fragments_of(headings: Iterable[str]) -> frozenset[str]:
    """The folded fragments of headings, in order, with a number behind the second of a name.

    >>> sorted(fragments_of(["Survey", "2024", "Survey"]))
    ['2024', 'survey', 'survey-1']
    """
    times: dict[str, int] = {}
    found = set()
    for text in headings:
        fragment = fragment_of(text)
        count = times.get(fragment, 0)
        times[fragment] = count + 1
        found.add(folded(fragment if not count else f"{fragment}-{count}"))
    return frozenset(found)
