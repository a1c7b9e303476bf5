"""A request that comes again byte for byte is given the same response, while that is right."""

from __future__ import annotations

import json
import re
import socket
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.servers import papers, publish, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.conftest import Live, Reply

    Serve = Callable[..., AbstractContextManager[Live]]

ALL = f"/sparql?query={quote('SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o')}"
ASK = "/sparql?query=ASK%7B%7D"
KEPT = "curagraph_replies"


@pytest.fixture
def own(mixed_store: Path, serve_store: Serve) -> Iterator[Live]:
    """A server of this test alone."""
    with serve_store(mixed_store, workers=1, access_log="full") as live:
        yield live


def given(live: Live, name: str = "curagraph_replies_given_total") -> float:
    """How many responses were given again."""
    families = text_string_to_metric_families(live.get("/metrics").body.decode())
    (sample,) = (s for family in families for s in family.samples if s.name == name)
    return float(sample.value)


def logged(live: Live) -> list[dict[str, Any]]:
    """What the log says of queries, once the server has ended."""
    live.process.terminate()
    assert live.process.stderr is not None
    lines = [json.loads(line) for line in live.process.stderr.read().splitlines()]
    return [line for line in lines if line["path"] == "/sparql"]


def thrice(live: Live, method: str, path: str, **more: Any) -> list[Reply]:
    """The responses to three equal requests: computed, kept, given again."""
    before = given(live, KEPT)
    found = [live.ask(method, path, **more) for _ in range(2)]
    await_kept(live, before)
    return [*found, live.ask(method, path, **more)]


def thrice_known(live: Live, method: str, path: str, **more: Any) -> list[Reply]:
    """Those to three whose answer is kept already: given again from the second on."""
    before = given(live, KEPT)
    first = live.ask(method, path, **more)
    await_kept(live, before)
    return [first, *(live.ask(method, path, **more) for _ in range(2))]


def await_kept(live: Live, before: float) -> None:
    """Wait until another response is kept: once it has gone out, of which the client knows first.

    Args:
        live: The server.
        before: How many were; what will never be kept is not waited for long.
    """
    until = time.monotonic() + 1
    while given(live, KEPT) == before and time.monotonic() < until:
        time.sleep(0.01)


@pytest.mark.parametrize("coding", ["identity", "zstd", "br", "gzip"])
def test_it_is_the_same_response(own: Live, coding: str) -> None:
    headers = {"Accept": "text/csv", "Accept-Encoding": coding, "Origin": "https://example.org"}
    _, kept, again = thrice(own, "GET", ALL, headers=headers)
    assert given(own) == 1
    assert (again.status, again.body) == (kept.status, kept.body)
    dated = {"Date", "Server-Timing"}
    assert {k: v for k, v in again.headers.items() if k not in dated} == {
        k: v for k, v in kept.headers.items() if k not in dated
    }


def test_it_has_the_date_of_its_own_time(own: Live) -> None:
    replies = thrice(own, "GET", ASK)
    time.sleep(1.1)
    last = own.ask("GET", ASK)
    assert given(own) == 2
    assert last.headers["Date"] > replies[-1].headers["Date"]


def test_another_header_makes_another_request(own: Live) -> None:
    thrice(own, "GET", ASK)
    reply = own.ask("GET", ASK, headers={"Accept": "application/sparql-results+xml"})
    assert reply.headers["Content-Type"].startswith("application/sparql-results+xml")
    assert own.ask("GET", ASK, headers={"Host": "elsewhere.example"}).status == 400
    assert given(own) == 1


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_what_is_asked_in_a_small_body_counts(own: Live, method: str) -> None:
    def ask(text: bytes) -> bytes:
        kind = {"Content-Type": "application/sparql-query"}
        *_, again = thrice(own, method, "/sparql", body=text, headers=kind)
        return again.body

    assert b"true" in ask(b"ASK {} ")
    assert b"false" in ask(b"ASK {?s?p 0}")
    assert given(own) == 2


def test_a_client_that_holds_the_answer_is_told_so(own: Live) -> None:
    tag = own.ask("GET", ASK).headers["Etag"]
    headers = {"If-None-Match": tag}
    found = thrice_known(own, "GET", ASK, headers=headers)
    assert [(each.status, each.headers["Etag"], each.body) for each in found] == [
        (304, tag, b"")
    ] * 3
    # The first is told so by the application.
    assert given(own) == 2


def test_head_has_no_body_then_either(own: Live) -> None:
    whole, head = thrice(own, "GET", ASK)[-1], thrice_known(own, "HEAD", ASK)[-1]
    assert given(own) == 3
    assert (head.status, head.body, len(whole.body) > 0) == (200, b"", True)
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    request = f"HEAD {ASK} HTTP/1.1\r\nHost: localhost\r\n"
    assert raw(own, f"{request}\r\n{request}Connection: close\r\n\r\n").count(b"HTTP/1.1 200") == 2


def test_requests_that_come_together_are_answered_in_their_order(own: Live) -> None:
    """Those that are known and those that are not, in one piece or cut anywhere."""
    first = f"GET {ASK} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    other = "GET /sparql?query=ASK%7B?s?p%200%7D HTTP/1.1\r\nHost: localhost\r\n"
    with socket.create_connection(("127.0.0.1", own.port), timeout=20) as connection:
        # A response is kept once it has gone out, which may be after the next request has come.
        for _ in range(50):
            connection.sendall(first.encode())
            while b"true" not in connection.recv(10_000):
                pass
            if given(own):
                break
    assert given(own) >= 1
    together = f"{first}{other}\r\n{first}{first}{other}Connection: close\r\n\r\n".encode()
    # In one piece several times: what is known is one request, not two that came together.
    for cut in (0, 0, 0, *range(0, len(together), 40)):
        with socket.create_connection(("127.0.0.1", own.port), timeout=20) as connection:
            connection.sendall(together[:cut])
            time.sleep(0.005)
            connection.sendall(together[cut:])
            reply = b"".join(iter(lambda: connection.recv(10_000), b""))
        assert re.findall(rb"true|false", reply) == [b"true", b"false", b"true", b"true", b"false"]


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Bearer t0k"}, {"Cookie": "a=b"}, {"Connection": "close"}]
)
def test_what_is_meant_for_one_client_is_not_given_again(
    own: Live, headers: dict[str, str]
) -> None:
    assert {reply.status for reply in thrice(own, "GET", ASK, headers=headers)} == {200}
    assert given(own) == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [("/sparql?query=ASK", 400), (f"/sparql?query={quote('SELECT (RAND() AS ?x) {}')}", 200)],
)
def test_what_is_not_kept_is_not_given_again(own: Live, path: str, status: int) -> None:
    found = thrice(own, "GET", path)
    assert {reply.status for reply in found} == {status}
    assert given(own) == 0


def test_an_error_is_not_given_again_though_the_answer_is_kept(own: Live) -> None:
    """The second one accepts nothing that the kept answer could be sent as."""
    thrice(own, "GET", ASK)
    found = thrice(own, "GET", ASK, headers={"Accept": "image/png"})
    assert {reply.status for reply in found} == {406}
    assert given(own) == 1


def test_a_new_snapshot_has_new_responses(tmp_path: Path, serve_store: Serve) -> None:
    count = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}"
    store = tmp_path / "store"
    publish(store, "s1", papers(1))
    with serve_store(store, workers=1) as live:

        def rows() -> bytes:
            return live.ask("GET", count, headers={"Accept": "text/csv"}).body

        for number in range(1, 5):
            publish(store, f"s{number + 1}", papers(number + 1))
            while rows() == b"n\r\n%d\r\n" % number:
                time.sleep(0.01)
            assert {rows() for _ in range(5)} == {b"n\r\n%d\r\n" % (number + 1)}
        assert given(live) >= 12
        assert given(live, "curagraph_replies") == 1


def test_they_are_counted_and_logged_as_others_are(own: Live) -> None:
    thrice(own, "GET", ASK)
    lines = logged(own)
    caches = sorted(line["cache"] for line in lines)
    assert caches == ["Curagraph; fwd=miss", "Curagraph; hit", "Curagraph; hit"]
    for line in lines:
        del line["time"], line["seconds"], line["cache"]
    assert lines[0] == lines[1] == lines[2]
    assert lines[2]["text"] == "ASK{}"


def test_the_log_names_the_client_behind_a_trusted_proxy(
    mixed_store: Path, serve_store: Serve
) -> None:
    def clients(**settings: object) -> list[str]:
        with serve_store(mixed_store, workers=1, access_log="on", **settings) as live:
            for client in ("192.0.2.1", "192.0.2.2"):
                thrice(live, "GET", ASK, headers={"X-Forwarded-For": client})
            return [line["client"] for line in logged(live)]

    assert clients(trusted_proxy="127.0.0.1") == ["192.0.2.1"] * 3 + ["192.0.2.2"] * 3
    assert clients() == ["127.0.0.1"] * 6


def test_a_limit_of_requests_holds(mixed_store: Path, serve_store: Serve) -> None:
    with serve_store(mixed_store, workers=1, rate_limit="5 per minute") as live:
        found = [live.ask("GET", ASK) for _ in range(7)]
    assert [reply.status for reply in found] == [200] * 5 + [429] * 2
    assert [reply.headers["X-Ratelimit-Remaining"] for reply in found[:5]] == [*"43210"]


def test_they_stay_within_their_bytes(mixed_store: Path, serve_store: Serve) -> None:
    with serve_store(mixed_store, workers=1, cache_size=80_000) as live:
        for number in range(20):
            thrice(live, "GET", f"/sparql?query=ASK%7B?s{number}%20?p%20?o%7D")
        assert 0 < given(live, "curagraph_replies_bytes") <= 20_000
    with serve_store(mixed_store, workers=1, cache_size=0) as live:
        assert [live.ask("GET", ASK).status for _ in range(3)] == [200] * 3
        assert "curagraph_replies" not in live.get("/metrics").body.decode()


def test_a_client_that_reads_slowly_has_it_whole(own: Live) -> None:
    """More than the system takes at once."""
    numbers = " ".join(map(str, range(30)))
    text = f"SELECT * {{ ?s ?p ?o VALUES ?n {{ {numbers} }} }}"
    path = f"/sparql?query={quote(text)}"
    *_, reply = thrice(own, "GET", path, headers={"Accept": "text/csv"})
    assert len(reply.body) > 500_000
    before = given(own)
    connection = HTTPConnection("127.0.0.1", own.port, timeout=20)
    connection.connect()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.request("GET", path, headers={"Accept": "text/csv"})
    response = connection.getresponse()
    pieces = []
    while piece := response.read(20_000):
        pieces.append(piece)
        time.sleep(0.001)
    assert b"".join(pieces) == reply.body
    connection.request("GET", ASK)
    assert b"true" in connection.getresponse().read()
    connection.close()
    assert given(own) == before + 1
