"""How a process that works for the server is started, and what the server holds of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class Spec(Protocol):
    """What a process is started with."""

    @property
    def memory(self) -> int:
        """MiB that its work may use."""
        ...

    @property
    def work(self) -> str:
        """What it does, for messages: ``query``."""
        ...

    @property
    def configuration(self) -> Mapping[str, object]:
        """What the process is told."""
        ...

    def command(self) -> list[str]:
        """The command line."""
        ...


class Process(Protocol):
    """A process that was started; as ``subprocess.Popen`` has it."""

    @property
    def pid(self) -> int:
        """Its process id."""
        ...

    def poll(self) -> int | None:
        """How it ended, as ``wait`` has it; None while it runs."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, once it has: its exit code, or a signal's number below zero.

        Raises:
            subprocess.TimeoutExpired: It has not, in so many seconds.
        """
        ...

    def kill(self) -> None:
        """End it at once; nothing happens if it has ended."""
        ...


class Pipes:
    """The standard input, output and error of a process to come.

    Attributes:
        ours: The ends that the server keeps.
        theirs: The other ends, in the same order, until the process has them.
    """

    def __init__(self) -> None:
        """Open three pipes.

        Raises:
            OSError: There are no more descriptors.
        """
        self.ours: list[int] = []
        self.theirs: list[int] = []
        try:
            for number in range(3):
                reads, writes = os.pipe()
                self.ours.append(reads if number else writes)
                self.theirs.append(writes if number else reads)
        except OSError:
            self.close()
            raise

    def hand_over(self) -> None:
        """Close the ends that a process has been given."""
        _close(self.theirs)

    def close_input(self) -> None:
        """Let the process see that there is no more to come."""
        if self.ours:
            os.close(self.ours.pop(0))

    def close(self) -> None:
        """Close whatever is open."""
        _close(self.ours)
        _close(self.theirs)


def command(module: str, configuration: Mapping[str, object]) -> list[str]:
    """A command line; ``-P`` keeps a ``server`` folder in the current directory out."""
    return [sys.executable, "-P", "-m", module, json.dumps(configuration)]


def spawned(spec: Spec, pipes: Pipes) -> Process:
    """A process that runs the command line of ``spec``.

    Raises:
        OSError: There can be no more.
    """
    stdin, stdout, stderr = pipes.theirs
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        spec.command(),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        # Ctrl-C in a terminal is for the server, which then stops its workers.
        process_group=0,
    )


def _close(descriptors: list[int]) -> None:
    while descriptors:
        os.close(descriptors.pop())
