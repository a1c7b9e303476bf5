"""Venues in brackets around titles: where most entries have one, the others have one as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loader.fields.labels import is_label, is_vague
from loader.fields.venues import names_venue
from loader.fields.years import is_date
from loader.reading.candidates import Draft
from loader.reading.citation.venue_like import may_be_venue

_TAG = re.compile(r"[^\w\[【(（]{0,8}[\[【(（]([^\[\]()（）【】\n\x1f]{2,60})[\]】)）]")
# "A title (CHEOPS 22)": an acronym and the last digits of a year.
_TRAILING = re.compile(r"\s{0,2}[(（\[]([A-Z][\w-]{0,16}[A-Z]\w{0,8})\s?([012]\d|9\d)[)）\]]$")
# Fewer brackets than this make no habit.
_FEWEST = 3
_MOST = 0.5


def tag_before(text: str) -> str | None:
    """The text in brackets that an entry begins with, if it begins with one.

    >>> tag_before("[Medical Image Analysis] "), tag_before("A method (MIA) ")
    ('Medical Image Analysis', None)
    """
    found = _TAG.match(text)
    return found.group(1).strip(" *_`") if found is not None else None


def with_tagged_venues(drafts: Sequence[Draft], tags: Sequence[str | None]) -> list[Draft]:
    """Drafts that stand together, with the venues in brackets before their titles.

    "[Bioinformatics]" is a topic as well; between "[TMI]" and "[MICCAI]" it is a venue, known or
    not.

    Args:
        drafts: The drafts.
        tags: For each the text in brackets that it begins with.
    """
    told = [tag for tag in tags if tag is not None and not is_date(tag)]
    surely = sum(map(names_venue, told))
    if surely < _FEWEST or surely < _MOST * len(told):
        return list(drafts)
    return [
        replace(draft, venue=tag) if tag is not None and _is_wanting(draft, tag) else draft
        for draft, tag in zip(drafts, tags, strict=True)
    ]


def _is_wanting(draft: Draft, tag: str) -> bool:
    """Whether a draft names no venue and its tag may be one."""
    said = is_date(tag) or is_label(tag) or is_vague(tag)
    return draft.venue is None and not said and may_be_venue(tag, strict=False)


def with_trailing_venues(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts that stand together, with the venues that end their titles as "(CHEOPS 22)".

    "(ResNet 50)" looks much the same; where others name known venues it is a venue and its year.
    """
    if not any(draft.title.endswith((")", "）", "]")) for draft in drafts):
        return list(drafts)
    named = [draft.venue for draft in drafts if draft.venue is not None]
    known = sum(map(names_venue, named))
    if known < _FEWEST or known < _MOST * len(named):
        return list(drafts)
    return [_without_trailing(draft) for draft in drafts]


def _without_trailing(draft: Draft) -> Draft:
    found = _TRAILING.search(draft.title[-40:]) if draft.venue is None else None
    if found is None:
        return draft
    title = draft.title[: len(draft.title) - len(found.group())]
    return replace(draft, title=title, venue=f"{found.group(1)}'{found.group(2)}")
