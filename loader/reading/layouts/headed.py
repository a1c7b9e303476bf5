"""Entries as headings, each the title of a paper, with field lines below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loader.fields.years import year_of
from loader.reading.blocks import Heading, Line, lines_in
from loader.reading.candidates import Candidate
from loader.reading.citation.drafting import drafts_of
from loader.reading.citation.titles import count_words
from loader.reading.evidence import Standing, leads_to_paper, standing_of
from loader.reading.sections import Part

_QUOTED = re.compile(r"\s*\[?[\"“][^\"“”]{9,300}[\"”]")
# Lines below a heading that are looked at to find out whether it is a title.
_LOOKED_AT = 20


def take_titles(parts: Sequence[Part]) -> None:
    """Make entries of headings that are titles of papers; they head no section then.

    A single such heading is none: a list that is written this way has several at one level.
    """
    marks = [_heads_paper(parts, n) for n in range(len(parts))]
    levels: dict[int, list[bool | None]] = {}
    for part, mark in zip(parts, marks, strict=True):
        if part.heading is not None:
            levels.setdefault(part.heading.level, []).append(mark)
    above = parts[0]
    for part, mark in zip(parts, marks, strict=True):
        level = levels[part.heading.level] if part.heading is not None else []
        # Among headings that are titles, one whose link does not tell is a title, too.
        titled = mark or (mark is None and level.count(True) > 0.5 * len(level))
        if part.heading is None or not titled or level.count(True) < 2:
            above = part
            continue
        candidate = _candidate(part.heading, tuple(lines_in(part.blocks)))
        above.groups.append((drafts_of([candidate]), None))
        part.give_up()


def _candidate(heading: Heading, lines: tuple[Line, ...]) -> Candidate:
    end = max([heading.line, *(line.end for line in lines)])
    return Candidate(heading.line, end, (heading.as_line(),), lines)


def _heads_paper(parts: Sequence[Part], n: int) -> bool | None:
    """Whether a heading is the title of a paper; ``None`` where only its siblings can tell."""
    heading, blocks = parts[n].heading, parts[n].blocks
    if heading is None or count_words(heading.text) < 3:
        return False
    below = parts[n + 1].heading if n + 1 < len(parts) else None
    linked = any(span.href and not span.href.startswith("#") for span in heading.spans)
    heads_sections = below is not None and below.level > heading.level
    if heads_sections:
        return False
    if not linked and not year_of(heading.text):
        return None if _QUOTED.match(heading.text) else False
    draft = next(iter(drafts_of([_candidate(heading, tuple(lines_in(blocks))[:_LOOKED_AT])])), None)
    if draft is None or not draft.anchors:
        return False
    if linked:
        # A title may stand alone; what else stands alone is a section that is still empty.
        unsaid = None if blocks else False
        return True if leads_to_paper(draft.anchors[0]) else unsaid
    # "[Paper](…)" below it is a field of its own; a title with a link is an entry.
    entries = any(
        standing_of(inner) is Standing.STRONG and count_words(inner.title) > 2
        for group, _ in parts[n].groups
        for inner in group
    )
    credited = bool(draft.venue or draft.authors)
    return credited and not entries and any(map(leads_to_paper, draft.anchors))
