"""Publishing: quads become a snapshot that readers switch to at once or not at all.

``loader.storage.layout`` tells how that looks on disk. Graphs that the loader does not own are
carried over from the published snapshot last of all, while nobody can write to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from filelock import Timeout
from pyoxigraph import DefaultGraph, Quad, Store

from loader.errors import StoreError
from loader.identity.ledger import Ledger, ledger_text, read_ledger
from loader.storage.digest import digest_of
from loader.storage.layout import Layout, replace, snapshot_name, write
from ontology.iris import Iris

# A write ends at its own deadline, which is sooner.
_SWITCH_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` tells of a snapshot.

    Attributes:
        id: Name of the snapshot.
        created: Time of the build, ISO 8601 in UTC.
        content: Digest of what was built: all statements but the dataset description and the
            graphs that the loader does not own.
        base: Base IRI.
        quads: How many statements the database held when it was built; a write counts none.
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
        self._layout = Layout(root)

    def published(self) -> Path | None:
        """Directory of the published snapshot, if there is one.

        Raises:
            StoreError: ``current`` names a snapshot that is not there.
        """
        current = self._layout.current
        if not current.exists():
            return None
        name = current.read_text(encoding="utf-8").strip()
        path = self._layout.snapshots / name
        if not name or not (path / "manifest.json").is_file():
            raise StoreError(f"{current}: names no snapshot; remove the file and build again")
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
            raise StoreError(
                f"{file}: {error}; remove {self._layout.current} and build again"
            ) from error

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
            self._layout.snapshots.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.root}: cannot be made: {error.strerror}") from error
        try:
            with self._layout.building() as workplace:
                yield workplace
        except Timeout as error:
            raise StoreError(f"{self.root}: another build is running; wait for it") from error

    @contextmanager
    def switching(self) -> Iterator[None]:
        """Time in which the published snapshot stays the same, whoever writes.

        Raises:
            StoreError: Another one replaces it all the while.
        """
        try:
            with self._layout.switching(_SWITCH_SECONDS):
                yield
        except Timeout as error:
            raise StoreError(f"{self.root}: is being written to; try again later") from error

    def name_for(self, created: datetime, digest: str) -> str:
        """A name for a snapshot that none has: an earlier one may be of the same second.

        That one holds the same statements as well where the published one, built in between, does
        not: a correction was tried, and taken back.

        Args:
            created: Time of the build.
            digest: Digest of what was built, in hexadecimal digits.
        """
        names = (snapshot_name(created, digest[n:]) for n in range(len(digest)))
        return next(name for name in names if not (self._layout.snapshots / name).exists())

    def publish(self, workplace: Path, manifest: Manifest, ledger: Ledger) -> Path:
        """Make a finished snapshot the published one, within :meth:`switching`.

        Args:
            workplace: What :meth:`building` gave, with a closed database in ``db``.
            manifest: Its description.
            ledger: Keys to keep; written before readers can see any of them.
        """
        text = msgspec.json.format(msgspec.json.encode(manifest)).decode() + "\n"
        write(workplace / "manifest.json", text)
        return self._layout.publish(
            workplace,
            manifest.id,
            lambda: replace(self.root / "ids.tsv", ledger_text(ledger)),
        )


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


def carry_over(published: Path, own: Iris, workplace: Path) -> int:
    """Add the graphs that the loader does not own, empty ones too, to a filled snapshot.

    Args:
        published: Directory of the snapshot that holds them.
        own: The base below which that snapshot's own graphs are named.
        workplace: Directory of the new snapshot.

    Returns:
        How many statements the new snapshot holds then.
    """
    earlier = Store.read_only(str(published / "db"))
    graphs = [graph for graph in earlier.named_graphs() if not own.owns(graph.value)]
    store = Store(str(workplace / "db"))
    for graph in graphs:
        store.add_graph(graph)
    for graph_or_default in (DefaultGraph(), *graphs):
        store.bulk_extend(earlier.quads_for_pattern(None, None, None, graph_or_default))
    store.flush()
    return len(store)
