"""Credits: the authors, the venue and the date that stand around a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from loader.fields.authors import reads_as_authors
from loader.fields.labels import is_label, is_vague
from loader.fields.names import is_name
from loader.fields.text import plain
from loader.fields.venues import names_venue, read_venue, venues
from loader.fields.words import is_placeholder
from loader.fields.years import is_date
from loader.reading.citation.notes import is_degree, note_of
from loader.reading.citation.parting import peeled
from loader.reading.citation.pieces import Piece, pieces_of
from loader.reading.citation.venue_like import (
    calls_itself_venue,
    is_dated_tag,
    is_prose,
    may_be_venue,
)

_REMEMBERED = 1 << 15
_AROUND = ' .,:;-–—|*_/"“”'
_INTRODUCED = re.compile(
    r"^(?:in:?|in proc\.? of|@|(?P<reported>published (?:in|at|by)|"
    r"accepted (?:for publication )?(?:by|at|to|in|for)|to appear(?: in| at)?|"
    r"appear(?:ed|s) (?:in|at)|presented (?:in|at)))\s+",
    re.IGNORECASE,
)
# "In Learning to Learn, pages 3-17": what has pages is a publication.
_PAGED = re.compile(r"\b(?:pp?\.|pages?\b|vol\.|volume\b)\s?\d", re.IGNORECASE)
_LONGEST_VENUE = 120
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d(?=\s)")
_SEVERAL = re.compile(r",|&|\band\b")
_GOES_ON = re.compile(r"(?:,|&|\band)[\s*_]*$")
_SURNAME_FIRST = re.compile(r"(?:by |and )?[^\W\d_][\w'’-]*, [^,]+$")
_TAG = re.compile(r"[\[(【（][^\n]{0,60}[\])】）]$")
_BRACKET_PAIRS = frozenset({"[]", "()", "【】", "（）"})


@dataclass(frozen=True, slots=True)
class Credits:
    """What pieces of text say of authors, venue and date; ``None`` where they say nothing.

    Attributes:
        authors: Text that names the authors.
        venue: Text that names the venue, with its year if it stands beside it.
        date: Text that gives another date, or the only one.
        authors_first: Whether the authors stand before the title.
        unknown: What stands outside brackets and is none of these.
    """

    authors: str | None = None
    venue: str | None = None
    date: str | None = None
    authors_first: bool = False
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Ledger:
    """What has been found so far, piece by piece."""

    authors: list[str] = field(default_factory=list)
    venues: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    authors_first: bool = False
    authors_ended: bool = False
    whole: bool = False

    def credit(self, authors: str, piece: Piece) -> None:
        self.authors.append(authors)
        self.whole = _SEVERAL.search(authors) is not None and not _GOES_ON.search(piece.text)
        self.authors_first = self.authors_first or not piece.behind

    def wants(self, piece: Piece) -> bool:
        """Whether names are authors that go on with those found, if any were.

        A name apart from a whole list is none of them: "A. Author, B. Author | Nat Commun".
        """
        apart = self.whole and not _SEVERAL.search(piece.text)
        return not piece.labels and not (self.authors and (self.authors_ended or apart))


def reads_as_tag(text: str, around: str = "") -> bool:
    """Whether a text is set in brackets like "[C-MIL]" and so is no title.

    Args:
        text: The text.
        around: The characters before and behind it.

    >>> reads_as_tag("[ScratchDet]"), reads_as_tag("Noisy Student", "[]"), reads_as_tag("A title")
    (True, True, False)
    >>> reads_as_tag("Korean J Med Educ., 2023", "[]")
    True
    """
    text = text.strip()
    bracketed = around in _BRACKET_PAIRS
    if bracketed and is_dated_tag(text):
        return True
    short = len(text) <= 40 and text.count(" ") < 4
    return short and (bracketed or _TAG.match(text) is not None)


@lru_cache(maxsize=_REMEMBERED)
def is_credit_text(text: str) -> bool:
    """Whether a text holds authors, venue and date and nothing else.

    >>> is_credit_text("Mildenhall et al., ECCV 2020"), is_credit_text("ICML'18")
    (True, True)
    >>> is_credit_text("Bipartite Network Embedding"), is_credit_text("")
    (False, False)
    """
    return are_credits(pieces_of(text))


def are_credits(pieces: Iterable[Piece]) -> bool:
    """Whether pieces of text hold authors, venue and date and nothing else."""
    found = credits_of(pieces, strict=True)
    return not found.unknown and (found.authors or found.venue or found.date) is not None


def credits_of(pieces: Iterable[Piece], *, strict: bool = False) -> Credits:
    """What some pieces of text say, each piece being one thing or several parted by commas.

    Args:
        pieces: The pieces in order.
        strict: Whether only venues count that are surely such; see
            :func:`~loader.reading.citation.venue_like.may_be_venue`.

    >>> found = credits_of(pieces_of("Tongzhou Wang, Phillip Isola. ICML 2020"))
    >>> found.authors, found.venue
    ('Tongzhou Wang, Phillip Isola', 'ICML 2020')
    """
    ledger = _Ledger()
    for piece in pieces:
        # "<[A title](…)> by …": angle brackets close before credits, and open behind them.
        said = plain(piece.text).strip(_AROUND).lstrip(" >»").rstrip(" <«").strip(_AROUND)
        introduced = _INTRODUCED.match(said)
        text = said[introduced.end() :].strip() if introduced else said
        if not piece.behind and text[:1].isdigit():
            text = _without_leading_date(ledger, text)
        # "[A. Author](…), and [B. Author](…)": what stands between links is no piece of its own.
        if any(c.isalnum() for c in text) and text.lower() != "and":
            if introduced and _is_introduced(introduced, text, strict=strict):
                ledger.venues.append(text)
                ledger.authors_ended = bool(ledger.authors)
            else:
                _enter(ledger, piece, text, strict=strict)
    return _balance(ledger)


def _without_leading_date(ledger: _Ledger, text: str) -> str:
    """A text before a title without the date that begins it, which is entered: "2019 A note:"."""
    date, _, rest = text.partition(" ")
    stamp = date.isdigit() and len(date) == len("20240131")
    if not rest or not (stamp or (len(date) >= len("2024") and is_date(date))):
        return text
    if stamp or not may_be_venue(rest, strict=True):
        ledger.dates.extend(() if stamp else (date,))
        return rest
    return text


def _is_introduced(introduced: re.Match[str], text: str, *, strict: bool) -> bool:
    """Whether a text is a venue, known or not, since "accepted by" or "in" and pages say so."""
    reported = introduced["reported"] is not None
    if not reported and (strict or not _PAGED.search(text)):
        return False
    label = None if len(text) > _LONGEST_VENUE or is_date(text) else read_venue(text).label
    return label is not None and not is_prose(label, 3) and label[:1].isupper()


@lru_cache(maxsize=_REMEMBERED)
def _says_nothing(text: str) -> bool:
    """Whether a text is a label, or of what is missing, or of what sort the work is."""
    said = is_label(text) or is_vague(text) or is_placeholder(text)
    return said or is_degree(text)


def _enter(ledger: _Ledger, piece: Piece, text: str, *, strict: bool) -> None:
    """Enter one piece of text into the ledger."""
    told = bool(ledger.authors and (ledger.venues or ledger.dates))
    if piece.late and told and (ledger.dates or not is_date(text)):
        return
    if _enter_note(ledger, piece, text, strict=strict):
        return
    sort = _sort_of(text)
    if sort == "venue":
        if not (piece.late and ledger.venues):
            ledger.venues.append(text)
    elif _says_nothing(text):
        return
    elif sort == "date":
        ledger.dates.append(text)
    elif sort == "authors" and (not piece.aside or _are_surely_authors(text)):
        _enter_names(ledger, piece, text, strict=strict)
        return
    elif sort == "prose":
        if not piece.aside:
            ledger.unknown.append(text)
    else:
        _enter_parts(ledger, piece, text, strict=strict)
    ledger.authors_ended = bool(ledger.authors)


def _enter_note(ledger: _Ledger, piece: Piece, text: str, *, strict: bool) -> bool:
    """Enter a note on a thesis or book, if a piece is one; who wrote it stands nowhere else."""
    note = note_of(text)
    if note is None or (strict and note.author is None):
        return False
    if note.author and not ledger.authors:
        ledger.credit(note.author, piece)
    if note.date:
        ledger.dates.append(note.date)
    if note.degree:
        # What sort of work it is stands where others have a venue.
        ledger.guesses.append(note.degree)
    ledger.authors_ended = bool(ledger.authors)
    return True


def _enter_names(ledger: _Ledger, piece: Piece, text: str, *, strict: bool) -> None:
    """Enter a piece that reads as names."""
    if ledger.wants(piece):
        ledger.credit(text, piece)
    elif piece.behind and not strict and read_venue(text).venue is not None:
        # "Evolutionary Computation" behind the authors is the journal.
        ledger.guesses.append(text)


def _enter_parts(ledger: _Ledger, piece: Piece, text: str, *, strict: bool) -> None:
    """Enter a piece that is not one thing as a whole."""
    names, venue, date, rest = peeled(text, strict=strict)
    # "(2016, Charu Aggarwal)": in brackets a full name beside a date, and nothing else.
    told = text[:1].isdigit() and venue is None and rest is None and " " in (names or "")
    if names and not ledger.authors and (told or not piece.aside):
        ledger.credit(names, piece)
    if venue:
        known = read_venue(venue).venue is not None or calls_itself_venue(venue)
        (ledger.venues if known else ledger.guesses).append(venue)
    if date:
        ledger.dates.append(date)
    if rest and piece.aside and piece.behind and ledger.authors and not strict and _is_name(rest):
        # A journal in brackets behind the authors: "Ada One, Ben Two [Science]" names one.
        ledger.guesses.append(rest)
    if rest and not piece.behind and not date and (first := _YEAR_BEFORE.match(rest)):
        # Such as "2018 What it is about: " before the title.
        ledger.dates.append(first.group())
    if rest and not piece.aside:
        # "Machine Learning": where a venue stands, a common word is one.
        expected = piece.behind and not strict and not ledger.venues
        if expected and len(rest) < 80 and read_venue(rest).venue is not None:
            ledger.venues.append(rest)
        else:
            ledger.unknown.append(rest)


def _is_name(text: str) -> bool:
    """Whether a text is a known venue's name, written out: an acronym may be a dataset's."""
    return not text.isupper() and venues().known(text) is not None


def _balance(ledger: _Ledger) -> Credits:
    venue = _published(ledger.venues) or next(iter(ledger.guesses), None)
    dated = venue is not None and read_venue(venue).year is not None
    date = None if dated else next(iter(ledger.dates), None)
    # "Costa, Anna; Taylor, Matthew": each is one person, surname first.
    inverted = len(ledger.authors) > 1 and all(map(_SURNAME_FIRST.match, ledger.authors))
    authors = ("; " if inverted else ", ").join(ledger.authors) if ledger.authors else None
    return Credits(authors, venue, date, ledger.authors_first, tuple(ledger.unknown))


def _published(named: Sequence[str]) -> str | None:
    """The venue among several; with a preprint server and a venue both named, the venue wins."""
    for text in named:
        known = read_venue(text).venue
        if known is None or not known.kind.is_preprint:
            return text
    return named[0] if named else None


def _are_surely_authors(text: str) -> bool:
    """Whether a text in brackets names authors: an institution there looks much the same."""
    people = text.split(",")
    several = len(people) > 1 and all(p.strip().count(" ") and is_name(p.strip()) for p in people)
    return several or "et al" in text.lower()


@lru_cache(maxsize=_REMEMBERED)
def _sort_of(text: str) -> str:
    """What a piece of text is as a whole; empty where it is several things or unknown."""
    if text.count(" ") > 6 and not calls_itself_venue(text) and is_prose(text):
        return "prose"
    digits = any(c.isdigit() for c in text)
    if digits and is_date(text):
        return "date"
    if "," in text and digits and any(is_date(part.strip(" .")) for part in text.split(",")):
        return ""
    # Several names are no venue; asking for authors first saves most of the questions.
    several = "," in text and not digits
    if several and reads_as_authors(text):
        return "authors"
    if names_venue(text):
        return "venue"
    return "authors" if not several and reads_as_authors(text) else ""
