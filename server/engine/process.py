"""The server's side of one worker process: start it, talk to it, know why it died."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from server.engine.frames import READ_SIZE, FrameKind, FrameReader, frame, write
from server.engine.starting import Pipes, command, spawned
from server.errors import ClientGone, EngineUnavailable, QueryOutOfMemory, WorkerLost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from server.engine.starting import Process, Spec
    from server.engine.template import Template

START_SECONDS = 30.0
LEAVE_SECONDS = 2.0
# How often the one who asked is looked after while a worker says nothing.
LOOK_SECONDS = 0.2
# A larger pipe than the usual 64 KiB saves switches between the two processes.
PIPE_SIZE = 1 << 18
OBITUARY_SIZE = 4096
_NICE = 10


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """What a worker process is started with.

    Attributes:
        path: Directory of the Oxigraph database, opened read-only.
        memory: MiB that its queries may use.
        base: IRI that relative ones in queries are relative to.
        prefixes: Prefixes for the formats that write them.
    """

    path: Path
    memory: int
    base: str
    prefixes: Mapping[str, str] = field(hash=False)

    @property
    def work(self) -> str:
        """What it does, for messages."""
        return "query"

    @property
    def configuration(self) -> Mapping[str, object]:
        """What the process is told."""
        return {
            "path": str(self.path),
            "memory": self.memory,
            "base": self.base,
            "prefixes": dict(self.prefixes),
        }

    def command(self) -> list[str]:
        """The command line."""
        return command("server.engine.worker", self.configuration)


class WorkerProcess:
    """One worker process; used by one thread at a time, killed from any.

    Attributes:
        memory: MiB that its work may use.
        gives_way: Whether others have the processor first.
        ready: Whether it said that it is.
    """

    def __init__(self, spec: Spec, template: Template | None = None) -> None:
        """Start it; it is of use after ``wait_until_ready``.

        Args:
            spec: What it is started with.
            template: What it is forked from, where it can be; else a command line is run.

        Raises:
            OSError: There can be no more processes, or descriptors.
        """
        self.memory = spec.memory
        self.gives_way = False
        self.ready = False
        self._work = spec.work
        self._pipes = Pipes()
        try:
            forked = None if template is None else template.fork(spec, self._pipes)
            self._process: Process = forked or spawned(spec, self._pipes)
        except OSError:
            self._pipes.close()
            raise
        self._pipes.hand_over()
        self._stdin, self._stdout, self._stderr = self._pipes.ours
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            # Refused once the user's pipes hold more than the system allows: the small one does.
            with contextlib.suppress(OSError):
                fcntl.fcntl(self._stdout, fcntl.F_SETPIPE_SZ, PIPE_SIZE)
        self._readable = select.poll()
        self._readable.register(self._stdout, select.POLLIN)
        self._frames = FrameReader()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Return once the snapshot is open.

        Raises:
            EngineUnavailable: It could not be opened; the process is gone.
        """
        deadline = time.monotonic() + START_SECONDS
        try:
            kind, payload = self.receive(lambda: time.monotonic() > deadline)
        except ClientGone:
            self.kill()
            message = f"A {self._work} process did not start within {START_SECONDS:g} seconds"
            raise EngineUnavailable(message) from None
        except WorkerLost as error:
            raise EngineUnavailable(f"A {self._work} process does not start: {error}") from None
        if kind is not FrameKind.READY:
            self.kill()
            reason = json.loads(payload)["message"]
            raise EngineUnavailable(f"The graph cannot be opened: {reason}")
        self.ready = True

    def send(self, request: Mapping[str, object]) -> None:
        """Ask for an answer, which ``receive`` then gives piece by piece."""
        with contextlib.suppress(BrokenPipeError):  # its death is told by receive()
            write(self._stdin, frame(FrameKind.REQUEST, json.dumps(request).encode()))

    def receive(self, left: Callable[[], bool] | None = None) -> tuple[FrameKind, bytes]:
        """The next frame.

        Args:
            left: Tells whether to give up; asked a few times a second.

        Raises:
            ClientGone: ``left`` said so.
            QueryOutOfMemory | WorkerLost: The process died.
        """
        while (received := self._frames.next()) is None:
            while not self._readable.poll(None if left is None else LOOK_SECONDS * 1000):
                if left is not None and left():
                    raise ClientGone("The client left before its answer was ready")
            data = os.read(self._stdout, READ_SIZE)
            if not data:
                raise self._obituary()
            self._frames.feed(data)
        return received

    def reopen(self, spec: WorkerSpec) -> None:
        """Let an idle worker open another snapshot.

        Raises:
            EngineUnavailable: It could not; the process is gone.
        """
        self.send(spec.configuration)
        self.wait_until_ready()

    @property
    def descriptor(self) -> int:
        """Can be read when there is something to receive."""
        return self._stdout

    def has_answered(self) -> bool:
        """Whether all of an answer can be received, without a wait that matters."""
        patience, size = 0, 0
        while size <= PIPE_SIZE and self._readable.poll(patience):
            data = os.read(self._stdout, READ_SIZE)
            self._frames.feed(data)
            if not data or self._frames.is_answered():
                return bool(data)
            if not self._frames.is_cut():
                return False
            # The system tells of the first pages of what is just being written.
            patience, size = 1, size + len(data)
        return False

    def kill(self) -> None:
        """End it at once, whatever it does; takes 2 ms. May be called from any thread."""
        self._process.kill()

    def give_way(self) -> None:
        """Let others have the processor first, from now on; it cannot be taken back."""
        if not self.gives_way:
            self.gives_way = True
            # The group is this process alone; by its own number, one thread of it is meant.
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PGRP, self.pid, os.getpriority(os.PRIO_PROCESS, 0) + _NICE)

    def bury(self) -> None:
        """Wait for the end of a process that was killed, and close its pipes; once is enough."""
        self._process.wait()
        self._pipes.close()

    def close(self) -> None:
        """Let an idle worker end by itself; one that does not is killed."""
        self._pipes.close_input()
        try:
            self._process.wait(LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self.bury()

    def _obituary(self) -> QueryOutOfMemory | WorkerLost:
        """Why the process is gone."""
        try:
            code = self._process.wait(LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            code = self._process.wait()
        os.set_blocking(self._stderr, False)
        try:
            last_words = os.read(self._stderr, OBITUARY_SIZE)
        except BlockingIOError:
            last_words = b""
        starved = b"memory allocation" in last_words or b"bad_alloc" in last_words
        # Nobody else kills a worker with SIGKILL but a system that runs out of memory.
        if starved or code == -signal.SIGKILL:
            return out_of_memory(self.memory, self._work)
        if code < 0:
            name = signal.Signals(-code).name
            hint = "; is it nested very deeply?" if code == -signal.SIGSEGV else ""
            return WorkerLost(f"The {self._work} brought its process down ({name}){hint}")
        words = last_words.decode(errors="replace").strip().rpartition("\n")[2]
        return WorkerLost(f"The {self._work}'s process ended with code {code}. {words}".strip())


def out_of_memory(memory: int, work: str = "query") -> QueryOutOfMemory:
    """The error that names the limit."""
    return QueryOutOfMemory(f"The {work} needs more than {memory} MiB of memory", limit=memory)
