"""Git, asked only for what runs no other program.

A folder of somebody else's may hold a ``.git`` whose configuration names programs to run. No
filter, hook, pager, signer or remote helper is started, and nobody's settings but ours are read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from typing import IO

from loader.errors import HistoryError

# Seconds; git answers most questions in a hundredth of that, in repositories of any usual size.
PATIENCE = 10.0
_SETTINGS = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    # A partial clone would fetch what it lacks.
    "protocol.allow=never",
    # A bare repository that hides in a folder is not the folder's own.
    "safe.bareRepository=explicit",
)
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# What cat-file says of an object that is there: digest, type and size.
_SAID_OF_OBJECT = 3
# For git log: what a repository's own settings could have it run or show.
QUIET = ("--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-color", "--no-notes")


def top_of(path: Path) -> Path | None:
    """The folder above a file that holds ``.git``."""
    return next((folder for folder in path.parents if (folder / ".git").exists()), None)


def git(top: Path, *arguments: str, patience: float | None = None) -> str | None:
    """What git says, ``None`` where it says nothing in time, too much, fails or is not there.

    Args:
        top: The checkout's folder.
        arguments: Of our own making.
        patience: Seconds, where the question takes longer than most.
    """
    command = _command(top, *arguments)
    if command is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 (arguments of our own; no shell)
            command,
            capture_output=True,
            check=False,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            timeout=patience or PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def blobs(
    top: Path, digests: Iterable[str], largest: int, patience: float
) -> Iterator[bytes | None]:
    """What git keeps under digests, one at a time, in their order.

    Args:
        top: The checkout's folder.
        digests: Of files.
        largest: Bytes; what is larger is ``None``, as what is not there or no file.
        patience: Seconds for all, those spent between them included.

    Raises:
        HistoryError: Git is not there, fails, or takes longer.
    """
    command = _command(top, "cat-file", "--batch")
    if command is None:
        raise HistoryError("git is not there")
    with subprocess.Popen(  # noqa: S603 (arguments of our own; no shell)
        command,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running:
        ending = Timer(patience, running.kill)
        ending.start()
        try:
            for digest in digests:
                yield _blob(running, digest, largest)
        except OSError as error:
            raise HistoryError("git stopped, or took too long") from error
        finally:
            ending.cancel()
            running.kill()
            with suppress(OSError):  # of what it was asked and takes no more
                if running.stdin is not None:
                    running.stdin.close()


def _blob(running: subprocess.Popen[bytes], digest: str, largest: int) -> bytes | None:
    if running.stdin is None or running.stdout is None:
        raise HistoryError("git cannot be asked")
    running.stdin.write(f"{digest}\n".encode())
    running.stdin.flush()
    said = running.stdout.readline().split()
    if not said:
        raise HistoryError("git stopped, or took too long")
    if len(said) != _SAID_OF_OBJECT:
        return None
    size = int(said[2])
    if said[1] != b"blob" or size > largest:
        _pass_over(running.stdout, size + 1)
        return None
    body = running.stdout.read(size + 1)
    if len(body) != size + 1:
        raise HistoryError("git stopped, or took too long")
    return body[:size]


def _pass_over(file: IO[bytes], size: int) -> None:
    while size > 0 and (piece := file.read(min(size, 1 << 20))):
        size -= len(piece)


def _command(top: Path, *arguments: str) -> list[str] | None:
    program = shutil.which("git")
    if program is None:
        return None
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    return [program, "--no-pager", "--literal-pathspecs", *settings, "-C", str(top), *arguments]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | _ENVIRONMENT


def in_utc(time: str) -> str | None:
    """A time as git prints it, as an ``xsd:dateTime`` in UTC; ``None`` where it is no time.

    >>> in_utc("2023-04-01T01:30:00+02:00"), in_utc("")
    ('2023-03-31T23:30:00Z', None)
    """
    try:
        return datetime.fromisoformat(time).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None
