"""Pieces that commas part: names, then a venue and its year, from behind and from before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loader.fields.authors import reads_as_authors
from loader.fields.names import is_initials, is_name
from loader.fields.venue_text import is_publisher
from loader.fields.venues import names_venue, read_venue, venues
from loader.fields.words import words_of
from loader.fields.years import is_date, without_years, year_of
from loader.reading.citation.venue_like import calls_itself_venue, is_prose, may_be_venue

_COMMA = re.compile(r"\s*[,，]\s+|\s*，\s*|\s*,(?=(?:19|20)\d\d\b)")
_NUMBERS = re.compile(
    r"(?:vol(?:ume)?s?|no|issue|pages?|pp?|article|ch(?:apter)?|sec(?:tion)?)?\.?\s*"
    r"[\dIVXe:()\-–—./ ]+\s*(?:pages|pp\.?|p\.)?",
    re.IGNORECASE,
)
# How often a work is cited, which says nothing of it: "6000+ citations", "cited by 120".
_COUNTED = re.compile(
    r"[>~+]?\s?\d[\d.,]{0,9}[kK]?\s?\+?\s?(?:citations?|cites)|cited by:? \d{1,9}\+?|"
    r"citations?:? \d{1,9}\+?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+and\s+|\s*&\s*")
_CAPITALS = re.compile(r"[A-Z]{3}")
_ET_AL = re.compile(r"\s+et\.? al\.?$")
_FEW = 3


def peeled(text: str, *, strict: bool) -> tuple[str | None, str | None, str | None, str | None]:
    """Authors, venue, date and the rest of a piece that commas part.

    From behind, dates, page numbers and known venues are taken off; of what is left, names are
    the authors.
    """
    parts = _parts_of(text)
    if len(parts) == 1 and year_of(text) is not None:
        return _person_or_venue(text, strict=strict)
    count = len(parts)
    named, date = _taken_off(parts)
    rest = ", ".join(parts)
    # Whether the whole is names has been asked already.
    changed = len(parts) < count or rest != text
    names, rest = (
        _names_before(parts, rest, closed=len(parts) < count, dated=date is not None)
        if changed or len(parts) > 1
        else (None, rest)
    )
    dated = date is not None or year_of(rest) is not None
    # "Learning from Rewards, Ph.D. Thesis, Cambridge": a title stands before the thesis.
    first, comma, _ = rest.partition(", ")
    titled = strict and comma and is_prose(first, 1) and not calls_itself_venue(first)
    if not named and dated and not titled and may_be_venue(rest, strict=strict):
        named, rest = [rest], ""
    venue = ", ".join(named) if named else None
    if venue and date and read_venue(venue).year is None:
        venue, date = f"{venue}, {date}", None
    return names, venue, date, rest or None


def _parts_of(text: str) -> list[str]:
    """What commas part; a date at the end stays one: "Foster, I., 2019, May"."""
    parts = [part.strip() for part in _COMMA.split(text) if part.strip()]
    last = ", ".join(parts[-2:])
    return [*parts[:-2], last] if len(parts) > 2 and is_date(last) else parts


def _taken_off(parts: list[str]) -> tuple[list[str], str | None]:
    """Venues and a date, taken off the end of parts, or from before them."""
    date: str | None = None
    while len(parts) > 1 and is_date(parts[0]):
        date = parts.pop(0)
    named: list[str] = []
    while parts:
        last = parts[-1]
        if is_date(last):
            date = date or last
        elif names_venue(last):
            named.insert(0, last)
        elif (date is not None and parts[:-1] and is_publisher(last)) or _COUNTED.fullmatch(last):
            pass
        elif is_initials(last) or not _NUMBERS.fullmatch(last):
            person = _dated_person(last) if parts[:-1] and date is None else None
            if person is not None:
                parts[-1], date = person, str(year_of(last))
            break
        parts.pop()
    if len(parts) > 1 and not named and read_venue(parts[0]).year and names_venue(parts[0]):
        # "NIPS 18, Systems for ML": where, and then what it was there.
        named.append(parts.pop(0))
    return named, date


def _person_or_venue(
    text: str, *, strict: bool
) -> tuple[str | None, str | None, str | None, str | None]:
    """A text with a year and without commas: "Yann LeCun 1998", "Sadhana 1994", or neither."""
    rest = without_years(text).strip(" ().")
    person = _dated_person(text)
    if person is not None and " " in person:
        return person, None, str(year_of(text)), None
    # "2015 introduces this and that": before anything but a known venue a year is a date.
    begins = text[:4].isdigit() and read_venue(text).venue is None
    if may_be_venue(rest, strict=strict or begins):
        return None, text, None, None
    # "arviv 2018": what is meant is not known, but when.
    return None, None, str(year_of(text)) if rest.count(" ") < _FEW else None, text


def _dated_person(text: str) -> str | None:
    """The person, or several, whom a text names with a year: "Richard O. Duda 2000"."""
    year = year_of(text)
    person = without_years(text).strip(" ()") if year is not None else ""
    # "ACL SRW 2020": who is written in capitals beside a year is a venue that no table knows.
    bare = _ET_AL.sub("", person)
    venue = _CAPITALS.search(person) is not None or _are_venue_words(bare)
    return person if person and not venue and _is_person(person) else None


def _names_before(
    parts: Sequence[str], rest: str, *, closed: bool, dated: bool
) -> tuple[str | None, str]:
    """Names at the beginning of parts, and what is behind them.

    Args:
        parts: The parts.
        rest: The parts as they stood together.
        closed: Whether a venue or date stood behind them.
        dated: Whether a date did.
    """
    if not rest:
        return None, rest
    alone = closed and len(parts) == 1 and " " in rest and is_name(rest)
    if alone and dated and _are_venue_words(rest):
        return None, rest
    if alone or reads_as_authors(rest):
        return rest, ""
    # Names, and then a venue that no table knows: "A. Author, B. Author, Some Journal, 2012".
    count = next((n for n, part in enumerate(parts) if not _is_person(part)), len(parts))
    names = ", ".join(parts[:count])
    if count and (closed or dated or year_of(rest) is not None) and reads_as_authors(names):
        return names, ", ".join(parts[count:])
    return None, rest


def _are_venue_words(text: str) -> bool:
    """Whether a name is made of words that venues' names are made of, or cut short.

    >>> _are_venue_words("Nature Digital Health"), _are_venue_words("Korean J Med Educ.")
    (True, True)
    >>> _are_venue_words("Yann LeCun"), _are_venue_words("Vrancx P")
    (False, False)
    """
    said = text.split()
    keys = [word.casefold().strip(".") for word in said]
    cut_short = sum(
        key in words_of("abbreviation") or (word.endswith(".") and len(key) > 2)
        for key, word in zip(keys[1:], said[1:], strict=True)
    )
    return cut_short > 1 or all(map(venues().has_word, keys))


def _is_person(text: str) -> bool:
    """Whether a text names one person, or several joined by "and"."""
    people = _AND.split(_ET_AL.sub("", text.removeprefix("and ")))
    return all(is_name(person.strip(" .*")) for person in people)
