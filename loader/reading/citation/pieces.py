"""Pieces: the text around a title, parted where people part fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loader.fields.names import is_called, is_initials, is_name
from loader.fields.venues import names_venue, read_venue
from loader.fields.words import words_of
from loader.fields.years import is_date, without_years
from loader.reading.citation.flat import EDGE, GAP, Flat, Run
from loader.reading.citation.venue_like import may_be_venue

# An abstract: nobody credits anybody there.
LONGEST_TEXT = 4000
_SPLIT = re.compile(
    r"(?<=[\w)\]*’'])[.?!](?:\s+|$)(?=[\w\"“(\[*]|$)"  # a full stop
    r"|\s*[|•·\n\x1f\x1e]\s*|\s+[-–—/]+\s+|\s*;\s+|\s{3,}|\s+\.(?=\s|(?:19|20)\d\d\b)\s*"
)
# "Laskar et al.* ACL": an asterisk between a stop and what follows it.
_STARRED_STOP = re.compile(r"\.\*+\s")
_GLUED_ET_AL = re.compile(r"(\bet al\.)(?=\w)")
# What brackets hold, brackets within them included.
_BRACKETS = re.compile(
    r"[(（\[【]("
    r"[^()（）\[\]【】]{0,200}+(?:[(（\[【][^()（）\[\]【】]{0,80}+[)）\]】][^()（）\[\]【】]{0,200}+){0,2}+"
    r")[)）\]】]"
)
# What may stand between a label's colon and the title.
_MARKS = ' "“”' + EDGE
_OPENED = re.compile(r"[(（\[【]")
OPENING, CLOSING = "([（【", ")]）】"
_SENTENCE_END = re.compile(r"[.|\n\x1e\x1f]")
# "*Journal of Widgets*, 2022"
_YEAR_BEHIND = re.compile(r",? ?\(?(?:19|20)\d\d\b")
# What behind a bracket shows that the bracket parted nothing.
_GOES_ON = re.compile(r"\s*(?:,|;|&|\d|and\b|et\.? al)")
# A name of a journal with words cut short, to the year behind it: "Inf. Process. Manag. 2020".
_CUT_SHORT = re.compile(
    r"(?:[A-Z][\w&-]{0,12}\.?\s){1,8}[A-Z][\w&-]{0,12}\.\s(?=\(?(?:19|20)\d\d\b)"
)
_SORTS = frozenset({"workshop", "workshops", "findings"})
_STOP = re.compile(r"\.\s")
_INITIAL_BEFORE = re.compile(r"(?:^|[\s.\-(,])[^\W\d_]$")
_SHORT_NAME = re.compile(r"(?:^|,|\band) ?[A-Z][a-z]{1,9}$")
_INITIAL_BEHIND = re.compile(r"[A-Z]\.(?: ?[A-Z]|,)")
_BY_SURNAME = re.compile(r"^\W{0,3}by\s[^\W\d_]{2,30}\s[^\W\d_]$")
_LAST_WORD = re.compile(r"(?:^|[\s(,])([^\W\d_]{2,12})$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text around a title.

    Attributes:
        text: The text.
        aside: Whether it stands in brackets.
        behind: Whether it stands behind the title.
        late: Whether it stands behind the links, where people put remarks.
        labels: Whether a colon parts it from the title behind it, as a method's name or a topic.
    """

    text: str
    aside: bool = False
    behind: bool = True
    late: bool = False
    labels: bool = False


def pieces_around(
    flat: Flat, start: int, end: int, name: tuple[int, int] | None = None
) -> list[Piece]:
    """Pieces of a string outside a title, parted where the markup changes, too.

    Args:
        flat: The string.
        start: Where the title begins.
        end: Where it ends.
        name: Where a name before the title stands, which says nothing else.
    """
    named, behind_name = name if name is not None else (0, 0)
    marked = [run for run in flat.runs if run.emphasis or run.strong or run.code or run.href]
    pieces: list[Piece] = []
    for first, last, behind in (
        (0, named, False),
        (behind_name, start, False),
        (end, len(flat.text), True),
    ):
        edges = sorted(_edges(flat, marked, first, last))
        text = _with_edges(flat.text, (first, *edges, last))
        said, gap, after = text.partition(GAP) if behind and end > 0 else (text, "", "")
        # The bracket of "[[pdf](…)]" is no part of what stands before it.
        found = pieces_of(said.rstrip(" " + OPENING) if gap else said, behind=behind)
        labels = not behind and "," not in said and said.rstrip(_MARKS).endswith((":", "："))
        pieces.extend([replace(piece, labels=True) for piece in found] if labels else found)
        if gap:
            pieces.extend(replace(piece, late=True) for piece in pieces_of(after, behind=behind))
    return pieces


def _edges(flat: Flat, marked: Sequence[Run], first: int, last: int) -> set[int]:
    """Where the markup changes between two places, but not before the year of what is marked."""
    found: set[int] = set()
    for run in marked:
        found.update(at for at in (run.start, run.end) if first < at < last)
        if run.emphasis and _YEAR_BEHIND.match(flat.text, run.end):
            found.discard(run.end)
    return found


def _with_edges(text: str, places: tuple[int, ...]) -> str:
    """A string with :data:`EDGE` at each place that is not within brackets: "(*Purdue*)"."""
    if _OPENED.search(text, places[0], places[-1]) is None:
        return "".join(f"{text[begun:ended]}{EDGE}" for begun, ended in pairwise(places))
    parts: list[str] = []
    depth = 0
    for begun, ended in pairwise(places):
        part = text[begun:ended]
        parts.append(part)
        depth = depth_after(part, depth)
        if depth == 0:
            parts.append(EDGE)
    return "".join(parts)


def depth_after(text: str, depth: int = 0) -> int:
    """How many brackets are open behind a text.

    >>> depth_after("a (b [c] d"), depth_after("a)")
    (1, 0)
    """
    opened = sum(text.count(mark) for mark in OPENING)
    closed = sum(text.count(mark) for mark in CLOSING)
    return max(0, depth + opened - closed)


def pieces_of(text: str, *, behind: bool = True) -> list[Piece]:
    """A text in pieces: sentences, what bars and breaks part, and then what brackets hold.

    >>> [(p.text, p.aside) for p in pieces_of("Nature 521 (2015): 436. (Oral)")]
    [('Nature 521  2015 : 436.', False), ('Oral', True)]
    """
    if not text or text.isspace():
        return []
    if len(text) > LONGEST_TEXT:
        return [Piece(text, behind=behind)]
    # Most texts hold none of this, and to look is cheaper than to replace.
    if ".*" in text:
        text = _STARRED_STOP.sub(". ", text)
    if "et al." in text:
        text = _GLUED_ET_AL.sub(r"\1 ", text)
    if _OPENED.search(text) is None:
        return [Piece(part, behind=behind) for part in sentences(text)]
    asides: list[Piece] = []

    def taken_out(found: re.Match[str]) -> str:
        inner = found.group(1)
        alone = not text[max(0, found.start() - 4) : found.start()].rstrip()[-1:].isalnum()
        sort = not alone and inner.strip().casefold() in _SORTS
        if inner.strip().isdigit() or is_date(inner) or sort:
            # A year, or what sort of venue it is, belongs to the venue it stands beside.
            return f" {inner} "
        if is_called(found.string, found.start(), found.end()):
            return found.group()
        asides.append(Piece(inner, aside=True, behind=behind))
        before = text[found.start() - 1 : found.start()]
        if before.isalnum():
            return " "
        # No third blank beside those around it: three of them part fields.
        return "" if _GOES_ON.match(text, found.end()) else " | "

    main = _BRACKETS.sub(taken_out, text)
    return [*(Piece(part, behind=behind) for part in sentences(main)), *asides]


def sentences(text: str) -> Iterator[str]:
    """Parts of a text between full stops, bars, dashes and breaks; initials end no sentence.

    >>> list(sentences("Zhou, Jie, Philip S. Yu. AI Open 2020."))
    ['Zhou, Jie, Philip S. Yu', 'AI Open 2020']
    """
    begun = whole = 0
    for found in _SPLIT.finditer(text):
        before = text[begun : found.start()]
        stop = found.group()[:1] == "." and found.end() < len(text)
        if found.start() < whole:
            continue
        if stop and (whole := _end_of_cut_short(text, begun)) > found.start():
            continue
        if stop and _keeps_on(before, text[found.end() : found.end() + 200]):
            continue
        if before.strip():
            yield before.strip()
        begun = found.end()
    if text[begun:].strip():
        yield text[begun:].strip()


def _end_of_cut_short(text: str, start: int) -> int:
    """Where a journal's name ends whose words are cut short, if one begins here, else 0.

    Two of its words have a stop at least, one of them is known to be cut short, and nothing
    between two stops is a venue by itself as in "Kaiming He. CVPR. 2016".
    """
    while start < len(text) and text[start].isspace():
        start += 1
    found = _CUT_SHORT.match(text, start)
    if found is None:
        return 0
    name = found.group().strip()
    parts = [part.strip(" .") for part in _STOP.split(name)]
    known = read_venue(name).venue is not None
    cut = len(parts) > 1 and any(_is_abbreviated(part) for part in parts)
    alone = any(names_venue(part) for part in parts)
    return found.end() - 1 if known or (cut and not alone) else 0


def ends_in_abbreviation(text: str) -> bool:
    """Whether a full stop behind a text would be that of an initial or of an abbreviation.

    >>> [ends_in_abbreviation(text) for text in ("G.A", "Mach. Intell", "a CNN")]
    [True, True, False]
    """
    tail = text[-16:]
    return _INITIAL_BEFORE.search(tail) is not None or _is_abbreviated(tail)


def _is_abbreviated(text: str) -> bool:
    """Whether a text ends in a word that is an abbreviation, such as those of journals' names."""
    found = _LAST_WORD.search(text)
    return found is not None and found.group(1).casefold() in words_of("abbreviation")


def _keeps_on(before: str, behind: str) -> bool:
    """Whether a stop between two texts ends no sentence."""
    tail = before[-16:]
    if not _INITIAL_BEFORE.search(tail):
        # "Stan. Z. Li": no sentence begins with an initial.
        short = _SHORT_NAME.search(tail) is not None and _INITIAL_BEHIND.match(behind) is not None
        return short or (not tail.lower().endswith(" al") and _is_abbreviated(tail))
    if _gives_initials_last(before):
        return False
    # "Könönen V. Web Intelligence": the initial ended the authors after all.
    next_one = _SENTENCE_END.split(behind, maxsplit=1)[0].strip()
    bare = without_years(next_one).strip(" ,")
    # "by Neto G. Learning theory course": what goes on is no surname.
    if _BY_SURNAME.search(before) and not is_name(next_one.partition(",")[0]):
        return False
    # "MONICA C. VROMAN": behind capitals, capitals are a surname.
    capitals = bare.isupper() and not before.split()[-2:][0].isupper()
    venue = names_venue(next_one) or (capitals and may_be_venue(bare, strict=True))
    return not (venue and len(before.split()) > 1)


def _gives_initials_last(text: str) -> bool:
    """Whether names are written "Vrancx P, De Hauwere Y M": then a stop behind them ends them."""
    people = [person.split() for person in text.split(",")[:-1]]
    last = [
        len(words) > 1
        and is_initials(words[-1])
        and "." not in words[-1]
        and not is_initials(words[0])
        for words in people
    ]
    return sum(last) > 0.5 * len(last)
