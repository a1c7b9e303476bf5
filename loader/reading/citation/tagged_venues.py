"""Venues in brackets before titles: where most entries have one, the others have one as well."""

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
