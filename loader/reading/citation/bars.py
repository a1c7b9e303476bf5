"""Fields that bars part on a line, and which of them is the title: "2017 | A title | Authors"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loader.fields.labels import is_label
from loader.fields.years import is_date
from loader.reading.candidates import Draft
from loader.reading.citation.credits import is_credit_text
from loader.reading.citation.flat import BREAK, GAP
from loader.reading.citation.pieces import depth_after
from loader.reading.citation.titles import count_words
from loader.reading.citation.venue_like import may_be_venue

_BAR = re.compile(r"\s\|\s?|\|\s")
# Longer than a title with what bars part from it.
_LONGEST = 1_000
# Fewer words than this are a topic or a name in front of a title.
_FEW = 3


def title_cell(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where in a text the field begins and ends that holds the title, if bars part fields there.

    It is the first of some words that credits nobody, or else the first that credits nobody.

    >>> line = "Ada Lovelace, Charles Babbage | RAG | A Survey of Widgets | SIAM"
    >>> line[slice(*title_cell(line, 0, len(line)))]
    'A Survey of Widgets'
    >>> title_cell("Learning p(y | x) from Widgets", 0, 30) is None
    True
    """
    if end - start > _LONGEST or text.find("|", start, end) < 0:
        return None
    cells = _cells(text, start, end)
    told = [cell for cell in cells if _is_title(text[slice(*cell)])]
    if len(cells) == 1 or not told:
        return None
    return next((cell for cell in told if count_words(text[slice(*cell)]) >= _FEW), told[0])


def _is_title(text: str) -> bool:
    return BREAK not in text and count_words(text) > 1 and not is_credit_text(text)


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the fields begin and end that bars part outside brackets."""
    cells: list[tuple[int, int]] = []
    begun = start
    for found in _BAR.finditer(text, start, end):
        if depth_after(text[begun : found.start()]) == 0:
            cells.append((begun, found.start()))
            begun = found.end()
    return [*cells, (begun, end)]


def fields_behind(text: str, end: int) -> tuple[str, ...]:
    r"""The fields that bars part behind a title and before the links.

    >>> fields_behind("A title | Ada Lovelace | SIAM | \x1f", 7)
    ('Ada Lovelace', 'SIAM')
    """
    gap = text.find(GAP, end)
    last = min(len(text) if gap < 0 else gap, end + _LONGEST)
    if text.find("|", end, last) < 0:
        return ()
    said = (text[slice(*cell)].strip(" []()*_,.") for cell in _cells(text, end, last))
    return tuple(field for field in said if field)


def with_barred_venues(drafts: Sequence[Draft], fields: Sequence[tuple[str, ...]]) -> list[Draft]:
    """Drafts that stand together, with the venues in the place where the others have theirs.

    Args:
        drafts: The drafts.
        fields: For each the fields behind its title.
    """
    if not any(fields):
        return list(drafts)
    places = {
        (len(row), row.index(draft.venue))
        for draft, row in zip(drafts, fields, strict=True)
        if draft.venue in row
    }
    return [
        replace(draft, venue=venue)
        if draft.venue is None and (venue := _venue_at(row, places, draft)) is not None
        else draft
        for draft, row in zip(drafts, fields, strict=True)
    ]


def _venue_at(row: Sequence[str], places: set[tuple[int, int]], draft: Draft) -> str | None:
    """What a row holds where the one other place for venues in rows as long is."""
    found = [at for count, at in places if count == len(row)]
    text = row[found[0]] if len(found) == 1 else ""
    credited = is_date(text) or is_label(text) or text in (draft.authors or "")
    return text if text and not credited and may_be_venue(text, strict=False) else None
