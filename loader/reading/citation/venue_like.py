"""Texts that no table knows and that may name a venue all the same."""

from __future__ import annotations

import re

from loader.fields.text import has_letter, key_of
from loader.fields.words import words_of
from loader.fields.years import is_date, without_years

# What venues without an acronym of their own are called.
_CALLED = re.compile(
    r"\b(?:proceedings|proc\.|conference|conf\.|symposium|workshop|journal|j\.|transactions|"
    r"trans\.|letters|magazine|review|annals|advances in|lecture notes|preprint|arxiv|corr|"
    r"thesis|dissertation|technical report|tech\.? report|bulletin|archives?)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(
    r"[A-Z][A-Za-z&.\-]{0,20}[A-Z][a-z]{0,20}(?:[ \-][A-Z][A-Za-z]{0,20}[A-Z][a-z]{0,20})?"
)
# A short text that closes with a year in brackets.
_DATED = re.compile(r"[^()\[\]\n]{2,80}\s\((?:19|20)\d\d\)")
_SMALL = frozenset({"of", "the", "and", "on", "in", "for", "a", "an", "at"})
_LONGEST_VENUE = 160
_LONGEST_TAG = 80
_MOST_WORDS = 12
# No Chinese or Japanese journal's name is longer.
_MOST_SIGNS = 10
_MOST_WORDS_UNCALLED = 8


def calls_itself_venue(text: str) -> bool:
    """Whether a text says that it is a conference, a journal or the like.

    >>> calls_itself_venue("Journal of Widgets"), calls_itself_venue("Sadhana")
    (True, False)
    """
    return _CALLED.search(text) is not None


def may_be_venue(text: str, *, strict: bool) -> bool:
    """Whether a text that no table knows can name a venue: short, capitalised, no institution.

    Args:
        text: The text, without its year.
        strict: Ask for an acronym, or for something that calls itself a conference or journal:
            what is needed while it is not known yet whether the text is the title.

    >>> may_be_venue("Sadhana", strict=False), may_be_venue("Sadhana", strict=True)
    (True, False)
    >>> may_be_venue("ICNA", strict=True), may_be_venue("Purdue University", strict=False)
    (True, False)
    """
    if len(text) > _LONGEST_VENUE or ":" in text or not has_letter(text) or is_prose(text, 3):
        return False
    if not text.isascii() and sum("\u3040" <= sign <= "\u9fff" for sign in text) > _MOST_SIGNS:
        return False
    called = calls_itself_venue(text)
    if strict:
        few = text.count(" ") < _MOST_WORDS
        return _ACRONYM.fullmatch(text) is not None or (called and few)
    words = key_of(text).split()
    institution = any(word in words_of("organisation") for word in words)
    # "aiDM" has its capitals, if not where others have them.
    capital = text[:1].isupper() or (len(words) == 1 and text[-1].isupper())
    short = len(words) <= _MOST_WORDS_UNCALLED and capital
    return called or (short and not institution)


def is_dated_venue(label: str) -> bool:
    """Whether the text of a link that is no title can be a venue: it closes with a year.

    >>> is_dated_venue("npj Sci Food 10, 200 (2026)"), is_dated_venue("hLife (2025)")
    (True, True)
    >>> is_dated_venue("what we wrote of this (2019)"), is_dated_venue("Stanford University (2019)")
    (False, False)
    """
    if not _DATED.fullmatch(label) or ":" in label or not has_letter(label) or is_prose(label, 2):
        return False
    name = key_of(without_years(label)).split()
    # The journal "Research" is one, "Google Research" is none.
    return len(name) == 1 or not any(word in words_of("organisation") for word in name)


def is_dated_tag(text: str) -> bool:
    """Whether a text in brackets closes with a date behind a comma, as a venue's does.

    >>> is_dated_tag("Korean J Med Educ., 2023"), is_dated_tag("Widgets Track, 2023.6")
    (True, True)
    >>> is_dated_tag("A Survey of Widgets in 2023"), is_dated_tag("2023"), is_dated_tag("A, b")
    (False, False, False)
    """
    name, comma, date = text.rpartition(",")
    short = len(text) <= _LONGEST_TAG and name.count(" ") < _MOST_WORDS_UNCALLED
    return bool(comma) and short and is_date(date) and not is_prose(name, 2) and has_letter(name)


def is_prose(text: str, least: int = 5) -> bool:
    """Whether a text holds words in lower case that no name or venue holds, ``least`` at least.

    >>> is_prose("as we have shown in the last section above"), is_prose("University of the Arts")
    (True, False)
    """
    small = words_of("particle")
    lower = (w for w in text.split() if w.islower() and w.isalpha())
    return sum(word not in _SMALL and word not in small for word in lower) >= least
