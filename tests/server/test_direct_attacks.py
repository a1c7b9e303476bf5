"""Plain queries that are answered without a thread, where clients or the system mean no good."""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from tests.server.conftest import Live, Reply

    Serve = Callable[..., AbstractContextManager[Live]]

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
A_WHILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) > STR(?f)) }"
ASK = "/sparql?query=ASK%7B%7D"
MANY = 1000
# Each makes a query that has not been asked before.
NUMBERS = count()


@pytest.fixture(scope="module")
def plain(mixed_store: Path, serve_store: Serve) -> Iterator[Live]:
    """A server that keeps no answers, so that each is asked for."""
    with serve_store(mixed_store, workers=2, cache_size=0, connections=MANY + 100) as live:
        yield live


def request(path: str, *headers: str) -> bytes:
    """The bytes of a GET."""
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", "")).encode()


def body_of(stream: BinaryIO) -> bytes:
    """The body of the next response, which has to begin there."""
    assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
    head = b"".join(iter(stream.readline, b"\r\n"))
    (length,) = re.findall(rb"Content-Length: (\d+)", head)
    return stream.read(int(length))


def own(number: int) -> str:
    """The path of a query whose answer is a number."""
    return f"/sparql?{urlencode({'query': f'SELECT ({number} AS ?x) {{}}', 'format': 'csv'})}"


def workers_of(live: Live) -> list[int]:
    """The processes that a server has."""
    pid = live.process.pid
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in tasks for child in each.read_text("ascii").split()]


def steadily(live: Live, clients: int, until: threading.Event) -> list[tuple[int, bool]]:
    """Status of each answer to queries of several clients, and whether it was the right one."""

    def ask(_client: int) -> list[tuple[int, bool]]:
        found = []
        while not until.is_set():
            number = next(NUMBERS)
            reply = live.ask("GET", own(number))
            found.append((reply.status, reply.body == b"x\r\n%d\r\n" % number))
        return found

    with ThreadPoolExecutor(clients) as threads:
        return [each for found in threads.map(ask, range(clients)) for each in found]


def logged(live: Live) -> list[dict[str, Any]]:
    """What the log says of queries, once the server has ended."""
    live.process.terminate()
    assert live.process.stderr is not None
    lines = [json.loads(line) for line in live.process.stderr.read().splitlines()]
    return [line for line in lines if line["path"] == "/sparql"]


def test_more_than_the_system_holds_goes_out_in_its_order(live: Live) -> None:
    """Of requests that came together, while the client reads; the answers are kept."""
    asked = [*range(280, 300)] * 5
    pieces = [request(f"/sparql?query=SELECT*{{?s?p?o}}LIMIT+{number}") for number in asked]
    for number in set(asked):
        assert live.query(f"SELECT*{{?s?p?o}}LIMIT {number}").status == 200
    for _ in range(5):
        with socket.socket() as connection:
            connection.settimeout(60)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
            connection.connect(("127.0.0.1", live.port))
            connection.sendall(request(own(next(NUMBERS))) + b"".join(pieces))
            stream = connection.makefile("rb")
            found = []
            for _ in range(1 + len(asked)):
                found.append(body_of(stream))
                time.sleep(0.003)
        rows = [len(json.loads(body)["results"]["bindings"]) for body in found[1:]]
        assert rows == asked


def test_many_requests_may_come_together(live: Live) -> None:
    """As many as are read at a time, to be answered one after the other in one go."""
    short = b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost:[::1]\r\n\r\n"
    first = request(own(next(NUMBERS)))
    most = (8192 - len(first)) // len(short)
    assert live.query("ASK{}").status == 200
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", live.port), timeout=20) as connection:
            connection.sendall(first + most * short)
            stream = connection.makefile("rb")
            found = [body_of(stream) for _ in range(1 + most)]
        assert all(b"true" in body for body in found[1:])


@pytest.mark.parametrize("bad", ["BROKEN\r\n\r\n", "GET / HTTP/1.1\r\nHost : x\r\n\r\n"])
@pytest.mark.parametrize("together", [True, False])
def test_a_bad_request_after_a_good_one_is_refused(
    plain: Live,
    bad: str,
    together: bool,  # noqa: FBT001
) -> None:
    good = request(own(7))
    with socket.create_connection(("127.0.0.1", plain.port), timeout=20) as connection:
        connection.sendall(good + (bad.encode() if together else b""))
        reply = b""
        while b"x\r\n7\r\n" not in reply:
            reply += connection.recv(10_000)
        if not together:
            connection.sendall(bad.encode())
        reply += b"".join(iter(lambda: connection.recv(10_000), b""))
    assert re.findall(rb"HTTP/1\.\d (\d+)", reply) == [b"200", b"400"]
    assert b"application/problem+json" in reply


def test_a_thousand_connections_are_all_answered(plain: Live) -> None:
    """Or told to come again, where the machine cannot keep up with all of them at once."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 2 * MANY:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(2 * MANY, hard), hard))
    with contextlib.ExitStack() as stack:
        opened = [
            stack.enter_context(socket.create_connection(("127.0.0.1", plain.port), timeout=60))
            for _ in range(MANY)
        ]
        for number, each in enumerate(opened):
            each.sendall(request(own(number)))
        for number, each in enumerate(opened):
            response = HTTPResponse(each)
            response.begin()
            body = response.read()
            busy = response.status == 503 and json.loads(body)["code"] == "busy"
            assert busy or (response.status, body) == (200, b"x\r\n%d\r\n" % number)


def test_processes_that_die_under_load_spoil_no_answer(plain: Live) -> None:
    over = threading.Event()
    with ThreadPoolExecutor(1) as thread:
        asking = thread.submit(steadily, plain, 8, over)
        for _ in range(10):
            time.sleep(0.1)
            workers = workers_of(plain)
            if workers:
                os.kill(workers[0], signal.SIGKILL)
        over.set()
        found = asking.result()
    assert {status for status, _ in found} <= {200, 503, 507, 500}
    assert all(right for status, right in found if status == 200)
    assert [plain.query("ASK {}").status for _ in range(10)] == [200] * 10
    assert plain.process.poll() is None


@pytest.mark.parametrize("seconds", ["0.01", "0.04", "0.3"])
def test_a_deadline_of_its_own_is_kept(plain: Live, seconds: str) -> None:
    """Before a thread would take over, at about that time, and after."""
    reply = plain.query(LONG, timeout=seconds)
    assert (reply.status, reply.problem["code"]) == (504, "query-timeout")
    assert plain.query("ASK {}").status == 200


def test_clients_that_leave_while_a_thread_takes_over_free_their_workers(plain: Live) -> None:
    """Between the two it is in nobody's hands."""
    for wait in range(40, 70):
        with socket.create_connection(("127.0.0.1", plain.port), timeout=20) as connection:
            connection.sendall(request(f"/sparql?query={quote(LONG)}"))
            time.sleep(wait / 1000)
    begun = time.monotonic()
    assert [plain.query(f"SELECT ({n} AS ?x) {{}}").status for n in range(4)] == [200] * 4
    # Their deadline is half a minute.
    assert time.monotonic() - begun < 10


def test_stopping_lets_answers_end(mixed_store: Path, serve_store: Serve) -> None:
    """A response is whole or has not begun, and what was asked before is answered."""
    with serve_store(mixed_store, workers=2, cache_size=0) as live:

        def ask(_client: int) -> list[bool]:
            found = []
            connection = HTTPConnection("127.0.0.1", live.port, timeout=20)
            with contextlib.suppress(ConnectionError, HTTPException):
                while True:
                    number = next(NUMBERS)
                    connection.request("GET", own(number))
                    response = connection.getresponse()
                    found.append(response.read() == b"x\r\n%d\r\n" % number)
            return found

        slow = socket.create_connection(("127.0.0.1", live.port), timeout=20)
        with slow, ThreadPoolExecutor(8) as threads:
            asked = threads.map(ask, range(8))
            time.sleep(0.3)
            slow.sendall(request(f"/sparql?query={quote(A_WHILE)}"))
            time.sleep(0.1)
            live.process.terminate()
            assert b'"value"' in b"".join(iter(lambda: slow.recv(10_000), b""))
            answers = [each for found in asked for each in found]
        assert all(answers)
        assert answers
        assert live.process.wait(10) == 0


def test_they_are_counted_and_logged_as_others_are(mixed_store: Path, serve_store: Serve) -> None:
    with serve_store(mixed_store, workers=1, cache_size=0, access_log="full") as live:
        for headers in ({}, {"Cookie": "a=b"}) * 5:
            assert live.ask("GET", ASK, headers=headers).status == 200
        numbers = live.get("/metrics").body.decode()
        lines = logged(live)
    (sum_,) = re.findall(r'^curagraph_requests_total\{.*"/sparql".*\} (.*)$', numbers, re.MULTILINE)
    assert float(sum_) == 10
    for line in lines:
        del line["time"], line["seconds"]
    assert len(lines) == 10
    assert all(line == lines[0] for line in lines)


def test_a_limit_of_requests_counts_them(mixed_store: Path, serve_store: Serve) -> None:
    with serve_store(mixed_store, workers=1, cache_size=0, rate_limit="5 per minute") as live:
        found = [live.ask("GET", own(number)).status for number in range(7)]
    assert found == [200] * 5 + [429] * 2


def test_head_says_what_get_says(plain: Live) -> None:
    def ask(method: str) -> Reply:
        reply = plain.ask(method, own(1))
        for name in ("Date", "Server-Timing"):
            reply.headers.pop(name)  # type: ignore[attr-defined]  # it is a dict
        return reply

    get, head = ask("GET"), ask("HEAD")
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


def test_another_engine_is_asked_by_threads(plain: Live, serve_store: Serve) -> None:
    with serve_store(plain.store, engine=f"{plain.url}sparql") as live:
        assert live.ask("GET", own(5)).body == b"x\r\n5\r\n"
        assert "curagraph_direct_answers" not in live.get("/metrics").body.decode()
