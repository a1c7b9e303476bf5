"""Venues: what the text that names one means, by the table in ``data/venues.toml``.

Four questions, four functions: what a text means that stands where a venue stands
(:func:`read_venue`), whether a piece of an entry is a venue at all (:func:`names_venue`), which
venue running text names (:func:`find_venue`), and which one a misspelt name means
(:func:`nearest`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from loader.fields.text import has_letter, plain
from loader.fields.venue_finding import Found, find_venue
from loader.fields.venue_reading import REMEMBERED, VenueText, read, read_fragment, read_venue
from loader.fields.venue_records import Venue, VenueKind
from loader.fields.venue_remarks import is_remark, starts_cut
from loader.fields.venue_spelling import nearest
from loader.fields.venue_table import VenueTable, venues
from loader.fields.venue_text import LONGEST, fragment_of, pieces_of, unwrapped, upright
from loader.fields.years import is_date

__all__ = [
    "Found",
    "Venue",
    "VenueKind",
    "VenueText",
    "find_venue",
    "names_venue",
    "nearest",
    "read_venue",
    "venues",
]

# How no title, person or institution begins.
_FORMS = re.compile(
    r"(?:in:?\s)?(?:proc(?:eedings|\.)\s(?:of|for)\s|proc\.\s|"
    r"(?:ieee|acm|siam|isca|ifip|usenix)(?:/\w{1,8})?\s"
    r"(?:trans(?:actions?|\.)|journal|j\.|letters|magazine|symposium|conference|workshop|"
    r"international|int\.|annual)\s|"
    r"(?:the\s|\d{1,3}(?:st|nd|rd|th)\s|annual\s){0,2}(?:international|european|asian|annual)\s"
    r"(?:joint\s)?(?:conference|symposium|workshop|congress)\son\s|"
    r"(?:international\s|european\s|american\s)?journal\s(?:of|on)\s|transactions\s(?:of|on)\s|"
    r"lecture\snotes\sin\s|arxiv\b)",
    re.IGNORECASE,
)
# "The 24th ACM SIGKDD Conference": a name begins with one of its first words.
_SPONSORS_AND_NUMBERS = 4
_LONGEST_NAME = 160
# What stands in brackets behind a venue is short: a track, a place, an acronym.
_LONGEST_ASIDE = 5


def names_venue(text: str) -> bool:
    """Whether a text is a venue or a date, and no title, names or institution.

    A venue is known, or unmistakable by its form (``Proceedings of ...``). One whose name means
    something else as well needs a year or a volume; a caller that expects a venue where a text
    stands asks :func:`read_venue`, which reads ``Brain`` alone as well.

    >>> names_venue("ICCV 2021"), names_venue("Oct 2023"), names_venue("Slake: A Dataset")
    (True, True, False)
    >>> names_venue("Nature"), names_venue("Neural Networks"), names_venue("Neural Networks 2009")
    (True, False, True)
    >>> names_venue("Learning to Rank"), names_venue("Stanford"), names_venue("J. Widgets 2030")
    (False, False, False)
    """
    return _worth_asking(text) and _names(text, venues())


# Names of more words than this call themselves a conference or journal, or have a year.
_FEW_WORDS = 7
_MOST_COMMAS = 5
_TELLING = re.compile(
    r"(?:19|20)\d\d|['’`´]\s?\d\d|\b(?:proc|conf|symposium|workshop|journal|trans|letters|magazine|"
    r"annals|advances|foundations and|notes|preprint|arxiv|corr|annual|meeting|association)",
    re.IGNORECASE,
)


def _worth_asking(text: str) -> bool:
    """Whether a closer look can say yes; most pieces of most entries are titles, names, prose."""
    if len(text) > LONGEST or text.count(",") > _MOST_COMMAS or (text.islower() and text.isalpha()):
        return False
    return text.count(" ") < _FEW_WORDS or _TELLING.search(text) is not None


@lru_cache(maxsize=REMEMBERED)
def _names(text: str, table: VenueTable) -> bool:
    bare = upright(unwrapped(plain(text)))
    if is_date(bare):
        return True
    if len(bare) > _LONGEST_NAME or not has_letter(bare):
        return False
    if _FORMS.match(bare):
        return True
    return not _is_plainly_other(bare, table) and _nothing_but_venue(bare, table)


def _is_plainly_other(text: str, table: VenueTable) -> bool:
    """Whether a word tells at once that a text is none: most titles hold one of no venue.

    A text with a year, with brackets or with a word such as "workshop" needs the closer look.
    """
    if _TELLING.search(text) or any(mark in text for mark in "([（【@."):
        return False
    words = (word.strip(",:;?!\"'") for word in text.replace("-", " ").split())
    return any(
        len(word) > _SHORT
        and word.isalpha()
        and (word[1:].islower() or not word.isascii())
        and not table.has_word(word.casefold())
        and not is_remark(word)
        for word in words
    )


_SHORT = 3


def _nothing_but_venue(text: str, table: VenueTable) -> bool:
    """Whether everything that is said is venue, date or remark: a title may end with a venue."""
    pieces = list(pieces_of(text))
    if not any(_promising(piece, table) for piece in pieces):
        return False
    found = read(text, table)
    asides = fragment_of(text).asides
    if found.venue is None or not found.sure or not all(map(_is_short, asides)):
        return False
    whole = read_fragment(text, table).venue is not None
    return whole or all(_venue_or_aside(piece, table) for piece in pieces)


def _is_short(aside: str) -> bool:
    return is_remark(aside) or len(aside.split()) <= _LONGEST_ASIDE


def _promising(piece: str, table: VenueTable) -> bool:
    """Whether a closer look is worth it: most pieces of most entries are words of titles."""
    said = starts_cut(unwrapped(piece)).split()
    acronyms = [word for word in said if not word.islower() and not word.istitle()]
    return any(table.may_begin(word) for word in (*said[:_SPONSORS_AND_NUMBERS], *acronyms))


def _venue_or_aside(piece: str, table: VenueTable) -> bool:
    fragment = read_fragment(piece, table)
    return fragment.venue is not None or fragment.label is None or is_remark(fragment.label)
