"""A list: its sections and entries in its own order, with the lines they stand on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import queries
from server.panels import Panel, Row, panel, panel_from

QUERIES = Path(queries.__file__).parent

KIND_WORDS = {
    "TaskSection": "task",
    "ResourceTypeSection": "kind of resource",
    "VenueSection": "venue",
    "YearSection": "year",
    "OtherSection": "other",
}


def page(iri: str) -> Mapping[str, Any] | None:
    """The context of ``list.html``, or None where there is no such list."""
    head = panel("list", list=iri)
    if head.first is None:
        return None
    sections = panel("list-sections", list=iri)
    entries = panel("list-entries", list=iri)
    return {
        "head": head,
        "list": head.first,
        "snapshots": panel("list-snapshots", list=iri),
        "history": panel("list-history", list=iri),
        "sections": sections,
        "entries": entries,
        "overlaps": panel("list-overlaps", list=iri),
        "problems": panel_from(QUERIES, "curation-queue", list=iri),
        "chapters": chapters(sections, entries),
        "kind_words": KIND_WORDS,
    }


def chapters(sections: Panel, entries: Panel) -> tuple[tuple[Row | None, tuple[Row, ...]], ...]:
    """The entries under their sections, as the list has them; those under none come first."""
    under: dict[str, list[Row]] = {}
    for entry in entries:
        under.setdefault(str(entry.get("section", "")), []).append(entry)
    known = {str(section["section"]) for section in sections}
    loose = tuple(
        entry for section, rows in under.items() if section not in known for entry in rows
    )
    named = tuple((section, tuple(under.get(str(section["section"]), ()))) for section in sections)
    return ((None, loose), *named) if loose else named
