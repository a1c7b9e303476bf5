"""Publishing: quads become a snapshot that readers switch to at once or not at all.

    STORE/
      snapshots/<time>-<content>/db         Oxigraph database, never written again
                                /lists      what each list said, for the next build
                                /manifest.json
      current                               name of the published snapshot
      ids.tsv                               keys given once
      lock                                  held while a build runs

A snapshot is built under a name that starts with a dot and renamed when it is whole and on disk;
then ``current`` is replaced by a rename. Killed anywhere in between, the published snapshot is as
it was, and what lies about is removed by the next build, which the lock keeps alone.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout
from pyoxigraph import Quad, RdfFormat, Store

from loader.errors import StoreError
from loader.identity.ledger import Ledger, ledger_text, read_ledger

# Snapshots kept beside the published one, for readers that have one open.
KEPT = 2
_UNFINISHED = ".building-"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` tells of a snapshot.

    Attributes:
        id: Name of the snapshot.
        created: Time of the build, ISO 8601 in UTC.
        content: Digest of all statements but the dataset description.
        base: Base IRI.
        quads: How many statements the database holds.
        lists: Key, title and number of entries of each list.
        counts: How many things of each kind there are.
        software: What built it.
    """

    id: str
    created: str
    content: str
    base: str
    quads: int
    lists: tuple[dict[str, Any], ...]
    counts: dict[str, int]
    software: str

    def same_content(self, other: Manifest) -> bool:
        """Whether another snapshot holds the same statements, made by the same software."""
        return (self.content, self.software, self.base) == (
            other.content,
            other.software,
            other.base,
        )


class SnapshotStore:
    """A store directory."""

    def __init__(self, root: Path) -> None:
        """Name the directory; nothing is touched yet."""
        self.root = root
        self._snapshots = root / "snapshots"
        self._current = root / "current"

    def published(self) -> Path | None:
        """Directory of the published snapshot, if there is one.

        Raises:
            StoreError: ``current`` names a snapshot that is not there.
        """
        if not self._current.exists():
            return None
        name = self._current.read_text(encoding="utf-8").strip()
        path = self._snapshots / name
        if not name or not (path / "manifest.json").is_file():
            raise StoreError(f"{self._current}: names no snapshot; remove the file and build again")
        return path

    def manifest(self) -> Manifest | None:
        """Manifest of the published snapshot, if there is one.

        Raises:
            StoreError: It is not what a build writes.
        """
        path = self.published()
        if path is None:
            return None
        file = path / "manifest.json"
        try:
            return msgspec.json.decode(file.read_bytes(), type=Manifest)
        except msgspec.DecodeError as error:
            raise StoreError(f"{file}: {error}; remove {self._current} and build again") from error

    def ledger(self) -> Ledger:
        """The keys given so far."""
        return read_ledger(self.root / "ids.tsv")

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A directory to build the next snapshot in, while no other build runs.

        What an earlier build left unfinished is removed first; what this one leaves is removed
        at the end.

        Raises:
            StoreError: Another build runs, or the directory cannot be made.
        """
        try:
            self._snapshots.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.root}: cannot be made: {error.strerror}") from error
        try:
            with FileLock(self.root / "lock", timeout=0):
                self._sweep()
                workplace = self._snapshots / f"{_UNFINISHED}{os.getpid()}"
                workplace.mkdir()
                try:
                    yield workplace
                finally:
                    shutil.rmtree(workplace, ignore_errors=True)
        except Timeout as error:
            raise StoreError(f"{self.root}: another build is running; wait for it") from error

    def publish(self, workplace: Path, manifest: Manifest, ledger: Ledger) -> Path:
        """Make a finished snapshot the published one and remove old ones.

        Args:
            workplace: What :meth:`building` gave, with a closed database in ``db``.
            manifest: Its description.
            ledger: Keys to keep; written before readers can see any of them.
        """
        _write(
            workplace / "manifest.json",
            msgspec.json.format(msgspec.json.encode(manifest)).decode() + "\n",
        )
        for path in workplace.rglob("*"):
            _sync(path)
        _sync(workplace)
        target = self._snapshots / manifest.id
        workplace.rename(target)
        _sync(self._snapshots)
        _replace(self.root / "ids.tsv", ledger_text(ledger))
        _replace(self._current, manifest.id + "\n")
        self._retire(keep=target)
        return target

    def _sweep(self) -> None:
        for path in self._snapshots.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(path)

    def _retire(self, keep: Path) -> None:
        """Remove old snapshots; who has one open keeps reading it until closing it."""
        old = sorted(path for path in self._snapshots.iterdir() if path != keep)
        for path in old[: max(0, len(old) - KEPT)]:
            shutil.rmtree(path, ignore_errors=True)


def load(
    workplace: Path, quads: Iterable[Quad], describe: Callable[[Store, str], Iterable[Quad]]
) -> tuple[str, int]:
    """Fill a snapshot's database and close it.

    Args:
        workplace: Directory of the snapshot.
        quads: All statements but the description.
        describe: Gives the description from the filled store and its digest.

    Returns:
        The digest of the statements without the description, and how many there are with it.
    """
    store = Store(str(workplace / "db"))
    store.bulk_extend(quads)
    digest = digest_of(store)
    store.bulk_extend(describe(store, digest))
    store.optimize()
    store.flush()
    return digest, len(store)


def digest_of(store: Store) -> str:
    """A digest of a store's statements that does not depend on their order.

    The SHA-256 of every line of N-Quads, added up modulo 2^256: flat in memory for any size.
    """
    total = _LineSum()
    with io.BufferedWriter(total) as file:
        store.dump(file, format=RdfFormat.N_QUADS)
    return total.hexdigest()


class _LineSum(io.RawIOBase):
    """A writable file that adds up the digests of the lines written to it."""

    def __init__(self) -> None:
        super().__init__()
        self._total = 0
        self._rest = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401 (any buffer, as RawIOBase has it)
        *lines, self._rest = (self._rest + bytes(data)).split(b"\n")
        for line in lines:
            self._total += int.from_bytes(hashlib.sha256(line).digest(), "big")
        return len(data)

    def hexdigest(self) -> str:
        return f"{self._total % 2**256:064x}"


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, text: str) -> None:
    """Give a file a new content in one step that is on disk when this returns."""
    fresh = path.with_name(f".{path.name}.new")
    _write(fresh, text)
    fresh.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def snapshot_name(created: datetime, digest: str) -> str:
    """Name of a snapshot: sortable time and the first digits of its content.

    >>> snapshot_name(datetime(2026, 11, 23, 20, 36, 5, tzinfo=UTC), "ab12cd34ef")
    '20261123T203605Z-ab12cd34'
    """
    return f"{created.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest[:8]}"
