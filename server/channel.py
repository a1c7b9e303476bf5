"""A client's connection: its requests, one after the other, and what the client may take of time.

waitress reads in the thread that waits for events, answers in another and goes back to the first
for the next request. The two switches cost more than a small query does, so that a thread that has
answered looks for the next request on the same connection for some milliseconds by itself, where
plain queries are not answered without one (``server.direct``). A request that was answered before,
byte for byte, is answered in the thread that reads it.
"""

from __future__ import annotations

import contextlib
import select
import socket
import time
from typing import TYPE_CHECKING, Any, cast

from waitress.channel import HTTPChannel

from server.desk import OwnDesk
from server.replay import MOST_BYTES
from server.tasks import ProblemTask, Request, Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.desk import Desk
    from server.replay import Recording, Reply

# What a slow client has to send on the average (that of Apache's mod_reqtimeout).
BYTES_PER_SECOND = 500
# How long a thread looks for the next request before it is free for other connections.
LINGER_MILLISECONDS = 5
# The one who sends breaks off by itself at its deadline, and says why in the log.
_GRACE = 1.0
# Linux tells of a client that left behind what it has sent; without that, waitress has to read on.
_LEAVES = getattr(select, "POLLRDHUP", 0)


class Channel(HTTPChannel):
    """A connection with a client.

    Attributes:
        served: Whether a request has been answered on it.
        recording: Takes the bytes of the response that goes out, if that may be given again.
        replies: Responses that are given again, if any are.
        peer: Address of the one at the other end.
    """

    server: Desk  # type: ignore[assignment]  # its stub wants all of waitress's own
    task_class = Task
    error_task_class = ProblemTask
    parser_class = Request
    requests: list[Request]

    def __init__(self, server: Desk, sock: socket.socket, *others: Any, **named: Any) -> None:  # noqa: ANN401 (waitress's own)
        super().__init__(cast("Any", server), sock, *others, **named)
        self.served = False
        self._opened = self._asked = time.time()
        self._stalled: tuple[float, float] = (0.0, 0.0)
        self._send_until: float | None = None
        self._sock = sock
        self._hung_up = select.poll()
        self._hung_up.register(sock, _LEAVES)
        self._next = select.poll()
        self._next.register(sock, select.POLLIN)
        self._held = self._again = self._asking = self._more = False
        server.make_room(self)
        self._front = server
        self.recording: Recording | None = None
        self.replies = server.replies
        self.peer: str = self.addr[0]
        self._data: bytes | None = None
        self.server = cast("Desk", OwnDesk(server, self.add_task, self.pull_trigger))

    def received(self, data: bytes) -> bool:
        """Take bytes of a request."""
        before = self.request
        self._data = self._so_far(data)
        reply = self._found() if before is None else None
        if reply is not None:
            self._reply(reply)
            return True
        taken = super().received(data)
        if self.request is not before:
            self._asked = time.time()
        return taken

    def readable(self) -> bool:
        """Whether the thread that waits for events is to read; not while another does."""
        return not self._held and super().readable()

    def service(self) -> None:
        """Answer a request and those that follow at once, in a thread."""
        try:
            while True:
                super().service()
                self.recording = None
                self._send_until = None
                self.served = True
                if not self._follows():
                    return
        finally:
            self.recording = None
            self._held = False
            self._wake()

    def add_task(self) -> None:
        """Have a request answered that has come in: by the thread that is here, or by any."""
        request = self.requests[0]
        # Whether it was all that came, and all that came was this one.
        if self._data is not None and _size(request) == len(self._data):
            request.whole = self._data
            reply = self._found()
            if reply is not None:
                self.requests.remove(request)
                request.close()
                self._reply(reply)
                return
        self._data = None
        if self._held:
            self._again = True
            return
        if self._asking:
            # Answered at once; hundreds may have come together, too many to do one in another.
            self._more = True
            return
        self._asking = self._more = True
        try:
            while self._more:
                self._more = False
                self._ask(self.requests[0])
        finally:
            self._asking = False

    def _ask(self, request: Request) -> None:
        """Have a request answered without a thread, or else by one."""
        direct = self._front.direct
        # A thread waits until the client has read what was sent before.
        if direct is None or self.total_outbufs_len or not direct.take(self, request):
            self.hand_over()

    def hand_over(self) -> None:
        """Let a thread answer the first request there is."""
        self._held = bool(_LEAVES)
        self._front.add_task(self)

    def pull_trigger(self) -> None:
        """Wake the thread that waits for events, unless there is nothing for it to do yet."""
        if not self._held or self.total_outbufs_len or self.will_close or self.close_when_flushed:
            self._wake()

    def write_soon(self, data: bytes) -> int:
        """Send bytes of a response, or put them where they wait for that."""
        if self.recording is not None:
            self.recording.take(data)
        return super().write_soon(data)

    def _wake(self) -> None:
        """Have the thread that waits for events ask anew what this waits for."""
        self._front.sockets.changed(self._sock.fileno())
        self._front.pull_trigger()

    def _so_far(self, data: bytes) -> bytes | None:
        """All that has come of a request that may have been answered before."""
        if self.replies is None or self.close_when_flushed or not self.idle:
            return None
        before = b"" if self.request is None else self._data
        if before is None or len(before) + len(data) > MOST_BYTES:
            return None
        return before + data

    def _found(self) -> Reply | None:
        """The response that is given again for what has come."""
        if self.replies is None or self._data is None:
            return None
        return self.replies.find(self._data, self.peer)

    def _reply(self, reply: Reply) -> None:
        """Give a response again; whoever reads does this, and it takes no time."""
        self._data = None
        replies, begun = self.replies, time.perf_counter()
        if replies is None:
            return
        whole = self._send(replies.pieces(reply))
        replies.tell(reply, self.peer, time.perf_counter() - begun, whole=whole)

    def respond(self, request: Request, pieces: Sequence[bytes]) -> bool:
        """Answer the first request there is, from the thread that waits for events.

        Args:
            request: That one.
            pieces: The response.

        Returns:
            Whether the client is still there.
        """
        whole = self._send(pieces)
        self.requests.remove(request)
        request.close()
        if self.requests:
            self.add_task()
        self._front.sockets.changed(self._sock.fileno())
        return whole

    def _send(self, pieces: Sequence[bytes]) -> bool:
        """Send a whole response, or put it where it waits for that; whether the client is there."""
        whole = True
        try:
            sent = self._sock.sendmsg(pieces)
        except BlockingIOError:
            sent = 0
        except OSError:
            # Seen to by the thread that waits for events.
            sent, whole, self.will_close = 0, False, True
        if whole and sent < sum(map(len, pieces)):
            self.outbufs[-1].append(b"".join(pieces)[sent:])
            self.total_outbufs_len += sum(map(len, pieces)) - sent
        self.served = True
        self.last_activity = time.time()
        return whole

    def _follows(self) -> bool:
        """Whether there is another request to answer; waits a little for one."""
        if not self._held:
            return False
        if not self._again:
            # What comes next may take no thread at all.
            if self._front.direct is not None:
                return False
            others = self._front.task_dispatcher.queue
            if others or not self.idle or self.close_when_flushed or self.request is not None:
                return False
            try:
                data = (
                    self._sock.recv(self.adj.recv_bytes)
                    if self._next.poll(LINGER_MILLISECONDS)
                    else b""
                )
            except OSError:
                data = b""
            # That it has left is seen, and seen to, by the thread that waits for events.
            if not data:
                return False
            self.last_activity = time.time()
            self.received(data)
        again, self._again = self._again, False
        return again

    def check_client_disconnected(self) -> bool:  # type: ignore[override]  # its stub says None
        """Whether the client has left, also one that had sent more than has been read."""
        try:
            return not self.connected or bool(self._hung_up.poll(0))
        except (OSError, ValueError):
            return True

    def limit_sending(self, seconds: float) -> None:
        """Break the connection unless the application has done with its answer in time."""
        self._send_until = time.time() + seconds + _GRACE

    def give_up(self) -> None:
        """Break the connection, from the thread that waits for events.

        To close it is not enough: waitress closes what can be written to, which this may never be
        again. It must not be closed on the spot either, since another could take its number before
        events of it are told.
        """
        self.will_close = True
        self._front.sockets.changed(self._sock.fileno())
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    @property
    def free_threads(self) -> int:
        """How many threads could take over what this asks."""
        return self._front.free_threads

    @property
    def idle(self) -> bool:
        """Whether no request is worked on and no answer goes out."""
        return not (self.requests or self.total_outbufs_len or self.will_close)

    def overdue(self, now: float) -> bool:
        """Whether the client has had all the time that it may take."""
        patience = self.server.patience
        if self._send_until is not None and now > self._send_until:
            return True
        if self.total_outbufs_len:
            # Whether anything moved is told by what waitress notes when it has sent something.
            if self.last_activity != self._stalled[0]:
                self._stalled = (self.last_activity, now)
            return now - self._stalled[1] > patience
        if self.requests:
            return False
        if self.request is not None:
            size = self.request.header_bytes_received + self.request.body_bytes_received
            return now - self._asked > patience + size / BYTES_PER_SECOND
        return not self.served and now - self._opened > patience


def _size(request: Request) -> int:
    """Bytes that a request has with its headers."""
    return request.header_bytes_received + request.body_bytes_received
