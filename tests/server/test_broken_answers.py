"""An answer that fails midway never looks complete; one that nobody reads stops."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.conftest import Live

    RawReply = Callable[[Live, str], bytes]

ROWS = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
COUNT = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")


@pytest.fixture(scope="module")
def single(
    mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> Iterator[Live]:
    """A server with one worker and a small buffer."""
    with serve_store(
        mixed_store, query_timeout=1, workers=1, buffer_size=1000, queue_timeout=0.5
    ) as live:
        yield live


@pytest.fixture(scope="module")
def patient(
    mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> Iterator[Live]:
    """A server with one worker that would let a query run for a minute."""
    with serve_store(
        mixed_store, query_timeout=60, workers=1, queue_timeout=5, queue_length=4
    ) as live:
        yield live


def test_after_the_first_bytes_a_failure_breaks_the_connection(
    single: Live, raw_reply: RawReply
) -> None:
    """The chunk of length 0 that ends a whole body never comes."""
    reply = raw_reply(single, f"GET /sparql?query={ROWS} HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head, _, body = reply.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert b"transfer-encoding: chunked" in head.lower()
    assert len(body) > 1000
    assert not body.endswith(b"0\r\n\r\n")
    assert not body.rstrip().endswith(b"]}}")


def test_a_streamed_answer_that_is_whole_says_so(single: Live, raw_reply: RawReply) -> None:
    text = quote("SELECT * { ?s ?p ?o }")
    reply = raw_reply(single, f"GET /sparql?query={text} HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert b"Content-Length" not in reply
    assert reply.endswith(b"]}}\r\n0\r\n\r\n")


def test_an_old_client_gets_the_failure_as_a_status(single: Live, raw_reply: RawReply) -> None:
    """HTTP/1.0 knows no chunks: the end of the connection would look like the end of the body."""
    reply = raw_reply(single, f"GET /sparql?query={ROWS} HTTP/1.0\r\n\r\n")
    assert reply.startswith(b"HTTP/1.0 504")


def test_an_old_client_gets_a_whole_answer_with_its_length(
    single: Live, raw_reply: RawReply
) -> None:
    text = quote("SELECT * { ?s ?p ?o }")
    head, _, body = raw_reply(single, f"GET /sparql?query={text} HTTP/1.0\r\n\r\n").partition(
        b"\r\n\r\n"
    )
    assert f"Content-Length: {len(body)}".encode() in head
    assert body.endswith(b"]}}")


def test_a_head_request_stops_the_query(patient: Live) -> None:
    assert patient.ask("HEAD", f"/sparql?query={ROWS}").status == 200
    assert patient.query("ASK {}").status == 200


@pytest.mark.parametrize("query", [COUNT, ROWS], ids=["still computing", "sending"])
def test_a_client_that_leaves_frees_the_worker(patient: Live, query: str) -> None:
    connection = socket.create_connection(("127.0.0.1", patient.port))
    connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    time.sleep(0.3)
    connection.close()
    before = time.monotonic()
    assert patient.query("ASK {}").status == 200
    assert time.monotonic() - before < 2.0


def test_a_full_server_says_when_to_come_back(single: Live) -> None:
    with socket.create_connection(("127.0.0.1", single.port)) as connection:
        connection.sendall(
            f"GET /sparql?query={COUNT} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        time.sleep(0.2)
        reply = single.query("ASK {}")
        assert (reply.status, reply.problem["code"]) == (503, "busy")
        assert int(reply.headers["Retry-After"]) > 0
        assert single.get("/ready").status == 200
