"""A worker process: opens a snapshot, answers one request at a time until its input ends.

Forked from ``server.engine.forks``, or started as ``python -m server.engine.worker CONFIGURATION``,
with requests on standard input and answers on standard output (``server.engine.frames``). A request
may be to open another snapshot. Nothing can stop a query in Oxigraph, so the server stops the
process.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from pyoxigraph import Store

from server.engine import sandbox
from server.engine.child import STDIN, STDOUT, live_with_parent
from server.engine.evaluation import Evaluator, NothingFitsError
from server.engine.frames import READ_SIZE, FrameKind, FrameReader, frame, write
from server.errors import NotWritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# Oxigraph writes 8 KiB at a time; a pipe holds 64 KiB.
CHUNK_SIZE = 65_536


class PipeOutput:
    """Sends an answer in frames, few and large."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._waiting: list[bytes | bytearray] = []
        self._data = bytearray()

    def header(self, payload: bytes) -> None:
        """Say what the bytes to come are; goes out with the first of them."""
        self._waiting += frame(FrameKind.HEADER, payload)

    def write(self, data: bytes) -> int:
        """Take bytes of the answer."""
        self._data += data
        if len(self._data) >= CHUNK_SIZE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Called when the serialiser is done; the end is what sends the rest."""

    def end(self, kind: FrameKind, cut: str | None = None) -> None:
        """Send what is left and say that there is no more, and whether a limit is why."""
        self._send(*frame(kind, (cut or "").encode()))

    def fail(self, error: str, message: str) -> None:
        """Say that there is no answer, or no more of it."""
        self._waiting.clear()
        self._data.clear()
        payload = json.dumps({"error": error, "message": message}).encode()
        write(self._descriptor, frame(FrameKind.ERROR, payload))

    def _send(self, *behind: bytes | bytearray) -> None:
        data = frame(FrameKind.DATA, self._data) if self._data else ()
        write(self._descriptor, [*self._waiting, *data, *behind])
        self._waiting.clear()
        self._data.clear()


def requests(descriptor: int) -> Iterator[dict[str, object]]:
    """The requests that come in, until the input ends."""
    reader = FrameReader()
    while data := os.read(descriptor, READ_SIZE):
        reader.feed(data)
        while (received := reader.next()) is not None:
            yield json.loads(received[1])


def opened(configuration: Mapping[str, object]) -> Evaluator | None:
    """Open a snapshot and say that it is open; or say why it is not, and give None."""
    sandbox.lift_memory_limit()
    try:
        store = Store.read_only(str(configuration["path"]))
    except (OSError, RuntimeError) as error:
        PipeOutput(STDOUT).fail("store", str(error))
        return None
    sandbox.limit_memory(int(str(configuration["memory"])))
    prefixes = configuration["prefixes"]
    evaluator = Evaluator(
        store, str(configuration["base"]), prefixes if isinstance(prefixes, dict) else {}
    )
    write(STDOUT, frame(FrameKind.READY))
    return evaluator


def answered(
    evaluator: Evaluator, request: Mapping[str, object], is_full: Callable[[], bool]
) -> bool:
    """Answer a request, or say what is wrong with it; whether another one may follow.

    Memory that was used for one answer (the deep stack of a nested query, say) is not given back
    to the system: a fresh process is 15 ms away.

    Args:
        evaluator: Asks the snapshot.
        request: What is asked.
        is_full: Whether the process holds so much memory that it is to end.
    """
    output = PipeOutput(STDOUT)
    try:
        cut = evaluator.answer(request, output)
    except SyntaxError as error:
        output.fail("syntax", str(error))
    except NothingFitsError as error:
        output.fail("format", str(error))
    except NotWritable as error:
        output.fail("characters", str(error))
    except MemoryError:
        output.fail("memory", "")
        return False
    except BrokenPipeError:
        return False
    except (OSError, RuntimeError, ValueError) as error:
        output.fail("evaluation", str(error))
    else:
        full = is_full()
        output.end(FrameKind.LAST if full else FrameKind.END, cut)
        return not full
    return True


def run(configuration: Mapping[str, object]) -> None:
    """Open the snapshot, then answer what is asked of it, or of another that is named later."""
    evaluator = opened(configuration)
    if evaluator is None:
        return
    memory = sandbox.ResidentMemory()
    enough = memory.size + int(str(configuration["memory"])) * sandbox.MEBIBYTE // 4
    for request in requests(STDIN):
        if "path" in request:
            # What it held is given back first.
            del evaluator
            evaluator = opened(request)
            if evaluator is None:
                return
        elif not answered(evaluator, request, lambda: memory.size > enough):
            return


def main(configuration: Mapping[str, object]) -> None:
    """Run until the work is done or the input ends, also in the middle of a query."""
    live_with_parent(lambda: run(configuration))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
