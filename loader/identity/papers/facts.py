"""Facts: what an entry says that tells papers apart, taken out once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loader.fields.identifiers import own_and_others
from loader.fields.links import host_of, repository_of
from loader.fields.venue_meaning import meaning_of
from loader.identity.claims import Claim
from loader.identity.papers.people import People, people_of
from loader.identity.papers.titles import Title, genres, title_of
from loader.identity.works import arxiv_year
from loader.records import Entry, Link, LinkKind

_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = frozenset({LinkKind.VIDEO, LinkKind.SLIDES})


@dataclass(frozen=True, slots=True)
class Facts:
    """An entry as far as it tells which paper it is about.

    Attributes:
        number: Number of the claim.
        list_key: Key of its list.
        place: Its place among the entries of the list, from 0.
        title: Its title.
        people: Its authors.
        own: Identifiers in its links to the paper: the first of each scheme.
        others: Those of further links, which may lead to papers that it is compared with.
        year: Year that the list gives.
        venue: Where it was published, as the list says; ``None`` for a preprint or where it is
            silent.
        code: Repositories and project pages.
        genre: What it is, if it is no paper: a talk, a thesis, a post.
    """

    number: int
    list_key: str
    place: int
    title: Title
    people: People
    own: frozenset[str]
    others: frozenset[str]
    year: int | None
    venue: str | None
    code: frozenset[str]
    genre: str | None

    @property
    def arxiv(self) -> str | None:
        """The arXiv identifier among its own."""
        return next((each for each in self.own if each.startswith("arxiv:")), None)

    @property
    def posted(self) -> int | None:
        """Year of its first version on arXiv, if it is there."""
        return arxiv_year(self.arxiv.partition(":")[2]) if self.arxiv is not None else None


def facts_of(claims: Sequence[Claim]) -> list[Facts]:
    """The facts of each claim, in their order."""
    places: Counter[str] = Counter()
    found = []
    for claim in claims:
        entry = claim.entry
        own, others = own_and_others(entry.links)
        found.append(
            Facts(
                number=claim.number,
                list_key=claim.list_key,
                place=places[claim.list_key],
                title=title_of(entry.title),
                people=people_of(entry.authors, cut=entry.authors_truncated),
                own=frozenset(own),
                others=frozenset(others),
                year=entry.year,
                venue=_published_at(entry),
                code=frozenset(_code(entry.links)),
                genre=_genre(entry),
            )
        )
        places[claim.list_key] += 1
    return found


def _published_at(entry: Entry) -> str | None:
    if not entry.venue:
        return None
    found = meaning_of(entry.venue_as_listed or entry.venue)
    if found.kind is not None and found.kind.is_preprint:
        return None
    return found.venue.acronym if found.venue is not None else entry.venue


def _code(links: Sequence[Link]) -> Iterator[str]:
    for link in links:
        if link.kind is LinkKind.CODE:
            found = repository_of(link.url)
            yield found.address if found else link.url.rstrip("/").lower()
        elif link.kind is LinkKind.PROJECT and host_of(link.url):
            yield link.url.partition("://")[2].rstrip("/").lower()


def _genre(entry: Entry) -> str | None:
    known = genres()
    said = _WORD.findall((entry.venue_as_listed or "").lower())
    told = next((known[word] for word in said if word in known), None)
    if told is not None or not entry.links:
        return told
    return "talk" if {link.kind for link in entry.links} <= _SHOWN else None
