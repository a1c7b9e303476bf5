"""Titles behind a short name that is set off: "**BioGPT**: Generative Pre-trained Transformer"."""

from __future__ import annotations

import re
from dataclasses import replace

from loader.fields.authors import reads_as_authors
from loader.fields.years import is_date
from loader.reading.citation.credits import is_credit_text
from loader.reading.citation.flat import BREAK, Flat, is_credit
from loader.reading.citation.plain_titles import title_from
from loader.reading.citation.titles import Place, Style, count_words, marked_titles

# Names of more words than this are titles, unless most entries beside them have a name in front.
_FEW = 3
_LONGEST_NAME = 60
_SHORTEST_TITLE = 3
_LONGEST_TITLE = 40
# Characters between a title and the link behind it.
_CLOSE = 3
# What may follow a title's first letter.
_BEGINS = r"(?=[^\W_]|[(\"“])"
_COLON = re.compile(r"[ *)\]]{0,4}[:：] *")
_NUMBER = re.compile(r"^\W{0,4}\d{1,3}\W{1,4}")
_BLANK = re.compile(rf" {{0,2}}[.\-–—]? +{_BEGINS}")
_STOP = re.compile(rf" ?[,.] +{_BEGINS}")
# "[eICU-CRD](…). `2019.04`. The eICU Database": a date between name and title.
_DATE = re.compile(rf" ?[,.]? +([^\s,]{{4,10}}?)[,.]? +{_BEGINS}")


def places_of(flat: Flat) -> tuple[Place, ...]:
    """Places where marks show that a title may stand, the likeliest first.

    A strong text or the text of a link may be no more than a name in front of the title.
    """
    places = marked_titles(flat)
    if not places:
        named = _behind_date(flat)
        return (named,) if named is not None else ()
    first = places[0]
    if first.end - first.start > _LONGEST_NAME:
        return places
    if first.style is Style.LINKED:
        named = _behind_link(flat, first)
        return (named, *places) if named is not None else places
    if first.style is Style.STRONG:
        named, surely = _behind_strong(flat, first)
        if named is not None:
            return (named, *places[1:]) if surely else (*places, named)
    return places


def _behind_strong(flat: Flat, name: Place) -> tuple[Place | None, bool]:
    """A title behind a strong text, and whether the strong text can be no title itself."""
    before = _NUMBER.sub("", flat.text[: name.start]).strip(" .,:")
    if before and reads_as_authors(before):
        # Behind its authors it is the title: "Ada Lovelace. **Widgets**. In Gears and Wheels".
        return None, False
    said = flat.text[name.start : name.end].rstrip()
    colon = _COLON.match(flat.text, name.end)
    start = colon.end() if colon else name.end
    closed = colon is not None or said.endswith((":", "："))
    if not closed:
        blank = _BLANK.match(flat.text, name.end)
        if blank is None or flat.text[blank.end()].islower():
            return None, False
        start = blank.end()
    place = _title_from(flat, name, start)
    if place is None:
        return None, False
    words = count_words(flat.text[place.start : place.end])
    few = count_words(said) <= _FEW
    return place, few and (closed or words > _SHORTEST_TITLE)


def _behind_link(flat: Flat, name: Place) -> Place | None:
    """A title behind the link of a name, with a date between them or a link to the paper behind."""
    dated = _DATE.match(flat.text, name.end)
    if dated is not None and is_date(dated.group(1)):
        return _title_from(flat, name, dated.end())
    stop = _STOP.match(flat.text, name.end)
    place = _title_from(flat, name, stop.end()) if stop is not None else None
    if place is None:
        return None
    ends = (run for run in flat.runs if run.href and run.start >= place.end)
    link = next(ends, None)
    if link is None or link.start - place.end > _CLOSE:
        return None
    return place if is_credit(flat.text[link.start : link.end]) else None


def _behind_date(flat: Flat) -> Place | None:
    """A title behind an unmarked name and a date: "Fold2Text, `2023.07` Multimodal …"."""
    date = next((run for run in flat.runs if run.code), None)
    if date is None or date.start > _LONGEST_NAME:
        return None
    name = flat.text[: date.start].strip(" ,.")
    words = count_words(name)
    if not 0 < words <= _FEW or not name[-1].isalnum() or is_credit_text(name):
        return None
    if not is_date(flat.text[date.start : date.end]):
        return None
    return _title_from(flat, Place(0, date.start, Style.NAMED), date.end)


def _title_from(flat: Flat, name: Place, start: int) -> Place | None:
    """The title behind a name that begins here, if one does."""
    place = title_from(flat, start)
    if place is None:
        return None
    text = flat.text[place.start : place.end]
    long_enough = _SHORTEST_TITLE <= count_words(text) <= _LONGEST_TITLE
    if not long_enough or BREAK in text or reads_as_authors(text):
        return None
    return replace(place, style=Style.NAMED, name=(name.start, name.end))
