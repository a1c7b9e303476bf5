"""A reference as CSL-JSON, the input of citation processors (schema of CSL 1.0)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from server.linked_data.names import split_name

if TYPE_CHECKING:
    from server.linked_data.references import Reference

_TYPE = {
    "journal": "article-journal",
    "conference": "paper-conference",
    "preprint": "article",
    "unknown": "document",
}


def csl_json(paper: Reference) -> bytes:
    """A list of one CSL item: the schema's top level is always a list."""
    item = {
        "id": paper.iri,
        "type": _TYPE[paper.published],
        "title": paper.title,
        "author": [_author(author.name) for author in paper.authors],
        "issued": {"date-parts": [[paper.year]]} if paper.year else None,
        **_container(paper),
        "DOI": paper.doi,
        "number": f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else None,
        "URL": paper.url,
        "keyword": ", ".join(paper.tasks),
        "note": f"Listed in Curagraph as {paper.iri}",
    }
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=2).encode()


def _container(paper: Reference) -> dict[str, str | None]:
    if paper.published == "preprint":
        return {"publisher": paper.container}
    # Processors of 1.0 read ``event``, those of 1.0.2 ``event-title``.
    return {
        "container-title": paper.container,
        "event": paper.event,
        "event-title": paper.event,
    }


def _author(text: str) -> dict[str, str]:
    name = split_name(text)
    if not name.family:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {label: part for label, part in parts.items() if part}
