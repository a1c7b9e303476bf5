"""Reading many lists: in this process, or in several where that takes less time.

Each worker is a program of its own, ``python -m loader.worker``, and is given one list at a time.
One that dies, for whatever reason, takes that list with it and no other. It is not started by
multiprocessing, which would have each import the whole of the program that asks: a second, where
reading alone takes a tenth.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait

from loader.errors import SourceError
from loader.reading import read
from loader.records import ListSnapshot, ReadingList

# Characters from which on workers are worth their start: 1.4 million are read in a second, and a
# worker is ready after a third of one.
WORTH = 2_000_000
# Seconds that a worker whose line is closed has to be gone.
_LEAVE = 2.0

Text = tuple[ListSnapshot, str]


def read_each(
    texts: Sequence[Text], *, worth: int = WORTH, processes: int | None = None
) -> Iterator[tuple[int, ReadingList | SourceError]]:
    """Every list as it is read, with its place among the texts.

    Args:
        texts: Each list at its moment, with what it says.
        worth: Characters in all from which on several processes read.
        processes: How many read at most; as many as there are processors by default.

    Yields:
        Place and list, or the error of a list whose worker died, in the order they are done.
    """
    processes = min(processes or _processors(), len(texts))
    if processes > 1 and sum(len(text) for _, text in texts) >= worth:
        yield from _read_by_workers(texts, processes)
        return
    for place, (snapshot, text) in enumerate(texts):
        yield place, read(snapshot, text)


def _processors() -> int:
    """Processors that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Worker:
    """A process that reads lists, and this end of the line to it."""

    process: subprocess.Popen[bytes]
    line: Connection

    def give(self, text: Text) -> None:
        """Have it read a list; that it is dead shows when its answer is waited for."""
        with suppress(OSError):
            self.line.send(text)

    def end(self) -> int:
        """End it, whatever it is doing; its exit code if its line was closed before."""
        self.line.close()
        self.process.kill()
        return self.process.wait()

    def leave(self) -> int:
        """Its exit code, when it hung up."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_LEAVE)
        return self.end()


def _read_by_workers(
    texts: Sequence[Text], processes: int
) -> Iterator[tuple[int, ReadingList | SourceError]]:
    # The longest is taken first, so that none is begun when all others are done.
    places = sorted(range(len(texts)), key=lambda place: len(texts[place][1]))
    busy: dict[Connection, tuple[_Worker, int]] = {}
    workers: list[_Worker] = []
    try:
        workers.extend(_started() for _ in range(processes))
        for worker in workers:
            place = places.pop()
            busy[worker.line] = worker, place
            worker.give(texts[place])
        while busy:
            ready = wait(list(busy))
            for line in [line for line in busy if line in ready]:
                worker, place = busy.pop(line)
                found = _answer(worker, texts[place][0])
                if isinstance(found, SourceError) and places:
                    workers.remove(worker)
                    worker = _started()
                    workers.append(worker)
                yield place, found
                if places:
                    place = places.pop()
                    busy[worker.line] = worker, place
                    worker.give(texts[place])
    finally:
        for worker in workers:
            worker.end()


def _answer(worker: _Worker, snapshot: ListSnapshot) -> ReadingList | SourceError:
    """What a worker that is ready has to say; that it died, if it hung up.

    Raises:
        Exception: What reading the list raised.
    """
    try:
        found: ReadingList | Exception = worker.line.recv()
    except (EOFError, OSError):
        return _death_of(snapshot, worker.leave())
    if isinstance(found, Exception):
        raise found
    return found


def _death_of(snapshot: ListSnapshot, code: int) -> SourceError:
    how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
    return SourceError(
        f"{snapshot.source}: the process that read it {how}; see that there is enough memory, and "
        "name this list alone"
    )


def _started() -> _Worker:
    ours, theirs = Pipe()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
            # -P keeps a folder named loader in the current directory out.
            [sys.executable, "-P", "-m", "loader.worker", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            # Ctrl-C in a terminal is for this process, which then ends its workers.
            process_group=0,
        )
    return _Worker(process, ours)
