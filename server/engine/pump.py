"""What a serialiser writes, given on in pieces: the work goes on in a thread of its own.

A serialiser pushes bytes into an output, an answer is pulled by the one who sends it. A result of
pyoxigraph belongs to the thread that made it, so that all the work is done in that one thread; it
waits while nobody takes what is written, so that memory stays flat.
"""

from __future__ import annotations

import io
import queue
import threading
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from server.engine.output import Output

CHUNK_SIZE = 65_536
_CHUNKS_AHEAD = 4
_LOOK_SECONDS = 0.2


class StoppedError(Exception):
    """Nobody wants the rest; raised into the serialiser, it ends the work."""


class Chunks(io.RawIOBase):
    """A readable file of what comes in pieces."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 (any buffer, as RawIOBase has it)
        """Fill a buffer with what is at hand; gives how many bytes that was."""
        if not self._rest:
            self._rest = memoryview(next((each for each in self._chunks if each), b""))
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


class Pump:
    """The output of some work, and an iterator over what it writes.

    Attributes:
        result: What the work came to, once all has been read.
    """

    def __init__(self, work: Callable[[Output], str | None]) -> None:
        """Begin.

        Args:
            work: Writes to the output it is given; what it raises is raised to who reads.
        """
        self.result: str | None = None
        self._work = work
        self._data = bytearray()
        self._queue: queue.Queue[bytes | BaseException | None] = queue.Queue(_CHUNKS_AHEAD)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pump", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[bytes]:
        """The bytes as they are written."""
        while (item := self._queue.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    def stop(self) -> None:
        """Want no more; the work ends when it next writes."""
        self._stopped.set()

    def header(self, payload: bytes) -> None:
        """An answer's kind and type are known to who reads."""

    def write(self, data: bytes) -> int:
        """Take bytes; called by the work.

        Raises:
            StoppedError: Nobody wants them.
        """
        self._data += data
        if len(self._data) >= CHUNK_SIZE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Needed by what writes files."""

    def _run(self) -> None:
        try:
            self.result = self._work(self)
            if self._data:
                self._send()
            self._put(None)
        except StoppedError:
            pass
        except Exception as error:  # noqa: BLE001 - it is raised again, where it can be told
            # A result of pyoxigraph that its frames hold must not outlive this thread.
            traceback.clear_frames(error.__traceback__)
            self._put(error.with_traceback(None))

    def _send(self) -> None:
        data = bytes(self._data)
        self._data.clear()
        if not self._put(data):
            raise StoppedError

    def _put(self, item: bytes | BaseException | None) -> bool:
        """Whether there was somebody to take it."""
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=_LOOK_SECONDS)
            except queue.Full:
                continue
            return True
        return False
