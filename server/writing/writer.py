"""The one who writes: one change at a time, each a snapshot of its own."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING

from filelock import Timeout

from loader.storage.layout import Layout, snapshot_name, timestamp, write
from server.engine.frames import FrameKind
from server.engine.process import WorkerProcess
from server.engine.snapshots import Publication
from server.engine.starting import command
from server.errors import ClientGone, EngineBusy, EngineError, EngineUnavailable, QueryTimeout
from server.writing.reports import error_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ontology.iris import Iris
    from server.engine.snapshots import Published
    from server.settings import Settings
    from server.writing.changes import Change


@dataclass(frozen=True, slots=True)
class Written:
    """What a write came to.

    Attributes:
        snapshot: Name of the snapshot that holds it.
        created: Whether it made the graph that it writes to.
    """

    snapshot: str
    created: bool


@dataclass(frozen=True, slots=True)
class _Spec:
    """What the writer process is started with."""

    memory: int
    work: str = "write"

    @property
    def configuration(self) -> Mapping[str, object]:
        """It is told all with each change."""
        return {}

    def command(self) -> list[str]:
        """The command line."""
        return command("server.writing.worker", self.configuration)


class _Until:
    """How long a write may take, and for whom it is made."""

    def __init__(self, seconds: float, left: Callable[[], bool] | None) -> None:
        self.seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._left = left

    @property
    def rest(self) -> float:
        """Seconds that are left of it."""
        return max(0.0, self._deadline - time.monotonic())

    def over(self) -> bool:
        """Whether there is nothing more to do."""
        return not self.rest or (self._left is not None and self._left())


class Writer:
    """Makes changes to the published graph, one after the other."""

    def __init__(self, settings: Settings, refreshes: Sequence[Callable[[], None]]) -> None:
        """Start the process that will make the first change.

        Args:
            settings: How the server runs.
            refreshes: Called when a change is published, before it is acknowledged: each returns
                once its readers see it.
        """
        self._settings = settings
        self._refreshes = refreshes
        self._layout = Layout(settings.store.absolute())
        self._publication = Publication(self._layout.root)
        self._spec = _Spec(settings.update_memory)
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        self._closed = False
        self._next: WorkerProcess | None = self._start()

    def base(self) -> Iris:
        """Tells which graphs builds make."""
        return self._publication.read().iris

    def make(self, change: Change, *, left: Callable[[], bool] | None = None) -> Written:
        """Make a change; when this returns it is on disk, and the next query sees it.

        Args:
            change: What is to be changed.
            left: Tells whether the one who asked has left.

        Raises:
            CuragraphError: It was not made, and nothing changed; the class says why.
        """
        limit = self._settings.update_timeout
        until = _Until(min(limit, change.seconds or limit), left)
        with self._alone(until):
            try:
                with self._layout.writing(until.rest) as workplace:
                    published = self._publication.read()
                    change.check(published.snapshot.id)
                    done = self._applied(change, published, workplace, until)
                    name = _describe(published, workplace)
                    self._layout.publish(workplace, name)
            except Timeout:
                raise _busy() from None
            except OSError as error:
                reason = error.strerror or error
                raise EngineUnavailable(f"The store cannot be written to: {reason}") from error
            self._show(name)
        return Written(name, bool(done["created"]))

    def close(self) -> None:
        """Make no more changes; one that is being made ends first."""
        with self._turn:
            self._closed = True
            if self._next is not None:
                self._next.close()
                self._next = None

    @contextmanager
    def _alone(self, until: _Until) -> Iterator[None]:
        """Wait for those before; few may wait."""
        with self._counting:
            if self._waiting > self._settings.queue_length:
                raise _busy()
            self._waiting += 1
        try:
            if not self._turn.acquire(timeout=until.rest):
                raise _busy()
            try:
                if self._closed:
                    raise EngineUnavailable("The server is stopping")
                yield
            finally:
                self._turn.release()
        finally:
            with self._counting:
                self._waiting -= 1

    def _start(self) -> WorkerProcess | None:
        try:
            return WorkerProcess(self._spec)
        except OSError:
            return None

    def _applied(
        self, change: Change, published: Published, workplace: Path, until: _Until
    ) -> Mapping[str, object]:
        """Let the process make the change in ``workplace``; what it says of it."""
        process, self._next = self._next, None
        if process is not None and not process.alive:
            process.bury()
            process = None
        process = process or self._start()
        if process is None:
            raise EngineUnavailable("No process for writing can be started")
        again = False
        request = {
            "source": str(published.database.absolute()),
            "work": str(workplace / "db"),
            "memory": self._settings.update_memory,
            "base": published.iris.base,
            **change.request(),
        }
        try:
            if not process.ready:
                process.wait_until_ready()
            process.send(request)
            kind, payload = process.receive(until.over)
            # It has closed the copy once it says that it ended, and may make the next change.
            again = kind is FrameKind.HEADER and process.receive(until.over)[0] is FrameKind.END
        except ClientGone:
            if until.rest:
                raise
            message = f"The write was stopped after {until.seconds:g} seconds, the most it may take"
            raise QueryTimeout(message, limit=until.seconds) from None
        finally:
            if again:
                self._next = process
            else:
                # Whatever became of it, the copy is in nobody's hands after this.
                process.kill()
                process.bury()
                self._next = self._start()
        report: dict[str, object] = json.loads(payload)
        if kind is not FrameKind.HEADER:
            raise error_of(report, change.text, published.prefixes, self._settings.update_memory)
        return report

    def _show(self, name: str) -> None:
        try:
            for refresh in self._refreshes:
                refresh()
        except EngineError as error:
            raise EngineUnavailable(
                f"The write was made and is on disk as {name}, but cannot be read yet: {error}"
            ) from error


def _describe(published: Published, workplace: Path) -> str:
    """Give a changed copy what else a snapshot has; its name.

    What the build says of itself stays: it built this, and the next build compares with it.
    """
    created = datetime.now(UTC)
    name = snapshot_name(created, token_hex(4))
    manifest = {
        **published.snapshot.manifest,
        "id": name,
        "created": timestamp(created),
    }
    write(workplace / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    lists = published.database.parent / "lists"
    if lists.is_dir():
        shutil.copytree(lists, workplace / "lists", copy_function=os.link)
    return name


def _busy() -> EngineBusy:
    return EngineBusy("Others are writing; try again in a few seconds")
