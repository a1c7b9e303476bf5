"""Things that entries speak of, resolved: what mapping writes into the graph.

Every ``key`` is the last step of the thing's IRI, in ``[A-Za-z0-9_-]`` plus the dot of an arXiv
identifier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from loader.fields.venues import VenueKind
from loader.identity.decisions import Decision
from loader.records import Entry, LinkKind, PaperKind, ReadingList


class Version(StrEnum):
    """Which realization of a work: its fragment in the work's IRI."""

    PREPRINT = "preprint"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Identifiers that the links of a paper state; each at most once.

    Attributes:
        arxiv: arXiv identifier without version.
        doi: DOI in lower case.
        acl: Identifier in the ACL Anthology.
        openreview: Identifier of the forum at OpenReview.
        pmid: PubMed identifier.
        pmc: Identifier in PubMed Central, with its letters.
        s2: Identifier at Semantic Scholar, forty hexadecimal digits.
    """

    arxiv: str | None = None
    doi: str | None = None
    acl: str | None = None
    openreview: str | None = None
    pmid: str | None = None
    pmc: str | None = None
    s2: str | None = None

    @property
    def pieces(self) -> tuple[str, ...]:
        """Each with its scheme before it, best known first.

        >>> Identifiers(doi="10.1/x", arxiv="2105.11333").pieces
        ('arxiv:2105.11333', 'doi:10.1/x')
        """
        values = ((each.name, getattr(self, each.name)) for each in fields(self))
        return tuple(f"{scheme}:{value}" for scheme, value in values if value is not None)


class AuthorStatus(StrEnum):
    """What is known of who an author is: the last step of the state's IRI."""

    NAME_ONLY = "NameOnly"
    VERIFIED = "Verified"
    AMBIGUOUS = "Ambiguous"


@dataclass(frozen=True, slots=True)
class Author:
    """A person that papers name; or a name of several, whose papers are told apart.

    Attributes:
        key: Last step of the IRI.
        name: Name to show.
        variants: Other ways that lists print it.
        status: What is known of who it is.
        identifiers: Identifiers of the person, such as ``orcid:0000-0002-1825-0097``.
        persons: Keys of the persons, where this is but a name that several of them bear.
    """

    key: str
    name: str
    variants: tuple[str, ...] = ()
    status: AuthorStatus = AuthorStatus.NAME_ONLY
    identifiers: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VenueSeries:
    """A conference series, workshop series, journal or repository; unknown ones have no kind."""

    key: str
    label: str
    name: str | None
    kind: VenueKind | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One year's event of a series.

    Attributes:
        key: Last step of its IRI.
        label: The series and the year.
        series: Key of its series.
        year: The year.
        kind: Conference or workshop.
        within: Keys of the edition that it is held at, and of further series that it is one of.
    """

    key: str
    label: str
    series: str
    year: int
    kind: VenueKind = VenueKind.CONFERENCE
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A research task, named by the headings of lists.

    Attributes:
        key: Last step of its IRI.
        label: Its name.
        other_labels: Other names that headings have for it.
        broader: Keys of the tasks that lists nest it below.
    """

    key: str
    label: str
    other_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeRepository:
    """A source code repository."""

    key: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Realization:
    """One version of a work, minted on evidence only: an identifier or a venue label.

    Attributes:
        version: Preprint or published.
        year: Of this version.
        venue: Key of the series, journal or repository.
        edition: Key of the edition, for events.
        venue_kind: Kind of the venue, if known.
        identifiers: Of this version.
        pages: Links that lead to this version.
    """

    version: Version
    year: int | None
    venue: str | None
    edition: str | None
    venue_kind: VenueKind | None
    identifiers: Identifiers
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authorship:
    """The author at a position (from 1) with the name as it is printed there."""

    position: int
    author: str
    name_as_listed: str


@dataclass(frozen=True, slots=True)
class Work:
    """A paper: what the claims of all its entries come to.

    Attributes:
        key: Last step of its IRI.
        title: Plain title.
        kind: Research or review.
        authorships: Authors in order; empty where no list prints any.
        author_count: How many authors there are, ``None`` where lists cut the names short.
        byline: The names as one text, in order.
        year: Of the best version.
        venue: Key of the best version's venue.
        tasks: Keys of its tasks.
        repositories: Keys of its code repositories.
        code_pages: Pages that lists call code and that are no repository.
        resources: Other pages by kind.
        pages: Links to the paper itself.
        identifiers: Of all versions.
        realizations: Versions there is evidence for.
    """

    key: str
    title: str
    kind: PaperKind
    authorships: tuple[Authorship, ...]
    author_count: int | None
    byline: str | None
    year: int | None
    venue: str | None
    tasks: tuple[str, ...]
    repositories: tuple[str, ...]
    code_pages: tuple[str, ...]
    resources: tuple[tuple[LinkKind, str], ...]
    pages: tuple[str, ...]
    identifiers: Identifiers
    realizations: tuple[Realization, ...]


@dataclass(frozen=True, slots=True)
class ResolvedEntry:
    """What one entry speaks of, by keys.

    Attributes:
        work: The paper.
        authors: The authors that it prints, in its order.
        venue: The venue that it names.
        tasks: The tasks that it is filed under.
    """

    work: str
    authors: tuple[str, ...]
    venue: str | None
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Everything resolved, and which paper each entry became.

    Attributes:
        lists: The lists as read, by key.
        works: Papers.
        authors: Author names.
        venues: Venue series.
        editions: Editions of series.
        tasks: Tasks.
        repositories: Code repositories.
        entries: What each entry came to, by list key and entry.
        task_of: Key of the task by list key and path of a task heading.
        named_exactly: Task headings that name their task without what stands above them.
        repository_of: Key of the repository by host, owner and name in lower case.
        replaced: By kind and key, what was found to be another thing, with the key of that.
        decisions: Why things are what they are.
        unmatched: A line for each correction that matches nothing.
    """

    lists: tuple[ReadingList, ...]
    works: tuple[Work, ...]
    authors: tuple[Author, ...]
    venues: tuple[VenueSeries, ...]
    editions: tuple[Edition, ...]
    tasks: tuple[Task, ...]
    repositories: tuple[CodeRepository, ...]
    entries: Mapping[tuple[str, Entry], ResolvedEntry]
    task_of: Mapping[tuple[str, tuple[str, ...]], str]
    repository_of: Mapping[str, str]
    replaced: Mapping[tuple[str, str], str] = field(default_factory=dict)
    named_exactly: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
    decisions: tuple[Decision, ...] = ()
    unmatched: tuple[str, ...] = ()
