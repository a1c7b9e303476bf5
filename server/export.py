"""`/export/FORMAT`: the whole graph as a file; `/.well-known/void`: what it says of itself."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from server import context
from server.engine import Query
from server.errors import NothingAcceptable
from server.formats import GRAPHS, media_types
from server.negotiation import choose
from server.responses import client_left, respond

blueprint = Blueprint("export", __name__)

_BY_EXTENSION = {each.extension: each for each in GRAPHS}


@blueprint.get("/export/<extension>")
def export(extension: str) -> Response:
    """The whole graph: with its named graphs as nq, trig, jsonld; merged as nt, ttl, rdf."""
    chosen = _BY_EXTENSION.get(extension)
    if chosen is None:
        raise NotFound(f"The graph is offered as {', '.join(_BY_EXTENSION)}, not as {extension!r}")
    answer = context.engine().dump(chosen.media_type, left=client_left())
    response = respond(answer)
    name = f"curagraph-{answer.snapshot}.{chosen.extension}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The graph's own description (VoID, DCAT) in the format the request prefers."""
    media_type = choose(request, media_types(GRAPHS))
    if media_type is None:
        raise NothingAcceptable("This is offered as: " + ", ".join(media_types(GRAPHS)))
    graph = context.iris().graph("void").value
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    query = Query(text, graph_type=media_type)
    return respond(context.page_engine().answer(query, left=client_left()))
