"""Updates over HTTP: what is acknowledged is there, what fails changes nothing."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import main
from tests.servers import Live
from tests.writable import MINE, OWN, UPDATE, Writing

ENDLESS = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(24))


def test_a_write_is_seen_by_the_next_read_on_every_worker(
    start_writable: Callable[..., Writing],
) -> None:
    """While others ask all the time, one of whom may be the first to notice the new snapshot."""
    writing = start_writable(workers=4, page_workers=2, cache_size=0, queue_length=20)
    done = threading.Event()

    def keep_asking() -> None:
        while not done.is_set():
            assert writing.live.query("ASK {}").status == 200

    seen: list[str] = []
    with ThreadPoolExecutor(6) as pool:
        asking = [pool.submit(keep_asking) for _ in range(6)]
        try:
            for number in range(10, 20):
                assert writing.insert(number).status == 204
                seen.append(str(number))
                assert writing.values() == seen
        finally:
            done.set()
        for each in asking:
            each.result()
    for _ in range(6):
        assert writing.values() == seen


def test_an_answer_that_was_kept_is_not_given_again_after_a_write(writing: Writing) -> None:
    before = writing.live.query(f"ASK {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }}")
    writing.insert(1)
    after = writing.live.query(f"ASK {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }}")
    assert (b"false" in before.body, b"true" in after.body) == (True, True)
    assert before.headers["Etag"] != after.headers["Etag"]


def test_the_answer_names_the_snapshot_that_holds_the_write(writing: Writing) -> None:
    reply = writing.insert(1)
    read = writing.live.query("ASK {}")
    assert reply.headers["Curagraph-Snapshot"] == read.headers["Curagraph-Snapshot"]
    assert reply.body == b""


def test_all_operations_of_an_update_are_made_or_none(writing: Writing) -> None:
    reply = writing.update(
        f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:s> <urn:p> 1 }} }} ; DROP GRAPH <urn:missing>"
    )
    assert reply.status == 409
    assert reply.problem["detail"] == "The graph <urn:missing> does not exist"
    assert writing.values() == []
    assert writing.insert(2).status == 204
    assert writing.values() == ["2"]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("INSERT DATA {", 400, "query-syntax"),
        ("ASK {}", 400, "query-syntax"),
        ("LOAD <http://127.0.0.1:1/> INTO GRAPH <urn:g>", 403, "query-refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, None),
        (f"INSERT DATA {{ GRAPH <{OWN}> {{ <urn:s> <urn:p> 1 }} }}", 403, "own-graph"),
        (f"CLEAR GRAPH <{OWN}>", 403, "own-graph"),
        # What no reading shows, and what Oxigraph reads otherwise than it looks.
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", 403, "own-graph"),
        ("CLEAR ALL", 403, "own-graph"),
        ("PREFIX o: <https://w3id.org/curagraph/graph/> DROP GRAPHo:entities", 403, "own-graph"),
        (
            f"INSERT {{ GRAPH ?g {{ <urn:s> <urn:p> 1 }} }} WHERE {{ BIND(<{OWN}2> AS ?g) }}",
            403,
            "own-graph",
        ),
        ("LOADx:y", 400, None),
    ],
)
def test_an_update_that_fails_changes_nothing(
    writing: Writing, text: str, status: int, code: str | None
) -> None:
    writing.insert(1)
    before = writing.live.query("SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o")
    reply = writing.update(text)
    assert reply.status == status
    assert code is None or reply.problem["code"] == code
    after = writing.live.query("SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o")
    assert before.body == after.body
    assert before.headers["Curagraph-Snapshot"] == after.headers["Curagraph-Snapshot"]


def test_graphs_from_variables_are_written_to_where_they_are_not_the_builds(
    writing: Writing,
) -> None:
    writing.insert(1)
    reply = writing.update(
        f"INSERT {{ GRAPH ?g {{ <urn:s> <urn:p> 2 }} }} WHERE {{ BIND(<{MINE}> AS ?g) }}"
    )
    assert reply.status == 204
    assert writing.values() == ["1", "2"]


def test_a_mistake_is_told_by_line_and_column(writing: Writing) -> None:
    problem = writing.update("INSERT DATA {\n  GRAPH <urn:g> { <urn:s> <urn:p> }\n}").problem
    assert (problem["line"], problem["column"]) == (2, 35)


def test_an_update_past_its_deadline_is_stopped_and_changes_nothing(
    start_writable: Callable[..., Writing],
) -> None:
    writing = start_writable(update_timeout=1.0)
    text = f"INSERT {{ GRAPH <{MINE}> {{ <urn:s> <urn:p> ?o1 }} }} WHERE {{ GRAPH <{OWN}> {{ "
    reply = writing.update(f"{text} {ENDLESS} }} }}")
    assert (reply.status, reply.problem["limit"]) == (504, 1.0)
    assert writing.insert(1).status == 204
    assert writing.values() == ["1"]


def test_a_client_may_shorten_the_deadline(writing: Writing) -> None:
    text = f"INSERT {{ ?s1 ?p1 ?o1 }} WHERE {{ GRAPH <{OWN}> {{ {ENDLESS} }} }}"
    reply = writing.update(text, "/sparql?timeout=0.5")
    assert (reply.status, reply.problem["limit"]) == (504, 0.5)


def test_an_update_that_needs_too_much_memory_is_stopped(
    start_writable: Callable[..., Writing],
) -> None:
    writing = start_writable(update_memory=64)
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    text = f"INSERT {{ <urn:s> <urn:p> ?x40 }} WHERE {{ BIND('0123456789' AS ?x0) {doubled} }}"
    reply = writing.update(text)
    assert (reply.status, reply.problem["code"]) == (503, "query-memory")
    assert "64 MiB" in reply.problem["detail"]
    assert writing.insert(1).status == 204


def test_an_update_that_brings_the_writer_down_leaves_the_server_up(writing: Writing) -> None:
    """Deeper than the stack of the writer reaches."""
    depth = 450_000
    reply = writing.update("INSERT {} WHERE " + "{" * depth + "}" * depth)
    assert reply.status in (400, 503)
    assert writing.insert(1).status == 204


def test_an_update_longer_than_allowed_is_refused(start_writable: Callable[..., Writing]) -> None:
    writing = start_writable(update_size=1000)
    reply = writing.update("CLEAR DEFAULT #" + "x" * 1000)
    assert (reply.status, reply.problem["limit"]) == (413, 1000)
    assert "/rdf-graph-store" in reply.problem["detail"]


def test_an_update_may_be_longer_than_a_query(writing: Writing) -> None:
    text = f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:s> <urn:p> '{'x' * 900_000}' }} }}"
    assert writing.update(text).status == 204
    headers = {"Content-Type": UPDATE}
    assert writing.live.ask("POST", "/sparql", text.encode(), headers).status in (401, 413)


def test_the_snapshots_of_writes_do_not_pile_up(writing: Writing) -> None:
    for number in range(5):
        writing.insert(number)
    snapshots = writing.live.store / "snapshots"
    names = sorted(path.name for path in snapshots.iterdir())
    current = (writing.live.store / "current").read_text(encoding="utf-8").strip()
    assert len(names) == 3
    assert current in names


def test_a_server_that_stops_leaves_no_process_and_no_unfinished_work(
    start_writable: Callable[..., Writing],
) -> None:
    writing = start_writable()
    writing.insert(1)
    writing.live.process.terminate()
    assert writing.live.process.wait(20) == 0
    assert not list((writing.live.store / "snapshots").glob(".*"))


def test_a_store_that_cannot_be_written_to_says_so(writing: Writing, tmp_path: Path) -> None:
    snapshots = writing.live.store / "snapshots"
    snapshots.rename(tmp_path / "elsewhere")
    assert writing.insert(1).status == 503
    (tmp_path / "elsewhere").rename(snapshots)
    assert writing.insert(2).status == 204
    lock = writing.live.store / "switch.lock"
    lock.unlink()
    lock.mkdir()
    reply = writing.insert(3)
    assert (reply.status, "cannot be written to" in reply.problem["detail"]) == (503, True)
    lock.rmdir()
    assert writing.insert(4).status == 204
    assert writing.values() == ["2", "4"]


def test_the_service_description_says_that_updates_are_taken(writing: Writing, live: Live) -> None:
    language = b"<http://www.w3.org/ns/sparql-service-description#SPARQL11Update>"
    assert language in writing.live.get("/sparql", "application/n-triples").body
    assert language not in live.get("/sparql", "application/n-triples").body
    assert writing.live.get("/sparql", "application/n-triples").body.count(b"#inputFormat>") == 4
    assert b"#inputFormat>" not in live.get("/sparql", "application/n-triples").body
    assert UPDATE in writing.live.ask("OPTIONS", "/sparql").headers["Accept-Post"]
    assert UPDATE not in live.ask("OPTIONS", "/sparql").headers["Accept-Post"]


def test_another_endpoint_is_not_written_to(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("secret", encoding="utf-8")
    token.chmod(0o600)
    command = ["serve", "--port", "0", "--writable", "--token-file", str(token)]
    result = CliRunner().invoke(main, [*command, "--engine", "http://127.0.0.1:1/query"])
    assert result.exit_code == 2
    assert result.stderr == "Error: --writable goes with a store, not with --engine\n"


def test_a_response_that_was_given_again_is_not_after_a_write(writing: Writing) -> None:
    """Byte for byte the same request; each write is in the next response."""

    def given() -> str:
        numbers = writing.live.get("/metrics").body.decode()
        (line,) = re.findall("^curagraph_replies_given_total .*$", numbers, re.MULTILINE)
        return str(line)

    for number in range(1, 6):
        before = given()
        while given() == before:
            assert len(writing.values()) == number - 1
        assert writing.insert(number).status == 204
        assert len(writing.values()) == number
