"""Which snapshot is published: ``STORE/current`` names it, its manifest describes it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ontology import BASE, PREFIXES
from ontology.iris import Iris
from server.engine.model import Snapshot
from server.errors import NoGraph

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Published:
    """A snapshot and where its database lies."""

    snapshot: Snapshot
    database: Path

    @property
    def iris(self) -> Iris:
        """IRIs below the base that its own things have."""
        return Iris(str(self.snapshot.manifest.get("base", BASE)))

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that queries over it are written with."""
        return {**PREFIXES, **self.iris.instance_prefixes}


class Publication:
    """Looks which snapshot is published, cheaply enough to do so for each query."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._pointer = store / "current"

    def mark(self) -> tuple[int, int, int] | None:
        """Changes whenever another snapshot is published (one system call); None if none is."""
        try:
            status = self._pointer.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def read(self) -> Published:
        """The published snapshot.

        Raises:
            NoGraph: There is none, or it cannot be read; the message says what to do.
        """
        remedy = f"build one with: curagraph build SOURCE --store {self._store}"
        try:
            name = self._pointer.read_text(encoding="utf-8").strip()
        except OSError:
            raise NoGraph(f"No graph is published in {self._store}: {remedy}") from None
        # The name is one folder, never a way out of ``snapshots``.
        folder = self._store / "snapshots" / Path(name).name
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            snapshot = Snapshot(str(manifest["id"]), str(manifest["created"]), manifest)
        except (OSError, ValueError, KeyError, TypeError):
            message = f"The graph {name!r} in {self._store} is damaged: {remedy}"
            raise NoGraph(message) from None
        database = folder / "db"
        if not database.is_dir():
            raise NoGraph(f"The graph {name!r} in {self._store} has no database: {remedy}")
        return Published(snapshot, database)
