"""What became of each request is counted and, where that is wanted, written down."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.servers import Live

    Serve = Callable[..., AbstractContextManager[Live]]

SECRET = "SELECT * { ?s ?p 'what somebody looks for' }"  # noqa: S105 - a text to find again
ROWS = f"/sparql?query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }')}"
HOG = "SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {binds} }}".format(
    binds="".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
)


@pytest.fixture
def watched(mixed_store: Path, serve_store: Serve) -> Iterator[Live]:
    """A server of one's own, with one worker and a small buffer."""
    with serve_store(
        mixed_store, workers=1, buffer_size=1000, query_timeout=1, query_memory=64, access_log="on"
    ) as live:
        yield live


def number(live: Live, name: str, **labels: str) -> float:
    """The sum of the samples of a name that have these labels."""
    families = text_string_to_metric_families(live.get("/metrics").body.decode())
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def lines(live: Live) -> list[dict[str, Any]]:
    """What the server wrote on standard error, once it has ended."""
    live.process.terminate()
    assert live.process.stderr is not None
    return [json.loads(line) for line in live.process.stderr.read().splitlines()]


def test_requests_are_counted_by_rule_status_and_outcome(watched: Live) -> None:
    for text in ("ASK {}", "ASK {}", "ASK"):
        watched.query(text)
    name = "curagraph_requests_total"
    assert number(watched, name, route="/sparql", status="200", outcome="answered") == 2
    assert number(watched, name, route="/sparql", status="400", outcome="query-syntax") == 1
    assert number(watched, "curagraph_request_seconds_count", route="/sparql") == 3
    assert number(watched, "curagraph_sent_bytes_total", route="/sparql") > 60


def test_what_is_made_up_makes_no_series(watched: Live) -> None:
    for n in range(3):
        watched.get(f"/nothing/{n}")
        watched.ask(f"METHOD{n}", "/")
    families = text_string_to_metric_families(watched.get("/metrics").body.decode())
    (requests,) = (each for each in families if each.name == "curagraph_requests")
    labels = [s.labels for s in requests.samples if s.name.endswith("_total")]
    assert {each["route"] for each in labels} <= {"none", "/", "/metrics"}
    assert {each["method"] for each in labels} == {"GET", "other"}


def test_workers_that_were_ended_are_counted_by_the_reason(
    watched: Live, raw_reply: Callable[..., bytes]
) -> None:
    watched.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    watched.query(HOG)
    raw_reply(watched, f"GET {ROWS} HTTP/1.1\r\nHost: localhost\r\n\r\n")
    name = "curagraph_workers_ended_total"
    assert number(watched, name, engine="public", reason="query-timeout") == 2
    assert number(watched, name, engine="public", reason="query-memory") == 1
    assert number(watched, "curagraph_requests_total", outcome="broken-off") == 1
    assert number(watched, "curagraph_requests_total", outcome="query-timeout") == 1
    assert number(watched, "curagraph_workers", engine="pages") > 0


def test_a_client_that_leaves_is_counted_as_that(watched: Live) -> None:
    with socket.create_connection(("127.0.0.1", watched.port)) as connection:
        connection.sendall(f"GET {ROWS} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        connection.recv(1000)
    name = "curagraph_requests_total"
    while not number(watched, name, route="/sparql"):
        time.sleep(0.05)
    assert number(watched, name, outcome="client-left", route="/sparql") == 1


def test_answers_that_were_kept_are_counted(watched: Live) -> None:
    for _ in range(3):
        watched.query("ASK { ?s ?p ?o }")
    watched.query("SELECT (NOW() AS ?x) {}")
    assert number(watched, "curagraph_cache_uses_total", use="hit") == 2
    assert number(watched, "curagraph_cache_uses_total", use="miss") == 1
    assert number(watched, "curagraph_cache_uses_total", use="bypass") == 1
    assert number(watched, "curagraph_cache_answers") == 1
    assert number(watched, "curagraph_cache_bytes") > 30


def test_the_graph_that_is_served_is_named(watched: Live) -> None:
    assert number(watched, "curagraph_snapshot_info", snapshot="first", engine="public") == 1
    created = number(watched, "curagraph_snapshot_created_timestamp_seconds", engine="public")
    assert created == 1795464000
    assert number(watched, "process_resident_memory_bytes") > 0


def test_openmetrics_is_offered_too(live: Live) -> None:
    reply = live.get("/metrics", "application/openmetrics-text; version=1.0.0")
    assert reply.headers["Content-Type"].startswith("application/openmetrics-text")
    assert reply.body.endswith(b"# EOF\n")


def test_each_request_is_a_line_that_holds_no_query(watched: Live) -> None:
    watched.query(SECRET)
    watched.query(SECRET)
    watched.ask("POST", "/sparql", b"ASK", {"Content-Type": "application/sparql-query"})
    watched.get("/nothing/%E2%80%9C%0A%22")
    first, again, wrong, nothing = lines(watched)
    assert set(first) >= {"time", "event", "method", "seconds", "bytes", "client", "query"}
    assert (first["route"], first["status"], first["outcome"]) == ("/sparql", 200, "answered")
    assert (first["snapshot"], first["cache"]) == ("first", "Curagraph; fwd=miss")
    assert again["cache"] == "Curagraph; hit"
    assert first["query"] == again["query"] != wrong["query"]
    assert (wrong["method"], wrong["status"], wrong["outcome"]) == ("POST", 400, "query-syntax")
    assert (nothing["status"], "route" in nothing) == (404, False)
    assert "looks for" not in json.dumps([first, again])


def test_the_text_of_queries_is_written_where_that_is_wanted(
    mixed_store: Path, serve_store: Serve
) -> None:
    with serve_store(mixed_store, workers=1, access_log="full") as live:
        live.ask("GET", f"/sparql?query={quote(SECRET)}", headers={"Authorization": "Bearer t0k"})
        (line,) = lines(live)
    assert line["text"] == SECRET
    assert "t0k" not in json.dumps(line)


def test_an_answer_that_breaks_off_is_written_as_that(
    watched: Live, raw_reply: Callable[..., bytes]
) -> None:
    raw_reply(watched, f"GET {ROWS} HTTP/1.1\r\nHost: localhost\r\n\r\n")
    watched.process.terminate()
    assert watched.process.stderr is not None
    written = watched.process.stderr.read().splitlines()
    (line,) = (json.loads(each) for each in written if each.startswith("{"))
    assert (line["status"], line["outcome"]) == (200, "broken-off")
    assert line["bytes"] > 1000


def test_nothing_is_written_by_default(mixed_store: Path, serve_store: Serve) -> None:
    with serve_store(mixed_store, workers=1) as live:
        live.query("ASK {}")
        assert lines(live) == []
