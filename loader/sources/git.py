"""Git, asked only for what runs no other program.

A folder of somebody else's may hold a ``.git`` whose configuration names programs to run. No
filter, hook, pager, signer or remote helper is started, and nobody's settings but ours are read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

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
    program = shutil.which("git")
    if program is None:
        return None
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    command = [program, "--no-pager", "--literal-pathspecs", *settings, "-C", str(top), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 (arguments of our own; no shell)
            command,
            capture_output=True,
            check=False,
            env=kept | _ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            timeout=patience or PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def in_utc(time: str) -> str | None:
    """A time as git prints it, as an ``xsd:dateTime`` in UTC; ``None`` where it is no time.

    >>> in_utc("2023-04-01T01:30:00+02:00"), in_utc("")
    ('2023-03-31T23:30:00Z', None)
    """
    try:
        return datetime.fromisoformat(time).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None
