"""What the head of a paper's page says to search engines and reference managers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ontology import ARXIV, ARXIV_PDF, DOI, SCHEMA

if TYPE_CHECKING:
    from server.linked_data.references import Reference


def scholarly_article(paper: Reference) -> dict[str, Any]:
    """A paper as schema.org JSON-LD for a ``<script type="application/ld+json">``.

    The caller escapes ``<`` when it writes the script: titles are what lists say.
    """
    same_as = list(
        dict.fromkeys(
            [
                *([f"{DOI}{paper.doi}"] if paper.doi else []),
                *([f"{ARXIV}{paper.arxiv_id}"] if paper.arxiv_id else []),
                *paper.pages,
            ]
        )
    )
    article = {
        "@context": str(SCHEMA).rstrip("/"),
        "@type": "ScholarlyArticle",
        "@id": paper.iri,
        "url": paper.iri,
        "name": paper.title,
        "headline": paper.title,
        "author": [
            {"@type": "Person", "name": author.name, **({"@id": author.iri} if author.iri else {})}
            for author in paper.authors
        ],
        "datePublished": str(paper.year) if paper.year else None,
        "isPartOf": _container(paper),
        "publication": {"@type": "PublicationEvent", "name": paper.event} if paper.event else None,
        "about": [{"@type": "DefinedTerm", "name": task} for task in paper.tasks],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value}
            for name, value in (("DOI", paper.doi), ("arXiv", paper.arxiv_id))
            if value
        ],
        "sameAs": same_as,
        "subjectOf": [
            {"@type": "SoftwareSourceCode", "codeRepository": address} for address in paper.code
        ],
    }
    return {name: value for name, value in article.items() if value}


def highwire_tags(paper: Reference) -> list[tuple[str, str]]:
    """Name and content of the ``citation_*`` meta tags that Zotero and Google Scholar read."""
    tags = [("citation_title", paper.title)]
    tags += [("citation_author", author.name) for author in paper.authors]
    container = {
        "journal": "citation_journal_title",
        "conference": "citation_conference_title",
    }.get(paper.published)
    more = [
        ("citation_publication_date", str(paper.year) if paper.year else None),
        (container, paper.container) if container else ("", None),
        ("citation_doi", paper.doi),
        ("citation_arxiv_id", paper.arxiv_id),
        ("citation_pdf_url", f"{ARXIV_PDF}{paper.arxiv_id}" if paper.arxiv_id else None),
        ("citation_keywords", "; ".join(paper.tasks)),
        ("citation_public_url", paper.url),
    ]
    return tags + [(name, value) for name, value in more if value]


def _container(paper: Reference) -> dict[str, str] | None:
    if not paper.container:
        return None
    kind = {"journal": "Periodical", "conference": "PublicationVolume"}
    return {"@type": kind.get(paper.published, "CreativeWork"), "name": paper.container}
