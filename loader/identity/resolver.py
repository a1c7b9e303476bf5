"""The whole stage: lists in, things with pinned keys out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from loader.fields.links import Repository
from loader.fields.text import key_of
from loader.fields.venues import Venue
from loader.identity import works
from loader.identity.keys import paper_keys, repository_key, slug_of
from loader.identity.ledger import Candidate, Ledger
from loader.identity.papers import Claim, claims_of, papers_of
from loader.identity.things import (
    Author,
    Authorship,
    CodeRepository,
    Edition,
    Resolved,
    Task,
    VenueSeries,
    Version,
    Work,
)
from loader.records import Entry, LinkKind, ReadingList, Section, SectionKind

# Kinds of link that become pages of a paper as they stand.
RESOURCE_KINDS = (
    LinkKind.PROJECT,
    LinkKind.DATASET,
    LinkKind.MODEL,
    LinkKind.DEMO,
    LinkKind.VIDEO,
    LinkKind.SLIDES,
    LinkKind.BLOG,
    LinkKind.OTHER,
)


def resolve(lists: Iterable[ReadingList], ledger: Ledger) -> Resolved:
    """Things that the entries of all lists speak of.

    The result does not depend on the order of the lists. New keys are pinned in the ledger.
    """
    return _Resolver(ledger).resolved(sorted(lists, key=lambda found: found.snapshot.key))


def task_section(sections: Sequence[Section]) -> Section | None:
    """The innermost task heading above an entry: one below it may be a year or a venue."""
    return next((s for s in reversed(sections) if s.kind is SectionKind.TASK), None)


def candidate_of(claims: Sequence[Claim]) -> Candidate:
    """What a paper is known by, and the keys it may get."""
    known = works.identifiers_of_work(claims)
    title = claims[0].title_key or claims[0].entry.title
    evidence = sorted({piece for claim in claims for piece in claim.evidence})
    return Candidate(tuple(evidence), paper_keys(known.arxiv, known.doi, title))


_Thing = TypeVar("_Thing")


class _Resolver:
    """Things by key while they are being found."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._authors: dict[str, Author] = {}
        self._venues: dict[str, VenueSeries] = {}
        self._editions: dict[str, Edition] = {}
        self._tasks: dict[str, Task] = {}
        self._repositories: dict[str, CodeRepository] = {}
        self._task_of: dict[str, str] = {}
        self._repository_of: dict[str, str] = {}

    def resolved(self, lists: Sequence[ReadingList]) -> Resolved:
        papers = papers_of(list(claims_of(lists)))
        found: list[Work] = []
        work_of: dict[tuple[str, Entry], str] = {}
        keys = self._ledger.pin_apart("paper", [candidate_of(claims) for claims in papers])
        for key, claims in zip(keys, papers, strict=True):
            work = self._work(key, claims)
            found.append(work)
            work_of.update({(claim.list_key, claim.entry): work.key for claim in claims})
        for reading_list in lists:
            for section in reading_list.sections:
                if section.kind is SectionKind.TASK:
                    self.task(section)
        return Resolved(
            lists=tuple(lists),
            works=tuple(found),
            authors=_by_key(self._authors),
            venues=_by_key(self._venues),
            editions=_by_key(self._editions),
            tasks=_by_key(self._tasks),
            repositories=_by_key(self._repositories),
            work_of=work_of,
            task_of=self._task_of,
            repository_of=self._repository_of,
        )

    def _work(self, key: str, claims: Sequence[Claim]) -> Work:
        known = works.identifiers_of_work(claims)
        names = works.names_of(claims)
        versions = works.realizations_of(claims, self.venue, self.edition)
        best = versions[-1] if versions else None
        published = best is not None and best.version is Version.PUBLISHED
        claimed = works.most_claimed(claim.entry.year for claim in claims)
        own_year = best.year if best else None
        sections = (task_section(claim.sections) for claim in claims)
        repositories, code_pages = works.code_of(claims)
        return Work(
            key=key,
            title=works.title_of_work(claims),
            kind=works.kind_of_work(claims),
            authorships=tuple(
                Authorship(n, self.author(name), name)
                for n, name in enumerate(names.names, start=1)
            ),
            author_count=len(names.names) if names.names and not names.truncated else None,
            byline=works.byline_of(names),
            year=(own_year or claimed) if published else (claimed or own_year),
            venue=best.venue if best else None,
            tasks=_unique(self.task(section) for section in sections if section is not None),
            repositories=_unique(self.repository(found) for found in repositories),
            code_pages=tuple(code_pages),
            resources=tuple(
                (kind, url) for kind in RESOURCE_KINDS for url in works.links_of(claims, kind)
            ),
            pages=works.links_of(claims, LinkKind.PAPER),
            identifiers=known,
            realizations=versions,
        )

    def author(self, name: str) -> str:
        key = self._ledger.pin("author", [f"name:{key_of(name) or name}"], lambda: slug_of(name))
        self._authors.setdefault(key, Author(key, name))
        return key

    def venue(self, label: str, venue: Venue | None) -> str:
        key = self._ledger.pin("venue", [f"label:{key_of(label) or label}"], lambda: slug_of(label))
        series = (
            VenueSeries(key, venue.acronym, venue.name, venue.kind, venue.aliases)
            if venue is not None
            else VenueSeries(key, label, None, None, ())
        )
        self._venues.setdefault(key, series)
        return key

    def edition(self, series: str, label: str, year: int) -> str:
        key = self._ledger.pin("venue", [f"edition:{series}:{year}"], lambda: f"{series}-{year}")
        self._editions.setdefault(key, Edition(key, f"{label} {year}", series, year))
        return key

    def task(self, section: Section) -> str:
        label = section.path[-1]
        key = self._ledger.pin("task", [f"label:{key_of(label) or label}"], lambda: slug_of(label))
        self._tasks.setdefault(key, Task(key, label))
        self._task_of[label] = key
        return key

    def repository(self, found: Repository) -> str:
        key = self._ledger.pin("repo", [f"url:{found.address}"], lambda: repository_key(found))
        self._repository_of[found.address] = key
        label = f"{found.owner}/{found.name}"
        self._repositories.setdefault(key, CodeRepository(key, label, found.url))
        return key


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def _by_key(things: Mapping[str, _Thing]) -> tuple[_Thing, ...]:
    return tuple(things[key] for key in sorted(things))
