"""The explorer's page and its data."""

from __future__ import annotations

from flask import Response, render_template

from server.collaborations.choice import LAST_YEAR, choice
from server.collaborations.formats import FORMATS, notes_on
from server.collaborations.network import network
from server.panels import panel
from server.parameters import choice as one_of

MOST_ROWS = 1_000


def explorer() -> str:
    """The explorer; the table in it needs neither script nor WebGL."""
    asked = choice()
    found = network(asked)
    years = [row["year"] for row in panel("years")]
    rows = [
        {"a": found.authors[pair.a], "b": found.authors[pair.b], "weight": pair.weight}
        for pair in found.pairs[:MOST_ROWS]
    ]
    return render_template(
        "collaborations.html",
        asked=asked,
        network=found,
        rows=rows,
        tasks=panel("tasks"),
        venues=panel("venues"),
        years=years,
        last_year=LAST_YEAR,
        notes=notes_on(found.left_out),
        most_rows=MOST_ROWS,
    )


def data() -> Response:
    """The network of the asked choice, in the asked format."""
    asked = choice()
    name = one_of("format", tuple(FORMATS))
    media, write = FORMATS[name]
    response = Response(write(network(asked), asked), mimetype=media)
    if name != "json":
        response.headers["Content-Disposition"] = f'attachment; filename="collaborations.{name}"'
    return response
