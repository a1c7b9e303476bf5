"""Answers that are kept, so that what is asked again is not computed again.

An answer is kept under what it follows from: the snapshot, the query's text, the dataset that the
request names, and the formats it accepts. A snapshot never changes, so that an answer is right for
as long as anybody asks of that snapshot.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cachetools import LRUCache

from queries.lexer import keywords
from server.engine.model import Answer
from server.engine.process import LOOK_SECONDS
from server.errors import ClientGone, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.engine.model import CacheUse, Kind, Query
    from server.observing import Served

# Functions that give something else each time (SPARQL 1.1 Query Language, section 17.4).
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID"})
_MATTERS = re.compile("|".join(_VOLATILE), re.IGNORECASE)
# What an entry takes beside its bytes and its query.
_OVERHEAD = 1024


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer follows from.

    Attributes:
        snapshot: Id of the snapshot.
        query: What is asked, without the time it may take.
    """

    snapshot: str
    query: Query


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A whole answer.

    Attributes:
        kind: As of ``Answer``.
        media_type: As of ``Answer``.
        snapshot: As of ``Answer``.
        body: All its bytes.
        cost: Bytes it takes with the query it is kept under.
        cut: As of ``Answer``.
    """

    kind: Kind
    media_type: str
    snapshot: str
    body: bytes
    cost: int
    cut: str | None = None

    def answer(self, use: CacheUse, seconds: float = 0.0) -> Answer:
        """The answer for one who asks."""
        return Answer(
            self.kind,
            self.media_type,
            self.snapshot,
            (self.body,),
            complete=True,
            seconds=seconds,
            cache=use,
            cut=self.cut,
        )


class Flight:
    """A question that is being asked, and those who wait for the same answer."""

    def __init__(self) -> None:
        self._done = threading.Event()
        self._kept: KeptAnswer | None = None
        self._error: EngineError | None = None
        self.followers = 0

    def land(self, kept: KeptAnswer | None = None, error: EngineError | None = None) -> None:
        """Tell those who wait: the answer, the error, or that each has to ask."""
        self._kept, self._error = kept, error
        self._done.set()

    @property
    def abandoned(self) -> bool:
        """Whether who asked left before there was an answer."""
        return isinstance(self._error, ClientGone)

    def wait(self, left: Callable[[], bool] | None) -> KeptAnswer | None:
        """The answer, or None where it cannot be shared.

        Raises:
            ClientGone: ``left`` said so.
            EngineError: There is no answer.
        """
        while not self._done.wait(None if left is None else LOOK_SECONDS):
            if left is not None and left():
                raise ClientGone("The client left before its answer was ready")
        if self._error is not None and not self.abandoned:
            # An error of one's own: each thread adds its own traceback to what it raises.
            raise type(self._error)(self._error.message, **self._error.details)
        return self._kept


@dataclass(slots=True)
class Uses:
    """How often the answers that are kept were of use.

    Attributes:
        hit: Answers that were there.
        miss: Answers that had to be asked for.
        collapsed: Questions that waited for the answer to an equal one.
        bypass: Questions whose answer is another each time.
    """

    hit: int = 0
    miss: int = 0
    collapsed: int = 0
    bypass: int = 0


class KeptAnswers:
    """The answers that are kept, least recently used out first, and the questions under way."""

    def __init__(self, size: int, answer_size: int) -> None:
        """Keep nothing yet.

        Args:
            size: Bytes that all may take.
            answer_size: Bytes that one may take.
        """
        self.answer_size = min(answer_size, size)
        self.uses = Uses()
        self._lock = threading.Lock()
        self._kept: LRUCache[Key, KeptAnswer] = LRUCache(size, getsizeof=_cost)
        self._flights: dict[tuple[Key, float | None], Flight] = {}
        self._current: dict[object, str] = {}

    def look_up(self, key: Key) -> KeptAnswer | None:
        """The answer that is kept under ``key``."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: Key, kept: KeptAnswer) -> None:
        """Keep an answer, unless it is too large or its snapshot is no longer asked."""
        if len(kept.body) > self.answer_size:
            return
        with self._lock:
            if key.snapshot in self._current.values() and kept.cost <= self._kept.maxsize:
                self._kept[key] = kept

    def board(self, key: Key, timeout: float | None) -> tuple[Flight, bool]:
        """The flight for a question, and whether the caller has to ask it.

        Who would wait a shorter time asks by itself: it would have to be told so.
        """
        with self._lock:
            flight = self._flights.get((key, timeout))
            if flight is not None:
                flight.followers += 1
                return flight, False
            flight = self._flights[key, timeout] = Flight()
            return flight, True

    def disembark(self, flight: Flight) -> None:
        """Tell the one who asks that one less is waiting."""
        with self._lock:
            flight.followers -= 1

    def take_off(self, key: Key, timeout: float | None) -> None:
        """Let nobody board any more."""
        with self._lock:
            self._flights.pop((key, timeout), None)

    def count(self, use: CacheUse) -> None:
        """Count one use."""
        with self._lock:
            setattr(self.uses, use, getattr(self.uses, use) + 1)

    def count_given(self, served: Served) -> None:
        """Count a response that is given again, if an answer is in it."""
        if served.cache is not None:
            self.count("hit")

    def serve(self, owner: object, snapshot: str) -> None:
        """Note which snapshot an engine asks now; answers of those that none asks go."""
        if self._current.get(owner) == snapshot:
            return
        with self._lock:
            self._current[owner] = snapshot
            served = set(self._current.values())
            for key in [key for key in self._kept if key.snapshot not in served]:
                del self._kept[key]

    @property
    def waiting(self) -> int:
        """How many wait for the answer to a question that another asked."""
        with self._lock:
            return sum(flight.followers for flight in self._flights.values())

    @property
    def size(self) -> int:
        """Bytes that the answers take."""
        with self._lock:
            return int(self._kept.currsize)

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)


def is_volatile(text: str) -> bool:
    """Whether the answer to a query is another each time.

    >>> is_volatile("SELECT (NOW() AS ?x) {}"), is_volatile("SELECT ?now { ?s ?p 'rand' }")
    (True, False)
    """
    return bool(_MATTERS.search(text)) and not _VOLATILE.isdisjoint(keywords(text))


def cost_of(key: Key, body: bytes) -> int:
    """Bytes that an answer takes with all that belongs to it."""
    return len(body) + len(key.query.text) + _OVERHEAD


def _cost(kept: KeptAnswer) -> int:
    return kept.cost
