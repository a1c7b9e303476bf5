"""A task: its papers, the people on it, tasks around it, and the sections that list it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.pages.charts import years_chart
from server.pages.provenance import chip_of_section, chips_by_paper
from server.panels import panel


def page(iri: str) -> Mapping[str, Any] | None:
    """The context of ``task.html``, or None where there is no such task."""
    head = panel("task", task=iri)
    if head.first is None:
        return None
    years = panel("task-years", task=iri)
    sections = panel("task-sections", task=iri)
    around = panel("task-around", task=iri)
    return {
        "head": head,
        "task": head.first,
        "papers": panel("task-papers", task=iri),
        "paper_chips": chips_by_paper(panel("task-listed", task=iri)),
        "people": panel("task-people", task=iri),
        "names": panel("task-names", task=iri),
        "around": around,
        "broader": [row for row in around if row["relation"] == "broader"],
        "narrower": [row for row in around if row["relation"] == "narrower"],
        "sections": sections,
        "section_chips": {str(row["section"]): chip_of_section(row) for row in sections},
        "years": years,
        "chart": years_chart(years),
    }
