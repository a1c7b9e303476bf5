"""Where something stands in a list, what is said of it, and how it could be mended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a list's text.

    Attributes:
        line: Line it begins on, from 1.
        column: First character, from 1, in code points.
        end_line: Line it ends on.
        end_column: The column behind its last character.
    """

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of one line and what should stand there instead.

    Attributes:
        line: Line, from 1.
        column: First character that goes, from 1.
        end_column: The column behind the last one that goes.
        text: What comes in its place, without a line end.
    """

    line: int
    column: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule has to say at a place.

    Attributes:
        place: What is meant.
        message: One line for the list's curator.
        edit: What would mend it without changing what is read of the list, if anything.
    """

    place: Place
    message: str
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark with the list it is about and the rule that makes it.

    Attributes:
        source: What the list was read from, as messages name it.
        code: Code of the rule.
        place: What is meant.
        message: One line for the list's curator.
        edit: What would mend it without changing what is read of the list, if anything.
    """

    source: str
    code: str
    place: Place
    message: str
    edit: Edit | None = None
