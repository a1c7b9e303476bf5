"""Reading in several processes: the same lists, and a death takes one list alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from loader.errors import SourceError
from loader.reading import read
from loader.records import ListSnapshot, ReadingList
from loader.workers import read_each

pytestmark = pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists(),
    reason="the system does not list a process's children",
)

ENTRY = "**Title {n} of {name}** \\\n*Ada One, Bob Two* \\\n[p](https://x.org/{name}/{n})\n\n"


def listed(name: str, entries: int = 3) -> tuple[ListSnapshot, str]:
    text = f"# {name}\n\n" + "".join(ENTRY.format(name=name, n=n) for n in range(entries))
    return ListSnapshot(name, f"{name}.md", "0" * 64), text


def children_of(process: int) -> list[int]:
    """Processes that a process started and that still run, the oldest first."""
    told = Path(f"/proc/{process}/task").glob("*/children")
    return sorted(int(child) for file in told for child in file.read_text().split())


class Workers:
    """The processes that this one started since, for others of its own may be running."""

    def __init__(self) -> None:
        self._others = set(children_of(os.getpid()))

    def running(self) -> list[int]:
        return [child for child in children_of(os.getpid()) if child not in self._others]


@pytest.fixture
def workers() -> Workers:
    return Workers()


def test_workers_read_what_one_process_reads(workers: Workers) -> None:
    sources = [listed(f"l{n}", entries=n + 1) for n in range(7)]
    found = dict(read_each(sources, worth=0, processes=2))
    assert [found[place] for place in range(7)] == [read(*each) for each in sources]
    assert not workers.running()


@pytest.mark.parametrize("sources", [[], [listed("one", 500)], [listed("a"), listed("b")]])
def test_little_is_read_without_starting_processes(
    sources: list[tuple[ListSnapshot, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr("subprocess.Popen.__init__", refuse)
    places = [place for place, _ in read_each(sources)]
    assert places == list(range(len(sources)))


def test_a_worker_that_dies_is_reported_for_its_list_and_the_others_are_read(
    workers: Workers,
) -> None:
    # The longest is begun first, by the first worker, and would take it many seconds.
    sources = [listed("a"), listed("long", entries=40_000), listed("b"), listed("c")]
    reading = read_each(sources, worth=0, processes=2)
    found = dict([next(reading)])
    os.kill(workers.running()[0], signal.SIGKILL)
    found |= dict(reading)
    assert str(found[1]) == (
        "long.md: the process that read it was killed by signal 9; see that there is enough "
        "memory, and name this list alone"
    )
    assert isinstance(found[1], SourceError)
    assert all(isinstance(found[place], ReadingList) for place in (0, 2, 3))
    assert not workers.running()


def test_what_reading_raises_is_raised_here(workers: Workers) -> None:
    no_snapshot: Any = 3
    reading = read_each([listed("a"), (no_snapshot, "text")], worth=0, processes=2)
    with pytest.raises(AttributeError):
        list(reading)
    assert not workers.running()


def test_a_reading_that_is_given_up_leaves_no_process(workers: Workers) -> None:
    reading = read_each([listed("a"), listed("long", 40_000)], worth=0, processes=2)
    next(reading)
    assert workers.running()
    reading.close()  # type: ignore[attr-defined]
    assert not workers.running()


PROGRAM = """
import sys
from loader.records import ListSnapshot
from loader.workers import read_each

def main():
    text = "**A title** \\\\\\n*Ada One* \\\\\\n[p](https://x.org)\\n\\n" * 60_000
    sources = [(ListSnapshot(name, name, "0"), text) for name in ("a", "b")]
    sources.append((ListSnapshot("c", "c", "0"), "short"))
    try:
        for _ in read_each(sources, worth=0, processes=3):
            print("reading", flush=True)
    except KeyboardInterrupt:
        print("interrupted")

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("early", [True, False])
def test_an_interrupt_ends_every_worker_without_a_word(tmp_path: Path, *, early: bool) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # As a terminal has it: the interrupt reaches the whole group.
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    ) as running:
        assert running.stdout is not None
        if early:
            while len(children_of(running.pid)) < 3:
                time.sleep(0.01)
        else:
            running.stdout.readline()
        workers = children_of(running.pid)
        assert len(workers) == 3
        os.killpg(running.pid, signal.SIGINT)
        begun = time.monotonic()
        told, complaints = running.communicate(timeout=20)
    assert (told.splitlines()[-1:], complaints) == (["interrupted"], "")
    assert time.monotonic() - begun < 5
    assert all_end(workers)


def test_workers_end_when_the_program_that_asks_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.replace("60_000", "1000"), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(program)], env=os.environ | {"PYTHONPATH": str(Path.cwd())}
    ) as running:
        while len(workers := children_of(running.pid)) < 3:
            time.sleep(0.02)
        running.kill()
    assert all_end(workers)


def all_end(processes: list[int]) -> bool:
    """Whether every process ends within some seconds; nobody may be there to bury it."""
    for _ in range(200):
        if all(state_of(process) in "Z " for process in processes):
            return True
        time.sleep(0.05)
    return False


def state_of(process: int) -> str:
    """Letter of a process's state by proc(5), a blank for one that is gone."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return " "
    return told.rpartition(") ")[2][:1]
