"""Search: papers, authors, tasks and venues that hold every word."""

from __future__ import annotations

from flask import render_template, request

from server.pages.panel import panel

MOST_WORDS = 4
MOST_CHARACTERS = 200
SHOWN = 30


def search() -> str:
    """What was found, by kind; without words, the box and some advice."""
    text = request.args.get("q", "").strip()[:MOST_CHARACTERS]
    words = text.split()[:MOST_WORDS]
    found = {}
    if words:
        values: dict[str, str | int] = {f"word{place}": word for place, word in enumerate(words, 1)}
        found = {
            kind: panel(f"search-{kind}", size=SHOWN, **values)
            for kind in ("papers", "authors", "tasks", "venues")
        }
    return render_template(
        "search.html", asked=text, found=found, total=sum(map(len, found.values())), most=SHOWN
    )
