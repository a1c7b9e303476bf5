"""The files behind the lists: read as they are, and written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from loader.errors import SourceError
from loader.lint.pages import Page
from loader.sources.text import decoded, read_limited

STANDARD_INPUT = "-"


def file_of(page: Page) -> Path | None:
    """The file that a list was read from, ``None`` where it came from anywhere else."""
    path = Path(page.source)
    local = page.reading.snapshot.origin == path.resolve().as_uri()
    return path if local and page.source != STANDARD_INPUT else None


def bytes_of(path: Path, page: Page) -> bytes:
    """The file's bytes, still the list that was looked at.

    Raises:
        SourceError: The file cannot be read, or was changed in the meantime.
    """
    try:
        with path.open("rb") as file:
            raw = read_limited(file, str(path))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    if decoded(raw, str(path)) != page.text:
        raise SourceError(f"{path}: changed while it was looked at; run it again")
    return raw


def write(path: Path, raw: bytes) -> None:
    """Put bytes in a file's place at once, with its permissions; a link stays a link.

    Raises:
        SourceError: The file cannot be written; it is then as it was.
    """
    target = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode & 0o7777)
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise SourceError(f"{path}: cannot be written: {error.strerror}") from error


def standard_input() -> bytes:
    """The bytes of standard input.

    Raises:
        SourceError: There are more than a list can have.
    """
    return read_limited(sys.stdin.buffer, "standard input")
