"""The home page: what this graph holds and where to start."""

from __future__ import annotations

from flask import render_template

from server.context import page_engine
from server.pages.charts import years_chart
from server.panels import decoration, panel

NEWEST = 8


def home() -> str:
    """Counts that link, tasks, lists, the newest papers, and a way in for each kind of reader."""
    counts = panel("counts")
    years = panel("years")
    return render_template(
        "home.html",
        counts=counts,
        count={row["kind"]: row["count"] for row in counts},
        tasks=panel("tasks"),
        lists=panel("lists"),
        newest=panel("papers", size=NEWEST),
        years=years,
        chart=years_chart(years),
        snapshot=page_engine().snapshot(),
        specimen=decoration("specimen"),  # last, so that nothing waits behind it
    )
