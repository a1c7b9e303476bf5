"""Frames between the server and a worker process: one byte kind, four bytes length, payload."""

from __future__ import annotations

import os
from enum import IntEnum
from struct import Struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = Struct(">BI")
READ_SIZE = 1 << 17


class FrameKind(IntEnum):
    """What a frame holds."""

    REQUEST = 1  # JSON, to the worker
    READY = 2  # empty: the snapshot is open
    HEADER = 3  # JSON: kind and media type of the answer
    DATA = 4  # a piece of the answer
    END = 5  # empty: the answer is whole; else the limit that ended it
    LAST = 6  # as END, and the worker ends itself
    ERROR = 7  # JSON: class and message


def frame(kind: FrameKind, payload: bytes | bytearray = b"") -> tuple[bytes, bytes | bytearray]:
    """Head and payload of a frame, ready for ``write``."""
    return HEAD.pack(kind, len(payload)), payload


def write(descriptor: int, pieces: Sequence[bytes | bytearray]) -> None:
    """Write all ``pieces`` in as few system calls as the pipe allows.

    Raises:
        BrokenPipeError: Nobody reads any more.
    """
    rest: list[bytes | bytearray | memoryview] = [piece for piece in pieces if piece]
    while rest:
        written = os.writev(descriptor, rest)
        while rest and written >= len(rest[0]):
            written -= len(rest.pop(0))
        if written:
            rest[0] = memoryview(rest[0])[written:]


class FrameReader:
    """Takes frames apart as their bytes come in."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> None:
        """Add bytes that were read."""
        self._bytes += data

    def is_answered(self) -> bool:
        """Whether what has been read ends with the end of an answer, and not of a worker."""
        kind, rest = self._last()
        return kind == FrameKind.END and rest == 0

    def is_cut(self) -> bool:
        """Whether what has been read ends within a frame."""
        return self._last()[1] != 0

    def _last(self) -> tuple[int, int]:
        """Kind of the last frame of which there is a head; bytes beyond its end, or missing."""
        buffer, start, kind = self._bytes, 0, 0
        while start + HEAD.size <= len(buffer):
            kind, length = HEAD.unpack_from(buffer, start)
            start += HEAD.size + length
        return kind, len(buffer) - start

    def next(self) -> tuple[FrameKind, bytes] | None:
        """The next whole frame, or None while its end is missing."""
        buffer = self._bytes
        if len(buffer) < HEAD.size:
            return None
        kind, length = HEAD.unpack_from(buffer)
        end = HEAD.size + length
        if len(buffer) < end:
            return None
        payload = bytes(memoryview(buffer)[HEAD.size : end])
        del buffer[:end]
        return FrameKind(kind), payload
