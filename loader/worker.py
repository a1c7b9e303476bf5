"""A worker process that reads lists: see :mod:`loader.workers`.

It is started with the number of a file descriptor, over which it is given lists and answers each
with what was read, or with the exception that reading raised.
"""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection

from loader.reading import read
from loader.records import ListSnapshot, ReadingList


def work(line: Connection) -> None:
    """Read lists until the other end hangs up.

    Args:
        line: Gives snapshots with their texts, and takes lists or exceptions.
    """
    while True:
        try:
            snapshot, text = line.recv()
            line.send(_read(snapshot, text))
        except (EOFError, OSError):
            return


def _read(snapshot: ListSnapshot, text: str) -> ReadingList | Exception:
    try:
        return read(snapshot, text)
    except Exception as error:  # noqa: BLE001 (raised again in the process that asked)
        return error


if __name__ == "__main__":
    work(Connection(int(sys.argv[1])))
