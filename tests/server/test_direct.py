"""Plain queries are answered without a thread, and just as all others are."""

from __future__ import annotations

import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.conftest import Live, Reply

    Serve = Callable[..., AbstractContextManager[Live]]

ROWS = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <https://example.org/g2> { ?s ?p ?o } }"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
A_WHILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) > STR(?f)) }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


@pytest.fixture(scope="module")
def plain(mixed_store: Path, serve_store: Serve) -> Iterator[Live]:
    """A server that keeps no answers, so that each is asked for."""
    with serve_store(mixed_store, workers=2, cache_size=0) as live:
        yield live


def both(live: Live, method: str, path: str, **more: object) -> tuple[Reply, Reply]:
    """The response to a plain request, and to the same with a cookie, which is none."""
    headers = dict(more.pop("headers", {}))  # type: ignore[call-overload]  # a mapping
    body = more.pop("body", None)
    found = [
        live.ask(method, path, body, {**headers, **cookie})  # type: ignore[arg-type]  # bytes
        for cookie in ({}, {"Cookie": "a=b"})
    ]
    return found[0], found[1]


def alike(first: Reply, second: Reply) -> bool:
    """Whether two responses differ in their times alone."""
    times = {"Date", "Server-Timing"}
    ours, theirs = (
        [(name, value) for name, value in each.headers.items() if name not in times]
        for each in (first, second)
    )
    return (first.status, first.body, ours) == (second.status, second.body, theirs)


@pytest.mark.parametrize("coding", ["identity", "gzip", "br;q=0.5, zstd", "*", ""])
@pytest.mark.parametrize(
    ("text", "accept"),
    [
        ("ASK {}", "*/*"),
        ("ASK {}", "application/sparql-results+xml"),
        (ROWS, "application/sparql-results+json, text/turtle;q=0.9"),
        (ROWS, "text/csv"),
        (GRAPH, "text/turtle"),
        (GRAPH, "application/n-triples"),
        ("SELECT * { ?s ?p", "text/csv"),
        (ROWS, "image/png"),
        (ROWS, "text/html"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "*/*"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "*/*"),
    ],
)
def test_the_response_is_that_of_others(live: Live, text: str, accept: str, coding: str) -> None:
    headers = {"Accept": accept, "Accept-Encoding": coding, "Origin": "https://example.org"}
    first, second = both(live, "GET", f"/sparql?{urlencode({'query': text})}", headers=headers)
    # Who came second is told that the answer was kept.
    for reply in (first, second):
        reply.headers.pop("Cache-Status", None)  # type: ignore[attr-defined]  # it is a dict
    assert alike(first, second)


@pytest.mark.parametrize(
    ("method", "path", "kind", "body"),
    [
        ("POST", "/sparql", QUERY, GRAPH),
        ("QUERY", "/sparql", QUERY, ROWS),
        ("POST", "/sparql", f"{FORM}; charset=UTF-8", urlencode({"query": ROWS})),
        ("POST", "/sparql?default-graph-uri=https://example.org/g2", QUERY, ROWS),
        ("POST", "/sparql", FORM, urlencode({"query": ROWS, "format": "csv"})),
        ("POST", "/sparql", FORM, urlencode([("query", ROWS), ("query", ROWS)])),
        ("POST", "/sparql", FORM, urlencode({"update": "CLEAR ALL"})),
        ("POST", "/sparql", f"{QUERY}; charset=latin-1", ROWS),
        ("POST", "/sparql", "text/plain", ROWS),
        ("POST", "/sparql?timeout=never", QUERY, ROWS),
        ("GET", "/sparql?query=ASK%7B%7D&named-graph-uri=nothing", QUERY, ""),
        ("GET", "/sparql?query=ASK%FF", QUERY, ""),
    ],
)
def test_what_is_sent_in_other_ways_too(
    plain: Live, method: str, path: str, kind: str, body: str
) -> None:
    headers = {"Content-Type": kind, "Accept": "*/*"}
    assert alike(*both(plain, method, path, headers=headers, body=body.encode()))


def test_another_host_is_refused_as_ever(plain: Live) -> None:
    first, second = both(plain, "GET", "/sparql?query=ASK%7B%7D", headers={"Host": "a.example"})
    assert (first.status, first.problem["code"]) == (400, "unknown-host")
    assert alike(first, second)


def given(live: Live) -> float:
    """How many queries were answered without a thread."""
    numbers = live.get("/metrics").body.decode()
    (number,) = re.findall(r"^curagraph_direct_answers_total (.*)$", numbers, re.MULTILINE)
    return float(number)


def test_plain_queries_take_no_thread(plain: Live) -> None:
    """Unless they take their time, as all do where the machine is busy."""
    for text in ("ASK {}", ROWS, GRAPH):
        before = given(plain)
        for _ in range(50):
            both(plain, "GET", f"/sparql?query={quote(text)}")
            if given(plain) > before:
                break
        # Those with a cookie never are.
        assert given(plain) == before + 1


def test_what_takes_its_time_is_waited_for_by_a_thread(plain: Live) -> None:
    first, second = both(plain, "GET", f"/sparql?query={quote(A_WHILE)}")
    assert first.status == 200
    assert alike(first, second)


def test_a_deadline_is_kept(plain: Live, raw_reply: Callable[..., bytes]) -> None:
    reply = plain.query(LONG, timeout="0.5")
    assert (reply.status, reply.problem["code"]) == (504, "query-timeout")
    rows = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    head = f"GET /sparql?timeout=0.5&query={rows} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    broken = raw_reply(plain, head)
    assert broken.startswith(b"HTTP/1.1 200")
    assert not broken.endswith(b"0\r\n\r\n")


def test_equal_queries_at_the_same_time_are_asked_once(
    mixed_store: Path, serve_store: Serve
) -> None:
    with serve_store(mixed_store, workers=4) as live:
        together = threading.Barrier(6)

        def ask(_: int) -> bytes:
            together.wait()
            return live.query(A_WHILE).body

        with ThreadPoolExecutor(6) as threads:
            assert len(set(threads.map(ask, range(6)))) == 1
        numbers = live.get("/metrics").body.decode()
    assert 'curagraph_cache_uses_total{use="miss"} 1.0' in numbers


def test_there_may_be_more_clients_than_workers(plain: Live) -> None:
    def ask(client: int) -> list[str]:
        connection = HTTPConnection("127.0.0.1", plain.port, timeout=20)
        found = []
        for number in range(20):
            text = f"SELECT (CONCAT('{client}', '-{number}') AS ?x) {{}}"
            connection.request("GET", f"/sparql?{urlencode({'query': text, 'format': 'csv'})}")
            found.append(connection.getresponse().read().decode().split()[1])
        connection.close()
        return found

    with ThreadPoolExecutor(40) as threads:
        found = list(threads.map(ask, range(40)))
    assert found == [[f"{client}-{number}" for number in range(20)] for client in range(40)]


def test_requests_that_come_together_are_answered_in_their_order(plain: Live) -> None:
    """Plain ones and others, quick ones and slow ones."""
    yes, no, slow = (quote(text) for text in ("ASK {}", "ASK { ?s ?p 0 }", A_WHILE))
    cookie = "Cookie: a=b\r\n"
    asked = [(yes, ""), (no, cookie), (slow, ""), (no, ""), (yes, cookie), (yes, "")]
    data = "".join(
        f"GET /sparql?query={text} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n"
        for text, more in asked
    ).encode()
    for cut in range(0, len(data), 97):
        with socket.create_connection(("127.0.0.1", plain.port), timeout=20) as connection:
            connection.sendall(data[:cut])
            connection.sendall(data[cut:])
            reply = b""
            while len(found := re.findall(rb"true|false|\"value\"", reply)) < len(asked):
                reply += connection.recv(10_000)
        assert found == [b"true", b"false", b'"value"', b"false", b"true", b"true"]


def test_who_leaves_at_once_takes_nothing_along(plain: Live) -> None:
    for text in ("ASK {}", A_WHILE, "SELECT"):
        for _ in range(10):
            with socket.create_connection(("127.0.0.1", plain.port), timeout=20) as connection:
                request = f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
                connection.sendall(request.encode())
    assert [plain.query("ASK {}").status for _ in range(10)] == [200] * 10
