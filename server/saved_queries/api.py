"""``/api/queries``: the saved queries for programs, and their OpenAPI description."""

from __future__ import annotations

import json

from flask import Response, request

from server import context
from server.documents import document
from server.engine import Query
from server.formats import named
from server.responses import answered
from server.saved_queries import openapi as description
from server.saved_queries.asked import bound, media_type_for, saved_query
from server.version import VERSION

_JSON = "application/json"


def answer(name: str) -> Response:
    """The answer of a saved query to the values of the address."""
    saved = saved_query(name, context.catalogue())
    text = bound(saved, request, context.page_engine(), context.iris())
    media_type = media_type_for(saved, request)
    query = Query(text, results_type=media_type, boolean_type=media_type, graph_type=media_type)
    response = answered(context.engine(), query)
    form = named(media_type)
    ending = form.extension if form is not None else "txt"
    response.headers.set("Content-Disposition", "inline", filename=f"{name}.{ending}")
    return response


def catalogue() -> Response:
    """Every saved query with its parameters."""
    return _json({"queries": description.listed(context.catalogue())})


def openapi() -> Response:
    """The API in OpenAPI 3.1."""
    return _json(description.description(context.catalogue(), VERSION))


def _json(content: object) -> Response:
    return document(json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n", _JSON)
