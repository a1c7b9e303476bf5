"""Snapshots on disk: how one is made, and how readers come to it at once or not at all.

    STORE/
      snapshots/<time>-<suffix>/db          Oxigraph database, never written again
                               /lists       what each list said, for the next build
                               /manifest.json
      current                               name of the published snapshot
      ids.tsv                               keys given once
      lock                                  held while a build runs
      switch.lock                           held from looking at ``current`` to replacing it

A snapshot is made under a name that starts with a dot and renamed when it is whole and on disk;
then ``current`` is replaced by a rename. Killed anywhere in between, the published snapshot is as
it was, and what lies about is removed by the next one who makes a snapshot, alone by its lock.

Two locks, because a build takes long and a write does not: a build holds ``switch.lock`` only for
its last step, in which it takes over what was written while it ran.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

# Snapshots kept beside the published one, for readers that have one open.
KEPT = 2
BUILDING, WRITING = ".building-", ".writing-"


class Layout:
    """A store directory."""

    def __init__(self, root: Path) -> None:
        """Name the directory; nothing is touched yet."""
        self.root = root
        self.snapshots = root / "snapshots"
        self.current = root / "current"

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A directory to build a snapshot in, while no other build runs.

        Raises:
            Timeout: Another build runs.
            OSError: The directory cannot be made.
        """
        with FileLock(self.root / "lock", timeout=0):
            self._sweep(BUILDING)
            with self._workplace(BUILDING) as workplace:
                yield workplace

    @contextmanager
    def switching(self, seconds: float) -> Iterator[None]:
        """Time in which nobody else replaces ``current``.

        Args:
            seconds: How long to wait for it.

        Raises:
            Timeout: Another one did so all the while.
        """
        with FileLock(self.root / "switch.lock", timeout=seconds):
            yield

    @contextmanager
    def writing(self, seconds: float) -> Iterator[Path]:
        """A directory to make a snapshot in from the published one, which stays so meanwhile.

        Args:
            seconds: How long to wait for whoever else replaces it.

        Raises:
            Timeout: Another one did so all the while.
            OSError: The directory cannot be made.
        """
        with self.switching(seconds):
            self._sweep(WRITING)
            with self._workplace(WRITING) as workplace:
                yield workplace

    def publish(
        self, workplace: Path, name: str, before_switch: Callable[[], None] | None = None
    ) -> Path:
        """Make a finished snapshot the published one and remove old ones.

        To be called within :meth:`switching` or :meth:`writing`.

        Args:
            workplace: Directory of the snapshot: a closed database in ``db`` and its manifest.
            name: Its name from now on.
            before_switch: Called once it is on disk, before readers can see it.
        """
        for path in workplace.rglob("*"):
            _sync(path)
        _sync(workplace)
        target = self.snapshots / name
        workplace.rename(target)
        _sync(self.snapshots)
        if before_switch is not None:
            before_switch()
        replace(self.current, name + "\n")
        self._retire(keep=target)
        return target

    @contextmanager
    def _workplace(self, prefix: str) -> Iterator[Path]:
        path = self.snapshots / f"{prefix}{os.getpid()}"
        path.mkdir()
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def _sweep(self, prefix: str) -> None:
        """Remove what was left unfinished by who held the lock before."""
        for path in self.snapshots.glob(f"{prefix}*"):
            shutil.rmtree(path)

    def _retire(self, keep: Path) -> None:
        """Remove old snapshots; who has one open keeps reading it until closing it."""
        whole = [path for path in self.snapshots.iterdir() if not path.name.startswith(".")]
        # By the time their manifest was written: many may have been within a second.
        old = sorted((path for path in whole if path != keep), key=_made)
        for path in old[: max(0, len(old) - KEPT)]:
            shutil.rmtree(path, ignore_errors=True)


def snapshot_name(created: datetime, suffix: str) -> str:
    """Name of a snapshot: sortable time and what tells it from others.

    >>> snapshot_name(datetime(2026, 11, 23, 20, 36, 5, tzinfo=UTC), "ab12cd34ef")
    '20261123T203605Z-ab12cd34'
    """
    return f"{created.astimezone(UTC):%Y%m%dT%H%M%SZ}-{suffix[:8]}"


def timestamp(created: datetime) -> str:
    """The time of a snapshot as its manifest tells it.

    >>> timestamp(datetime(2026, 11, 23, 20, 36, 5, tzinfo=UTC))
    '2026-11-23T20:36:05Z'
    """
    return created.isoformat(timespec="seconds").replace("+00:00", "Z")


def write(path: Path, text: str) -> None:
    """Write a file that is on disk when this returns."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, text: str) -> None:
    """Give a file a new content in one step that is on disk when this returns."""
    fresh = path.with_name(f".{path.name}.new")
    write(fresh, text)
    fresh.replace(path)
    _sync(path.parent)


def _made(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
