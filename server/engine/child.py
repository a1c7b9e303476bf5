"""How a process lives that works for the server: sandboxed, and no longer than its parent."""

from __future__ import annotations

import os
import select
import threading
from typing import TYPE_CHECKING

from server.engine import sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

STDIN, STDOUT = 0, 1

# Oxigraph's parser and optimiser recurse: with this much, 100,000 levels of nesting pass. It is
# address space; memory is taken as it is used.
STACK_SIZE = 512 * sandbox.MEBIBYTE
GRACE_SECONDS = 0.5


def live_with_parent(work: Callable[[], None]) -> None:
    """Run ``work`` on a thread with a large stack until it is done or the input ends.

    The main thread does no work: it waits for the server to close the input, or to be gone, and
    then takes the process down whatever Oxigraph is doing.
    """
    sandbox.forbid_sockets()
    sandbox.leave_no_core()
    threading.stack_size(STACK_SIZE)
    done, close_when_done = os.pipe()

    def run() -> None:
        try:
            work()
        finally:
            os.close(close_when_done)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    hung_up = select.poll()
    hung_up.register(STDIN, 0)
    hung_up.register(done, 0)
    hung_up.poll()
    worker.join(GRACE_SECONDS)
    if worker.is_alive():
        os._exit(0)
