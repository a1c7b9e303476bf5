"""Health, readiness, exports, and the server's start and end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import rdflib
from jinja2 import TemplateNotFound

from server.app import create_app
from server.errors import CannotListen, NoGraph
from server.serving import serve
from server.settings import Settings
from tests.servers import descendants, workers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from tests.server.conftest import Live

    Serve = Callable[..., AbstractContextManager[Live]]


def running(pid: int) -> bool:
    """Whether the process does anything: one that ended may wait for its parent to notice."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def busy(pids: Iterable[int]) -> bool:
    """Whether one of them computes: it has taken more time than to start takes."""
    ticks = os.sysconf("SC_CLK_TCK")
    for pid in pids:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
        if int(status.rpartition(")")[2].split()[11]) > 0.1 * ticks:
            return True
    return False


def gone(pids: Iterable[int], seconds: float = 5.0) -> bool:
    """Whether all of them have ended, or do so within the time."""
    deadline = time.monotonic() + seconds
    while any(running(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(running(pid) for pid in pids)


def _unreadable(_environment: object, name: str) -> None:
    raise TemplateNotFound(name)


def test_health_is_about_the_process(live: Live) -> None:
    assert json.loads(live.get("/health").body) == {"status": "up"}


def test_ready_names_the_snapshot(live: Live) -> None:
    report = json.loads(live.get("/ready").body)
    assert report == {"status": "ready", "snapshot": "first", "created": "2026-11-23T20:00:00Z"}


def test_a_server_whose_graph_is_gone_is_up_but_not_ready(
    tmp_path: Path, mixed_store: Path, serve_store: Serve
) -> None:
    shutil.copytree(mixed_store, tmp_path / "store")
    with serve_store(tmp_path / "store", workers=1, page_workers=1) as live:
        workers = descendants(live.process.pid)
        shutil.rmtree(tmp_path / "store" / "snapshots")
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)
        assert live.get("/health").status == 200
        reply = live.get("/ready")
        assert (reply.status, reply.problem["code"]) == (503, "unavailable")
        assert "Retry-After" in reply.headers


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its parsers' own
@pytest.mark.parametrize(
    ("extension", "kind", "size"),
    [
        ("nq", "nquads", 316),
        ("trig", "trig", 316),
        ("jsonld", "json-ld", 316),
        ("nt", "nt", 306),
        ("ttl", "turtle", 306),
        ("rdf", "xml", 306),
    ],
)
def test_an_export_is_the_whole_graph(live: Live, extension: str, kind: str, size: int) -> None:
    """What stands in two graphs comes once in the formats without graphs."""
    reply = live.get(f"/export/{extension}")
    assert reply.status == 200
    disposition = reply.headers["Content-Disposition"]
    assert disposition == f"attachment; filename=curagraph-first.{extension}"
    if kind in ("nt", "turtle", "xml"):
        assert len(rdflib.Graph().parse(data=reply.body, format=kind)) == size
    else:
        parsed = rdflib.Dataset()
        parsed.parse(data=reply.body, format=kind)
        assert len(list(parsed.quads())) == size


def test_an_unknown_export_says_what_there_is(live: Live) -> None:
    reply = live.get("/export/pdf")
    assert reply.status == 404
    assert "jsonld" in reply.problem["detail"]


def test_the_graph_describes_itself(live: Live) -> None:
    reply = live.get("/.well-known/void")
    assert reply.headers["Content-Type"].startswith("text/turtle")
    assert len(rdflib.Graph().parse(data=reply.body, format="turtle")) == 1
    assert live.get("/.well-known/void", "application/ld+json").status == 200
    assert live.get("/.well-known/void", "image/png").status == 406


def test_a_browser_is_shown_the_description(live: Live) -> None:
    """Pages link to it, and there is no page of it."""
    reply = live.get("/.well-known/void", "text/html,application/xhtml+xml,*/*;q=0.8")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/turtle; charset=utf-8")
    assert live.get("/.well-known/void", "application/pdf").status == 406


def test_the_exports_are_listed_in_the_description(live: Live) -> None:
    reply = live.get("/export/")
    assert (reply.status, reply.headers["Location"]) == (303, "/.well-known/void")


def test_templates_are_read_at_the_start(
    mixed_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that are replaced beneath a running server change nothing."""
    app = create_app(Settings(store=mixed_store, workers=1, page_workers=1))
    try:
        monkeypatch.setattr(app.jinja_env.loader, "get_source", _unreadable)
        reply = app.test_client().get("/shapes", headers={"Accept": "text/html"})
        assert reply.status_code == 200
        reply = app.test_client().get("/nothing", headers={"Accept": "text/html"})
        assert reply.mimetype == "text/html"
    finally:
        app.extensions["curagraph"].close()


def test_a_request_that_waits_for_a_thread_is_nothing_to_log(
    mixed_store: Path, serve_store: Serve
) -> None:
    with serve_store(mixed_store, workers=1, threads=1) as live:
        connections = [socket.create_connection(("127.0.0.1", live.port)) for _ in range(6)]
        for each in connections:
            each.sendall(b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n")
        for each in connections:
            assert each.recv(12) == b"HTTP/1.1 200"
            each.close()
        live.process.terminate()
        assert live.process.stderr is not None
        assert live.process.stderr.read() == ""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_stops_the_server_and_its_workers(
    mixed_store: Path, serve_store: Serve, name: str
) -> None:
    with serve_store(mixed_store) as live:
        workers = descendants(live.process.pid)
        assert workers
        live.process.send_signal(getattr(signal, name))
        assert live.process.wait(10) == 0
        assert gone(workers)


def test_a_request_that_runs_is_answered_before_the_server_ends(
    mixed_store: Path, serve_store: Serve
) -> None:
    """Nobody new is let in meanwhile, and who only keeps a connection open is not waited for."""
    text = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . GRAPH <https://example.org/g2> "
        "{ ?g ?h ?i } GRAPH <https://example.org/kinds> { ?j ?k ?l } FILTER(STR(?c) > STR(?f)) }"
    )
    with serve_store(mixed_store, workers=1, cache_size=0, stop_timeout=20) as live:
        idle, asking = (HTTPConnection("127.0.0.1", live.port, timeout=20) for _ in range(2))
        idle.request("GET", "/health")
        assert idle.getresponse().read()
        asking.request("GET", f"/sparql?query={quote(text)}")
        while not busy(workers_of(live.process.pid)):
            time.sleep(0.01)
        # A process that only starts is busy as well: the request is to be there by then.
        time.sleep(0.3)
        live.process.send_signal(signal.SIGTERM)
        reply = asking.getresponse()
        assert (reply.status, b'"n"' in reply.read()) == (200, True)
        assert live.process.wait(10) == 0
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", live.port))
        idle.close()
        asking.close()


@pytest.mark.parametrize("signals", [1, 2])
def test_a_request_without_end_does_not_keep_the_server_up(
    mixed_store: Path, serve_store: Serve, signals: int
) -> None:
    """It has so many seconds, or none once the server is told again."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    seconds = 1 if signals == 1 else 3600
    with serve_store(mixed_store, workers=1, query_timeout=3600, stop_timeout=seconds) as live:
        asking = HTTPConnection("127.0.0.1", live.port, timeout=20)
        asking.request("GET", f"/sparql?query={quote(text)}")
        while not busy(workers_of(live.process.pid)):
            time.sleep(0.01)
        workers = descendants(live.process.pid)
        live.process.send_signal(signal.SIGTERM)
        if signals == 2:
            time.sleep(0.3)
            live.process.send_signal(signal.SIGTERM)
        assert live.process.wait(10) == 0
        assert gone(workers)
        asking.close()


def test_workers_do_not_outlive_a_server_that_was_killed(
    mixed_store: Path, serve_store: Serve
) -> None:
    """Nor does the one that they are forked from, whether they work or not."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serve_store(mixed_store, query_timeout=3600) as live:
        asking = HTTPConnection("127.0.0.1", live.port, timeout=20)
        asking.request("GET", f"/sparql?query={quote(text)}")
        while not busy(workers_of(live.process.pid)):
            time.sleep(0.01)
        processes = descendants(live.process.pid)
        assert len(processes) > len(workers_of(live.process.pid)) > 0
        live.process.kill()
        live.process.wait()
        assert gone(processes)
        asking.close()


def test_nothing_to_serve_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(NoGraph, match="curagraph build"):
        create_app(Settings(store=tmp_path))


def test_a_taken_port_is_one_line(mixed_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"127.0.0.1:{port}"):
            serve(Settings(store=mixed_store, port=port), print)


def test_the_server_says_where_it_is(mixed_store: Path) -> None:
    """Stopped as soon as it is ready, from its own thread."""
    told: list[str] = []

    def ready(url: str) -> None:
        told.append(url)
        raise SystemExit

    for host in ("127.0.0.1", "localhost"):
        with pytest.raises(SystemExit):
            serve(Settings(store=mixed_store, port=0, host=host), ready)
    assert told[0].startswith("http://127.0.0.1:")


def test_workers_start_light() -> None:
    """A worker imports neither Flask nor the loader: it has to be there in no time."""
    program = (
        "import sys, server.engine.forks; print('flask' in sys.modules, 'rdflib' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "False False\n"
