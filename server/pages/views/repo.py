"""A code repository: the papers it belongs to and who gave the link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.pages.provenance import chip, chips_by_paper
from server.panels import panel


def page(iri: str) -> Mapping[str, Any] | None:
    """The context of ``repo.html``, or None where there is no such repository."""
    head = panel("repo", repo=iri)
    if head.first is None:
        return None
    entries = panel("repo-entries", repo=iri)
    return {
        "head": head,
        "repo": head.first,
        "papers": panel("repo-papers", repo=iri),
        "entries": entries,
        "paper_chips": chips_by_paper(entries),
        "chips": {str(row["entry"]): chip(row) for row in entries},
    }
