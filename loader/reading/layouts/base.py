"""What every layout gives: drafts, the raw texts of an entry's fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from loader.reading.markdown import Paragraph


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as the layout found it.

    Attributes:
        line: Source line it stands on, from 1.
        label: Its text.
        href: Its target, unchecked.
        on_title: Whether its text is the title and says nothing of the target.
    """

    line: int
    label: str
    href: str
    on_title: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of an entry before anything is read into them.

    Attributes:
        line: First source line, from 1.
        end_line: Last source line, inclusive.
        title: Title text.
        authors: Author line, if there is one.
        venue: Text naming venue and year, if there is one.
        anchors: Links in order.
    """

    line: int
    end_line: int
    title: str
    authors: str | None
    venue: str | None
    anchors: tuple[Anchor, ...]


class Layout(Protocol):
    """One way of writing entries."""

    @property
    def name(self) -> str:
        """What the way of writing is called."""
        ...

    def drafts(self, blocks: Sequence[Paragraph]) -> Sequence[Draft]:
        """The entries in a section's blocks; none where they are not written in this way."""
        ...
