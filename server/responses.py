"""An engine's answer as an HTTP response that is whole, or seen not to be."""

from __future__ import annotations

import hashlib
import logging
import re
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from flask import Response, request

from server.errors import EngineError
from server.formats import content_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

    from server.engine import Answer, Query

logger = logging.getLogger(__name__)

_SPOOL_SIZE = 1 << 20
_READ_SIZE = 1 << 16
# Functions that give something else each time: such an answer is never the same again.
_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)


class AnswerBrokenOffError(ConnectionAbortedError):
    """The answer failed after its first bytes went out: the connection has to break.

    An OSError, so that the front server drops the connection without the bytes that would end the
    body, and without a traceback in its log.
    """


def client_left() -> Callable[[], bool] | None:
    """Tells whether the client of the current request has left, where the front server can."""
    tell: Callable[[], bool] | None = request.environ.get("waitress.client_disconnected")
    return tell


def respond(answer: Answer, *, etag: str | None = None) -> Response:
    """The response for ``answer``: with its length if it is at hand, streamed if it is not.

    Args:
        answer: Closed when the response is.
        etag: Goes out with a whole answer to a GET.
    """
    if answer.complete:
        response = Response(answer.read(), content_type=content_type(answer.media_type))
        if etag is not None and request.method in ("GET", "HEAD"):
            response.headers["ETag"] = etag
    elif request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        response = _spooled(answer)
    else:
        response = Response(_unbroken(answer), content_type=content_type(answer.media_type))
        response.call_on_close(answer.close)
    response.headers["Cache-Control"] = "no-cache" if "ETag" in response.headers else "no-store"
    response.headers["Vary"] = "Accept"
    response.headers["Server-Timing"] = f"query;dur={answer.seconds * 1000:.1f}"
    response.headers["Curagraph-Snapshot"] = answer.snapshot
    return response


def etag_of(query: Query, snapshot: str, software: str) -> str | None:
    """The validator of the answer to ``query``, known before it is asked; None if it varies.

    It is weak: the order of rows and the names of blank nodes may differ from worker to worker.
    """
    if _VOLATILE.search(query.text):
        return None
    parts = (
        software,
        snapshot,
        query.text,
        *("d " + iri for iri in query.default_graphs),
        *("n " + iri for iri in query.named_graphs),
        *map(str, (query.results_type, query.boolean_type, query.graph_type)),
    )
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def not_modified(etag: str | None) -> Response | None:
    """A 304 if the client holds the answer with this validator already."""
    if etag is None or request.method not in ("GET", "HEAD"):
        return None
    if not request.if_none_match.contains_weak(etag.removeprefix("W/").strip('"')):
        return None
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept"}
    return Response(status=304, headers=headers)


def _unbroken(answer: Answer) -> Iterator[bytes]:
    try:
        yield from answer
    except EngineError as error:
        logger.warning("An answer was broken off: %s", error)
        raise AnswerBrokenOffError(str(error)) from None


def _spooled(answer: Answer) -> Response:
    """The whole answer with its length: HTTP/1.0 ends a body by closing, as a failure does."""
    spool: IO[bytes] = SpooledTemporaryFile(_SPOOL_SIZE)  # noqa: SIM115 - closed with the response
    try:
        for chunk in answer:
            spool.write(chunk)
    except BaseException:
        spool.close()
        raise
    length = spool.tell()
    spool.seek(0)
    response = Response(
        iter(lambda: spool.read(_READ_SIZE), b""),
        content_type=content_type(answer.media_type),
        headers={"Content-Length": str(length)},
    )
    response.call_on_close(spool.close)
    return response


def links_to(alternates: Iterable[tuple[str, str]], own: str = "") -> str:
    """The Link header that names the other forms of what is answered (RFC 8288).

    >>> links_to([("text/html", "/x"), ("text/turtle", "/x.ttl")], "text/html")
    '</x.ttl>; rel="alternate"; type="text/turtle"'

    Args:
        alternates: Media type and path of each form.
        own: Media type of this one, which is left out.
    """
    return ", ".join(
        f'<{path}>; rel="alternate"; type="{media_type}"'
        for media_type, path in alternates
        if media_type != own
    )
