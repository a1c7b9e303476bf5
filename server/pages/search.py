"""Search: papers, authors, tasks, venues and lists that hold every word."""

from __future__ import annotations

from flask import render_template, request

from server.panels import panel

MOST_WORDS = 12
MOST_CHARACTERS = 200
SHOWN = 30
KINDS = ("papers", "authors", "tasks", "venues", "lists")


def search() -> str:
    """What was found, by kind; without words, the box and some advice."""
    text = request.args.get("q", "").strip()
    words = text[:MOST_CHARACTERS].split()[:MOST_WORDS]
    found = {}
    if words:
        values: dict[str, str | int] = {f"word{place}": word for place, word in enumerate(words, 1)}
        found = {kind: panel(f"search-{kind}", size=SHOWN, **values) for kind in KINDS}
    return render_template(
        "search.html",
        asked=" ".join(words),
        dropped=words != text.split(),
        found=found,
        total=sum(map(len, found.values())),
        cut=any(one.cut for one in found.values()),
        most={"words": MOST_WORDS, "characters": MOST_CHARACTERS},
    )
