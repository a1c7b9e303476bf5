"""HTTP answers that hold a document: validators and links to its other forms."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Response, request

from server.formats import CITATIONS, content_type
from server.linked_data.formats import formats_for
from server.negotiation import HTML
from server.responses import links_to
from server.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.engine import QueryEngine
    from server.formats import Format

_TRIES = 3


def answer(
    engine: QueryEngine, kind: str, key: str, form: Format, write: Callable[[], bytes]
) -> Response:
    """The document of a thing in one format; 304 where the client holds it already.

    A document takes several queries. They must speak of one snapshot: where a new one was
    published in between, the document is written again.

    Args:
        engine: What ``write`` asks; its snapshot is the document's version.
        kind: First segment of the thing's path.
        key: Second segment; checked already.
        form: The format to write.
        write: Gives the body.
    """
    for _ in range(_TRIES):
        tag = _tag(engine, kind, key, form)
        if request.if_none_match.contains(tag):
            return with_headers(Response(status=304), kind, key, form, tag)
        body = write()
        if tag == _tag(engine, kind, key, form):
            break
    else:
        tag = None
    response = Response(body, content_type=content_type(form.media_type))
    if form in CITATIONS:
        response.headers["Content-Disposition"] = f'attachment; filename="{key}.{form.extension}"'
    return with_headers(response, kind, key, form, tag)


def with_headers(
    response: Response, kind: str, key: str, form: Format, tag: str | None
) -> Response:
    """The answer with what caches and followers of links need to know."""
    if tag is not None:
        response.set_etag(tag)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-cache" if tag else "no-store"
    response.headers["Link"] = links_to(alternates(kind, key), form.media_type)
    return response


def alternates(kind: str, key: str) -> list[tuple[str, str]]:
    """Media type and local path of every form of a thing, the page first.

    >>> alternates("task", "captioning")[:2]
    [('text/html', '/task/captioning'), ('text/turtle', '/task/captioning.ttl')]
    """
    path = f"/{kind}/{key}"
    return [
        (HTML, path),
        *((form.media_type, f"{path}.{form.extension}") for form in formats_for(kind)),
    ]


def _tag(engine: QueryEngine, kind: str, key: str, form: Format) -> str:
    """A strong validator: same snapshot, thing, format and writer, same bytes."""
    parts = (engine.snapshot().id, kind, key, form.extension, VERSION)
    return sha256("\0".join(parts).encode()).hexdigest()[:32]
