"""What is acknowledged stays: through kills, beside other writers, and through builds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Store

from loader.build import build
from loader.publishing import SnapshotStore
from loader.storage.layout import Layout
from tests.writable import MINE, Writing

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "# Papers\n\n`KDD 2023` **{title}** \\\n*Ada One* \\\n[[paper](https://x.org/{title})]\n"
TITLES = (
    "SELECT ?title { GRAPH <https://w3id.org/curagraph/graph/entities> "
    "{ ?s <http://purl.org/dc/terms/title> ?title } }"
)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list whose paper is called One."""
    return written(tmp_path, "One")


def written(folder: Path, title: str) -> Path:
    file = folder / "papers.md"
    file.write_text(TEXT.format(title=title), encoding="utf-8")
    return file


def built(folder: Path, listed: Path) -> Path:
    """A store that a build made."""
    store = folder / "built"
    build([str(listed)], SnapshotStore(store))
    return store


def on_disk(store: Path) -> set[str]:
    """The objects in the graph that tests write to, as another program sees them."""
    published = SnapshotStore(store).published()
    assert published is not None
    database = Store.read_only(str(published / "db"))
    found = database.quads_for_pattern(None, None, None, NamedNode(MINE))
    return {getattr(quad.object, "value", "") for quad in found}


def titles(writing: Writing) -> bytes:
    return writing.live.query(TITLES, "text/csv").body


def test_a_server_killed_right_after_the_answer_loses_nothing(
    start_writable: Callable[..., Writing],
) -> None:
    """Each time all that was ever acknowledged is there."""
    writing = start_writable()
    store = writing.live.store
    for number in range(3):
        assert writing.insert(number).status == 204
        writing.live.process.send_signal(signal.SIGKILL)
        writing.live.process.wait(20)
        assert on_disk(store) == {str(each) for each in range(number + 1)}
        writing = start_writable(store)
        assert writing.values() == [str(each) for each in range(number + 1)]


def test_a_server_killed_while_it_writes_loses_nothing_that_was_acknowledged(
    start_writable: Callable[..., Writing],
) -> None:
    """Killed at any moment: what was told is there, and at most one more, which was being told."""
    writing = start_writable()
    store = writing.live.store
    told: set[str] = set()

    def keep_writing() -> None:
        try:
            for number in range(1000):
                if writing.insert(number).status == 204:
                    told.add(str(number))
        except OSError:
            return

    thread = threading.Thread(target=keep_writing)
    thread.start()
    time.sleep(2)
    writing.live.process.send_signal(signal.SIGKILL)
    thread.join()
    assert told
    assert told <= on_disk(store)
    assert len(on_disk(store) - told) <= 1
    again = start_writable(store)
    assert again.insert(5000).status == 204
    assert told < set(again.values())
    assert not list((store / "snapshots").glob(".*"))


def test_a_writer_that_is_killed_changes_nothing(writing: Writing) -> None:
    """As a system does that runs out of memory."""
    writing.insert(1)
    text = (
        f"INSERT {{ GRAPH <{MINE}> {{ ?a ?b ?c }} }} WHERE {{ GRAPH ?g {{ "
        + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(24))
        + " } }"
    )
    with ThreadPoolExecutor(1) as pool:
        reply = pool.submit(writing.update, text)
        while not (pids := writers(writing.live.process.pid)):
            time.sleep(0.05)
        time.sleep(0.5)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        assert reply.result().status == 503
    assert writing.values() == ["1"]
    # Nor is the one missed that waits for its work.
    for pid in writers(writing.live.process.pid):
        os.kill(pid, signal.SIGKILL)
    while writers(writing.live.process.pid):
        time.sleep(0.05)
    assert writing.insert(2).status == 204
    assert writing.values() == ["1", "2"]


def writers(server: int) -> list[int]:
    """Processes of a server that write."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if b"server.writing.worker" in command and int(parent) == server:
                found.append(int(entry.name))
    return found


def test_of_writers_at_the_same_time_none_is_lost(
    start_writable: Callable[..., Writing],
) -> None:
    """Each reads what is there and adds one: two who saw the same would end with one too few."""
    writing = start_writable(queue_length=20)
    count = "<urn:counter> <urn:is>"
    writing.update(f"INSERT DATA {{ GRAPH <{MINE}> {{ {count} 0 }} }}")
    add = (
        f"WITH <{MINE}> DELETE {{ {count} ?n }} INSERT {{ {count} ?m }} "
        f"WHERE {{ {count} ?n BIND(?n + 1 AS ?m) }}"
    )
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: writing.update(add).status, range(16)))
    assert statuses == [204] * 16
    assert writing.values() == ["16"]


def test_two_servers_over_one_store_take_turns(start_writable: Callable[..., Writing]) -> None:
    one = start_writable()
    two = start_writable(one.live.store)
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda n: (one, two)[n % 2].insert(n).status, range(8)))
    assert replies == [204] * 8
    assert set(one.values()) == set(two.values()) == {str(n) for n in range(8)}


def test_more_writers_than_may_wait_are_told_to_come_again(
    start_writable: Callable[..., Writing],
) -> None:
    writing = start_writable(queue_length=0, update_timeout=5.0)
    with Layout(writing.live.store).switching(1), ThreadPoolExecutor(4) as pool:
        first = pool.submit(writing.insert, 1)
        time.sleep(0.5)
        reply = writing.insert(2)
        assert (reply.status, reply.problem["code"]) == (503, "busy")
        assert reply.headers["Retry-After"]
        assert first.result().status == 503
    assert writing.insert(3).status == 204


def test_what_was_written_survives_a_build_while_the_server_is_up(
    start_writable: Callable[..., Writing], listed: Path, tmp_path: Path
) -> None:
    store = built(tmp_path, listed)
    writing = start_writable(store)
    writing.insert(1)
    writing.ask("PUT", "/rdf-graph-store?default", b"<urn:s> <urn:p> 2 .", "text/turtle")
    writing.ask("PUT", "/rdf-graph-store?graph=urn:empty", b"", "text/turtle")
    report = build([str(written(tmp_path, "Two"))], SnapshotStore(store))
    assert report.changed
    assert titles(writing) == b"title\r\nTwo\r\n"
    assert writing.values() == ["1"]
    assert b'"2"' in writing.live.get("/rdf-graph-store?default", "application/n-triples").body
    assert writing.live.get("/rdf-graph-store?graph=urn:empty").status == 200
    # And what was built survives a write, for the next build too.
    writing.insert(2)
    assert not build([str(written(tmp_path, "Two"))], SnapshotStore(store)).changed
    assert titles(writing) == b"title\r\nTwo\r\n"
    assert writing.values() == ["1", "2"]


def test_what_is_written_while_a_build_runs_is_in_what_it_publishes(
    start_writable: Callable[..., Writing], listed: Path, tmp_path: Path
) -> None:
    """Writes go on all the while that builds run, in a process of their own as a user's."""
    store = built(tmp_path, listed)
    writing = start_writable(store)
    told: set[str] = set()
    done = threading.Event()

    def keep_writing() -> None:
        number = 0
        while not done.is_set():
            assert writing.insert(number).status == 204
            told.add(str(number))
            number += 1

    with ThreadPoolExecutor(1) as pool:
        writes = pool.submit(keep_writing)
        try:
            for title in ("Two", "Three", "Four"):
                name = str(written(tmp_path, title))
                command = [sys.executable, "-m", "server.cli", "build", name]
                subprocess.run([*command, "--store", str(store)], check=True, timeout=120)
                before = set(told)
                # A build does not wait for readers: one who asks while they switch sees the last.
                while titles(writing) != f"title\r\n{title}\r\n".encode():
                    assert not writes.done()
                assert before <= set(writing.values())
        finally:
            done.set()
        writes.result()
    assert set(writing.values()) == told == on_disk(store)
    assert len(told) > 3
