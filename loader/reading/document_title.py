"""The heading that names a whole document and heads no section of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loader.reading.blocks import Heading
from loader.reading.evidence import Standing, standing_of
from loader.reading.headings import heading_text, meaning_of
from loader.reading.sections import Part
from loader.records import SectionKind

_NUMBER = re.compile(r"\W{0,3}(\d{1,2})(?!\d)")


def document_title(parts: Sequence[Part]) -> Heading | None:
    """The heading that names the whole document, if there is one.

    It is the first heading: the only one of the topmost level, or one of level 1 without entries
    of its own, for a list whose sections are all of level 1 has a title among them. Where nothing
    is of level 1, what stands beside it tells.
    """
    headed = [part for part in parts if part.heading is not None]
    first = headed[0].heading if headed else None
    if first is None:
        return None
    levels = [part.heading.level for part in headed if part.heading is not None]
    if sum(level <= first.level for level in levels) == 1:
        return first
    drafts = (draft for group, _ in headed[0].groups for draft in group)
    if not is_small(headed[0], sum(map(size_of, parts))) and any(
        standing_of(draft) is Standing.STRONG for draft in drafts
    ):
        return None
    if first.level == 1:
        return first
    opens = 1 not in levels and not any(size_of(part) for part in parts[: parts.index(headed[0])])
    return first if opens and _stands_over_all(headed, levels) else None


def _stands_over_all(headed: Sequence[Part], levels: Sequence[int]) -> bool:
    """Whether the first heading stands over the document although others are of its level.

    It names a subject, and no other of its level stands beside it as a section does: sections
    beside it hold next to nothing, or it holds nothing, or their numbers go on from those below it.
    """
    texts = [heading_text(part.heading) for part in headed if part.heading is not None]
    if meaning_of(texts[0]).kind is not SectionKind.TASK:
        return False
    after = next(n for n, level in enumerate(levels) if n and level <= levels[0])
    own, rest = (sum(map(size_of, some)) for some in (headed[1:after], headed[after:]))
    if not own or 5 * rest < own:
        return True
    below = levels[1:after]
    last = max(n for n, level in enumerate(below, 1) if level == min(below))
    return _number(texts[last]) + 1 == _number(texts[after]) > 1


def is_small(part: Part, drafts: int) -> bool:
    """Whether a part holds less than a fifth of the drafts of its document."""
    return 5 * size_of(part) < drafts


def size_of(part: Part) -> int:
    """How many drafts a part holds."""
    return sum(len(drafts) for drafts, _ in part.groups)


def _number(text: str) -> int:
    """The number that a heading begins with, or 0.

    >>> _number("2. Surveys"), _number("2024"), _number("Surveys")
    (2, 0, 0)
    """
    found = _NUMBER.match(text)
    return int(found.group(1)) if found else 0
