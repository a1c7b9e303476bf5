"""What the headings of a document group by: by their words, and by what stands around them.

:func:`loader.reading.headings.meaning_of` says what a heading tells of the entries below it; this
says what the heading itself is, which its siblings and the text below it help to tell. What is
none of all the others is a research task.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from loader.fields.heading_names import bare_heading
from loader.reading.heading_words import (
    is_listing,
    is_method,
    is_resource_too,
    kind_by_words,
    names_list,
)
from loader.records import SectionKind

# A sibling group tells from so many on, and by more than half of it.
_FEWEST_SIBLINGS = 3
# More words without a link below a heading are prose.
_PROSE = 12
# A heading within an item is a label if it is as short, and else a title.
_LABEL = 3
# From such a part of them on, siblings that are models make one of a name like theirs.
_TELLING = 3
_LIKE_A_MODEL = re.compile(
    r"(?=\S{0,20}[A-Z0-9]\S{0,20}[A-Z0-9])[A-Za-z][A-Za-z0-9+.-]{0,40}(?: [A-Z][A-Z0-9]{1,9})?"
    r"|[A-Z][a-z]{3,}"
)
_ACRONYM_AND_YEAR = re.compile(r"[A-Z][A-Za-z&-]{1,11}[ '’_-]{0,2}(?:(?:19|20)?\d\d)")


class Place(Enum):
    """Where a heading stands in its document."""

    SECTION = auto()
    TITLE = auto()
    WITHIN = auto()
    ENTRY = auto()


@dataclass(frozen=True, slots=True)
class Outlined:
    """A heading with what stands below it, up to the next.

    Attributes:
        text: Its text.
        level: Its level, from 1.
        place: Whether it heads a section, names the document, stands within an item of a list, or
            is an entry itself.
        links: How many links to other pages stand below it.
        words: How many words stand below it.
        listed: Whether lists or tables stand below it.
    """

    text: str
    level: int
    place: Place = Place.SECTION
    links: int = 0
    words: int = 0
    listed: bool = False


def kinds_of(headings: Sequence[Outlined]) -> list[SectionKind]:
    """What each heading of a document groups by, in their order.

    >>> heads = ["Surveys", "YOLO", "SSD", "Fast R-CNN", "Pelee", "Object Tracking"]
    >>> [kind.name for kind in kinds_of([Outlined(text, 2) for text in heads])]
    ['RESOURCE_TYPE', 'OTHER', 'OTHER', 'OTHER', 'OTHER', 'TASK']
    """
    names = [bare_heading(heading.text) for heading in headings]
    kinds = [_kind_by_words(*each) for each in zip(headings, names, strict=True)]
    parents = parents_of([heading.level for heading in headings])
    below = _totals(headings, parents)
    for n, heading in enumerate(headings):
        if kinds[n] is SectionKind.TASK and _is_prose(below[n]) and heading.place is Place.SECTION:
            kinds[n] = SectionKind.OTHER
    families: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, heading in enumerate(headings):
        if heading.place is Place.SECTION:
            families[parents[n], heading.level].append(n)
    for family in families.values():
        _ask_siblings(family, names, kinds)
    return kinds


def parents_of(levels: Sequence[int]) -> list[int]:
    """For each heading the place of the one it stands below, -1 for none.

    >>> parents_of([1, 2, 3, 2, 1])
    [-1, 0, 1, 0, -1]
    """
    stack: list[int] = []
    parents = []
    for n, level in enumerate(levels):
        while stack and levels[stack[-1]] >= level:
            stack.pop()
        parents.append(stack[-1] if stack else -1)
        stack.append(n)
    return parents


def _kind_by_words(heading: Outlined, name: str) -> SectionKind:
    if heading.place is Place.ENTRY:
        kind = kind_by_words(name, heading.text)
        dated = kind in {SectionKind.YEAR, SectionKind.VENUE}
        return kind if dated else SectionKind.OTHER
    if heading.place is Place.TITLE:
        # "Machine Learning" over a whole document names its subject, "Awesome Pruning" the list.
        if names_list(heading.text):
            return SectionKind.OTHER
        kind = kind_by_words(name, heading.text)
        return kind if kind in {SectionKind.TASK, SectionKind.YEAR} else SectionKind.OTHER
    kind = kind_by_words(name, heading.text)
    if heading.place is Place.WITHIN and len(name.split()) > _LABEL:
        return SectionKind.OTHER
    if kind is SectionKind.TASK and (heading.place is Place.WITHIN or is_listing(name)):
        return SectionKind.OTHER
    return kind


@dataclass(slots=True)
class _Below:
    """What stands below a heading and the headings under it."""

    links: int = 0
    words: int = 0
    listed: bool = False


def _totals(headings: Sequence[Outlined], parents: Sequence[int]) -> list[_Below]:
    totals = [_Below(each.links, each.words, each.listed) for each in headings]
    for n in range(len(headings) - 1, -1, -1):
        if parents[n] >= 0:
            above = totals[parents[n]]
            above.links += totals[n].links
            above.words += totals[n].words
            above.listed = above.listed or totals[n].listed
    return totals


def _is_prose(below: _Below) -> bool:
    """Whether only running text stands below a heading: it parts the text, and no papers."""
    return not below.links and not below.listed and below.words > _PROSE


def _ask_siblings(family: Sequence[int], names: Sequence[str], kinds: list[SectionKind]) -> None:
    """Let headings side by side tell what a short name among them is.

    Among venues an acronym with a year is one, too; among models a name of one word is one.
    """
    unsure = [n for n in family if kinds[n] is SectionKind.TASK]
    if len(family) < _FEWEST_SIBLINGS or not unsure:
        return
    venues = sum(kinds[n] is SectionKind.VENUE for n in family)
    acronyms = [n for n in unsure if _ACRONYM_AND_YEAR.fullmatch(names[n])]
    if 2 * (venues + len(acronyms)) > len(family) and venues:
        for n in acronyms:
            kinds[n] = SectionKind.VENUE
    methods = sum(is_method(names[n]) for n in family)
    if methods >= _FEWEST_SIBLINGS and _TELLING * methods > len(family):
        for n in unsure:
            if _LIKE_A_MODEL.fullmatch(names[n]) or (
                2 * methods > len(family) and " " not in names[n]
            ):
                kinds[n] = SectionKind.OTHER
    # "Video" beside blogs and courses is something to watch, beside audio something to look at.
    resources = sum(kinds[n] is SectionKind.RESOURCE_TYPE for n in family)
    for n in unsure:
        if is_resource_too(names[n]) and 2 * resources >= len(family) - 1:
            kinds[n] = SectionKind.RESOURCE_TYPE
