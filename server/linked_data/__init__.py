"""Every thing as linked data: RDF documents, citations, and what a page's head says of a paper."""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import NotFound

from server.context import iris, page_engine
from server.engine.rows import ask
from server.linked_data.documents import query_text
from server.linked_data.for_search_engines import highwire_tags, scholarly_article
from server.linked_data.papers import paper_reference
from server.linked_data.references import Reference
from server.linked_data.responses import alternates
from server.linked_data.routes import blueprint, respond
from server.linked_data.things import thing_of

__all__ = ["alternates", "blueprint", "citation_meta", "exists", "respond", "schema_org"]


def exists(iri: str) -> bool:
    """Whether the graph says anything of a thing or of the thing whose document an IRI is in."""
    found = thing_of(iri, iris())
    if found is None:
        return False
    _, thing = found
    return ask(page_engine(), query_text("known", this=str(thing)))


def schema_org(paper_iri: str) -> dict[str, Any]:
    """A paper as schema.org JSON-LD; the caller escapes ``<`` when it writes a script element.

    Raises:
        NotFound: The IRI names no paper of the graph.
    """
    return scholarly_article(_reference(paper_iri))


def citation_meta(paper_iri: str) -> list[tuple[str, str]]:
    """Name and content of a paper's ``citation_*`` meta tags, authors in printed order.

    Raises:
        NotFound: The IRI names no paper of the graph.
    """
    return highwire_tags(_reference(paper_iri))


def _reference(paper_iri: str) -> Reference:
    found = thing_of(paper_iri, iris())
    if found is not None and found[0] == "paper":
        paper = paper_reference(page_engine(), found[1])
        if paper is not None:
            return paper
    raise NotFound(f"This graph holds no paper {paper_iri}.")
