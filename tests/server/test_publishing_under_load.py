"""Builds publish while clients ask: no error, no mixed answer, and the old workers go."""

from __future__ import annotations

import contextlib
import csv
import io
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from loader.build import build
from loader.publishing import SnapshotStore
from tests.servers import workers_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tests.server.conftest import Live

EDITIONS, PAPERS, CLIENTS, WORKERS = 6, 40, 8, 3
TITLES = """
    PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX frbr: <http://purl.org/vocab/frbr/core#>
    SELECT DISTINCT ?title ?other {
        ?p frbr:realization ?v ; dcterms:title ?title .
        ?q frbr:realization ?w ; dcterms:title ?other
    }"""


@dataclass
class Seen:
    """What the clients were answered.

    Attributes:
        editions: The editions of the list that answers spoke of, by the snapshot they named.
        faults: What was no whole answer.
    """

    editions: dict[str, set[str]] = field(default_factory=dict)
    faults: list[object] = field(default_factory=list)


def reading_list(edition: int) -> str:
    """A list whose every title names the edition."""
    lines = [
        f"- [Edition {edition} of the paper that has the number {number} of them all]"
        f"(https://arxiv.org/abs/21{edition:02}.{number:05}), Ada Author, CVPR 2021"
        for number in range(PAPERS)
    ]
    return "# A list\n\n## Papers\n\n" + "\n".join(lines) + "\n"


def publish(folder: Path, edition: int) -> None:
    """Build an edition as ``curagraph build`` does."""
    source = folder / "list.md"
    source.write_text(reading_list(edition), encoding="utf-8")
    build([str(source)], SnapshotStore(folder / "store"), validate=False)


def keep_asking(live: Live, seen: Seen, done: threading.Event) -> None:
    """Ask for all pairs of titles until told to stop."""
    while not done.is_set():
        try:
            reply = live.query(TITLES, "text/csv")
            assert reply.status == 200, reply.body
            rows = list(csv.reader(io.StringIO(reply.body.decode())))[1:]
            assert len(rows) == PAPERS**2
            editions = {title.split()[1] for row in rows for title in row}
            seen.editions.setdefault(reply.headers["Curagraph-Snapshot"], set()).update(editions)
        except Exception as error:  # noqa: BLE001 - whatever it is, it was no whole answer
            seen.faults.append(error)


def open_in_workers(live: Live) -> list[set[str]]:
    """Of each of the server's processes, the snapshots whose files it has open."""
    return [snapshots_open_in(pid) for pid in workers_of(live.process.pid)]


def snapshots_open_in(pid: int) -> set[str]:
    names = set()
    # It may end, or close a file, while it is looked at.
    with contextlib.suppress(OSError):
        for file in Path(f"/proc/{pid}/fd").iterdir():
            names.add(str(file.readlink()).partition("/snapshots/")[2].partition("/")[0])
    return names - {""}


def test_builds_publish_while_clients_ask(
    tmp_path: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> None:
    publish(tmp_path, 0)
    seen, done = Seen(), threading.Event()
    with serve_store(
        tmp_path / "store", workers=WORKERS, page_workers=1, queue_timeout=60, buffer_size=1000
    ) as live:
        clients = [
            threading.Thread(target=keep_asking, args=(live, seen, done)) for _ in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        for edition in range(1, EDITIONS):
            publish(tmp_path, edition)
        last = (tmp_path / "store" / "current").read_text(encoding="utf-8").strip()
        while last not in seen.editions and not seen.faults:
            time.sleep(0.05)
        done.set()
        for client in clients:
            client.join()
        assert not seen.faults
        assert all(len(editions) == 1 for editions in seen.editions.values())
        assert seen.editions[last] == {str(EDITIONS - 1)}
        assert live.get("/ready").status == 200
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and any(each != {last} for each in open_in_workers(live)):
            time.sleep(0.1)
        assert all(each == {last} for each in open_in_workers(live))
