"""``/rdf-graph-store``: whole graphs (SPARQL 1.1 Graph Store HTTP Protocol).

A graph is named by ``?graph=IRI`` (indirect, section 4.2), by the very address of the request
(direct, section 4.1), or is the one without a name by ``?default``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, cast
from uuid import uuid4

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, MethodNotAllowed

from server import context
from server.engine import Query
from server.engine.guard import check_graph_name
from server.engine.rows import ask
from server.errors import NoSuchGraph
from server.formats import GRAPHS, media_types
from server.negotiation import choose
from server.protocol import parameters_of
from server.responses import answered, client_left
from server.writing.changes import GraphChange
from server.writing.conditions import condition_of
from server.writing.parts import parts_of
from server.writing.updates import check_own

if TYPE_CHECKING:
    from server.context import Writing

blueprint = Blueprint("graph_store", __name__)

_READING = ("GET", "HEAD", "OPTIONS")
_WRITING = ("PUT", "POST", "DELETE")
# What a form's own lines may add to the graphs it holds.
_FORM_MARGIN = 65_536


@dataclass(frozen=True, slots=True)
class _Target:
    """The graph that a request is about.

    Attributes:
        graph: Its IRI; None for the graph without a name.
        fresh: Whether its name was made for this request, so that nobody knows it yet.
    """

    graph: str | None
    fresh: bool = False

    @property
    def base_iri(self) -> str:
        """What relative IRIs in it are relative to."""
        return self.graph or _address()


# Every character of the address counts, two slashes in a row too: it may be a graph's name.
_OPTIONS: dict[str, Any] = {
    "methods": [*_READING, *_WRITING],
    "provide_automatic_options": False,
    "merge_slashes": False,
}


@blueprint.route("/rdf-graph-store", **_OPTIONS)
@blueprint.route("/rdf-graph-store/", **_OPTIONS)
@blueprint.route("/rdf-graph-store/<path:rest>", **_OPTIONS)
def graph_store(rest: str = "") -> Response:
    """A graph, or what became of it."""
    writing = context.shared().writing
    if request.method == "OPTIONS":
        allowed = _READING if writing is None else (*_READING, *_WRITING)
        return Response(status=204, headers={"Allow": ", ".join(allowed)})
    if request.method in _WRITING:
        if writing is None:
            raise MethodNotAllowed(
                list(_READING),
                "This server is read-only. It writes when it is started with --writable and "
                "--token-file",
            )
        writing.token.check(request)
        return _write(_target(rest), writing)
    return _read(_target(rest))


def _target(rest: str) -> _Target:
    """The graph that the request names.

    Raises:
        BadRequest: It names none, or several.
        BadGraphName: What it names is no absolute IRI.
    """
    parameters = parameters_of(request)
    graphs, default = parameters.get("graph", []), "default" in parameters
    if bool(rest) + len(graphs) + default > 1:
        raise BadRequest("The request names several graphs; name one")
    if default:
        return _Target(None)
    if graphs:
        check_graph_name(graphs[0])
        return _Target(graphs[0])
    if rest:
        return _Target(_address())
    if request.method == "POST":
        return _Target(f"{_address().removesuffix('/')}/{uuid4()}", fresh=True)
    raise BadRequest(
        "Name a graph by ?graph=IRI, or the one without a name by ?default; the whole graph is at "
        "/export/nq"
    )


def _address() -> str:
    """The address of the request as it was sent, without its parameters.

    The front server tells it as it came; decoded and encoded again it may be another one.
    """
    sent: str = request.environ.get("REQUEST_URI", "")
    path = sent.partition("?")[0]
    return request.host_url.removesuffix("/") + path if path.startswith("/") else request.base_url


def _read(target: _Target) -> Response:
    engine = context.engine()
    chosen = choose(request, media_types(GRAPHS))
    if target.graph is not None and not ask(engine, f"ASK {{ GRAPH <{target.graph}> {{ }} }}"):
        raise NoSuchGraph(f"There is no graph {target.graph}")
    return answered(engine, _query_for(target, chosen))


def _query_for(target: _Target, media_type: str) -> Query:
    """What gives a graph in a format."""
    if target.graph is None:
        text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        return Query(text, graph_type=media_type, union=False)
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{target.graph}> {{ ?s ?p ?o }} }}"
    return Query(text, graph_type=media_type)


def _write(target: _Target, writing: Writing) -> Response:
    if target.graph is not None:
        check_own([target.graph], writing.writer.base())
    reads = [_query_for(target, media_type) for media_type in media_types(GRAPHS)]
    condition = condition_of(request, reads)
    request.max_content_length = context.settings().upload_size + _FORM_MARGIN
    with TemporaryDirectory(prefix="curagraph-") as folder:
        parts = () if request.method == "DELETE" else parts_of(request, Path(folder))
        change = GraphChange(
            cast("Literal['PUT', 'POST', 'DELETE']", request.method),
            target.graph,
            target.base_iri,
            parts,
            condition,
        )
        written = writing.writer.make(change, left=client_left())
    response = Response(
        status=201 if written.created else 204,
        headers={"Curagraph-Snapshot": written.snapshot},
    )
    if target.fresh:
        response.headers["Location"] = target.graph or ""
    return response
