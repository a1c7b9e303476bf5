"""Where an unmarked text may be cut into title and credits, and the title before its credits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loader.fields.text import has_letter
from loader.reading.citation.credits import credits_of, is_credit_text
from loader.reading.citation.flat import BREAK, GAP
from loader.reading.citation.pieces import depth_after, ends_in_abbreviation, pieces_of
from loader.reading.citation.titles import Place, Style, count_words

# Longer than the authors, venue and pages of any entry.
LONGEST_CREDITS = 800
# More places to cut at than any entry has.
_MOST_CUTS = 60
_CUT = re.compile(
    r"(?<=[\w)\]’'\"])([.?!]) +(?=[\w\"“(\[])"  # a full stop
    r"|(, +|,(?=[A-Z][A-Za-z]{2}))|( +[/•·] +| *\| *| +[-–—]+ +|; +)|(\n)"
    r"| +(?=[Ii]n [A-Z](?:(?! [Ii]n )[^.,\n]){1,60}(?:19|20)\d\d\W{0,3}$)"  # "A title In ICRA 2018"
)
PERSON_END = re.compile(r",|&|\band\b")
ET_AL_BEHIND = re.compile(r"\s+et\.? al\.?$", re.IGNORECASE)
AROUND = " ,:;-–—|" + GAP + BREAK


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where one field may end and the next begin; ``stops`` where a sentence ends."""

    at: int
    behind: int
    stops: bool


def cuts_in(text: str, start: int, end: int) -> Iterator[Cut]:
    """Places to cut at, outside brackets."""
    depth = count = 0
    position = start
    for found in _CUT.finditer(text, start, end):
        depth = depth_after(text[position : found.start()], depth)
        position = found.start()
        stop = found.group(1)
        if depth and found.group(4) is None:
            continue
        if stop == "." and ends_in_abbreviation(text[max(start, position - 12) : position]):
            continue
        # "?" and "!" belong to the title they end.
        yield Cut(position + (stop is not None and stop != "."), found.end(), stop == ".")
        count += 1
        if count == _MOST_CUTS:
            return


def before_credits(text: str, start: int, end: int, cuts: Sequence[Cut]) -> Place | None:
    """A title with nothing but credits behind it."""
    for cut in cuts:
        if count_words(text[start : cut.at]) < 2:
            continue
        behind = text[cut.behind : end]
        if len(behind) > LONGEST_CREDITS or not is_credit_text(behind):
            continue
        if text[cut.at] != "," or _credits_people(behind):
            return place_of(text, start, cut.at)
    opened = text.rfind("(", start, end)
    if opened > start and ")" not in text[opened:end] and is_credit_text(text[opened + 1 : end]):
        # "A title (2014, C. Dong et al.": the bracket is never closed.
        return place_of(text, start, opened)
    return None


def _credits_people(text: str) -> bool:
    """Whether credits name persons, if any, in full: "…: Opportunities, Risks, and Limits"."""
    if text.rstrip().endswith(("?", "!")):
        return False
    authors = credits_of(pieces_of(text), strict=True).authors
    if authors is None or ET_AL_BEHIND.search(authors):
        return True
    people = [person.strip() for person in PERSON_END.split(authors) if person.strip()]
    return 2 * sum(" " in person for person in people) > len(people)


def place_of(text: str, start: int, end: int, *, authors_first: bool = False) -> Place | None:
    """A place without the punctuation around it; none where no letter is left."""
    while start < end and text[start] in "." + AROUND:
        start += 1
    while end > start and text[end - 1] in AROUND:
        end -= 1
    place = Place(start, end, Style.PLAIN)
    return replace(place, authors_first=authors_first) if has_letter(text[start:end]) else None
