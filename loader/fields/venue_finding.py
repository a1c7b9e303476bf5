"""Venues in running text: ``Title. Author, Author. In: ICML 2019 (Oral), pp. 3-19``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loader.fields.venue_reading import VenueText, read_venue
from loader.fields.venue_remarks import is_remark_word
from loader.fields.venue_table import VenueTable, venues
from loader.fields.years import is_date

# No entry is longer; what is longer is searched so far.
_LONGEST = 4000
# The longest name in the table has fewer words.
_MOST_WORDS = 24
# From so many words on a name is no accident.
_UNMISTAKABLE = 3
_WORD = re.compile(r"\S+")
_OPENING = "([{（【'\"“‘*_`"
_CLOSING = ")]}）】'\"”’*_`,;:|.!?"
_ENDS = (",", ";", ".", "|", ")", "]", "}", "）", "】", "!", "?", "*", "_", "`", '"', "”", "'")
_BEGINS = tuple(_OPENING)
# What starts something else behind a venue.
_STOPS = (*_BEGINS, "|", "-", "–", "—", "•", "·", "/", "<")
_INTRODUCTION = re.compile(
    r"in:?|of|the|proc(?:eedings|\.)?|\d{1,3}(?:st|nd|rd|th)|annual|(?:19|20)\d\d|findings|ieee|acm|"
    r"usenix|ieee/cvf|ieee/acm",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:in|at|to|by):?", re.IGNORECASE)
_VOLUME = re.compile(r"\d[\d.:(),;/–—-]*")
_WORKSHOP = re.compile(r"\(?workshops?\)?", re.IGNORECASE)
# "NIPS 2015 Deep Reinforcement Learning Workshop"
_WORDS_OF_A_WORKSHOP = 6
_WIDEST_GAP = 2
_SHORTEST_WORD = 3
# "CVPR' 19"
_APOSTROPHES = ("'", "’", "‘", "`")
_TWO_DIGITS = re.compile(r"[0-9]{2}")
_PREPRINT = re.compile(r"arxiv:\d", re.IGNORECASE)
_JOINTS = ("of", "the")
_SERIES_OF_PROCEEDINGS = ("PMLR", "LNCS")


@dataclass(frozen=True, slots=True)
class Found:
    """A venue that was found in a text.

    Attributes:
        start: Where it starts, with what introduces it: ``In Proceedings of the``.
        end: Where it ends, with the year or the award behind it.
        text: What it means.
    """

    start: int
    end: int
    text: VenueText


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    said: str

    @property
    def bare(self) -> str:
        return self.said.strip(_OPENING + _CLOSING)


def find_venue(text: str) -> Found | None:
    """The known venue that a text names, with its year; of several the last that publishes.

    A long name counts wherever it stands, an acronym between stops or before a year, a word that
    means something else as well only with a year or a volume behind it.

    >>> found = find_venue("A Title. Ada One, Ben Two. ICML 2019.")
    >>> found.text.label, found.text.year, "A Title. Ada One, Ben Two. ICML 2019."[found.start:]
    ('ICML', 2019, 'ICML 2019.')
    >>> find_venue("One, A.: A title, In: ECCV 2018 (Oral), pp. 3-19").text.label
    'ECCV'
    >>> find_venue("The nature of machine learning, Ada One") is None
    True
    """
    said = [_Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(text[:_LONGEST])]
    table = venues()
    best: Found | None = None
    place = 0
    while place < len(said):
        count = _venue_at(said, place, table)
        if not count:
            place += 1
            continue
        place, found = _extended(text, said, place, place + count)
        if found is not None and (best is None or not _yields(found) or _yields(best)):
            best = found
    return best


def _yields(found: Found) -> bool:
    """Whether a venue gives way to another: preprints, and series that others appear in."""
    venue = found.text.venue
    return venue is not None and (venue.kind.is_preprint or venue.acronym in _SERIES_OF_PROCEEDINGS)


def _venue_at(said: Sequence[_Word], place: int, table: VenueTable) -> int:
    """How many words from a place on are a venue's name; 0 if none begins there."""
    first = said[place].bare
    if not first or not table.may_begin(first):
        return 0
    most = min(_MOST_WORDS, len(said) - place)
    for count in range(most, 0, -1):
        if _names(said, place, count, table):
            return count
    return 0


def _names(said: Sequence[_Word], place: int, count: int, table: VenueTable) -> bool:
    """Whether some words are a venue's name, told by how they stand in the text."""
    behind = place + count
    if any(word.said.startswith(_BEGINS) for word in said[place + 1 : behind]):
        return False
    # "T, I | T" is no TIT.
    if count > 1 and max(len(word.bare) for word in said[place:behind]) < _SHORTEST_WORD:
        return False
    name = " ".join(word.said for word in said[place:behind]).strip(_OPENING + _CLOSING)
    if count == 1:
        read = read_venue(name)
        venue, sure, dated = read.venue, read.sure, read.year is not None
    else:
        known = table.known(name)
        venue, sure, dated = (known.venue, known.sure, False) if known else (None, False, False)
    repository = venue is not None and venue.kind.is_preprint
    # In prose, nature and science are what they are.
    if venue is None or (name.islower() and count < _UNMISTAKABLE and not repository):
        return False
    behind = _behind_workshop(said, behind)
    closed = _closed(said, behind)
    cited = _behind_citation(said, behind) > behind
    ended = cited and _closed(said, _behind_all(said, behind))
    if not sure or (count == 1 and name.isalpha() and name.istitle()):
        return _opened(said, place) and (cited or dated)
    if count >= _UNMISTAKABLE:
        return closed or cited
    alone = _opened(said, place) and (closed or ended)
    return alone or dated or bool(_PREPRINT.match(name)) or (ended and name == venue.acronym)


def _closed(said: Sequence[_Word], behind: int) -> bool:
    if behind == len(said) or said[behind - 1].said.endswith(_ENDS):
        return True
    return said[behind].said.startswith(_STOPS) or _apart(said, behind)


def _behind_citation(said: Sequence[_Word], behind: int) -> int:
    """Where the year, the volume and the pages end that follow a name."""
    while behind < len(said) and not _apart(said, behind):
        cut_short = said[behind - 1].said.endswith(_APOSTROPHES) and _TWO_DIGITS.fullmatch(
            said[behind].bare
        )
        if not (cut_short or _is_citation(said[behind].said)):
            break
        behind += 1
    return behind


def _apart(said: Sequence[_Word], place: int) -> bool:
    """Whether a gap parts a word from a year or track, as between the cells of a table."""
    before = said[place - 1]
    gap = said[place].start - before.end > _WIDEST_GAP
    return gap and (_is_citation(before.said) or _is_track(before))


def _behind_all(said: Sequence[_Word], behind: int) -> int:
    """Where years, volumes, tracks and workshops end that follow a name."""
    further = -1
    while further != behind:
        further, behind = behind, _behind_workshop(said, _behind_citation(said, behind))
    return behind


def _behind_workshop(said: Sequence[_Word], behind: int) -> int:
    """Where the name of a workshop, or a track, ends that goes on from a conference."""
    for place in range(behind, min(len(said), behind + _WORDS_OF_A_WORKSHOP)):
        if said[place - 1].said.endswith(_ENDS):
            break
        if _WORKSHOP.fullmatch(said[place].bare):
            return place + 1
    track = False
    while behind < len(said) and (
        _is_track(said[behind]) or (track and said[behind].said == "and")
    ):
        track = True
        behind += 1
    return behind


def _is_track(word: _Word) -> bool:
    bare = word.bare
    return bare[:1].isupper() and (is_remark_word(bare) or bare.casefold() == "findings")


def _opened(said: Sequence[_Word], place: int) -> bool:
    """Whether what stands before a place lets a venue begin there."""
    if place == 0 or said[place].said.startswith(_BEGINS):
        return True
    before = said[place - 1].said
    bare = said[place - 1].bare
    introduced = _INTRODUCTION.fullmatch(bare) or _BEFORE.fullmatch(bare)
    return bool(introduced) or before.endswith((*_ENDS, ":"))


def _is_citation(text: str) -> bool:
    return is_date(text) or bool(_VOLUME.fullmatch(text.strip(_OPENING)) or _PREPRINT.match(text))


def _extended(
    text: str, said: Sequence[_Word], first: int, behind: int
) -> tuple[int, Found | None]:
    """The venue with its introduction, its year and what else is said, and where that ends."""
    name = first
    behind = _behind_all(said, behind)
    while first > 0 and _INTRODUCTION.fullmatch(said[first - 1].bare):
        first -= 1
    while first < name and said[first].bare in _JOINTS:
        first += 1
    start, end = said[first].start, said[behind - 1].end
    read = read_venue(text[start:end])
    return behind, Found(start, end, read) if read.venue is not None else None
