"""Where the title of an entry stands: quoted, as the text of a link, or strong.

Those behind a name are in :mod:`.named_titles`, those without any mark in :mod:`.plain_titles`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from loader.fields.authors import reads_as_authors
from loader.fields.labels import is_label
from loader.fields.text import has_letter
from loader.fields.venue_remarks import is_remark
from loader.fields.venues import names_venue
from loader.reading.citation.credits import is_credit_text, reads_as_tag
from loader.reading.citation.flat import BREAK, GAP, Flat, Run, is_credit

# No more than a title's length between quotes, so that a stray one costs nothing.
_QUOTED = re.compile(r"[\"“”]([^\"“”\x1f]{3,400})[\"“”]|《([^》《\x1f]{3,200})》")
# A title stands in the first quotes or soon after; to look on costs more each time.
_MOST_QUOTES = 8
_GOES_ON = re.compile(r": ?(?=[^\W_])| (?=[^\W_])")
_WORD = re.compile(r"\w+")
# What parts a quoted title from its credits in the text of one link: "“A title” (1905) — Einstein".
_CREDITED = frozenset({" (", " —", " –", " -", ", "})
_MAY_PRECEDE_QUOTE = frozenset(":：]).,|*-–—>}" + GAP + BREAK)
# Fewer words than this are an acronym or a name beside a title, rather than one.
_FEW = 3


class Style(Enum):
    """How a title is set off from the rest of its entry."""

    QUOTED = "quoted"
    LINKED = "linked"
    STRONG = "strong"
    NAMED = "named"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a flat string a title stands.

    Attributes:
        start: First character.
        end: Behind its last character.
        style: How it is set off.
        href: Target of the link that shows it, if one does.
        authors_first: Whether the authors stand before it.
        name: Where the name in front of it stands, which is neither title nor credit.
    """

    start: int
    end: int
    style: Style
    href: str | None = None
    authors_first: bool = False
    name: tuple[int, int] | None = None


def marked_titles(flat: Flat) -> tuple[Place, ...]:
    """Places where marks set off what may be a title, the likeliest first."""
    quoted, linked, strong = _quoted(flat), _linked(flat), _strong(flat)
    if linked is not None and strong is None and quoted is None and _is_aside(flat, linked):
        linked = None
    if strong is not None and linked is not None and _is_before(flat, strong, linked):
        return tuple(place for place in (quoted, strong, linked) if place is not None)
    return tuple(place for place in (quoted, linked, strong) if place is not None)


def count_words(text: str) -> int:
    """Words of a text; each two characters of scripts without blanks count as one.

    >>> count_words("H2O: Heavy-Hitter"), count_words("文本驱动的视频合成")
    (3, 4)
    """
    if text.isascii():
        return len(_WORD.findall(text))
    scripts = [c for c in text if "\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af"]
    rest = text.translate(dict.fromkeys(map(ord, scripts), " ")) if scripts else text
    return len(scripts) // 2 + len(_WORD.findall(rest))


def _words(flat: Flat, place: Place) -> int:
    return count_words(flat.text[place.start : place.end])


def _is_before(flat: Flat, strong: Place, linked: Place) -> bool:
    """Whether strong text is a likelier title than the text of a link beside it."""
    if strong.start < linked.end and linked.start < strong.end:
        return False
    if strong.start < linked.start:
        return _words(flat, strong) > _FEW or _words(flat, linked) < _FEW
    return _words(flat, linked) < _FEW <= _words(flat, strong)


def _is_aside(flat: Flat, linked: Place) -> bool:
    """Whether a link of a few words stands behind a title: "A title in words [BytePS](…)"."""
    if _words(flat, linked) > _FEW + 1:
        return False
    before = flat.text[: linked.start].strip(" []()" + GAP)
    if before.endswith((":", "：")):
        return False
    return count_words(before) > _FEW and not is_credit_text(before)


def _quoted(flat: Flat) -> Place | None:
    for found in islice(_QUOTED.finditer(flat.text), _MOST_QUOTES):
        start, end = found.span(1) if found.group(1) is not None else found.span(2)
        before = flat.text[: found.start()].rstrip(" ")
        text = flat.text[start:end]
        ended = not flat.text[found.end() : found.end() + 1].isalnum()
        long_enough = count_words(text) > 1 or len(before) < 40
        name = _name_before_authors(flat, len(before))
        if (
            ended
            and long_enough
            and has_letter(text)
            and _is_set_off(flat, found.start(), found.end())
            and (name is not None or _may_precede_quote(flat, before))
            and not _is_first_part(flat, start, end)
        ):
            linked = (run.href for run in flat.runs if run.start < end and start < run.end)
            href = next((target for target in linked if target), None)
            return Place(start, end, Style.QUOTED, href, name=name)
    return None


def _name_before_authors(flat: Flat, end: int) -> tuple[int, int] | None:
    """A strong name at the start with nothing but authors behind it up to a quoted title."""
    first = flat.runs[0] if flat.runs else None
    if first is None or not first.strong or first.start > 0 or first.end >= end:
        return None
    people = flat.text[first.end : end].strip(" :：,.")
    named = bool(people) and reads_as_authors(people)
    return (first.start, first.end) if named else None


def _is_first_part(flat: Flat, start: int, end: int) -> bool:
    """Whether a title goes on behind a few quoted words: "“Nothing Abnormal”: Reports for All"."""
    if count_words(flat.text[start:end]) > _FEW or flat.text[end - 1] in ".,?!":
        return False
    found = _GOES_ON.match(flat.text, end + 1)
    if found is None:
        return False
    rest = flat.text[found.end() : found.end() + 200].split(GAP, 1)[0]
    return count_words(rest) > 1 and not is_credit_text(rest)


def _may_precede_quote(flat: Flat, before: str) -> bool:
    """Whether a quoted title may follow a text: a mark, a set off name or the authors."""
    return (
        not before
        or before[-1] in _MAY_PRECEDE_QUOTE
        or any(run.end == len(before) for run in flat.runs if run.strong or run.code or run.href)
        or reads_as_authors(before)
    )


def _is_set_off(flat: Flat, start: int, end: int) -> bool:
    """Whether quotes hold most of what is marked: "Playing “Atari” with …" is one title."""
    around = (run for run in flat.runs if run.start <= start and end <= run.end)
    run = next(around, None)
    if run is not None and run.start == start and flat.text[end : end + 2] in _CREDITED:
        return True
    return run is None or not (run.href or run.strong) or end - start >= 0.7 * (run.end - run.start)


def _linked(flat: Flat) -> Place | None:
    best: Place | None = None
    for start, end, href in _stretches(flat, lambda run: run.href):
        text = flat.text[start:end].strip("[]() ")
        if not has_letter(text) or is_credit(text) or text.startswith("#"):
            continue
        place = Place(start, end, Style.LINKED, href)
        if best is None:
            best = place
        elif _words(flat, best) < _FEW <= _words(flat, place) and not _goes_on(flat, best):
            # An acronym or the authors first, and then a link on a real title.
            return place
        else:
            break
    return best


def _goes_on(flat: Flat, place: Place) -> bool:
    """Whether the text behind a link continues it: "[H2O](…): Heavy-Hitter Oracle"."""
    behind = flat.text[place.end : place.end + 40].lstrip(" ")
    return behind.startswith((":", "：")) or flat.text[place.start : place.end].rstrip().endswith(
        ":"
    )


def _strong(flat: Flat) -> Place | None:
    def mark(run: Run) -> str | None:
        credit = run.href is not None and is_credit(flat.text[run.start : run.end])
        return "strong" if run.strong and not credit else None

    best: Place | None = None
    for start, end, _ in _stretches(flat, mark):
        text = flat.text[start:end]
        before, behind = flat.text[max(0, start - 9) : start], flat.text[end : end + 9]
        bare = text.strip(" :：.*[]()（）【】")
        tag = reads_as_tag(text, before.rstrip()[-1:] + behind.lstrip()[:1])
        code = all(run.code for run in flat.runs if start <= run.start < end)
        if not has_letter(bare) or code or tag or is_label(bare) or names_venue(bare):
            continue
        if is_remark(bare):
            # An award in strong marks stands beside a title that has none.
            continue
        # "**A title [[pdf](…)]**": the bracket of a link.
        closed = end - (len(text) - len(text.rstrip(" [(")))
        place = Place(start, closed, Style.STRONG)
        if best is None:
            best = place
        elif _words(flat, best) < _FEW <= _words(flat, place):
            return place
        else:
            break
    return best


def _stretches(
    flat: Flat, mark: Callable[[Run], str | None]
) -> Iterator[tuple[int, int, str | None]]:
    """Maximal stretches of runs on a line that bear the same mark, with the mark."""
    start = end = 0
    value: str | None = None
    for run in flat.runs:
        this = mark(run)
        between = flat.text[end : run.start]
        apart = run.start - end > 1 or BREAK in between or GAP in between
        if this is not None and this == value and not apart:
            end = run.end
            continue
        if value is not None:
            yield start, end, value
        start, end, value = run.start, run.end, this
    if value is not None:
        yield start, end, value
