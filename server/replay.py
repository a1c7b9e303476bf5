"""Finished responses, for requests that come again byte for byte.

What answers is not asked: neither WSGI nor Flask, which take fifty times as long as a look into
this table. A response gets here when it was given from an answer that is kept, or says that the
client holds that answer. It then follows from the bytes of the request and the snapshot alone, and
is given for as long as that snapshot is served.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from cachetools import LRUCache
from waitress.utilities import build_http_date

from server.observing import Served

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from wsgiref.types import WSGIEnvironment

# Key of the WSGI environment: the recording of a response, where it may be given again.
_RECORDING = "curagraph.recording"
# What is meant for one client alone, or answered in two steps.
_NEVER = frozenset({"AUTHORIZATION", "PROXY_AUTHORIZATION", "COOKIE", "EXPECT"})
_DATE = b"\r\nDate: "
# What an entry takes beside its bytes.
_OVERHEAD = 2048
# Bytes that such a request may have.
MOST_BYTES = 8192
# Bytes that such a response may have: a larger one takes longer to send than to look up.
_LARGEST = 2 << 20


@dataclass(slots=True)
class Recording:
    """A response on its way out.

    Attributes:
        request: All bytes of its request.
        snapshot: Id of the snapshot it follows from, once the application says so.
        pieces: The bytes of the response so far; none of one that is too large to be kept.
        size: How many bytes have gone out.
    """

    request: bytes
    snapshot: str | None = None
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0

    def take(self, data: bytes) -> None:
        """Take bytes that go out; an endless response must not fill the memory."""
        self.size += len(data)
        if self.size <= _LARGEST:
            self.pieces.append(data)
        else:
            self.pieces.clear()


@dataclass(frozen=True, slots=True)
class Reply:
    """A response that is given again.

    Attributes:
        before: Its bytes up to the date.
        after: Those behind the date.
        snapshot: Id of the snapshot it follows from.
        served: What was told of the request when it was last answered in full.
        cost: Bytes that it takes with the request.
    """

    before: bytes
    after: bytes
    snapshot: str
    served: Served
    cost: int


class Replies:
    """The responses that are kept, least recently used out first."""

    def __init__(
        self,
        size: int,
        settled: Callable[[], str | None],
        told: Sequence[Callable[[Served], None]],
        *,
        proxied: bool = False,
    ) -> None:
        """Keep nothing yet.

        Args:
            size: Bytes that all may take.
            settled: Id of the snapshot that is served; None while another takes its place.
            told: Each is called once for a request that is answered from here.
            proxied: Whether the client's address stands in the request, if a proxy sent it.
        """
        self._settled = settled
        self._told = tuple(told)
        self._proxied = proxied
        self._lock = threading.Lock()
        self._kept: LRUCache[bytes | tuple[str, bytes], Reply] = LRUCache(size, getsizeof=_cost)
        self._snapshot: str | None = None
        self.given = 0

    def find(self, request: bytes, peer: str) -> Reply | None:
        """The response to a request, if it is kept and still right.

        Args:
            request: All its bytes.
            peer: Address of the one who sent it.
        """
        key = (peer, request) if self._proxied else request
        if key not in self._kept:
            return None
        snapshot = self._settled()
        with self._lock:
            if snapshot is None:
                return None
            self._serve(snapshot)
            return self._kept.get(key)

    def pieces(self, reply: Reply) -> tuple[bytes, bytes, bytes]:
        """The bytes of a response that goes out now."""
        return reply.before, date_at(int(time.time())), reply.after

    def tell(self, reply: Reply, peer: str, seconds: float, *, whole: bool) -> None:
        """Count a request that was answered from here.

        Args:
            reply: Its response.
            peer: Address of the one who sent it.
            seconds: What it took.
            whole: Whether the client took it.
        """
        was = reply.served
        served = Served(
            was.method,
            was.path,
            was.client if self._proxied else peer,
            was.route,
            was.status,
            seconds,
            was.bytes if whole else 0,
            was.outcome if whole else "client-left",
            was.query,
            was.snapshot,
            was.cache,
        )
        with self._lock:
            self.given += 1
        for tell in self._told:
            tell(served)

    def keep(self, recording: Recording, served: Served, peer: str) -> None:
        """Keep a response that has gone out whole, unless it follows from an older snapshot."""
        if recording.snapshot is None or recording.snapshot != self._settled():
            return
        # Of one that was too large nothing is there, and so no date.
        head, date, rest = b"".join(recording.pieces).partition(_DATE)
        _, end, after = rest.partition(b"\r\n")
        if not (date and end):
            return
        request = recording.request
        key = (peer, request) if self._proxied else request
        cost = len(head) + len(after) + 2 * len(request) + _OVERHEAD
        reply = Reply(head + date, end + after, recording.snapshot, served, cost)
        with self._lock:
            self._serve(recording.snapshot)
            if cost <= self._kept.maxsize:
                self._kept[key] = reply

    @property
    def size(self) -> int:
        """Bytes that the responses take."""
        with self._lock:
            return int(self._kept.currsize)

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)

    def _serve(self, snapshot: str) -> None:
        """Forget what follows from another snapshot than that."""
        if snapshot != self._snapshot:
            self._kept.clear()
            self._snapshot = snapshot


@lru_cache(maxsize=4)
def date_at(second: int) -> bytes:
    """A time as the header Date spells it.

    >>> date_at(1_795_464_000)
    b'Mon, 23 Nov 2026 20:00:00 GMT'
    """
    return str(build_http_date(second)).encode()


def recording_of(request: bytes | None, headers: Mapping[str, str]) -> Recording | None:
    """A recording of the response to a request, if it may be given again.

    >>> recording_of(b"GET / HTTP/1.1", {"COOKIE": "a=b"}) is None
    True

    Args:
        request: All its bytes, where they came at once.
        headers: Its headers, as waitress spells them.
    """
    if request is None or not _NEVER.isdisjoint(headers):
        return None
    return Recording(request)


def attach(environ: WSGIEnvironment, recording: Recording) -> None:
    """Let the application say that a response may be given again."""
    environ[_RECORDING] = recording


def repeatable(environ: WSGIEnvironment, snapshot: str) -> None:
    """Say that the response follows from the bytes of the request and a snapshot alone.

    Args:
        environ: The request's WSGI environment.
        snapshot: Id of the snapshot.
    """
    recording = environ.get(_RECORDING)
    if isinstance(recording, Recording):
        recording.snapshot = snapshot


def _cost(reply: Reply) -> int:
    return reply.cost
