"""Saved queries over HTTP: pages with forms for people, an API for programs.

``/queries`` and ``/queries/NAME`` are the pages, ``/api/queries`` and ``/api/queries/NAME`` answer
in the formats of SPARQL, and ``/openapi.json`` describes the latter two for tools.
"""

from __future__ import annotations

from flask import Blueprint

from server.saved_queries import api, pages

blueprint = Blueprint("saved_queries", __name__)
blueprint.add_url_rule("/queries", view_func=pages.index)
blueprint.add_url_rule("/queries/<name>", view_func=pages.query)
blueprint.add_url_rule("/api/queries", view_func=api.catalogue)
blueprint.add_url_rule("/api/queries/<name>", view_func=api.answer)
blueprint.add_url_rule("/openapi.json", view_func=api.openapi)

__all__ = ["blueprint"]
