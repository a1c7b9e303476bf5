"""What a reading list says: the records that travel from reading to identity.

These are claims, kept as the list makes them. What they come to when several lists and entries
speak of the same thing is the business of :mod:`loader.identity`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class LinkKind(StrEnum):
    """What a link's target is, by the link's label first and its URL second."""

    PAPER = "paper"
    CODE = "code"
    PROJECT = "project"
    DATASET = "dataset"
    MODEL = "model"
    DEMO = "demo"
    VIDEO = "video"
    SLIDES = "slides"
    BLOG = "blog"
    OTHER = "other"


class SectionKind(StrEnum):
    """What a heading groups its entries by; only a task heading gives its entries a task."""

    TASK = "task"
    YEAR = "year"
    RESOURCE_TYPE = "resource type"
    VENUE = "venue"
    OTHER = "other"


class PaperKind(StrEnum):
    """Whether a paper reports research or reviews that of others."""

    RESEARCH = "research"
    REVIEW = "review"


class Markup(StrEnum):
    """The language a list is written in; entries that were read already are JSON lines."""

    MARKDOWN = "markdown"
    RESTRUCTUREDTEXT = "restructuredtext"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an entry: where it points and what the list says is there.

    Attributes:
        kind: What the target is.
        url: Absolute ``http`` or ``https`` URL without credentials, or a relative reference
            exactly as the list has it.
    """

    kind: LinkKind
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a list with what was found about it.

    Attributes:
        path: Texts of the headings from below the document title down to this one.
        line: Line of the heading, from 1.
        kind: What it groups by.
        paper_kind: The kind of paper that the heading says its entries are, if it says so.
    """

    path: tuple[str, ...]
    line: int
    kind: SectionKind
    paper_kind: PaperKind | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as one place of one list presents it.

    Attributes:
        line: First line of the entry, from 1.
        end_line: Its last line, inclusive.
        title: Title without markup; spelling and case as in the list.
        authors: Names in printed order, ``None`` where the list prints none.
        authors_truncated: Whether the list cuts the names short ("et al.").
        venue: Canonical acronym or name where the venue is known, else as written.
        venue_as_listed: The venue text before anything was made of it.
        year: Year that the list gives, never one read off an identifier.
        links: Links in order of appearance.
        section_path: Texts of the headings above, document title left out.
        raw: The entry's lines as they stand in the source.
        author_ids: Identifiers of the authors at their positions, such as
            ``orcid:0000-0002-1825-0097``; ``None`` where unknown, empty where the list has none.
        added: Since when it is in the list, in UTC, as ``xsd:dateTime``; by the list's history.
    """

    line: int
    end_line: int
    title: str
    authors: tuple[str, ...] | None
    authors_truncated: bool
    venue: str | None
    venue_as_listed: str | None
    year: int | None
    links: tuple[Link, ...]
    section_path: tuple[str, ...]
    raw: str
    author_ids: tuple[str | None, ...] = ()
    added: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that looked as if it belonged in the graph and did not get there.

    Attributes:
        line: First line concerned, from 1.
        end_line: Last line concerned, inclusive.
        reason: Why, in words for the list's curator.
        looks_like_entry: Whether it is very likely a paper, and written so that it is not
            understood.
    """

    line: int
    end_line: int
    reason: str
    looks_like_entry: bool = False


@dataclass(frozen=True, slots=True)
class ListSnapshot:
    """One list as it stood at one moment, with what is known of where it lives.

    Attributes:
        key: Name of the list within the graph, in ``[A-Za-z0-9_-]``.
        source: What the text was read from, as messages name it.
        content: SHA-256 of the text, in hexadecimal.
        origin: Where the text was read from, whatever folder the command ran in: tells a list
            that is built again from another of the same key.
        title: Title to show; the reader takes the document's own where this is ``None``.
        home: Address of the list's file on the web, without a revision or line, if known.
        repository: Address of the repository that holds the list, if known.
        commit: Revision of the repository that was read, if known.
        committed: When that revision was made, in UTC, as ``xsd:dateTime``.
        permalink: Address of the file at that very revision, to which ``#L12-L14`` can be added.
        licence: IRI of the licence the list is under, if known.
        markup: Language the text is written in.
    """

    key: str
    source: str
    content: str
    origin: str = ""
    title: str | None = None
    home: str | None = None
    repository: str | None = None
    commit: str | None = None
    permalink: str | None = None
    licence: str | None = None
    markup: Markup = Markup.MARKDOWN
    committed: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the repository that holds a list.

    Attributes:
        id: Its digest.
        time: When it was made, in UTC, as ``xsd:dateTime``.
        path: Where the list's file stood at it, from the top of the repository; ``None`` where
            the list was read at no version of it: it came with a branch that was merged later.
    """

    id: str
    time: str
    path: str | None = None


class Field(StrEnum):
    """What of an entry may change while it stays the same entry."""

    TITLE = "title"
    AUTHORS = "authors"
    VENUE = "venue"
    YEAR = "year"
    LINKS = "links"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit made of one field of an entry, as texts; ``None`` where it said nothing."""

    field: Field
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class FormerEntry:
    """What a list no longer says: an entry before it was changed, or one that was taken out.

    Attributes:
        entry: What it said, with its lines in the version that had it last.
        since: Place among the commits of the history of the one since which it said this.
        last: Place of the commit whose version had it last.
        until: Place of the commit that changed it or took it out.
        before: Place among the former entries of what it was before that, if it was anything.
        changes: What the commit changed; nothing where it took the entry out.
    """

    entry: Entry
    since: int
    last: int
    until: int
    before: int | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ListHistory:
    """What the commits of a list's file did to its entries.

    Attributes:
        commits: Those that others here speak of, in order.
        former: What the list no longer says, in the order in which it ceased to.
        brought: For each entry of the list, the place of the commit that brought it, if known.
        before: For each entry of the list, the place among the former entries of what it was.
    """

    commits: tuple[Commit, ...]
    former: tuple[FormerEntry, ...]
    brought: tuple[int | None, ...]
    before: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ReadingList:
    """All that was read from a list: its sections, its entries and what was left out.

    Attributes:
        snapshot: The list as it stood.
        title: What to call it.
        sections: Headings that entries may stand below.
        entries: Its papers.
        dropped: What was left out.
        headings: Every heading in order, those among them that head no section: the title of the
            document, a table of contents, titles of papers.
        subject: The title of the document where it names a task rather than a list.
        history: What became of its entries before, where its commits are known.
    """

    snapshot: ListSnapshot
    title: str
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    dropped: tuple[Dropped, ...] = field(default=())
    headings: tuple[Section, ...] = field(default=())
    subject: Section | None = None
    history: ListHistory | None = None
