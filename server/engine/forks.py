"""A process that query processes are forked from: it has imported all that they need.

Started as ``python -m server.engine.forks`` with a socket as standard input (``server.engine.
template`` holds the other end). A new Python that imports as much takes 70 ms of a processor, a
fork of this one takes one. It opens no database and starts no thread: a fork of a process that has
an open database hangs now and then.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import traceback
from typing import TYPE_CHECKING

from server.engine import worker
from server.engine.child import STDIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Bytes that it can be told at a time.
MOST_TOLD = 1 << 16
# Standard input, output and error of a process to come.
_STREAMS = 3


def fork(configuration: Mapping[str, object], streams: Sequence[int]) -> tuple[int, int]:
    """A query process.

    Args:
        configuration: What it is told.
        streams: Descriptors of its standard input, output and error.

    Returns:
        Its process id, and a descriptor that stands for it and for no later one with that number.

    Raises:
        OSError: There can be no more processes, or the system has no such descriptors.
    """
    pid = os.fork()
    if pid == 0:
        _become(configuration, streams)
    try:
        # In a group of its own, before anybody knows of it: that is what it is told by to give way.
        os.setpgid(pid, pid)
        return pid, os.pidfd_open(pid)
    except OSError:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise


def _become(configuration: Mapping[str, object], streams: Sequence[int]) -> None:
    """Be a query process, and end as one."""
    code = 1
    try:
        # The socket is this process's standard input no more.
        for number, descriptor in enumerate(streams):
            os.dup2(descriptor, number)
            os.close(descriptor)
        worker.main(configuration)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, this must not become a second template
        traceback.print_exc()
    finally:
        os._exit(code)


def run(control: socket.socket) -> None:
    """Fork, and wait for what was forked, as it is told; until nobody tells it any more."""
    while True:
        told, streams, _, _ = socket.recv_fds(control, MOST_TOLD, _STREAMS)
        if not told:
            return
        request = json.loads(told)
        answer: dict[str, object] = {}
        sent: list[int] = []
        try:
            if "wait" in request:
                # It has ended: a wait for one that has not would keep all others waiting.
                _, status = os.waitpid(request["wait"], os.WNOHANG)
                answer["code"] = os.waitstatus_to_exitcode(status)
            else:
                answer["pid"], descriptor = fork(request["start"], streams)
                sent.append(descriptor)
        except OSError as error:
            answer["error"] = str(error)
        for descriptor in streams:
            os.close(descriptor)
        try:
            socket.send_fds(control, [json.dumps(answer).encode()], sent)
        except (BrokenPipeError, ConnectionResetError):
            return
        finally:
            for descriptor in sent:
                os.close(descriptor)


if __name__ == "__main__":
    run(socket.socket(fileno=STDIN))
