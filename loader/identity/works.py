"""What the claims about one paper come to: its title, authors, versions, year and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

from loader.fields.links import Repository, arxiv_id_of, doi_of, is_preprint_doi, repository_of
from loader.fields.text import key_of
from loader.fields.venue_meaning import Meaning, meaning_of
from loader.fields.venues import VenueKind
from loader.identity.claims import Claim
from loader.identity.things import Authorship, Identifiers, Realization, Version, Work
from loader.identity.venues import Venues
from loader.records import Entry, Link, LinkKind, PaperKind, Section, SectionKind

# arXiv numbered papers YYMM.number from April 2007, archive/YYMMnumber before; it began in 1991.
_ARXIV_BEGAN = 91

# What stands behind names that a list cuts short.
CUT_SHORT = " et al."
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


# Keys of tasks by list key and path of a heading.
TaskOf = Mapping[tuple[str, tuple[str, ...]], str]


def work_of(
    key: str,
    claims: Sequence[Claim],
    *,
    authors: Sequence[str],
    tasks: TaskOf,
    venues: Venues,
    repositories: Mapping[str, str],
) -> Work:
    """A paper: what the claims about it come to.

    Args:
        key: Last step of its IRI.
        claims: All claims about it.
        authors: Key of the author at each position of :func:`names_of`.
        tasks: Keys of tasks by list key and path of a heading.
        venues: Gives keys of venues and editions.
        repositories: Keys of repositories by host, owner and name in lower case.
    """
    known = identifiers_of_work(claims)
    names = names_of(claims)
    versions = realizations_of(claims, venues)
    best = versions[-1] if versions else None
    published = best is not None and best.version is Version.PUBLISHED
    claimed = most_claimed(claim.entry.year for claim in claims)
    own_year = best.year if best else None
    found, code_pages = code_of(claims)
    return Work(
        key=key,
        title=title_of_work(claims),
        kind=kind_of_work(claims),
        authorships=tuple(
            Authorship(n, author, name)
            for n, (author, name) in enumerate(zip(authors, names.names, strict=True), start=1)
        ),
        author_count=len(names.names) if names.names and not names.truncated else None,
        byline=byline_of(names),
        year=(own_year or claimed) if published else (claimed or own_year),
        venue=best.venue if best else None,
        tasks=_unique(task for claim in claims for task in tasks_of_claim(claim, tasks)),
        repositories=_unique(repositories[each.address] for each in found),
        code_pages=tuple(code_pages),
        resources=tuple((kind, url) for kind in RESOURCE_KINDS for url in links_of(claims, kind)),
        pages=links_of(claims, LinkKind.PAPER),
        identifiers=known,
        realizations=versions,
    )


def tasks_of_claim(claim: Claim, tasks: TaskOf) -> tuple[str, ...]:
    """Keys of the tasks that an entry is filed under."""
    section = task_section(claim.sections)
    return (tasks[claim.list_key, section.path],) if section is not None else ()


def task_section(sections: Sequence[Section]) -> Section | None:
    """The innermost task heading above an entry: one below it may be a year or a venue."""
    return next((s for s in reversed(sections) if s.kind is SectionKind.TASK), None)


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


class Names(NamedTuple):
    """The fullest author list that any entry prints, and whether it is cut short."""

    names: tuple[str, ...]
    truncated: bool


def is_preprint(entry: Entry) -> bool:
    """Whether an entry says that it lists a preprint: on a server, or "under review"."""
    venue = _meaning(entry).venue
    return venue is not None and venue.kind.is_preprint


def is_published(entry: Entry) -> bool:
    """Whether an entry names a place of publication, known or not."""
    kind = _meaning(entry).kind
    return bool(entry.venue) and not (kind is not None and kind.is_preprint)


def _meaning(entry: Entry) -> Meaning:
    return meaning_of(entry.venue_as_listed or entry.venue or "")


def names_of(claims: Sequence[Claim]) -> Names:
    """The author list to go by: a whole one before one cut short, a longer before a shorter.

    Of several as long it is the one with most names written out, and with most letters.
    """
    candidates = [
        Names(claim.entry.authors, claim.entry.authors_truncated)
        for claim in claims
        if claim.entry.authors
    ]
    return max(
        candidates,
        key=lambda found: (not found.truncated, len(found.names), *_fullness(found.names)),
        default=Names((), truncated=False),
    )


def _fullness(names: Sequence[str]) -> tuple[int, int]:
    """How many of the names have more than one whole word, and how many letters all have.

    >>> _fullness(["Ada One", "B. Two"]), _fullness(["A. One", "B. Two"])
    ((1, 10), (0, 8))
    """
    words = [key_of(name).split() for name in names]
    written_out = sum(sum(len(word) > 1 for word in name) > 1 for name in words)
    return written_out, sum(len(word) for name in words for word in name)


def byline_of(names: Names) -> str | None:
    """The names as one text in order, ``None`` where there are none."""
    return ", ".join(names.names) + (CUT_SHORT if names.truncated else "") or None


def title_of_work(claims: Sequence[Claim]) -> str:
    """The title: of an entry that names the place of publication, else of the first."""
    published = [claim for claim in claims if is_published(claim.entry)]
    return (published or claims)[0].entry.title


def kind_of_work(claims: Sequence[Claim]) -> PaperKind:
    """Whether the headings above any of the entries say that it is a review."""
    kinds = {section.paper_kind for claim in claims for section in claim.sections}
    return PaperKind.REVIEW if PaperKind.REVIEW in kinds else PaperKind.RESEARCH


def arxiv_year(identifier: str) -> int:
    """Year of an arXiv identifier's first version (arxiv.org/help/arxiv_identifier).

    >>> arxiv_year("2105.11333"), arxiv_year("cs/0112017")
    (2021, 2001)
    """
    two = int(identifier.rpartition("/")[2][:2])
    old = "/" in identifier and two >= _ARXIV_BEGAN
    return two + (1900 if old else 2000)


def most_claimed(values: Iterable[int | None]) -> int | None:
    """The value most entries give; of several equally common the greatest."""
    counts = Counter(value for value in values if value is not None)
    return max(counts, key=lambda value: (counts[value], value), default=None)


def identifiers_of_work(claims: Sequence[Claim]) -> Identifiers:
    """The identifier of each kind that most entries state; a publication's DOI comes first."""
    found = {
        each.name: _most_stated(getattr(claim.identifiers, each.name) for claim in claims)
        for each in fields(Identifiers)
    }
    return Identifiers(**{**found, "doi": publication_doi(claims) or preprint_doi(claims)})


def _most_stated(values: Iterable[str | None]) -> str | None:
    """The value most entries give; of several equally common the first."""
    counts = Counter(value for value in values if value is not None)
    return next((value for value, _ in counts.most_common(1)), None)


def publication_doi(claims: Sequence[Claim]) -> str | None:
    """The DOI that most entries give and no preprint server gave."""
    return _most_stated(doi for doi in _dois(claims) if not is_preprint_doi(doi))


def preprint_doi(claims: Sequence[Claim]) -> str | None:
    """The DOI of a preprint server that most entries give."""
    return _most_stated(doi for doi in _dois(claims) if is_preprint_doi(doi))


def _dois(claims: Sequence[Claim]) -> Iterator[str]:
    return (claim.identifiers.doi for claim in claims if claim.identifiers.doi)


def links_of(claims: Sequence[Claim], kind: LinkKind) -> tuple[str, ...]:
    """Absolute targets of one kind over all entries, without repeats.

    A relative target means nothing outside the list's own repository.
    """
    links: list[Link] = [link for claim in claims for link in claim.entry.links]
    urls = [link.url for link in links if link.kind is kind and "://" in link.url]
    return tuple(dict.fromkeys(urls))


def code_of(claims: Sequence[Claim]) -> tuple[list[Repository], list[str]]:
    """Repositories among the targets of code links, and the pages that are none."""
    urls = links_of(claims, LinkKind.CODE)
    repositories = [found for url in urls if (found := repository_of(url)) is not None]
    return repositories, [url for url in urls if repository_of(url) is None]


def realizations_of(claims: Sequence[Claim], venues: Venues) -> tuple[Realization, ...]:
    """The versions that there is evidence for: an identifier or a venue label.

    Args:
        claims: All claims about the paper.
        venues: Gives keys of venues and editions.
    """
    pages = links_of(claims, LinkKind.PAPER)
    of_work = identifiers_of_work(claims)
    found = []
    preprints = [claim.entry for claim in claims if is_preprint(claim.entry)]
    known = Identifiers(of_work.arxiv, preprint_doi(claims))
    if preprints or known != Identifiers():
        found.append(_preprint(preprints, known, pages, venues))
    published = [c.entry for c in claims if is_published(c.entry)]
    known = Identifiers(doi=publication_doi(claims), acl=of_work.acl)
    if published or known != Identifiers():
        found.append(_publication(published, known, pages, venues))
    return tuple(found)


def _preprint(
    entries: Sequence[Entry], known: Identifiers, pages: Sequence[str], venues: Venues
) -> Realization:
    named = (place.series for each in entries if (place := venues.place_of(each)) is not None)
    series = next(filter(None, named), None)
    if series is None and known.arxiv:
        series = venues.known("arXiv")
    year = arxiv_year(known.arxiv) if known.arxiv else most_claimed(e.year for e in entries)
    return Realization(
        version=Version.PREPRINT,
        year=year,
        venue=series,
        edition=None,
        venue_kind=VenueKind.REPOSITORY,
        identifiers=known,
        pages=tuple(url for url in pages if _leads_to_preprint(url)),
    )


def _publication(
    entries: Sequence[Entry], known: Identifiers, pages: Sequence[str], venues: Venues
) -> Realization:
    named = [(place, each) for each in entries if (place := venues.place_of(each)) is not None]
    votes = Counter(place for place, _ in named)
    # A venue that is known before one that is not, then the one that most entries name.
    place = max(votes, key=lambda each: (each.kind is not None, votes[each]), default=None)
    there = (each.year for its, each in named if place is not None and its.series == place.series)
    year = most_claimed(there) or most_claimed(each.year for each in entries)
    return Realization(
        version=Version.PUBLISHED,
        year=year,
        venue=place.series if place is not None else None,
        edition=venues.edition(place, year) if place is not None and year else None,
        venue_kind=place.kind if place is not None else None,
        identifiers=known,
        pages=tuple(url for url in pages if not _leads_to_preprint(url)),
    )


def _leads_to_preprint(url: str) -> bool:
    doi = doi_of(url)
    return arxiv_id_of(url) is not None or (doi is not None and is_preprint_doi(doi))
