"""Query processes that are forked from one that has imported what they need."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from server.engine import Query
from server.engine.frames import FrameKind
from server.engine.process import WorkerProcess, WorkerSpec
from server.engine.template import Template
from server.errors import EngineUnavailable, QueryOutOfMemory, WorkerLost
from tests.servers import BASE, descendants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.engine.local import LocalEngine

FORMATS = {"results_type": "text/csv", "boolean_type": None, "graph_type": "text/turtle"}
ENDLESS = {"text": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", **FORMATS}
KNOWN = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="processes have no descriptors")
pytestmark = KNOWN


@pytest.fixture
def template() -> Iterator[Template]:
    template = Template()
    yield template
    template.close()


@pytest.fixture
def make(mixed_store: Path, template: Template) -> Iterator[Callable[[], WorkerProcess]]:
    """What forks processes that are ready."""
    made: list[WorkerProcess] = []
    spec = WorkerSpec(mixed_store / "snapshots" / "first" / "db", 128, BASE, {})

    def make() -> WorkerProcess:
        made.append(WorkerProcess(spec, template))
        made[-1].wait_until_ready()
        return made[-1]

    yield make
    for each in made:
        each.kill()
        each.bury()


def values(worker: WorkerProcess, text: str) -> bytes:
    """The table that a worker answers."""
    worker.send({"text": text, **FORMATS})
    found = b""
    while (received := worker.receive())[0] not in (FrameKind.END, FrameKind.LAST):
        found += received[1] if received[0] is FrameKind.DATA else b""
    return found


def status_of(pid: int) -> list[str]:
    """The fields of proc(5) from the third on: the state, the parent."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()


def parent_of(pid: int) -> int:
    return int(status_of(pid)[1])


def until_ended(pid: int) -> None:
    """Wait until a process does nothing more, whoever is to wait for it."""
    with suppress(FileNotFoundError):
        # Its first thread may end before the others.
        while status_of(pid)[0] != "Z" or len(list(Path(f"/proc/{pid}/task").iterdir())) > 1:
            time.sleep(0.01)


def descriptors() -> int:
    """How many this process has."""
    return len(list(Path("/proc/self/fd").iterdir()))


def lose(template: Template) -> int:
    """Kill the process that others are forked from; its number."""
    pid = template.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until_ended(pid)
    return pid


def test_workers_are_forked_from_it(template: Template, make: Callable[[], WorkerProcess]) -> None:
    worker = make()
    assert parent_of(worker.pid) == template.pid
    assert values(worker, "SELECT (1 AS ?one) {}") == b"one\r\n1\r\n"
    # A signal for the server's group is none for them.
    assert os.getpgid(worker.pid) == worker.pid


def test_it_has_nothing_open_and_no_thread(
    template: Template, make: Callable[[], WorkerProcess]
) -> None:
    """So that no process inherits what is another's, and a fork cannot hang."""
    make()
    make()
    assert len(list(Path(f"/proc/{template.pid}/fd").iterdir())) == 3
    assert len(list(Path(f"/proc/{template.pid}/task").iterdir())) == 1


def test_a_worker_ends_with_its_input_while_others_live_on(
    make: Callable[[], WorkerProcess],
) -> None:
    first, second = make(), make()
    first.send(ENDLESS)
    first.close()
    assert not first.alive
    assert second.alive


def test_what_was_killed_leaves_neither_process_nor_descriptor(
    template: Template, make: Callable[[], WorkerProcess]
) -> None:
    make()
    before = descriptors()
    for _ in range(3):
        worker = make()
        worker.send(ENDLESS)
        worker.kill()
        worker.bury()
        worker.kill()
    assert descriptors() == before
    assert template.pid is not None
    assert len(descendants(template.pid)) == 1


@pytest.mark.parametrize(
    ("number", "error", "told"),
    [(signal.SIGSEGV, WorkerLost, "SIGSEGV"), (signal.SIGKILL, QueryOutOfMemory, "128 MiB")],
)
def test_how_a_worker_ended_is_known(
    make: Callable[[], WorkerProcess], number: int, error: type[Exception], told: str
) -> None:
    worker = make()
    os.kill(worker.pid, number)
    with pytest.raises(error, match=told):
        worker.receive()


def test_a_worker_that_cannot_open_its_database_says_so(template: Template, tmp_path: Path) -> None:
    worker = WorkerProcess(WorkerSpec(tmp_path / "nothing", 128, BASE, {}), template)
    with pytest.raises(EngineUnavailable, match="cannot be opened"):
        worker.wait_until_ready()
    worker.bury()


def test_workers_make_up_names_of_their_own(make: Callable[[], WorkerProcess]) -> None:
    """They come from one process, and must not have its random numbers."""
    text = "SELECT (BNODE() AS ?b) (UUID() AS ?u) (RAND() AS ?r) {}"
    rows = [values(make(), text).split()[1].split(b",") for _ in range(4)]
    for column in zip(*rows, strict=True):
        assert len(set(column)) == len(rows)


def test_one_that_died_is_replaced_and_its_workers_work_on(
    template: Template, make: Callable[[], WorkerProcess]
) -> None:
    worker = make()
    old = lose(template)
    assert values(worker, "SELECT (1 AS ?one) {}") == b"one\r\n1\r\n"
    # The one that finds it dead is started without it.
    assert values(make(), "SELECT (1 AS ?one) {}") == b"one\r\n1\r\n"
    assert parent_of(make().pid) == template.pid != old
    # Nobody knows how it ends, but that it does.
    worker.kill()
    with pytest.raises(WorkerLost):
        worker.receive()
    assert not worker.alive


def test_an_engine_outlives_the_one_that_its_workers_came_from(
    open_engine: Callable[..., LocalEngine],
) -> None:
    engine = open_engine()
    (pid,) = engine.pids
    parent = parent_of(pid)
    for each in (parent, pid):
        os.kill(each, signal.SIGKILL)
        until_ended(each)
    for _ in range(3):
        assert engine.answer(Query("ASK {}")).read()


def test_after_it_is_closed_workers_are_started_without_it(
    template: Template, make: Callable[[], WorkerProcess]
) -> None:
    pid = template.pid
    template.close()
    assert not Path(f"/proc/{pid}").exists()
    assert parent_of(make().pid) == os.getpid()
    assert template.pid is None
