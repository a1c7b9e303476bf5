"""The home page: what this graph holds and where to start."""

from __future__ import annotations

from flask import render_template

from server.context import page_engine
from server.pages.charts import years_chart
from server.pages.provenance import chips
from server.panels import decoration, panel

NEWEST = 8


def home() -> str:
    """Counts that link, tasks, lists, the newest papers, and a way in for each kind of reader."""
    counts = panel("counts")
    years = panel("years")
    tasks, lists, newest = panel("tasks"), panel("lists"), panel("papers", size=NEWEST)
    specimen = decoration("specimen")  # last, so that nothing waits behind it
    return render_template(
        "home.html",
        counts=counts,
        count={row["kind"]: row["count"] for row in counts},
        tasks=tasks,
        lists=lists,
        newest=newest,
        years=years,
        chart=years_chart(years),
        snapshot=page_engine().snapshot(),
        specimen=specimen,
        specimen_chips=chips(specimen or ()),
    )
