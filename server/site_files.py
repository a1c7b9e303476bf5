"""What browsers and crawlers look for at the root of every site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint

from server.documents import document

if TYPE_CHECKING:
    from flask import Response

blueprint = Blueprint("site_files", __name__)

_MARK = Path(__file__).parent / "static" / "mark.svg"
# RFC 9309. Pages of things are there to be found; whatever runs a query of the caller's choice, or
# gives all of the graph at once, is not.
_ROBOTS = """\
User-agent: *
Disallow: /sparql
Disallow: /rdf-graph-store
Disallow: /api/
Disallow: /export/
Disallow: /statistics
Disallow: /compare?
Disallow: /queries/*?
Disallow: /collaborations?
Disallow: /search?
Disallow: /metrics
Disallow: /health
Disallow: /ready
"""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Which addresses crawlers may ask for."""
    return document(_ROBOTS.encode(), "text/plain")


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """The mark of the pages, for what asks here without having read one."""
    return document(_MARK.read_bytes(), "image/svg+xml")
