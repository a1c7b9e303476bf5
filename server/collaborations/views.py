"""The explorer's page and its data."""

from __future__ import annotations

from flask import Response, render_template

from server.collaborations.choice import LAST_YEAR, choice
from server.collaborations.formats import FORMATS
from server.collaborations.network import MOST_PAIRS, network
from server.pages.panel import panel
from server.pages.parameters import choice as one_of


def explorer() -> str:
    """The explorer; the table in it needs neither script nor WebGL."""
    asked = choice()
    found = network(asked)
    years = [row["year"] for row in panel("years")]
    return render_template(
        "collaborations.html",
        asked=asked,
        network=found,
        tasks=panel("tasks"),
        venues=panel("venues"),
        years=years,
        last_year=LAST_YEAR,
        most_pairs=MOST_PAIRS,
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
