"""Titles without any mark: what is left when venue, authors and links are taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loader.fields.authors import reads_as_authors, without_marks
from loader.fields.names import is_full_name, is_name
from loader.fields.text import has_letter
from loader.fields.venues import names_venue, read_venue
from loader.fields.words import words_of
from loader.fields.years import is_date, without_years, year_of
from loader.reading.citation.bars import title_cell
from loader.reading.citation.credits import credits_of, is_credit_text, reads_as_tag
from loader.reading.citation.flat import BREAK, GAP, Flat, is_author_year, is_credit
from loader.reading.citation.pieces import (
    CLOSING,
    OPENING,
    depth_after,
    ends_in_abbreviation,
    pieces_of,
)
from loader.reading.citation.titles import Place, Style, count_words

# Longer than the authors, venue and pages of any entry.
_LONGEST_CREDITS = 800
# More places to cut at than any entry has.
_MOST_CUTS = 60
_CUT = re.compile(
    r"(?<=[\w)\]’'\"])([.?!]) +(?=[\w\"“(\[])"  # a full stop
    r"|(, +|,(?=[A-Z][A-Za-z]{2}))|( +[/•·] +| *\| *| +[-–—]+ +|; +)|(\n)"
)
# More words than this behind a link show that the link stands within the title or a sentence.
_MOST_BETWEEN_LINKS = 4
_MOST_OF_A_REMARK = 4
# Not so "1.58-bit": a number goes on there.
_NUMBER = re.compile(r"[(\[]?\d{1,4}[.)\]:]+(?!\d)\s*")
_TRAILING_TAG = re.compile(r"[\s.,;]*\[([^\[\]]{0,40})\][\s.]*$")
# A remark behind a venue: "A title [2022, ECCV]: Uses a teacher".
_TAGGED = re.compile(r"\s{0,3}\[([^\[\]\n]{4,40})\]\s?[:：]")
# In a cell a summary may follow the title: behind a dash, or behind two blanks and a capital.
_SUMMARY = re.compile(r" {2,}(?=[A-Z])| [-–—] (?=[a-z])")
# A title in brackets: its words and its length.
_SHORTEST_BRACKETED = 3
_LONGEST_BRACKETED = 300
_DASHES = frozenset({"-", "–", "—"})
# Words of a label in front of the authors.
_LONGEST_LABEL = 4
_AND = re.compile(r"\s+and\s+|\s*&\s*")
_PERSON_END = re.compile(r",|&|\band\b")
_SEVERAL = re.compile(r",|&|\band\b|\bet\.? al\b")
_ET_AL = re.compile(r"(?:and\s+)?et\.? al\.?|and others", re.IGNORECASE)
_ET_AL_BEFORE = re.compile(r"(?:and\s{1,3})?et\.? al\.\s{1,3}(?=[\w\"“])", re.IGNORECASE)
_ET_AL_BEHIND = re.compile(r"\s+et\.? al\.?$", re.IGNORECASE)
_BRACKETED_LAST = re.compile(r"[(\[]([^()\[\]]{3,60})[)\]][\s.,]*$")
_INTRODUCED = re.compile(r"^\s*in:?\s+")
_AROUND = " ,:;-–—|" + GAP + BREAK


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place where one field may end and the next begin; ``stops`` where a sentence ends."""

    at: int
    behind: int
    stops: bool


def plain_title(
    flat: Flat, *, authors_first: bool | None = None, whole: bool = False
) -> Place | None:
    """Where an unmarked title stands.

    Args:
        flat: The string.
        authors_first: Whether the entries around it begin with their authors; ``None`` where that
            is not known.
        whole: Whether the string is known to hold a title and links, and no credits.
    """
    text = flat.text
    start = _after_tags(text)
    end = _before_links(flat, start)
    if whole:
        line = text.find(BREAK, start, end)
        summary = _SUMMARY.search(text, start, end if line < 0 else line)
        ends = (end, line if line >= 0 else end, summary.start() if summary else end)
        return _place(text, start, min(ends))
    if text[start : start + 1] == "[":
        # As in "[A title] by A. Author, Some Journal, 2023".
        closing = text.find("]", start, start + _LONGEST_BRACKETED)
        if closing > 0 and count_words(text[start:closing]) > _SHORTEST_BRACKETED:
            return _place(text, start, closing + 1)
    tagged = _TAGGED.search(text, start, end)
    if tagged is not None and is_credit_text(tagged.group(1)) and tagged.start() > start:
        return _place(text, start, tagged.start())
    start, end = title_cell(text, start, end) or (start, end)
    end = _before_remark(flat, start, _before_tags(text, start, end))
    cuts = list(_cuts(text, start, end))
    found = None
    if authors_first is not False and not any(is_author_year(one.label) for one in flat.anchors):
        found = _behind_authors(text, start, end, cuts, lenient=authors_first is True)
    if found is None:
        found = _before_credits(text, start, end, cuts)
    if found is not None:
        return found
    if end - start <= _LONGEST_CREDITS and names_venue(_INTRODUCED.sub("", text[start:end])):
        # "2022, in JBHI": credits of nothing.
        return None
    return _place(text, start, end)


def title_from(flat: Flat, start: int) -> Place | None:
    """The title that begins at a known place, or behind the authors there; none behind credits."""
    text = flat.text
    end = _before_tags(text, start, _before_links(flat, start))
    if end - start <= _LONGEST_CREDITS and is_credit_text(text[start:end]):
        return None
    cuts = list(_cuts(text, start, end))
    found = _behind_authors(text, start, end, cuts, lenient=False)
    if found is None or not _SEVERAL.search(text, start, found.start):
        found = _before_credits(text, start, end, cuts)
    return found if found is not None else _place(text, start, end)


def _before_credits(text: str, start: int, end: int, cuts: Sequence[_Cut]) -> Place | None:
    """A title with nothing but credits behind it."""
    for cut in cuts:
        if count_words(text[start : cut.at]) < 2:
            continue
        behind = text[cut.behind : end]
        if len(behind) > _LONGEST_CREDITS or not is_credit_text(behind):
            continue
        if text[cut.at] != "," or _credits_people(behind):
            return _place(text, start, cut.at)
    opened = text.rfind("(", start, end)
    if opened > start and ")" not in text[opened:end] and is_credit_text(text[opened + 1 : end]):
        # "A title (2014, C. Dong et al.": the bracket is never closed.
        return _place(text, start, opened)
    return None


def _credits_people(text: str) -> bool:
    """Whether credits name persons, if any, in full: "…: Opportunities, Risks, and Limits"."""
    if text.rstrip().endswith(("?", "!")):
        return False
    authors = credits_of(pieces_of(text), strict=True).authors
    if authors is None or _ET_AL_BEHIND.search(authors):
        return True
    people = [person.strip() for person in _PERSON_END.split(authors) if person.strip()]
    return 2 * sum(" " in person for person in people) > len(people)


def _after_tags(text: str) -> int:
    """Where the text goes on behind numbers, and behind dates, venues and tags in brackets."""
    position = 0
    while position < len(text):
        if text[position] in " .*" + _AROUND:
            position += 1
            continue
        credit = _leading_credit(text[position : position + 60])
        if credit:
            position += credit
            continue
        number = _NUMBER.match(text, position)
        if number:
            position = number.end()
            continue
        closing = _closing(text, position)
        inner = text[position + 1 : closing].strip(" " + GAP)
        if closing < 0 or not (not inner or is_credit(inner) or reads_as_tag(inner, "[]")):
            break
        if text[closing + 1 : closing + 2].isalnum():
            # "(Ab)using Images": the bracket belongs to the word.
            break
        position = closing + 1
    return position


def _leading_credit(text: str) -> int:
    """How long a date, or a venue with its year, is before a title: "ICML'23 A Kernel View"."""
    words = text.split(" ")
    dated = len(words) > 2 and words[0][:1].isdigit() and len(words[0]) > len("2023")
    if dated and is_date(words[0].strip(":")):
        return len(words[0])
    for count in (3, 2, 1):
        head = " ".join(words[:count])
        if len(words) <= count + 1:
            continue
        goes_on = not words[count][:1].islower()
        last = words[count - 1]
        # "ICML'23 A Kernel View", "ICLR'23 workshop SPDF: Sparse": the title begins there.
        begun = count > 1 and (last.lower() in words_of("joining") or last.endswith(":"))
        if (
            goes_on
            and not begun
            and any(c.isdigit() for c in head)
            and read_venue(head).year
            and names_venue(head)
        ):
            return len(head)
    return 0


def _closing(text: str, position: int) -> int:
    """Where a bracket that opens here closes, within a tag's length; -1 for none."""
    if text[position] not in OPENING:
        return -1
    places = (text.find(mark, position, position + 60) for mark in CLOSING)
    return min((place for place in places if place > 0), default=-1)


def _before_links(flat: Flat, start: int) -> int:
    """Where the first link behind a title begins, a labelled one or one that ends the text."""
    text = flat.text
    gap = text.find(GAP, start)
    end = gap if gap >= 0 else len(text)
    link = next((run for run in flat.runs if run.href and start < run.start < end), None)
    if link is not None and _told_behind(flat, link.end) <= _MOST_BETWEEN_LINKS:
        end = link.start
    if end == len(text):
        return end
    before = text[start:end].rstrip(" [(|,:.-–—\n")
    if gap != end and before[before.rfind(" ") + 1 :].lower() in words_of("joining"):
        return gap if gap >= 0 else len(text)
    return start + len(before) if count_words(before) > 1 else len(text)


def _before_remark(flat: Flat, start: int, end: int) -> int:
    """Where the text ends before words stressed behind its full stop: "A title. *Our work*"."""
    last = next((run for run in reversed(flat.runs) if run.start < end <= run.end), None)
    if last is None or not last.emphasis or last.strong or last.href or last.start <= start:
        return end
    before = flat.text[start : last.start].rstrip()
    few = count_words(flat.text[last.start : end]) <= _MOST_OF_A_REMARK
    return start + len(before) if few and before.endswith(".") else end


def _told_behind(flat: Flat, start: int) -> int:
    """How many words behind a place stand in no link; in a sentence they are many."""
    told = (run for run in flat.runs if run.start >= start and not run.href)
    return sum(count_words(flat.text[run.start : run.end]) for run in told)


def _before_tags(text: str, start: int, end: int) -> int:
    """Where the text ends before tags in brackets: "A title. [cls. seg.]"."""
    while found := _TRAILING_TAG.search(text[max(start, end - 60) : end]):
        inner = found.group(1)
        if inner.strip() and (not reads_as_tag(inner, "[]") or is_credit_text(inner)):
            break
        end = max(start, end - 60) + found.start()
    return end


def _cuts(text: str, start: int, end: int) -> Iterator[_Cut]:
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
        yield _Cut(position + (stop is not None and stop != "."), found.end(), stop == ".")
        count += 1
        if count == _MOST_CUTS:
            return


def _behind_authors(
    text: str, start: int, end: int, cuts: Sequence[_Cut], *, lenient: bool
) -> Place | None:
    """A title behind authors: "Ross Girshick, Fast R-CNN, arXiv:1504.08083"."""
    label = cuts[0] if cuts and text[cuts[0].at : cuts[0].behind].strip() in _DASHES else None
    if label is not None and count_words(text[start : label.at]) <= _LONGEST_LABEL:
        # "Chess - Matthew Lai, Giraffe: …": a label stands in front of the authors.
        found = _behind_authors(text, label.behind, end, cuts[1:], lenient=lenient)
        if found is not None:
            return found
    last, names = _authors_end(text, start, cuts)
    if last is None:
        return None
    said, rest = text[start : last.at], text[last.behind : end]
    surely = names > 1 or lenient or len(said.split()) > 3 or is_full_name(said)
    if not surely or count_words(rest) < 2 or is_credit_text(rest) or reads_as_authors(rest):
        return None
    for cut in (cut for cut in cuts if cut.at > last.behind):
        behind = text[cut.behind : end]
        if len(behind) > _LONGEST_CREDITS:
            continue
        if is_credit_text(behind) or _is_dated_venue(text[last.behind : cut.at], behind):
            return _place(text, last.behind, cut.at, authors_first=True)
    credited = _BRACKETED_LAST.search(rest[-80:])
    if (
        lenient
        or last.stops
        or (names > 1 and _are_full(said))
        or (credited is not None and is_credit_text(credited.group(1)))
    ):
        return _place(text, last.behind, end, authors_first=True)
    # "Don't Walk, Skip!": with no credits behind a title, what looks like a name may be its words.
    return None


def _are_full(names: str) -> bool:
    """Whether every name of several is more than a word, or the rest are cut short."""
    people = [person.strip() for person in _PERSON_END.split(names) if person.strip()]
    return _ET_AL_BEHIND.search(names) is not None or all(" " in person for person in people)


def _authors_end(text: str, start: int, cuts: Sequence[_Cut]) -> tuple[_Cut | None, int]:
    """The cut behind names at the beginning of a text, and how many names there are."""
    last: _Cut | None = None
    names = full = 0
    begun = start
    for cut in cuts:
        part = text[begun : cut.at].strip()
        if _ET_AL.fullmatch(part):
            return cut, names + 2
        part = without_marks(_ET_AL_BEHIND.sub("", part)).removeprefix("and ")
        people = [person for person in _AND.split(part) if person]
        if not people or not all(is_name(person) for person in people) or names_venue(part):
            break
        names += len(people)
        full += sum(" " in person.strip() for person in people)
        last, begun = cut, cut.behind
        if cut.stops:
            break
    truncated = _ET_AL_BEFORE.match(text, last.behind) if last is not None else None
    if truncated is not None:
        # "Wang C, Wang Y, et al. A title": the stop is that of "al." as well.
        return _Cut(truncated.end(), truncated.end(), stops=True), names + 2
    # "Align, Reason and Learn": single words are names only among full ones.
    return (last, names) if 2 * full >= names else (None, 0)


def _is_dated_venue(title: str, behind: str) -> bool:
    """Whether a venue that no table knows follows a title with its year: "…, Sadhana, 1994"."""
    venue = without_years(behind).strip(" ,.()")
    if year_of(behind) is None or not venue[:1].isupper() or ":" in venue:
        return False
    # Not so "Reinforcement Learning in Robotics, A Survey (IJRR 2013)".
    if venue.startswith(("A ", "An ")):
        return False
    return venue.count(" ") < 8 and count_words(title) > 2


def _place(text: str, start: int, end: int, *, authors_first: bool = False) -> Place | None:
    """A place without the punctuation around it; none where no letter is left."""
    while start < end and text[start] in "." + _AROUND:
        start += 1
    while end > start and text[end - 1] in _AROUND:
        end -= 1
    place = Place(start, end, Style.PLAIN)
    return replace(place, authors_first=authors_first) if has_letter(text[start:end]) else None
