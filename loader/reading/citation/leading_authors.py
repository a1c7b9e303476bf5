"""Titles behind their authors, where no mark tells them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loader.fields.authors import reads_as_authors, without_marks
from loader.fields.names import is_built_like_name, is_full_name, is_group, is_initials, is_name
from loader.fields.text import key_of
from loader.fields.venue_text import is_publisher
from loader.fields.venues import names_venue
from loader.fields.words import words_of
from loader.fields.years import without_years, year_of
from loader.reading.citation.credits import is_credit_text
from loader.reading.citation.cuts import (
    ET_AL_BEHIND,
    LONGEST_CREDITS,
    PERSON_END,
    Cut,
    before_credits,
    place_of,
)
from loader.reading.citation.titles import Place, count_words

_GIVEN_AND_SURNAME = 2
_DASHES = frozenset({"-", "–", "—"})
# Words of a label in front of the authors.
_LONGEST_LABEL = 4
_AND = re.compile(r"\s+and\s+|\s*&\s*")
_ET_AL = re.compile(r"(?:and\s+)?et\.? al\.?|and others", re.IGNORECASE)
_ET_AL_BEFORE = re.compile(r"(?:and\s{1,3})?et\.? al\.\s{1,3}(?=[\w\"“])", re.IGNORECASE)
_BRACKETED_LAST = re.compile(r"[(\[]([^()\[\]]{3,60})[)\]][\s.,]*$")
# Initials, if any, and words in capitals: a name and the beginning of a title.
_RUN_ON = re.compile(
    r"(?:and|&)\s{1,3}((?:[^\W\d_]\.[\s-]?){0,3})\s?([^\W\d_][\w'’-]{1,20}(?:\s[^\W\d_][\w'’-]{1,20}){2,4})"
)
# "Sun, S., & Shah, M. (2018, May). A title": the year that ends the authors.
_YEAR_BEHIND_AUTHORS = re.compile(
    r"\s?\(((?:19|20)\d\d)[a-z]?(?:, [\w ]{3,12})?\)[.,:]{0,2}\s+(?=\S)"
)


def behind_authors(
    text: str, start: int, end: int, cuts: Sequence[Cut], *, lenient: bool
) -> Place | None:
    """A title behind authors: "Ross Girshick, Fast R-CNN, arXiv:1504.08083"."""
    label = cuts[0] if cuts and text[cuts[0].at : cuts[0].behind].strip() in _DASHES else None
    if label is not None and count_words(text[start : label.at]) <= _LONGEST_LABEL:
        # "Chess - Matthew Lai, Giraffe: …": a label stands in front of the authors.
        found = behind_authors(text, label.behind, end, cuts[1:], lenient=lenient)
        if found is not None:
            return found
    found = _behind_dated_authors(text, start, end, cuts)
    return found or _behind_names(text, start, end, cuts, lenient=lenient)


def _behind_names(
    text: str, start: int, end: int, cuts: Sequence[Cut], *, lenient: bool
) -> Place | None:
    """A title behind names that a comma, a stop or nothing parts from it."""
    last, names = _authors_end(text, start, cuts)
    if last is None:
        return None
    said, rest = text[start : last.at], text[last.behind : end]
    surely = names > 1 or lenient or len(said.split()) > 3 or is_full_name(said)
    if not surely or count_words(rest) < 2 or is_credit_text(rest) or reads_as_authors(rest):
        return None
    for cut in (cut for cut in cuts if cut.at > last.behind):
        behind = text[cut.behind : end]
        if len(behind) > LONGEST_CREDITS:
            continue
        if is_credit_text(behind) or _is_dated_venue(text[last.behind : cut.at], behind):
            return place_of(text, last.behind, cut.at, authors_first=True)
    credited = _BRACKETED_LAST.search(rest[-80:])
    if (
        lenient
        or last.stops
        or (names > 1 and _are_full(said))
        or (credited is not None and is_credit_text(credited.group(1)))
    ):
        return place_of(text, last.behind, end, authors_first=True)
    # "Don't Walk, Skip!": with no credits behind a title, what looks like a name may be its words.
    return None


def _behind_dated_authors(text: str, start: int, end: int, cuts: Sequence[Cut]) -> Place | None:
    """A title behind authors and the year in brackets: "Sun, S., & Shah, M. (2018). A title"."""
    dated = _YEAR_BEHIND_AUTHORS.search(text, start, min(end, start + LONGEST_CREDITS))
    if dated is None or not _names_people(text[start : dated.start()]):
        return None
    rest = text[dated.end() : end]
    if count_words(rest) < 2 or (len(rest) <= LONGEST_CREDITS and is_credit_text(rest)):
        return None
    behind = [cut for cut in cuts if cut.at > dated.end()]
    found = before_credits(text, dated.end(), end, behind)
    if found is None:
        ends = (cut.at for cut in behind if cut.stops or is_publisher(text[cut.behind : end]))
        found = place_of(text, dated.end(), next(ends, end))
    return replace(found, authors_first=True) if found is not None else None


def _names_people(text: str) -> bool:
    """Whether a text is names, one of them more than a word or cut short, or that of a group."""
    text = text.strip(" ,.")
    people = [person.strip() for person in PERSON_END.split(text) if person.strip()]
    whole = ET_AL_BEHIND.search(text) is not None or any(
        is_full_name(person) or is_initials(person.split()[-1]) for person in people
    )
    return (whole and reads_as_authors(text)) or is_group(text)


def _are_full(names: str) -> bool:
    """Whether every name of several is more than a word, or the rest are cut short."""
    people = [person.strip() for person in PERSON_END.split(names) if person.strip()]
    return ET_AL_BEHIND.search(names) is not None or all(" " in person for person in people)


def _authors_end(text: str, start: int, cuts: Sequence[Cut]) -> tuple[Cut | None, int]:
    """The cut behind names at the beginning of a text, and how many names there are."""
    last: Cut | None = None
    names = full = 0
    begun = start
    for cut in cuts:
        part = text[begun : cut.at].strip()
        if _ET_AL.fullmatch(part):
            return cut, names + 2
        part = without_marks(ET_AL_BEHIND.sub("", part)).removeprefix("and ")
        people = [person for person in _AND.split(part) if person]
        # "Mark Cutler and Jonathan P. How": beside a name one may end in a word of titles.
        sure = [person for person in people if is_name(person)]
        if not sure or not all(map(is_built_like_name, set(people) - {*sure})) or names_venue(part):
            break
        names += len(people)
        full += sum(" " in person.strip() for person in people)
        last, begun = cut, cut.behind
        if cut.stops:
            break
    ended = _run_on(text, begun) if full and last is not None and not last.stops else None
    if ended is not None:
        return ended, names + 1
    truncated = _ET_AL_BEFORE.match(text, last.behind) if last is not None else None
    if truncated is not None:
        # "Wang C, Wang Y, et al. A title": the stop is that of "al." as well.
        return Cut(truncated.end(), truncated.end(), stops=True), names + 2
    # "Align, Reason and Learn": single words are names only among full ones.
    return (last, names) if 2 * full >= names else (None, 0)


def _run_on(text: str, start: int) -> Cut | None:
    """Where the last of several names ends before a title that nothing parts from it.

    "Ada Lovelace, J. K. Murthy, and K. Madhava Krishna Beyond Pixels": behind "and" a name has to
    follow. A word of titles ends it; where none does, it is a given name and a surname.
    """
    found = _RUN_ON.match(text, start)
    if found is None:
        return None
    initials, words = found.group(1), found.group(2).split()
    count = next((n for n, word in enumerate(words) if key_of(word) in words_of("title")), 0)
    whole = any(word in words_of("particle") for word in words[:count])
    if not count or (count > _GIVEN_AND_SURNAME and not whole):
        count = 1 if initials else _GIVEN_AND_SURNAME
    name = f"{initials} {' '.join(words[:count])}".strip()
    if " " not in name or len(words) <= count or not is_name(name):
        return None
    at = found.start(2)
    for word in words[:count]:
        at = text.index(word, at) + len(word)
    return Cut(at, at, stops=True)


def _is_dated_venue(title: str, behind: str) -> bool:
    """Whether a venue that no table knows follows a title with its year: "…, Sadhana, 1994"."""
    venue = without_years(behind).strip(" ,.()")
    if year_of(behind) is None or not venue[:1].isupper() or ":" in venue:
        return False
    # Not so "Reinforcement Learning in Robotics, A Survey (IJRR 2013)".
    if venue.startswith(("A ", "An ")):
        return False
    return venue.count(" ") < 8 and count_words(title) > 2
