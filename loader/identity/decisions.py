"""Decisions: why things that lists present apart are one, or one name stands for several.

A stage tells of every step that joins or parts something, so that each can be seen on the thing's
page, questioned, and undone by a correction.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What was decided of what was compared."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of the identity stage.

    Attributes:
        kind: Kind of thing, as in its IRI: paper, author, venue, task or repo.
        key: Key of the thing that it made what it is.
        verdict: Whether what was compared is one thing.
        rule: Name of the rule, lower case with hyphens, such as ``shared-arxiv``.
        evidence: What speaks for it, in one sentence.
        between: What was compared: places of entries (``list#L12``), names or headings.
    """

    kind: str
    key: str
    verdict: Verdict
    rule: str
    evidence: str
    between: tuple[str, ...]
