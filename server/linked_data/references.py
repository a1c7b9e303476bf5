"""A paper as a bibliographic reference: what every citation format is written from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ontology import BIBO, CG, DCTERMS, FABIO, FOAF, FRBR, PRISM, RDF, RDFS, SCHEMA
from server.linked_data.statements import Statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode, Triple

Published = Literal["journal", "conference", "preprint", "unknown"]


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a paper: the name as listed and the IRI of who is meant, if any is."""

    name: str
    iri: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation of a paper needs, read from its best version.

    Attributes:
        iri: The paper.
        title: One line of plain text.
        authors: In printed order.
        year: Of publication; of the preprint where there is nothing else.
        published: How the best version came out.
        container: Full name of the journal or conference series, or of the preprint repository.
        event: Name of the conference's edition, such as ``KDD 2023``.
        doi: Lower case, without resolver.
        arxiv_id: Without version.
        url: Where the paper is.
        tasks: Labels, in natural order.
        code: Addresses of code repositories.
        pages: Every web page that a list gives for the paper.
        others: Whether there are further authors, whom no list names.
    """

    iri: str
    title: str
    authors: tuple[Author, ...]
    year: int | None
    published: Published
    container: str | None
    event: str | None
    doi: str | None
    arxiv_id: str | None
    url: str
    tasks: tuple[str, ...]
    code: tuple[str, ...]
    pages: tuple[str, ...]
    others: bool = False


def reference(paper: NamedNode, triples: Iterable[Triple]) -> Reference:
    """The bibliographic reference of a paper, read from the statements of its document."""
    facts = Statements(triples)
    version, published = _best_version(facts, paper)
    venues = facts.nodes(version, CG.venue) or facts.nodes(paper, CG.venue)
    events = facts.nodes(version, BIBO.presentedAt)
    year = facts.text(version, FABIO.hasPublicationYear) or facts.text(
        paper, FABIO.hasPublicationYear
    )
    pages = tuple(dict.fromkeys(facts.web_addresses(paper, FOAF.page)))
    own_pages = facts.web_addresses(version, FOAF.page)
    return Reference(
        iri=paper.value,
        title=one_line(facts.text(paper, DCTERMS.title) or facts.text(paper, RDFS.label) or ""),
        authors=_authors(facts, paper),
        year=int(year) if year and year.isascii() and year.isdecimal() else None,
        published=published,
        container=_name(facts, venues),
        event=_name(facts, events),
        doi=facts.text(paper, PRISM.doi) or facts.text(version, PRISM.doi),
        arxiv_id=facts.text(paper, FABIO.hasArXivId),
        url=next(iter((*own_pages, *pages)), paper.value),
        tasks=tuple(
            one_line(label)
            for task in facts.nodes(paper, CG.task)
            if (label := facts.text(task, RDFS.label))
        ),
        code=tuple(
            address
            for repository in facts.nodes(paper, CG.code)
            for address in facts.web_addresses(repository, SCHEMA.codeRepository)
        ),
        pages=pages,
        others=bool(facts.nodes(paper, CG.hasAuthorship))
        and (facts.text(paper, CG.byline) or "").endswith("et al."),
    )


def one_line(text: str) -> str:
    """Text without line breaks, control characters and direction overrides.

    Citation files are line based and are pasted into editors: a title must not start a new
    field there, nor show its neighbours in another order than they stand in.

    >>> one_line("A title" + chr(10) + "of " + chr(0x202E) + "two lines")
    'A title of two lines'
    """
    kept = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cs"}
        if unicodedata.bidirectional(character)
        not in {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    )
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def _best_version(facts: Statements, paper: NamedNode) -> tuple[NamedNode, Published]:
    """The version to cite (published before preprint) and how it came out."""
    kinds: tuple[tuple[NamedNode, Published], ...] = (
        (FABIO.JournalArticle, "journal"),
        (FABIO.ConferencePaper, "conference"),
        (FABIO.Preprint, "preprint"),
    )
    versions = facts.nodes(paper, FRBR.realization)
    for kind, published in kinds:
        for version in versions:
            if kind in facts.nodes(version, RDF.type):
                return version, published
    return paper, "unknown"


def _authors(facts: Statements, paper: NamedNode) -> tuple[Author, ...]:
    placed = []
    for authorship in facts.nodes(paper, CG.hasAuthorship):
        position = facts.text(authorship, CG.position)
        author = next(iter(facts.nodes(authorship, CG.author)), None)
        name = facts.text(authorship, CG.nameAsListed) or facts.text(author, FOAF.name)
        if position and position.isdecimal() and name:
            placed.append((int(position), one_line(name), author.value if author else None))
    return tuple(Author(name, iri) for _, name, iri in sorted(placed, key=lambda item: item[0]))


def _name(facts: Statements, nodes: list[NamedNode]) -> str | None:
    """The full name of the first node, or its short label."""
    for node in nodes:
        name = facts.text(node, SCHEMA.name) or facts.text(node, RDFS.label)
        if name:
            return one_line(name)
    return None
