"""The graph as files: ``/export/FORMAT``, and what it counts and says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound

from server import context
from server.engine import Query
from server.formats import GRAPHS, TURTLE, media_types
from server.negotiation import HTML, choose
from server.responses import client_left, respond

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("export", __name__)

_BY_EXTENSION = {each.extension: each for each in GRAPHS}


@blueprint.get("/export/<extension>")
def export(extension: str) -> Response:
    """The whole graph: with its named graphs as nq, trig, jsonld; merged as nt, ttl, rdf."""
    chosen = _BY_EXTENSION.get(extension)
    if chosen is None:
        raise NotFound(f"The graph is offered as {', '.join(_BY_EXTENSION)}, not as {extension!r}")
    answer = context.engine().dump(
        chosen.media_type, left=client_left(), client=request.remote_addr or ""
    )
    response = respond(answer, seconds=context.settings().dump_timeout)
    name = f"curagraph-{answer.snapshot}.{chosen.extension}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.get("/export/")
def formats() -> AnyResponse:
    """The description of the graph, which names every file of it."""
    return redirect("/.well-known/void", 303)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The graph's own description (VoID, DCAT) in the format the request prefers.

    There is no page of it: a browser that follows a link here is shown the Turtle.
    """
    media_type = choose(request, (*media_types(GRAPHS), HTML))
    return _graph("void", TURTLE.media_type if media_type == HTML else media_type)


@blueprint.get("/statistics")
def statistics() -> AnyResponse:
    """The graph of statistics in the format the request prefers; for people, questions to it."""
    media_type = choose(request, (HTML, *media_types(GRAPHS)))
    return (
        redirect("/queries?tag=statistics", 303)
        if media_type == HTML
        else _graph("statistics", media_type)
    )


def _graph(name: str, media_type: str) -> Response:
    graph = context.iris().graph(name).value
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    query = Query(text, graph_type=media_type)
    return respond(context.page_engine().answer(query, left=client_left()))
