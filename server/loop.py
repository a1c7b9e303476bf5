"""Waiting for events of many sockets, at the cost of those that something happened to.

waitress asks every connection before each wait whether it wants to read or write, and tells the
system so anew. Here both are done for those alone about which something may have changed: they had
an event, or a thread that answers said so.
"""

from __future__ import annotations

import select
from collections import deque
from typing import TYPE_CHECKING, Any

from waitress import wasyncore

if TYPE_CHECKING:
    from collections.abc import Callable

_READ = select.POLLIN | select.POLLPRI
_WRITE = select.POLLOUT


class Sockets(dict[int, Any]):
    """waitress's dispatchers by their descriptors, and what each waits for."""

    def __init__(self) -> None:
        super().__init__()
        # Linux has the one whose cost does not grow with what nothing happens to.
        self._epoll = hasattr(select, "epoll")
        self._poll = select.epoll() if self._epoll else select.poll()
        self._waits: dict[int, int] = {}
        self._changed: deque[int] = deque()
        self._tell: dict[int, Callable[[], None]] = {}

    def __setitem__(self, descriptor: int, dispatcher: object) -> None:
        """Wait for events of another one."""
        super().__setitem__(descriptor, dispatcher)
        self.changed(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        """Forget one that is about to be closed; its number may be another's soon."""
        super().__delitem__(descriptor)
        self._wait_for(descriptor, 0)

    def changed(self, descriptor: int) -> None:
        """Have a dispatcher asked what it waits for; may be called from any thread."""
        self._changed.append(descriptor)

    @property
    def tells_once(self) -> bool:
        """Whether ``once`` can be used."""
        return self._epoll

    def once(self, descriptor: int, tell: Callable[[], None]) -> None:
        """Call ``tell`` when another descriptor can be read next."""
        self._tell[descriptor] = tell
        wanted = select.EPOLLIN | select.EPOLLONESHOT
        try:
            self._poll.modify(descriptor, wanted)
        except FileNotFoundError:
            # The first time, or its number was another's.
            self._poll.register(descriptor, wanted)

    def run(self, seconds: float) -> None:
        """Wait so long for events, and have them handled."""
        while self._changed:
            descriptor = self._changed.popleft()
            dispatcher = self.get(descriptor)
            if dispatcher is not None:
                self._wait_for(descriptor, _wanted(dispatcher))
        for descriptor, events in self._poll.poll(seconds if self._epoll else seconds * 1000):
            tell = self._tell.pop(descriptor, None)
            dispatcher = self.get(descriptor)
            if tell is not None:
                tell()
            elif dispatcher is not None:
                wasyncore.readwrite(dispatcher, events)
                self._changed.append(descriptor)

    def close(self) -> None:
        """Wait for nothing any more."""
        if self._epoll:
            self._poll.close()  # type: ignore[union-attr]  # that has it
        self._waits.clear()

    def _wait_for(self, descriptor: int, wanted: int) -> None:
        before = self._waits.get(descriptor, 0)
        if wanted == before:
            return
        if not wanted:
            self._poll.unregister(descriptor)
            del self._waits[descriptor]
            return
        if before:
            self._poll.modify(descriptor, wanted)
        else:
            self._poll.register(descriptor, wanted)
        self._waits[descriptor] = wanted


def _wanted(dispatcher: Any) -> int:  # noqa: ANN401 (any of waitress's)
    wanted = _READ if dispatcher.readable() else 0
    # What accepts has nothing to write.
    return wanted | (_WRITE if dispatcher.writable() and not dispatcher.accepting else 0)
