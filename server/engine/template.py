"""The server's side of the process that query processes are forked from."""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from server.engine.forks import MOST_TOLD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server.engine.starting import Pipes, Spec

logger = logging.getLogger(__name__)

# Seconds in which it does what it is told; a fork takes a thousandth of that.
_PATIENCE = 5.0
_LEAVE_SECONDS = 2.0
# How a process ended that nobody waited for.
_UNKNOWN = 255


class Forked:
    """A process that was forked; see ``Process``.

    It is the template's child, so that the server waits for it by a descriptor, and has the
    template ask for its exit code. A process id could be another's by the time it is signalled.
    """

    def __init__(self, parent: _Parent, pid: int, descriptor: int) -> None:
        self.pid = pid
        self._parent = parent
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._code: int | None = None
        self._end = select.poll()
        self._end.register(descriptor, select.POLLIN)

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        with self._lock:
            if self._code is None and self._end.poll(0):
                self._code = self._parent.code_of(self.pid)
                os.close(self._descriptor)
            return self._code

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, once it has.

        Raises:
            subprocess.TimeoutExpired: It has not, in so many seconds.
        """
        while (code := self.poll()) is None:
            with self._lock:
                if self._code is not None:
                    return self._code
                # One of our own: another thread that sees the end closes the other.
                descriptor = os.dup(self._descriptor)
            try:
                end = select.poll()
                end.register(descriptor, select.POLLIN)
                if not end.poll(None if timeout is None else timeout * 1000):
                    raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            finally:
                os.close(descriptor)
        return code

    def kill(self) -> None:
        """End it at once; nothing happens if it has ended."""
        with self._lock:
            if self._code is None:
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)


class _Parent:
    """A template process.

    Attributes:
        lost: Whether it does nothing more.
    """

    def __init__(self) -> None:
        """Start it.

        Raises:
            OSError: There can be no more processes.
        """
        self.lost = False
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_PATIENCE)
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "server.engine.forks"],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    process_group=0,
                )
            except OSError:
                self._control.close()
                raise

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def fork(self, configuration: Mapping[str, object], streams: Sequence[int]) -> Forked:
        """A process.

        Raises:
            OSError: There is none.
        """
        answer, descriptors = self._tell({"start": configuration}, streams)
        return Forked(self, int(answer["pid"]), descriptors[0])

    def code_of(self, pid: int) -> int:
        """How a process ended that has."""
        try:
            return int(self._tell({"wait": pid})[0]["code"])
        except OSError:
            return _UNKNOWN

    def end(self) -> None:
        """End it; what it forked goes on, and is nobody's child."""
        with self._lock:
            self._give_up()

    def _tell(
        self, request: Mapping[str, object], streams: Sequence[int] = ()
    ) -> tuple[dict[str, Any], list[int]]:
        """Its answer, and the descriptors that came with it.

        Raises:
            OSError: It could not do it, or is lost.
        """
        with self._lock:
            if self.lost:
                raise ConnectionError("The process to fork from is gone")
            try:
                socket.send_fds(self._control, [json.dumps(request).encode()], streams)
                data, descriptors, _, _ = socket.recv_fds(self._control, MOST_TOLD, 1)
                if not data:
                    raise ConnectionError("The process to fork from has ended")
            except OSError:
                self._give_up()
                raise
        answer = json.loads(data)
        if "error" in answer:
            raise OSError(answer["error"])
        return answer, descriptors

    def _give_up(self) -> None:
        if self.lost:
            return
        self.lost = True
        self._control.close()
        try:
            self._process.wait(_LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Template:
    """Forks query processes from one that has imported all that they need.

    One that died is replaced by the next that is needed. Where there can be none, None is given
    each time, and processes have to be started anew.
    """

    def __init__(self) -> None:
        """Start the process; it is waited for by who needs it first."""
        self._lock = threading.Lock()
        self._closed = False
        self._proven = False
        self._usable = hasattr(os, "pidfd_open")
        self._parent = self._start()

    def fork(self, spec: Spec, pipes: Pipes) -> Forked | None:
        """A process that is told the configuration of ``spec``; None where there can be none."""
        parent = self._current()
        if parent is None:
            return None
        try:
            forked = parent.fork(spec.configuration, pipes.theirs)
        except OSError as error:
            logger.warning("A query process is started anew, not forked: %s", error)
            # What never worked here will not.
            self._usable = self._proven
            return None
        self._proven = True
        return forked

    @property
    def pid(self) -> int | None:
        """Process id of the one there is."""
        return None if self._parent is None else self._parent.pid

    def close(self) -> None:
        """Fork no more."""
        with self._lock:
            self._closed = True
            parent, self._parent = self._parent, None
        if parent is not None:
            parent.end()

    def _current(self) -> _Parent | None:
        with self._lock:
            if self._parent is None or self._parent.lost:
                self._parent = self._start()
            return self._parent

    def _start(self) -> _Parent | None:
        if self._closed or not self._usable:
            return None
        try:
            return _Parent()
        except OSError as error:
            logger.warning("There is no process to fork from: %s", error)
            return None
