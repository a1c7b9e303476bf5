"""Notes on theses and books: "PhD thesis, Ada One, TU Munich, 2024", "Ada One, Routledge, 1999"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader.fields.names import is_initials, is_name
from loader.fields.venue_text import is_publisher
from loader.fields.years import is_date

_DEGREE = re.compile(
    r"(?:an?\s|my\s|the\s)?(?:(?:ph\.?\s?d\.?|doctoral|m\.?\s?sc?\.?|b\.?\s?sc?\.?|master['’]?s?|"
    r"bachelor['’]?s?|diploma|licentiate|habilitation|undergraduate|graduate)\s)?"
    r"(?:thesis|dissertation)",
    re.IGNORECASE,
)
_SAYS_THESIS = re.compile(r"thesis|dissertation", re.IGNORECASE)
_LONGEST = 160
_MOST_PARTS = 8
_DEGREE_AND_SCHOOL = 2
_AND = re.compile(r"\s+(?:and|&)\s+")


@dataclass(frozen=True, slots=True)
class Note:
    """What a note on a thesis or book tells.

    Attributes:
        author: Who wrote it, if that is said.
        date: When.
        degree: What sort of thesis it is, if it is one.
    """

    author: str | None
    date: str | None
    degree: str | None


def is_degree(text: str) -> bool:
    """Whether a text says of what sort a thesis is, and nothing else.

    >>> is_degree("Ph.D. thesis"), is_degree("Thesis of Widgets")
    (True, False)
    """
    said = text[-len("dissertation") :].lower()
    return said.endswith(("thesis", "dissertation")) and _DEGREE.fullmatch(text) is not None


def note_of(text: str) -> Note | None:
    """What a text says of a thesis or of a book, if it is about one.

    Of a school and a publisher nothing is told: neither is a venue.

    >>> note_of("PhD thesis, Ada One, TU Munich, 2024")
    Note(author='Ada One', date='2024', degree='PhD thesis')
    >>> note_of("Ada One and Ben Two, Routledge, 1999").author
    'Ada One and Ben Two'
    >>> note_of("PhD thesis, Georgia Tech, 2019").author, note_of("Ada One, Widget Letters, 2019")
    (None, None)
    """
    if not 0 < text.count(",") < _MOST_PARTS or len(text) > _LONGEST:
        return None
    parts = [part.strip(" .") for part in text.split(",")]
    thesis = _SAYS_THESIS.search(text) is not None
    # A publisher stands at the end, before the year: most texts are told by that.
    if not thesis and not any(map(is_publisher, parts[-2:])):
        return None
    date = next(filter(is_date, parts), None)
    told = [part for part in parts if not is_date(part)]
    degree = next(filter(is_degree, told), None) if thesis else None
    if degree is not None:
        place = told.index(degree)
        # "PhD thesis, Ada One, TU Munich": who stands alone behind it may be a school.
        people = told[:1] if place else told[1:2] if len(told) > _DEGREE_AND_SCHOOL else []
        if place > 1:
            return None
    else:
        people = [part for part in told if not is_publisher(part)]
        if len(people) == len(told) or not all(map(_are_people, people)):
            return None
    named = bool(people) and all(map(_are_people, people))
    return Note(", ".join(people) if named else None, date, degree)


def _are_people(text: str) -> bool:
    """Whether a text is one full name, or several joined by "and"."""
    people = _AND.split(text)
    return all(" " in person and is_name(person) and not _is_school(person) for person in people)


def _is_school(text: str) -> bool:
    """Whether a word in capitals, as of "TU Munich", tells a school from a person."""
    return not text.isupper() and any(
        word.isupper() and len(word) > 1 and not is_initials(word) for word in text.split()
    )
