"""Compressed answers: the same answer in fewer bytes, with a validator of its own."""

from __future__ import annotations

import gzip
import sys
import zlib
from typing import TYPE_CHECKING
from urllib.parse import quote

import brotli
import pytest

from server.compression import CODINGS as COMPRESSORS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.conftest import Live, Reply

    Serve = Callable[..., AbstractContextManager[Live]]

ALL = f"/sparql?query={quote('SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o')}"
ENDLESS = f"/sparql?query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }')}"
DECODERS = {"zstd": zstd.decompress, "br": brotli.decompress, "gzip": gzip.decompress}
CODINGS = pytest.mark.parametrize("coding", DECODERS)


@pytest.fixture(scope="module")
def streaming(mixed_store: Path, serve_store: Serve) -> Iterator[Live]:
    """A server whose answers go out as they come."""
    with serve_store(
        mixed_store, workers=1, buffer_size=1000, query_timeout=1, cache_size=0
    ) as live:
        yield live


def get(live: Live, path: str, accept: str | None, **headers: str) -> Reply:
    """GET with an ``Accept-Encoding``."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return live.ask("GET", path, headers={**given, "Accept-Encoding": accept or "identity"})


@CODINGS
def test_a_compressed_answer_is_the_same_answer(live: Live, coding: str) -> None:
    plain, coded = get(live, ALL, None), get(live, ALL, coding)
    assert coded.headers["Content-Encoding"] == coding
    assert "Content-Encoding" not in plain.headers
    assert len(coded.body) == int(coded.headers["Content-Length"]) < len(plain.body) / 4
    assert DECODERS[coding](coded.body) == plain.body
    for reply in (plain, coded):
        assert reply.headers["Vary"] == "Accept, Accept-Encoding"


@CODINGS
def test_a_stream_stays_a_stream(streaming: Live, coding: str) -> None:
    coded = get(streaming, ALL, coding)
    assert coded.headers["Transfer-Encoding"] == "chunked"
    assert DECODERS[coding](coded.body) == get(streaming, ALL, None).body


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "zstd"),
        ("br; q=0.5, gzip; q=0.8", "gzip"),
        ("*;q=0.1, zstd;q=0", "br"),
        ("gzip;q=0", None),
        ("gzip;q=0.2, identity", None),
        ("identity", None),
        ("deflate", None),
        ("", None),
        ("no ! sense;;q=x", None),
    ],
)
def test_the_request_says_which(live: Live, accept: str, coding: str | None) -> None:
    """RFC 9110, section 12.5.3."""
    reply = live.ask("GET", ALL, headers={"Accept-Encoding": accept})
    assert reply.headers.get("Content-Encoding") == coding


def test_other_bytes_have_another_validator(live: Live) -> None:
    tags = {get(live, ALL, coding).headers["Etag"] for coding in ("zstd", "br", "gzip", None)}
    assert len(tags) == 4
    assert len({tag.strip('"').partition(".")[0] for tag in tags}) == 1


@CODINGS
@pytest.mark.parametrize("path", [ALL, "/static/css/pages.css", "/openapi.json"])
def test_the_client_that_holds_compressed_bytes_keeps_them(
    live: Live, path: str, coding: str
) -> None:
    first = get(live, path, coding)
    tag = first.headers["Etag"]
    again = get(live, path, coding, If_None_Match=f'"x", {tag}')
    assert (again.status, again.headers["Etag"], again.body) == (304, tag, b"")
    assert "Accept-Encoding" in again.headers["Vary"]


def test_bytes_that_the_client_can_no_longer_read_are_of_no_use(live: Live) -> None:
    tag = get(live, ALL, "br").headers["Etag"]
    assert get(live, ALL, None, If_None_Match=tag).status == 200
    assert get(live, ALL, "br;q=0, gzip", If_None_Match=tag).status == 200


def test_a_weak_validator_stays_weak(streaming: Live) -> None:
    tag = get(streaming, ALL, "gzip").headers["Etag"]
    assert tag.startswith('W/"')
    assert tag.endswith('.gzip"')
    assert get(streaming, ALL, "gzip", If_None_Match=tag).status == 304


def test_what_is_small_or_compressed_already_stays_as_it_is(live: Live) -> None:
    for path in ("/health", "/static/vendor/inter-latin-wght-normal.woff2"):
        reply = get(live, path, "gzip")
        assert (reply.status, reply.headers.get("Content-Encoding")) == (200, None)


def test_an_error_is_plain(live: Live) -> None:
    assert "Content-Encoding" not in get(live, "/sparql?query=SELECT", "gzip").headers


def test_head_has_the_headers_of_get(live: Live) -> None:
    whole = get(live, ALL, "br")
    head = live.ask("HEAD", ALL, headers={"Accept-Encoding": "br"})
    assert (head.status, head.body) == (200, b"")
    for name in ("Etag", "Content-Encoding", "Content-Type", "Vary"):
        assert head.headers[name] == whole.headers[name]


def test_a_page_is_compressed_too(live: Live) -> None:
    browser = "gzip, deflate, br, zstd"
    reply = get(live, "/ontology", browser, Accept="text/html")
    assert reply.headers["Content-Encoding"] == "zstd"
    assert b"<!doctype html>" in zstd.decompress(reply.body).lower()


def test_an_old_client_learns_the_length(streaming: Live, raw_reply: Callable[..., bytes]) -> None:
    reply = raw_reply(streaming, f"GET {ALL} HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n")
    head, _, body = reply.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert len(gzip.decompress(body)) > 1000


@CODINGS
def test_a_broken_answer_breaks_visibly(
    streaming: Live, raw_reply: Callable[..., bytes], coding: str
) -> None:
    """No last chunk, and no end of the coding either."""
    head = f"GET {ENDLESS} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {coding}\r\n\r\n"
    reply = raw_reply(streaming, head)
    assert f"Content-Encoding: {coding}".encode() in reply
    assert not reply.endswith(b"0\r\n\r\n")
    body = _unchunked(reply.partition(b"\r\n\r\n")[2])
    assert len(body) > 1000
    with pytest.raises((EOFError, zstd.ZstdError, brotli.error, zlib.error)):
        DECODERS[coding](body)


@CODINGS
def test_a_coding_holds_nothing_back(coding: str) -> None:
    """What has been found can be read though more is still sought."""
    decoders: dict[str, Callable[[], Callable[[bytes], bytes]]] = {
        "zstd": lambda: zstd.ZstdDecompressor().decompress,
        "br": lambda: brotli.Decompressor().process,
        "gzip": lambda: zlib.decompressobj(zlib.MAX_WBITS + 16).decompress,
    }
    decode = decoders[coding]()
    compressor = COMPRESSORS[coding]()
    for text in (b"a", b"b" * 1000, b"c"):
        assert decode(compressor.piece(text)) == text
    assert decode(compressor.end()) == b""


def _unchunked(data: bytes) -> bytes:
    """The bytes of whole chunks."""
    whole = bytearray()
    while data:
        size, _, data = data.partition(b"\r\n")
        length = int(size or b"0", 16)
        if not length or len(data) < length:
            break
        whole += data[:length]
        data = data[length + 2 :]
    return bytes(whole)
