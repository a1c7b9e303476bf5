"""A server that is attacked answers everybody else meanwhile.

Each attack runs against a live server while a steady client asks small queries: it has to be
answered every time, and rightly. How long it waits is measured in ``tests/bench/serve.py``.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.conftest import Live, Reply

TITLE = "SELECT ?t { <https://w3id.org/curagraph/paper/17> <http://purl.org/dc/terms/title> ?t }"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ROWS, COUNT = f"SELECT * {{ {PRODUCT} }}", f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
THREADS, CONNECTIONS, CLIENT_SECONDS = 12, 40, 2

NESTED = {
    "braces": "ASK" + "{" * 30_000 + "}" * 30_000,
    "brackets": "ASK { FILTER(" + "(" * 30_000 + "1" + ")" * 30_000 + ") }",
    "not": "ASK { FILTER(" + "!" * 60_000 + "true) }",
    "if": "ASK { FILTER(" + "IF(" * 12_000 + "1" + ",1,1)" * 12_000 + ") }",
    "optional": "ASK {" + "OPTIONAL{" * 6_000 + "}" * 6_000 + "}",
    "exists": "ASK {" + "FILTER EXISTS {" * 4_000 + "}" * 4_000 + "}",
    "path": "ASK { ?s " + "(" * 30_000 + "<a:a>" + ")" * 30_000 + " ?o }",
    "collection": "ASK { ?s ?p " + "(" * 30_000 + ")" * 30_000 + " }",
    "triple terms": "ASK { ?s ?p " + "<<( ?s ?p " * 6_000 + "?o" + " )>>" * 6_000 + " }",
    "subqueries": "ASK {" + "{SELECT * {" * 5_000 + "}}" * 5_000 + "}",
    "unclosed": "SELECT * {" * 6_000,
}
DOUBLED = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
REPLACED = "".join(f"BIND(REPLACE(?x{n}, '.', '$0$0$0') AS ?x{n + 1}) " for n in range(20))
HUNGRY = {
    "group_concat": f"SELECT (GROUP_CONCAT(STR(?c)) AS ?x) {{ {PRODUCT} }}",
    "doubled text": f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {DOUBLED} }}",
    "replaced text": f"SELECT (STRLEN(?x20) AS ?n) {{ BIND('0123456789' AS ?x0) {REPLACED} }}",
    "sorted product": f"{ROWS} ORDER BY ?c ?f ?i",
    "distinct product": f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {{ {PRODUCT} }} }}",
    "groups": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }} GROUP BY ?a ?c ?d ?f ?g ?i",
    "join of 1,000": "ASK {" + "".join(f"?v{n} ?p{n} ?v{n + 1} ." for n in range(1000)) + "}",
    "path of 1,000": "ASK { ?s " + "/".join(["<a:a>"] * 1000) + " ?o }",
    "endless paths": "SELECT (COUNT(*) AS ?n) {"
    + "".join(f"?s{n} (!<a:a>)* ?o{n} ." for n in range(4))
    + "}",
    "values": "SELECT * {"
    + "".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(200)))} }}" for n in range(9))
    + "} ORDER BY ?v0",
}
MALFORMED = {
    "noise": bytes(range(1, 32)) * 20 + b"\r\n\r\n",
    "a handshake of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
    + b"\0" * 200
    + b"\r\n\r\n",
    "no version": b"GET /sparql\x00 \r\n\r\n",
    "a space in the target": b"GET /spa rql HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no method": b"/sparql HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a bare line feed": b"GET /health HTTP/1.1\nHost: localhost\r\n\r\n",
    "a header without a name": b"GET /health HTTP/1.1\r\n: x\r\nHost: localhost\r\n\r\n",
    "a length that is none": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    "two lengths": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
    b"Content-Length: 6\r\n\r\nASK {}",
    "chunks that are none": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "another coding": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
    b"Transfer-Encoding: gzip\r\n\r\n",
    "a long header": b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: "
    + b"x" * 600_000
    + b"\r\n\r\n",
    "a length beyond numbers": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
    + b"9" * 4_000
    + b"\r\n\r\n",
}


@pytest.fixture(scope="module")
def attacked(
    mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> Iterator[Live]:
    """A server with tight limits, where who waits for a worker may wait long."""
    with serve_store(
        mixed_store,
        query_timeout=1,
        query_memory=64,
        workers=3,
        threads=THREADS,
        queue_timeout=60,
        queue_length=100,
        connections=CONNECTIONS,
        client_timeout=CLIENT_SECONDS,
    ) as live:
        yield live
        assert live.process.poll() is None


@contextmanager
def steady_client(live: Live) -> Iterator[None]:
    """A client that asks a small query again and again; at the end, it was answered each time."""
    failures: list[object] = []
    answered = 0
    done = threading.Event()

    def ask() -> None:
        nonlocal answered
        while not done.wait(0.02):
            try:
                reply = live.query(TITLE)
                bindings = json.loads(reply.body)["results"]["bindings"]
                assert [each["t"]["value"] for each in bindings] == ["Paper 17 — “é”"]
            except Exception as error:  # noqa: BLE001 - whatever it is, it was no answer
                failures.append(error)
            answered += 1

    client = threading.Thread(target=ask)
    client.start()
    try:
        yield
        before = answered
        while answered < before + 2:
            time.sleep(0.01)
    finally:
        done.set()
        client.join()
    assert not failures


def ask_at_once(live: Live, count: int, text: str) -> list[Reply]:
    """What ``count`` clients are answered that ask the same by POST at the same time."""
    replies: list[Reply] = []
    body = urlencode({"query": text}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def ask() -> None:
        replies.append(live.ask("POST", "/sparql", body, headers))

    clients = [threading.Thread(target=ask) for _ in range(count)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    assert len(replies) == count
    return replies


def connect(
    live: Live, data: bytes = b"", buffer: int | None = None, source: str = "127.0.0.1"
) -> socket.socket:
    """A connection on which ``data`` has been sent."""
    connection = socket.socket()
    connection.bind((source, 0))
    if buffer is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", live.port))
    connection.sendall(data)
    return connection


def asking(text: str) -> bytes:
    return f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def rest_of(connection: socket.socket) -> bytes:
    """Everything the server still sends until it closes the connection."""
    received = bytearray()
    try:
        while data := connection.recv(1 << 16):
            received += data
    except ConnectionError:
        pass
    return bytes(received)


def until(connection: socket.socket, end: bytes) -> bytes:
    """What the server sends up to ``end``, or until it closes the connection."""
    received = b""
    while not received.endswith(end) and (data := connection.recv(1 << 16)):
        received += data
    return received


def trickle(connection: socket.socket, piece: bytes) -> bool:
    """Send ``piece`` now and then until the server closes the connection; whether it did."""
    connection.settimeout(0.2)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            connection.sendall(piece)
            if connection.recv(1 << 16) == b"":
                return True
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


@pytest.mark.parametrize("kind", NESTED)
def test_nesting_brings_nothing_down(attacked: Live, kind: str) -> None:
    """It is answered, or refused by a status that says which limit it met."""
    with steady_client(attacked):
        (reply,) = ask_at_once(attacked, 1, NESTED[kind])
    if reply.status != 200:
        codes = ("query-syntax", "query-timeout", "query-memory")
        assert reply.problem["code"] in codes


@pytest.mark.parametrize("kind", HUNGRY)
def test_a_query_that_takes_everything_is_stopped(attacked: Live, kind: str) -> None:
    with steady_client(attacked):
        replies = ask_at_once(attacked, 3, HUNGRY[kind])
    for reply in replies:
        assert (reply.status, reply.problem["code"]) in (
            (503, "query-memory"),
            (504, "query-timeout"),
        )
        assert str(reply.problem["limit"]).rstrip(".0") in ("64", "1")


@pytest.mark.parametrize("kind", MALFORMED)
def test_what_is_no_request_is_refused(attacked: Live, kind: str) -> None:
    with steady_client(attacked), connect(attacked) as connection:
        try:
            connection.sendall(MALFORMED[kind])
        except ConnectionError:
            return
        head, _, body = rest_of(connection).partition(b"\r\n\r\n")
    assert head.split(b" ")[1][:1] in (b"4", b"5")
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["status"] >= 400


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "in chunks"])
def test_a_body_of_100_megabytes_is_refused(attacked: Live, chunked: bool) -> None:  # noqa: FBT001
    size, piece = 100 << 20, b"x" * (1 << 20)
    kind = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: localhost\r\n{kind}\r\n"
        "Content-Type: application/sparql-query\r\n\r\n"
    )
    sent = 0
    with steady_client(attacked), connect(attacked, head.encode()) as connection:
        try:
            while sent < size:
                connection.sendall(b"100000\r\n" + piece + b"\r\n" if chunked else piece)
                sent += len(piece)
        except ConnectionError:
            pass
        reply = rest_of(connection)
    assert sent < size
    # What the server said is lost where the connection broke while the client was still sending.
    assert reply == b"" or reply.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (b"", b""),
        (b"GET /health HTTP/1.1\r\n", b"X-A: b\r\n"),
        (b"GET /health HTTP/1.1\r\nX: ", b"x"),
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n", b"x"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1\r\nx\r\n",
        ),
    ],
    ids=["nothing", "headers", "one header", "body", "chunks"],
)
def test_a_client_that_never_ends_its_request_is_given_up(
    attacked: Live, begin: bytes, piece: bytes
) -> None:
    """Slowloris: many requests, each a few bytes a second."""
    closed: list[bool] = []
    with steady_client(attacked), ExitStack() as stack:
        opened = [stack.enter_context(connect(attacked, begin)) for _ in range(CONNECTIONS // 2)]
        clients = [
            threading.Thread(target=lambda each=each: closed.append(trickle(each, piece)))
            for each in opened
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    assert closed == [True] * len(opened)


def test_clients_that_stop_reading_hold_no_thread(attacked: Live) -> None:
    """More of them than there are threads; each is cut off, and sees that it is."""
    count = THREADS + 4
    with steady_client(attacked), ExitStack() as stack:
        stalled = [
            stack.enter_context(connect(attacked, asking(ROWS), buffer=4096)) for _ in range(count)
        ]
        replies = [ask_at_once(attacked, 1, TITLE)[0] for _ in range(3)]
        time.sleep(2 * CLIENT_SECONDS)
        assert [reply.status for reply in replies] == [200] * 3
        for each in stalled:
            assert not rest_of(each).endswith(b"0\r\n\r\n")


def test_a_client_that_reads_a_little_at_a_time_holds_no_thread(
    mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> None:
    """It is cut off when the query's time is over, though it always reads on."""
    with (
        serve_store(mixed_store, query_timeout=1, workers=2, threads=1, client_timeout=30) as live,
        connect(live, asking(ROWS), buffer=4096) as reader,
    ):
        stop = threading.Event()

        def read() -> None:
            while not stop.wait(0.05) and reader.recv(1):
                pass

        client = threading.Thread(target=read)
        client.start()
        assert live.query(TITLE).status == 200
        stop.set()
        client.join()


def test_answers_that_nobody_fetches_are_given_up(attacked: Live) -> None:
    """They hold no thread, but a connection and memory."""
    request = asking("SELECT * { ?s ?p ?o . ?x ?y ?z } LIMIT 500")
    last = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with steady_client(attacked), connect(attacked, request * 59 + last, buffer=4096) as connection:
        time.sleep(2 * CLIENT_SECONDS + 1)
        assert rest_of(connection).count(b"HTTP/1.1 200 OK") < 60


def test_slow_downloads_of_one_client_leave_others_theirs(
    tmp_path: Path,
    serve_store: Callable[..., AbstractContextManager[Live]],
    publish_quads: Callable[..., None],
    make_papers: Callable[..., list[object]],
) -> None:
    """They may take an hour, and who reads a little now and then is not given up."""
    publish_quads(tmp_path, "large", make_papers(60_000))
    request = b"GET /export/nt HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with serve_store(tmp_path, workers=1, dumps=2) as live, ExitStack() as stack:
        slow = [
            stack.enter_context(connect(live, request, buffer=4096, source="127.0.0.2"))
            for _ in range(2)
        ]
        assert sorted(each.recv(12)[9:] for each in slow) == [b"200", b"503"]
        assert live.get("/export/nq").status == 200


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { BIND(<URL> AS ?g) SERVICE ?g { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { #\nSERVICE#\n<URL>{ ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <http://x/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "DESCRIBE <URL>",
    ],
)
def test_no_query_reaches_another_server(attacked: Live, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        text = text.replace("URL", url)
        listener.settimeout(0.3)
        with steady_client(attacked):
            attacked.query(text)
            for field, kind in (("query", "sparql-query"), ("update", "sparql-update")):
                form = {"Content-Type": "application/x-www-form-urlencoded"}
                body = urlencode({field: text, "default-graph-uri": url}).encode()
                attacked.ask("POST", "/sparql", body, form)
                direct = {"Content-Type": f"application/{kind}"}
                attacked.ask("POST", "/sparql", text.encode(), direct)
            with pytest.raises(TimeoutError):
                listener.accept()


def test_more_connections_than_are_allowed_keep_nobody_out(attacked: Live) -> None:
    """Those that ask nothing leave first."""
    with steady_client(attacked), ExitStack() as stack:
        idle = [stack.enter_context(connect(attacked)) for _ in range(5 * CONNECTIONS)]
        assert [attacked.query(TITLE).status for _ in range(20)] == [200] * 20
        assert len(idle) == 5 * CONNECTIONS


def test_a_connection_that_is_in_use_outlives_idle_ones(attacked: Live) -> None:
    with ExitStack() as stack:
        used = stack.enter_context(connect(attacked))
        for _ in range(5):
            used.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b'"up"' in until(used, b"}\n")
            for _ in range(CONNECTIONS):
                stack.enter_context(connect(attacked))


@pytest.mark.parametrize("text", [COUNT, ROWS, HUNGRY["join of 1,000"]])
@pytest.mark.parametrize("requests", [1, 4], ids=["one request", "more behind it"])
def test_clients_that_leave_free_their_workers(
    mixed_store: Path,
    serve_store: Callable[..., AbstractContextManager[Live]],
    text: str,
    requests: int,
) -> None:
    """Within a second: the next one is told that all are busy if it has to wait longer."""
    with serve_store(mixed_store, query_timeout=60, workers=2, queue_timeout=1) as live:
        for connection in [connect(live, asking(text) * requests) for _ in range(2)]:
            time.sleep(0.2)
            connection.close()
        assert live.query(TITLE).status == 200


def test_the_queries_of_one_client_keep_no_other_waiting(
    mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> None:
    """More than there are workers and places to wait, none that would ever end, no two the same."""
    endless = (f"{COUNT} # {number}" for number in range(28))
    limits = {"query_timeout": 60, "queue_timeout": 60, "queue_length": 8, "long_queries": 1}
    with serve_store(mixed_store, workers=1, **limits) as live, ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(connect(live, asking(next(endless)), source="127.0.0.2"))
        time.sleep(1.5)
        with steady_client(live):
            time.sleep(1)
        # Places among those who wait are few, and it has them all.
        for _ in range(8):
            last = stack.enter_context(connect(live, asking(next(endless)), source="127.0.0.2"))
        assert last.recv(1 << 16).startswith(b"HTTP/1.1 503")
