"""A venue: what it is, its names, editions and papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ontology import FABIO, SCHEMA
from server.pages.charts import years_chart
from server.pages.provenance import chips_by_paper
from server.panels import panel

TYPE_WORDS = {
    SCHEMA.EventSeries.value: "Conference series",
    SCHEMA.Event.value: "Conference edition",
    FABIO.Journal.value: "Journal",
    FABIO.DocumentRepository.value: "Preprint repository",
    # What the table of venues does not know is no more than a work that others are part of.
    SCHEMA.CreativeWork.value: "Venue, kind not known",
}


def page(iri: str) -> Mapping[str, Any] | None:
    """The context of ``venue.html``, or None where there is no such venue."""
    head = panel("venue", venue=iri)
    if head.first is None:
        return None
    years = panel("venue-years", venue=iri)
    return {
        "head": head,
        "venue": head.first,
        "type_words": TYPE_WORDS[str(head.first["type"])],
        "names": panel("venue-names", venue=iri),
        "editions": panel("venue-editions", venue=iri),
        "papers": panel("venue-papers", venue=iri),
        "paper_chips": chips_by_paper(panel("venue-listed", venue=iri)),
        "tasks": panel("venue-tasks", venue=iri),
        "years": years,
        "chart": years_chart(years),
    }
