"""Those who wait, each client's in a line of their own, the clients in turns."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Lines(Generic[T]):
    """What waits, so that one client's requests, however many, keep another's from nothing.

    >>> lines = Lines()
    >>> for client, what in (("a", 1), ("a", 2), ("a", 3), ("b", 4)):
    ...     lines.append(client, what)
    >>> [lines.pop(lines.heads(1)[0][0]) for _ in range(4)]
    [1, 4, 2, 3]
    """

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._lines: dict[str, deque[T]] = {}

    def __bool__(self) -> bool:
        """Whether anybody waits."""
        return bool(self._lines)

    def append(self, client: str, waits: T) -> None:
        """Let something wait behind what its client has waiting."""
        self._lines.setdefault(client, deque()).append(waits)

    def heads(self, most: int) -> Sequence[tuple[str, T]]:
        """The first of each client's, of so many clients, whose turn is next first."""
        return [(client, line[0]) for client, line in islice(self._lines.items(), most)]

    def pop(self, client: str) -> T:
        """Take the first of a client's, whose next turn then comes after that of all others."""
        line = self._lines.pop(client)
        first = line.popleft()
        if line:
            self._lines[client] = line
        return first

    def shed(self, is_over: Callable[[T], bool]) -> Sequence[T]:
        """Take from the front of each line those that need wait no more."""
        gone = []
        for client, line in list(self._lines.items()):
            while line and is_over(line[0]):
                gone.append(line.popleft())
            if not line:
                del self._lines[client]
        return gone
