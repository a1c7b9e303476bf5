"""Answers compressed as the request accepts: zstd, Brotli or gzip (RFC 9110, section 8.4).

It stands around the application, so that whatever has a validator need not know of it: a tag gets
the coding as its ending on the way out, since other bytes need another tag, and loses it on the
way in. What is streamed stays a stream, and what breaks off breaks off: a coding's own end is only
written where the answer has ended.

Flask-Compress was tried: it sends gzip to who says ``gzip;q=0``, takes ``gzip; q=0.5`` (with its
blank) for an unknown coding, and holds a stream back until a block is full.
"""

from __future__ import annotations

import re
import sys
import zlib
from typing import TYPE_CHECKING, Protocol

import brotli
from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header
from werkzeug.wsgi import ClosingIterator

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Below, headers outweigh what is saved.
_LEAST_SIZE = 512
# What is larger is compressed as it goes out.
_MOST_AT_ONCE = 1 << 20
_COMPRESSIBLE = re.compile(
    r"text/.*|.*\+(?:json|xml)|application/(?:json|xml|n-triples|n-quads|trig|javascript|x-bibtex"
    r"|x-research-info-systems)"
)
_CODED_TAG = re.compile(r'"([^"]*)\.(zstd|br|gzip)"')
_ZSTD_LEVEL, _BROTLI_QUALITY, _GZIP_LEVEL = 3, 4, 6
_GZIP_FRAME = zlib.MAX_WBITS + 16


class Compressor(Protocol):
    """One answer's way through a coding."""

    def piece(self, data: bytes) -> bytes:
        """The bytes that let a reader have all of ``data``: nothing is held back."""
        ...

    def end(self) -> bytes:
        """The bytes that say that the answer is whole."""
        ...


class _Zstd:
    def __init__(self) -> None:
        self._compressor = zstd.ZstdCompressor(level=_ZSTD_LEVEL)

    def piece(self, data: bytes) -> bytes:
        return self._compressor.compress(data, zstd.ZstdCompressor.FLUSH_BLOCK)

    def end(self) -> bytes:
        return self._compressor.flush()


class _Brotli:
    def __init__(self) -> None:
        self._compressor = brotli.Compressor(quality=_BROTLI_QUALITY)

    def piece(self, data: bytes) -> bytes:
        return bytes(self._compressor.process(data) + self._compressor.flush())

    def end(self) -> bytes:
        return bytes(self._compressor.finish())


class _Gzip:
    def __init__(self) -> None:
        self._compressor = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_FRAME)

    def piece(self, data: bytes) -> bytes:
        return self._compressor.compress(data) + self._compressor.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._compressor.flush()


# The one that is taken where a request has no preference comes first.
CODINGS: Mapping[str, Callable[[], Compressor]] = {"zstd": _Zstd, "br": _Brotli, "gzip": _Gzip}


class Compressing:
    """A WSGI application whose answers are compressed where that is accepted and of use."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        accepted = accepted_codings(environ.get("HTTP_ACCEPT_ENCODING", ""))
        held = _plain_tags(environ, accepted)
        started: list[tuple[str, Headers]] = []

        def start(
            status: str, headers: list[tuple[str, str]], _error: object = None, /
        ) -> Callable[[bytes], object]:
            started[:] = [(status, Headers(headers))]
            return _no_write

        body = self._application(environ, start)
        ((status, headers),) = started
        if status.startswith("304"):
            headers["Vary"] = _varied(headers)
            plain = headers.get("ETag", "")
            headers["ETag"] = held.get(plain, plain)
        elif _is_compressible(status, headers):
            headers["Vary"] = _varied(headers)
            if accepted and _is_worth_it(headers, environ):
                body = _compressed(body, headers, accepted[0], environ["REQUEST_METHOD"])
        start_response(status, headers.to_wsgi_list())
        return body


def accepted_codings(header: str) -> tuple[str, ...]:
    """The codings that a request accepts, the one to take first; none where plain is preferred.

    >>> accepted_codings("gzip, deflate, br")
    ('br', 'gzip')
    >>> accepted_codings("gzip; q=0.5, *;q=0.1, br;q=0")
    ('gzip', 'zstd')
    >>> accepted_codings("identity, gzip;q=0.5"), accepted_codings("")
    ((), ())

    Args:
        header: ``Accept-Encoding`` (RFC 9110, section 12.5.3).
    """
    wanted = {name.lower(): quality for name, quality in parse_accept_header(header)}
    wanted.setdefault("gzip", wanted.get("x-gzip", wanted.get("*", 0.0)))
    rest = wanted.get("*", 0.0)
    usable = [name for name in CODINGS if wanted.get(name, rest) > 0]
    usable.sort(key=lambda name: -wanted.get(name, rest))
    if usable and wanted.get("identity", 0.0) > wanted.get(usable[0], rest):
        return ()
    return tuple(usable)


def whole(body: bytes, fields: dict[str, str], accepted: tuple[str, ...]) -> bytes:
    """The body of a response that is at hand, compressed if that is accepted and of use.

    Args:
        body: All its bytes.
        fields: Its headers, with a Content-Type; those that tell of the coding are added.
        accepted: The codings that its request accepts.
    """
    if _is_compressible("200", fields):
        fields["Vary"] = ", ".join(filter(None, (fields.get("Vary"), "Accept-Encoding")))
        if accepted and len(body) >= _LEAST_SIZE:
            compressor = CODINGS[accepted[0]]()
            body = compressor.piece(body) + compressor.end()
            fields["Content-Encoding"] = accepted[0]
            if "ETag" in fields:
                fields["ETag"] = _coded(fields["ETag"], accepted[0])
    return body


def _plain_tags(environ: WSGIEnvironment, accepted: tuple[str, ...]) -> dict[str, str]:
    """Take the codings off the validators of a request.

    Only those of codings that it accepts: a validator that is answered with 304 has to be that of
    bytes the client can still use.

    Returns:
        The tags as they were, by what is left of them.
    """
    given = environ.get("HTTP_IF_NONE_MATCH", "")
    held: dict[str, str] = {}

    def plain(found: re.Match[str]) -> str:
        tag, coding = found.groups()
        if coding not in accepted:
            return found[0]
        for weak in ("", "W/"):
            held[f'{weak}"{tag}"'] = f'{weak}"{tag}.{coding}"'
        return f'"{tag}"'

    if given:
        environ["HTTP_IF_NONE_MATCH"] = _CODED_TAG.sub(plain, given)
    return held


def _coded(tag: str, coding: str) -> str:
    """The validator of the same in a coding."""
    return tag.removesuffix('"') + f'.{coding}"'


def _is_compressible(status: str, headers: Headers | dict[str, str]) -> bool:
    media_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return (
        status.startswith("2")
        and not status.startswith(("204", "206"))
        and "Content-Encoding" not in headers
        and _COMPRESSIBLE.fullmatch(media_type) is not None
    )


def _is_worth_it(headers: Headers, environ: WSGIEnvironment) -> bool:
    size = headers.get("Content-Length", type=int)
    if environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        # A client that knows no chunks learns from the length alone that an answer is whole.
        return size is not None and _LEAST_SIZE <= size <= _MOST_AT_ONCE
    return size is None or size >= _LEAST_SIZE


def _compressed(
    body: Iterable[bytes], headers: Headers, coding: str, method: str
) -> Iterable[bytes]:
    headers["Content-Encoding"] = coding
    if "ETag" in headers:
        headers["ETag"] = _coded(headers["ETag"], coding)
    size = headers.get("Content-Length", type=int)
    headers.pop("Content-Length", None)
    compressor = CODINGS[coding]()
    close = getattr(body, "close", None)
    callbacks = [close] if close is not None else []
    if method == "HEAD":
        return body
    if size is None or size > _MOST_AT_ONCE:
        return ClosingIterator(_pieces(body, compressor), callbacks)
    try:
        whole = compressor.piece(b"".join(body)) + compressor.end()
    finally:
        for each in callbacks:
            each()
    headers["Content-Length"] = str(len(whole))
    return [whole]


def _pieces(body: Iterable[bytes], compressor: Compressor) -> Iterator[bytes]:
    for chunk in body:
        if chunk:
            yield compressor.piece(chunk)
    yield compressor.end()


def _varied(headers: Headers) -> str:
    names = [name for each in headers.getlist("Vary") for name in re.split(r"\s*,\s*", each)]
    return ", ".join([*names, "Accept-Encoding"])


def _no_write(_data: bytes) -> None:
    raise NotImplementedError("Answers are given back, not written")
