"""``/sparql``: the SPARQL 1.1 Protocol for programs, the workbench for people."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from server import context, security
from server.engine import Query
from server.errors import NothingAcceptable
from server.formats import BOOLEANS, EVERY, GRAPHS, SOLUTIONS, content_type, media_types
from server.negotiation import HTML, offered, preferred, prefers_html
from server.protocol import DIRECT, FORM, UPDATE, Operation, operation_of
from server.responses import answered
from server.service_description import description
from server.writing.updating import updated

_SOLUTIONS, _BOOLEANS, _GRAPHS = map(media_types, (SOLUTIONS, BOOLEANS, GRAPHS))

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"])
def sparql() -> Response:
    """A query's answer, or that an update was made; without either, what the endpoint offers."""
    answer_to_update = updated(request)
    if answer_to_update is not None:
        return answer_to_update
    operation = operation_of(request)
    if request.method in ("GET", "HEAD") and prefers_html(
        request, media_types(EVERY), operation.format or ""
    ):
        return _workbench(operation.text)
    if operation.text is None:
        return _description()
    query = query_of(operation, operation.text, request.headers.get("Accept", ""))
    return answered(context.engine(), query)


def query_of(operation: Operation, text: str, accept: str, client: str = "") -> Query:
    """What is asked of the engine.

    Args:
        operation: What the protocol says of it.
        text: The query's.
        accept: The Accept header.
        client: Who asks.

    Raises:
        NothingAcceptable: No format is accepted that there is.
    """
    name = operation.format or ""
    query = Query(
        text=text,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        results_type=offered(accept, _SOLUTIONS, name),
        boolean_type=offered(accept, _BOOLEANS, name),
        graph_type=offered(accept, _GRAPHS, name),
        timeout=operation.timeout,
        client=client,
    )
    if query.results_type is None and query.graph_type is None:
        raise NothingAcceptable(
            "No format that the request accepts is offered; these are: "
            + ", ".join(media_types(EVERY))
        )
    return query


@blueprint.after_request
def tell_methods(response: Response) -> Response:
    """Say what a body may be, to who asks for the options."""
    if request.method == "OPTIONS":
        response.headers["Accept-Query"] = f'"{DIRECT}", "{FORM}"'
        updates = () if context.shared().writing is None else (UPDATE,)
        response.headers["Accept-Post"] = ", ".join((DIRECT, *updates, FORM))
    return response


def _workbench(text: str | None) -> Response:
    # The editor's bundle puts its styles into the page; script stays what our own files hold.
    security.allow("style-src", "'unsafe-inline'")
    page = render_template("workbench.html", query=text or "")
    return Response(page, content_type=f"{HTML}; charset=utf-8", headers={"Vary": "Accept"})


def _description() -> Response:
    media_type = preferred(request, media_types(GRAPHS))
    if media_type is None:
        raise NothingAcceptable(
            "Without a query, this is the service description; it is offered as: "
            + ", ".join(media_types(GRAPHS))
        )
    body = description(context.engine(), request.base_url, media_type, context.settings())
    response = Response(body, content_type=content_type(media_type))
    response.headers["Vary"] = "Accept"
    return response
