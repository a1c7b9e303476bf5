"""An engine's answer as an HTTP response that is whole, or seen not to be."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.http import quote_etag

from server.context import settings
from server.engine.kept import is_volatile
from server.errors import ClientGone, EngineError
from server.formats import content_type
from server.observing import note
from server.replay import repeatable
from server.tasks import begun_in, limit_sending
from server.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import IO

    from server.engine import Answer, CacheUse, Query, QueryEngine

logger = logging.getLogger(__name__)

_SPOOL_SIZE = 1 << 20
_READ_SIZE = 1 << 16
_DIGITS = 32
# What may be asked on condition that the answer has changed.
CONDITIONAL = ("GET", "HEAD", "QUERY")
# RFC 9211: what became of the request, in a server that keeps answers.
_CACHE = "Curagraph"
_USES: Mapping[CacheUse, str] = {
    "hit": "hit",
    "miss": "fwd=miss",
    "collapsed": "fwd=miss; collapsed",
    "bypass": "fwd=bypass",
}


class AnswerBrokenOffError(ConnectionAbortedError):
    """The answer failed after its first bytes went out: the connection has to break.

    An OSError, so that the front server drops the connection without the bytes that would end the
    body, and without a traceback in its log.

    Attributes:
        outcome: What the request came to, as ``server.observing`` calls it.
    """

    outcome = "broken-off"


def client_left() -> Callable[[], bool] | None:
    """Tells whether the client of the current request has left, where the front server can."""
    tell: Callable[[], bool] | None = request.environ.get("waitress.client_disconnected")
    return tell


def answered(engine: QueryEngine, query: Query) -> Response:
    """The response to a query: its answer, or 304 where the client holds that already.

    Raises:
        EngineError: There is no answer.
    """
    query = replace(_limited(query), client=request.remote_addr or "")
    note(query=query.text)
    snapshot = engine.snapshot().id
    question = None if is_volatile(query.text) else digest_of(query, snapshot)
    unchanged = _not_modified(question)
    if unchanged is not None:
        repeatable(request.environ, snapshot)
        return unchanged
    begun = begun_in(request.environ, query)
    left = client_left()
    answer = engine.answer(query, left=left) if begun is None else begun.answer(left)
    if answer.cache == "hit":
        repeatable(request.environ, answer.snapshot)
    question = None if question is None else digest_of(query, answer.snapshot)
    if not answer.complete and (query.most_rows or query.most_bytes):
        # Whether it is cut is known at its end, and has to be said before its beginning.
        return respond(answer, question, whole=True)
    return respond(answer, question)


def respond(
    answer: Answer,
    question: str | None = None,
    *,
    seconds: float | None = None,
    whole: bool = False,
) -> Response:
    """The response for ``answer``: with its length if it is at hand, streamed if it is not.

    Args:
        answer: Closed when the response is.
        question: Digest of what the answer follows from. With it goes a validator: a strong one
            where all bytes are at hand; a weak one where they go out as they come, since the order
            of rows and the names of blank nodes may differ from worker to worker.
        seconds: How long it may take to send what is streamed; as long as a query by default.
        whole: Whether nothing may go out before all is at hand.
    """
    validator = None
    if answer.complete:
        body = answer.read()
        response = Response(body, content_type=content_type(answer.media_type))
        if question is not None:
            validator = validator_of(question, body)
    elif whole or request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        response = _spooled(answer)
    else:
        limit_sending(request.environ, seconds or settings().query_timeout)
        response = Response(_unbroken(answer), content_type=content_type(answer.media_type))
        response.call_on_close(answer.close)
    tag = None
    if question is not None and request.method in CONDITIONAL:
        tag = validator or f'W/"{question}"'
    response.headers.update(fields_of(answer, tag))
    return response


def fields_of(answer: Answer, tag: str | None) -> dict[str, str]:
    """The headers that tell of an answer.

    Args:
        answer: Of what is sent.
        tag: Its validator, if it has one.
    """
    fields = {
        "Cache-Control": "no-store" if tag is None else "no-cache",
        "Vary": "Accept",
        "Server-Timing": f"query;dur={answer.seconds * 1000:.1f}",
        "Curagraph-Snapshot": answer.snapshot,
    }
    if tag is not None:
        fields["ETag"] = tag
    if answer.cut is not None:
        fields["Curagraph-Cut"] = answer.cut
    if answer.cache is not None:
        fields["Cache-Status"] = f"{_CACHE}; {_USES[answer.cache]}"
    return fields


def validator_of(question: str, body: bytes) -> str:
    """The strong validator of an answer whose bytes are all at hand."""
    return f'"{question}-{hashlib.sha256(body).hexdigest()[:_DIGITS]}"'


def digest_of(query: Query, snapshot: str) -> str:
    """What stands for all that the answer to ``query`` follows from."""
    parts = (
        VERSION,
        snapshot,
        query.text,
        *("d " + iri for iri in query.default_graphs),
        *("n " + iri for iri in query.named_graphs),
        f"{query.most_rows} {query.most_bytes}",
        *map(str, (query.results_type, query.boolean_type, query.graph_type, query.union)),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def is_tag_of(tag: str, query: Query, snapshot: str) -> bool:
    """Whether a tag, without its quotes, was given for an answer to ``query`` of a snapshot."""
    return _asks(tag, digest_of(_limited(query), snapshot))


def _limited(query: Query) -> Query:
    """The query with the limits of answers to requests."""
    limits = settings()
    return replace(query, most_rows=limits.answer_rows, most_bytes=limits.answer_size)


def _not_modified(question: str | None) -> Response | None:
    """A 304 if the client holds an answer to the same question, whatever worker wrote it."""
    if question is None or request.method not in CONDITIONAL:
        return None
    given = request.if_none_match
    held = next((each for each in given.as_set(include_weak=True) if _asks(each, question)), None)
    if held is None:
        return None
    etag = quote_etag(held, weak=given.is_weak(held))
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept"}
    return Response(status=304, headers=headers)


def _asks(tag: str, question: str) -> bool:
    return re.fullmatch(f"{question}(?:-[0-9a-f]{{{_DIGITS}}})?", tag) is not None


def _unbroken(answer: Answer) -> Iterator[bytes]:
    try:
        yield from answer
    except ClientGone as error:
        broken = AnswerBrokenOffError(str(error))
        broken.outcome = "client-left"
        raise broken from None
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
