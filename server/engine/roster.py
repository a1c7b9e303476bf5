"""Who is at work, who is idle, who is still to come, and who is next where several wait.

State alone: no process, lock or clock. Whoever uses it holds a lock of its own around every call,
says what time it is, and does what it is told of: starts, buries, lets give way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from server.engine.turns import Turns, Waiter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

W = TypeVar("W")

# A query that has run for this long is a long one.
LONG_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Chance(Generic[W]):
    """What one who asks is given: a worker, or leave to start one."""

    worker: W | None


@dataclass(frozen=True, slots=True)
class _Taken:
    """Since when a worker works, and for whom."""

    since: float
    client: str


class Roster(Generic[W]):
    """Up to ``size`` workers, and some more as ``Pool`` says.

    Attributes:
        retired: Whether it gives nothing more.
        lacks: Whether the last idle worker was taken where one is to be at hand.
    """

    def __init__(
        self,
        size: int,
        queue_length: int,
        alive: Callable[[W], bool],
        *,
        spare: int = 0,
        reserve: int = 0,
    ) -> None:
        """Nobody is here yet.

        Args:
            size: The most workers at one time, but for those below.
            queue_length: How many may wait at one time.
            alive: Tells whether an idle worker is still of use.
            spare: How many that have been busy for long are not counted.
            reserve: How many more there are for clients who have none.
        """
        self.retired = False
        self.lacks = False
        self._size = size
        self._spare = spare
        self._reserve = reserve
        self._alive = alive
        self._turns: Turns[Chance[W]] = Turns(queue_length)
        self._idle: list[W] = []
        self._taken: dict[W, _Taken] = {}
        self._all: set[W] = set()
        self._dead: list[W] = []
        self._starting = 0

    @property
    def everyone(self) -> frozenset[W]:
        """The workers there are."""
        return frozenset(self._all)

    @property
    def idle(self) -> Sequence[W]:
        """Those that nobody has, the next to be given last."""
        return tuple(self._idle)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._turns)

    def held(self, client: str) -> int:
        """How many workers a client has, those that are being started for it included."""
        return self._turns.held[client]

    def dead(self) -> Sequence[W]:
        """Those found dead since this was last asked; they are to be buried."""
        dead, self._dead = self._dead, []
        return dead

    def long(self, now: float) -> Sequence[W]:
        """Those that have been busy for long; none where such are counted like any."""
        if not self._spare:
            return ()
        begun = now - LONG_SECONDS
        return [worker for worker, taken in self._taken.items() if taken.since <= begun]

    def ask(self, client: str, now: float) -> Chance[W] | Waiter[Chance[W]]:
        """What a client is given now, or its place among those who wait.

        Raises:
            EngineBusy: Too many wait already.
        """
        # Whoever waits on after this has nothing to take that a newcomer could take instead.
        self.serve(now)
        return self._chance(client, now) or self._turns.wait(client)

    def ask_idle(self, client: str, now: float) -> W | None:
        """An idle worker, if a client may have one."""
        chance = self._chance(client, now, start=False)
        return None if chance is None else chance.worker

    def serve(self, now: float) -> None:
        """Give to those who wait what has become free, or has by the mere passing of time."""
        self._turns.serve(lambda client: self._chance(client, now))

    def leave(self, waiter: Waiter[Chance[W]]) -> None:
        """Give up a place among those who wait."""
        self._turns.leave(waiter)

    def has_room(self, now: float) -> bool:
        """Whether another worker could be started."""
        return not self.retired and self._processes < self._wanted(now)

    def begin(self, now: float, *, spare: bool = True) -> bool:
        """Count one that is being started for nobody yet; whether there may be one.

        Args:
            now: The time.
            spare: Whether it may be one that is there because others are not counted.
        """
        most = self._wanted(now) if spare else self._size + self._reserve
        if self.retired or self._processes >= most:
            return False
        self._starting += 1
        return True

    def started(self, worker: W, client: str | None, now: float) -> None:
        """One that was being started is there, for a client or for nobody yet: that is given."""
        self._starting -= 1
        self._all.add(worker)
        if client is not None:
            self._taken[worker] = _Taken(now, client)

    def failed(self, client: str | None, now: float) -> None:
        """One that was being started is not there."""
        self._starting -= 1
        if client is not None:
            self._let_go(client)
        self.serve(now)

    def give(self, worker: W, now: float, *, spent: bool) -> bool:
        """Take back a worker; whether it stays, else it is no longer on the roster.

        Args:
            worker: One that works, or has just started.
            now: The time.
            spent: Whether it is of no use for another request.
        """
        self._put_down(worker)
        most = self._size + self._reserve + len(self._taken)
        stays = not (self.retired or spent or len(self._all) > most)
        if stays:
            self._idle.append(worker)
        else:
            self._all.discard(worker)
        self.serve(now)
        return stays

    def lose(self, worker: W, now: float) -> None:
        """Strike off one that works."""
        self._put_down(worker)
        self._all.discard(worker)
        self.serve(now)

    def release(self) -> W | None:
        """An idle worker, which is struck off, if there is one."""
        while self._idle:
            worker = self._idle.pop()
            self._all.discard(worker)
            if self._alive(worker):
                return worker
            self._dead.append(worker)
        return None

    def retire(self) -> Sequence[W]:
        """Give nothing more; the idle ones, which are struck off."""
        self.retired = True
        idle, self._idle = self._idle, []
        self._all.difference_update(idle)
        self._turns.call_all()
        return idle

    @property
    def _processes(self) -> int:
        return len(self._all) + self._starting

    def _wanted(self, now: float) -> int:
        return self._size + self._reserve + self._not_counted(now)

    def _not_counted(self, now: float) -> int:
        """How many workers are left out of the count."""
        return min(len(self.long(now)), self._spare)

    def _chance(self, client: str, now: float, *, start: bool = True) -> Chance[W] | None:
        """What a client may be given now; counts it as held."""
        most = self._size + (0 if self._turns.held[client] else self._reserve)
        held = self._turns.held.total()
        if held >= most and held >= most + self._not_counted(now):
            return None
        while self._idle:
            worker = self._idle.pop()
            if self._alive(worker):
                self._turns.held[client] += 1
                self._taken[worker] = _Taken(now, client)
                self.lacks = self.lacks or bool(self._reserve and not self._idle)
                return Chance(worker)
            self._all.discard(worker)
            self._dead.append(worker)
        # One that is being started behind the scenes is waited for.
        if not start or self._processes >= self._wanted(now):
            return None
        self._starting += 1
        self._turns.held[client] += 1
        return Chance(None)

    def _put_down(self, worker: W) -> None:
        taken = self._taken.pop(worker, None)
        if taken is not None:
            self._let_go(taken.client)

    def _let_go(self, client: str) -> None:
        self._turns.held[client] -= 1
        # Clients come and go; those who have nothing are forgotten.
        if not self._turns.held[client]:
            del self._turns.held[client]
