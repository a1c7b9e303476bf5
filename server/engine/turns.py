"""Whose turn it is where several wait: that of the client who has least, then of who came first.

So one client's queries, however many, never keep another's waiting behind all of them.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from server.errors import EngineBusy

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class Waiter(Generic[T]):
    """One who waits.

    Attributes:
        client: For whom.
        called: Set when there is something to see below.
        got: What it was given.
        told: The error it was told instead.
    """

    client: str
    called: threading.Event = field(default_factory=threading.Event)
    got: T | None = None
    told: EngineBusy | None = None


class Turns(Generic[T]):
    """Those who wait, in turns; whoever uses it holds a lock of its own around every call.

    Attributes:
        held: How much each client has.
    """

    def __init__(self, length: int) -> None:
        """Nobody waits yet.

        Args:
            length: How many may wait at one time.
        """
        self.held: Counter[str] = Counter()
        self._length = length
        self._waiting: list[Waiter[T]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def wait(self, client: str) -> Waiter[T]:
        """A place for a client; where all are taken, the last of the client with most of them.

        Raises:
            EngineBusy: No other client has more places than this one would have.
        """
        if len(self._waiting) >= self._length:
            places = Counter(each.client for each in self._waiting)
            most = max(places, key=places.__getitem__, default=client)
            if places[most] <= places[client] + 1:
                raise busy()
            last = next(each for each in reversed(self._waiting) if each.client == most)
            self._waiting.remove(last)
            last.told = busy()
            last.called.set()
        waiter: Waiter[T] = Waiter(client)
        self._waiting.append(waiter)
        return waiter

    def leave(self, waiter: Waiter[T]) -> None:
        """Give up a place; nothing happens if it was called meanwhile."""
        if waiter in self._waiting:
            self._waiting.remove(waiter)

    def serve(self, give: Callable[[str], T | None]) -> None:
        """Give to those who wait, one after the other, while there is something for them.

        Args:
            give: What a client can be given now, if anything; counts it as held.
        """
        while self._waiting:
            first: dict[str, Waiter[T]] = {}
            for each in self._waiting:
                first.setdefault(each.client, each)
            # The sort is stable: among clients that have as much, who came first is first.
            for waiter in sorted(first.values(), key=lambda each: self.held[each.client]):
                waiter.got = give(waiter.client)
                if waiter.got is not None:
                    self._waiting.remove(waiter)
                    waiter.called.set()
                    break
            else:
                return

    def call_all(self) -> None:
        """Let everybody see that there is nothing more to wait for."""
        for waiter in self._waiting:
            waiter.called.set()
        self._waiting.clear()


def busy() -> EngineBusy:
    """The error that says to come again."""
    return EngineBusy("Every query process is busy; try again in a few seconds")
