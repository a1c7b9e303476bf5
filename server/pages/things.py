"""One page for every thing of the graph, and RDF for those who ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from server import linked_data, negotiation
from server.context import iris, page_engine
from server.linked_data.redirects import to_successor
from server.linked_data.things import thing_named
from server.negotiation import HTML
from server.pages.decisions import decisions
from server.pages.formatting import shorten
from server.pages.provenance import inbound
from server.pages.views import author, list_, paper, repo, task, venue
from server.responses import links_to

VIEWS: Mapping[str, Callable[[str], Mapping[str, Any] | None]] = {
    "paper": paper.page,
    "author": author.page,
    "venue": venue.page,
    "task": task.page,
    "repo": repo.page,
    "list": list_.page,
}
SHOWN = 60


def thing(kind: str, key: str) -> ResponseReturnValue:
    """The page of a thing, or its RDF where the request prefers that.

    Raises:
        NotFound: Nothing has this key.
    """
    alternates = linked_data.alternates(kind, key)
    if negotiation.choose(request, [media_type for media_type, _ in alternates]) != HTML:
        return linked_data.respond(kind, key)
    iri = thing_named(kind, key, iris())
    context = VIEWS[kind](iri.value) if iri is not None else None
    if iri is not None and context is None:
        to_successor(page_engine(), iri, iris())
    if iri is None or context is None:
        raise NotFound(f"No {kind} has the key “{shorten(key, SHOWN)}” in this graph.")
    downloads = {
        path.removeprefix(f"/{kind}/{key}."): (path, media_type)
        for media_type, path in alternates
        if media_type != HTML
    }
    page = render_template(
        f"{kind}.html",
        kind=kind,
        key=key,
        iri=iri.value,
        downloads_of=downloads,
        decisions=decisions(iri.value),
        inbound=inbound(iri.value),
        **context,
    )
    response = make_response(page)
    response.vary.add("Accept")
    response.headers["Link"] = links_to(alternates, HTML)
    return response
