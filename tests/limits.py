"""A limit for what must end: a guard against work that grows faster than its input.

How long something takes is measured by the benchmarks. A test that is guarded uses input on which
work that grows with the square would take many times what is allowed.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Interrupt what takes more processor time; waiting for a busy machine counts for nothing.

    Raises:
        TimeoutError: It took more.
    """

    def interrupt(*_: object) -> None:
        raise TimeoutError(f"more than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGVTALRM, interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
