"""What passes between layouts and the reading of citations: candidates and drafts."""

from __future__ import annotations

from dataclasses import dataclass, field

from loader.reading.blocks import Line


@dataclass(frozen=True, slots=True)
class Candidate:
    """Lines that may be an entry.

    Attributes:
        line: First source line, from 1.
        end_line: Last source line, inclusive.
        head: Lines among which the title is.
        fields: Lines below it that tell more: authors, links, "Code: …".
        venue: Text that names the venue, where the layout knows its place.
        date: Text that gives the date, where the layout knows its place.
        authors: Text that names the authors, where the layout knows its place.
        anchors: Links whose kind the layout knows by their place, such as a table's column.
        titled: Whether the layout knows that the head is a title.
    """

    line: int
    end_line: int
    head: tuple[Line, ...]
    fields: tuple[Line, ...] = ()
    venue: str | None = None
    date: str | None = None
    authors: str | None = None
    anchors: tuple[Anchor, ...] = ()
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as it was found.

    Attributes:
        line: Source line it stands on, from 1.
        label: What says of its target what it is: its text, the label before it, a column's name.
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
        venue: Text naming the venue, if there is one.
        date: Text that gives a year, if there is one beside the venue.
        anchors: Links in order.
        authors_first: Whether the authors stand before the title.
        name: Short name of what the paper presents, where it stands apart from the title.
        titled: Whether the layout knows that the title is one, as a column of titles does.
        marked: Whether quotes, a link or strong text set the title off.
        group: A group of people named in the text, which may be who wrote it.
        described: Whether the title is a few linked words that prose goes on to tell of.
        remark: A note in brackets behind the title that says what is there: "(Video; slides)".
    """

    line: int
    end_line: int
    title: str
    authors: str | None = None
    venue: str | None = None
    date: str | None = None
    anchors: tuple[Anchor, ...] = field(default=())
    authors_first: bool = False
    name: str | None = None
    titled: bool = False
    marked: bool = False
    group: str | None = None
    described: bool = False
    remark: str | None = None
