"""Titles without any mark: what is left when venue, authors and links are taken away."""

from __future__ import annotations

import re

from loader.fields.venues import names_venue, read_venue
from loader.fields.words import words_of
from loader.fields.years import is_date
from loader.reading.citation.bars import title_cell
from loader.reading.citation.credits import is_credit_text, reads_as_tag
from loader.reading.citation.cuts import AROUND, LONGEST_CREDITS, before_credits, cuts_in, place_of
from loader.reading.citation.flat import BREAK, GAP, Flat, is_author_year, is_credit
from loader.reading.citation.leading_authors import behind_authors
from loader.reading.citation.pieces import (
    CLOSING,
    OPENING,
)
from loader.reading.citation.titles import Place, count_words

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
_SEVERAL = re.compile(r",|&|\band\b|\bet\.? al\b")
_INTRODUCED = re.compile(r"^\s*in:?\s+")


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
        return place_of(text, start, min(ends))
    if text[start : start + 1] == "[":
        # As in "[A title] by A. Author, Some Journal, 2023".
        closing = text.find("]", start, start + _LONGEST_BRACKETED)
        if closing > 0 and count_words(text[start:closing]) > _SHORTEST_BRACKETED:
            return place_of(text, start, closing + 1)
    tagged = _TAGGED.search(text, start, end)
    if tagged is not None and is_credit_text(tagged.group(1)) and tagged.start() > start:
        return place_of(text, start, tagged.start())
    start, end = title_cell(text, start, end) or (start, end)
    end = _before_remark(flat, start, _before_tags(text, start, end))
    cuts = list(cuts_in(text, start, end))
    found = None
    if authors_first is not False and not any(is_author_year(one.label) for one in flat.anchors):
        found = behind_authors(text, start, end, cuts, lenient=authors_first is True)
    if found is None:
        found = before_credits(text, start, end, cuts)
    if found is not None:
        return found
    if end - start <= LONGEST_CREDITS and names_venue(_INTRODUCED.sub("", text[start:end])):
        # "2022, in JBHI": credits of nothing.
        return None
    return place_of(text, start, end)


def title_from(flat: Flat, start: int) -> Place | None:
    """The title that begins at a known place, or behind the authors there; none behind credits."""
    text = flat.text
    end = _before_tags(text, start, _before_links(flat, start))
    if end - start <= LONGEST_CREDITS and is_credit_text(text[start:end]):
        return None
    cuts = list(cuts_in(text, start, end))
    found = behind_authors(text, start, end, cuts, lenient=False)
    if found is None or not _SEVERAL.search(text, start, found.start):
        found = before_credits(text, start, end, cuts)
    return found if found is not None else place_of(text, start, end)


def _after_tags(text: str) -> int:
    """Where the text goes on behind numbers, and behind dates, venues and tags in brackets."""
    position = 0
    while position < len(text):
        if text[position] in " .*" + AROUND:
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
