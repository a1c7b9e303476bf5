"""A worker process by itself: what it cannot do, and when it ends."""

from __future__ import annotations

import platform
import resource
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from server.engine import sandbox
from server.engine.frames import FrameKind, FrameReader, frame
from server.engine.process import WorkerProcess, WorkerSpec
from server.engine.template import Template
from server.errors import ClientGone, EngineUnavailable
from tests.servers import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMATS = {"results_type": "text/csv", "boolean_type": None, "graph_type": "text/turtle"}
IN_A_THREAD = """
def work():
    try:
        socket.socket()
    except PermissionError:
        refused.append(True)
refused = []
thread = threading.Thread(target=work)
thread.start()
thread.join()
raise PermissionError if refused else SystemExit
"""
KNOWN = pytest.mark.skipif(
    sys.platform != "linux" or sandbox.filter_program(platform.machine()) is None,
    reason="the system calls of this machine are not known",
)


@pytest.fixture
def spec(mixed_store: Path) -> WorkerSpec:
    return WorkerSpec(mixed_store / "snapshots" / "first" / "db", 128, BASE, {})


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    template = Template()
    yield template
    template.close()


@pytest.fixture
def core_files_wanted() -> Iterator[None]:
    """As many systems start servers: a crash leaves the process's memory in a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


@pytest.fixture(params=["started", "forked"])
def worker(
    spec: WorkerSpec, template: Template, request: pytest.FixtureRequest
) -> Iterator[WorkerProcess]:
    """A process that is ready, however it came to be."""
    worker = WorkerProcess(spec, template if request.param == "forked" else None)
    worker.wait_until_ready()
    yield worker
    worker.kill()
    worker.bury()


@pytest.fixture
def connections() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine, and whoever connects to it."""
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, address = listener.accept()
                except TimeoutError:
                    continue
                connection.close()
                seen.append(address)

        thread = threading.Thread(target=listen)
        thread.start()
        yield listener.getsockname()[1], seen
        done.set()
        thread.join()


def received(worker: WorkerProcess) -> list[tuple[FrameKind, bytes]]:
    frames: list[tuple[FrameKind, bytes]] = []
    while not frames or frames[-1][0] not in (FrameKind.END, FrameKind.LAST, FrameKind.ERROR):
        frames.append(worker.receive())
    return frames


@KNOWN
@pytest.mark.parametrize(
    "pattern",
    [
        "SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}",
        "SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}",
        "FILTER EXISTS {{ SERVICE <http://localhost:{port}/> {{ ?s ?p ?o }} }}",
    ],
)
def test_service_reaches_nobody(
    worker: WorkerProcess, connections: tuple[int, list[object]], pattern: str
) -> None:
    """The kernel refuses what reading the query would have refused before."""
    port, seen = connections
    worker.send({"text": f"SELECT * {{ {pattern.format(port=port)} }}", **FORMATS})
    received(worker)
    time.sleep(0.3)
    assert not seen
    worker.send({"text": "SELECT (1 AS ?one) {}", **FORMATS})
    assert received(worker)[1] == (FrameKind.DATA, b"one\r\n1\r\n")


@KNOWN
def test_the_listener_would_have_seen_a_connection(
    connections: tuple[int, list[object]],
) -> None:
    port, seen = connections
    socket.create_connection(("127.0.0.1", port)).close()
    time.sleep(0.3)
    assert seen


@pytest.mark.parametrize("worker", ["started", "forked"], indirect=True)
def test_a_crash_leaves_no_core_file(
    core_files_wanted: None,  # noqa: ARG001 (what it does is what matters)
    worker: WorkerProcess,
) -> None:
    """Whoever can make a query crash its process could fill the disk with its memory."""
    assert resource.prlimit(worker.pid, resource.RLIMIT_CORE) == (0, 0)


@KNOWN
@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socketpair()",
        "os.execv('/bin/true', ['true'])",
        IN_A_THREAD,
        "raise PermissionError if ctypes.CDLL(None).syscall(425, 1, 0) == -1 else SystemExit",
    ],
    ids=["socket", "socketpair", "exec", "socket in a thread", "io_uring"],
)
def test_the_filter_denies(attempt: str) -> None:
    program = (
        "import ctypes, os, socket, threading; from server.engine.sandbox import forbid_sockets\n"
        f"assert forbid_sockets()\n{attempt}"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert "PermissionError" in ended.stderr


def test_no_filter_is_made_for_an_unknown_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "pdp11")
    assert not sandbox.forbid_sockets()


def test_the_memory_limit_is_beyond_what_is_mapped() -> None:
    program = (
        "from server.engine.sandbox import limit_memory\n"
        "limit_memory(64)\n"
        "bytearray(32 << 20)\n"
        "try: bytearray(96 << 20)\n"
        "except MemoryError: print('refused')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "refused\n"


def test_a_worker_ends_with_its_input_even_in_a_query(worker: WorkerProcess) -> None:
    """So none outlives a server that was killed."""
    worker.send({"text": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", **FORMATS})
    time.sleep(0.1)
    before = time.monotonic()
    worker.close()
    assert time.monotonic() - before < 1.5
    assert not worker.alive


def test_an_idle_worker_leaves_by_itself(spec: WorkerSpec) -> None:
    worker = WorkerProcess(spec)
    worker.wait_until_ready()
    worker.close()
    assert not worker.alive


def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    worker = WorkerProcess(WorkerSpec(tmp_path / "nothing", 128, BASE, {}))
    with pytest.raises(EngineUnavailable, match="cannot be opened"):
        worker.wait_until_ready()
    worker.bury()


def test_a_worker_that_does_not_start_is_said(
    spec: WorkerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WorkerSpec, "command", lambda _: [sys.executable, "-c", "1/0"])
    worker = WorkerProcess(spec)
    with pytest.raises(EngineUnavailable, match="ZeroDivisionError"):
        worker.wait_until_ready()
    worker.bury()


def test_a_worker_that_hangs_at_its_start_is_said(
    spec: WorkerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(WorkerSpec, "command", lambda _: command)
    monkeypatch.setattr("server.engine.process.START_SECONDS", 0.2)
    worker = WorkerProcess(spec)
    with pytest.raises(EngineUnavailable, match="did not start"):
        worker.wait_until_ready()
    worker.bury()


def test_whoever_waits_may_leave(worker: WorkerProcess) -> None:
    with pytest.raises(ClientGone):
        worker.receive(lambda: True)


def test_frames_come_apart_wherever_they_were_cut() -> None:
    data = b"".join(b"".join(frame(FrameKind.DATA, bytes([n]) * n)) for n in range(5))
    for step in (1, 2, 7, len(data)):
        reader = FrameReader()
        payloads = []
        for start in range(0, len(data), step):
            reader.feed(data[start : start + step])
            while (found := reader.next()) is not None:
                payloads.append(found[1])
        assert payloads == [bytes([n]) * n for n in range(5)]
