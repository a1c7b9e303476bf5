"""A task: its papers, the people on it, and the sections that list it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.pages.charts import years_chart
from server.panels import panel


def page(iri: str) -> Mapping[str, Any] | None:
    """The context of ``task.html``, or None where there is no such task."""
    head = panel("task", task=iri)
    if head.first is None:
        return None
    years = panel("task-years", task=iri)
    return {
        "head": head,
        "task": head.first,
        "papers": panel("task-papers", task=iri),
        "people": panel("task-people", task=iri),
        "sections": panel("task-sections", task=iri),
        "years": years,
        "chart": years_chart(years),
    }
