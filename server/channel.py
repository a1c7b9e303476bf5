"""A client's connection: its requests, one after the other, and what the client may take of time.

waitress reads in the thread that waits for events, answers in another and goes back to the first
for the next request. The two switches cost more than a small query does, so that a thread that has
answered looks for the next request on the same connection for some milliseconds by itself.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask

if TYPE_CHECKING:
    from waitress.utilities import Error

    from server.front import Front

# Key of the WSGI environment: a function that is told the seconds that sending may take.
SENDING = "curagraph.sending"
# What a slow client has to send on the average (that of Apache's mod_reqtimeout).
BYTES_PER_SECOND = 500
# How long a thread looks for the next request before it is free for other connections.
LINGER_MILLISECONDS = 5
# The one who sends breaks off by itself at its deadline, and says why in the log.
_GRACE = 1.0
# Linux tells of a client that left behind what it has sent; without that, waitress has to read on.
_LEAVES = getattr(select, "POLLRDHUP", 0)


class ProblemTask(ErrorTask):
    """Says that a request cannot be read, in the form of the application's errors (RFC 9457)."""

    def execute(self) -> None:
        """Write the answer and close the connection."""
        error: Error = self.request.error  # type: ignore[attr-defined]  # of the wrong class there
        detail = {
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than any request's may be",
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The request line and the headers are "
            "longer than any request's may be; send a long query by POST",
        }.get(HTTPStatus(error.code), str(error.body))
        report = {
            "type": "about:blank",
            "title": error.reason,
            "status": error.code,
            "detail": detail,
        }
        body = (json.dumps(report) + "\n").encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers = [
            *self.response_headers,
            ("Content-Type", "application/problem+json"),
            ("Cache-Control", "no-store"),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Task(WSGITask):
    """A request for the application, which may say how long the sending of its answer may take."""

    channel: Channel

    def get_environment(self) -> dict[str, Any]:
        """The WSGI environment of the request."""
        environ: dict[str, Any] = super().get_environment()
        environ[SENDING] = self.channel.limit_sending
        return environ


class Channel(HTTPChannel):
    """A connection with a client.

    Attributes:
        served: Whether a request has been answered on it.
    """

    server: Front
    task_class = Task
    error_task_class = ProblemTask

    def __init__(self, server: Front, sock: socket.socket, *others: Any, **named: Any) -> None:  # noqa: ANN401 (waitress's own)
        super().__init__(server, sock, *others, **named)
        self.served = False
        self._opened = self._asked = time.time()
        self._stalled: tuple[float, float] = (0.0, 0.0)
        self._send_until: float | None = None
        self._sock = sock
        self._hung_up = select.poll()
        self._hung_up.register(sock, _LEAVES)
        self._next = select.poll()
        self._next.register(sock, select.POLLIN)
        self._held = self._again = False
        server.make_room(self)
        self._front = server
        self.server = cast("Front", _Desk(server, self))

    def received(self, data: bytes) -> bool:
        """Take bytes of a request."""
        before = self.request
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
                self._send_until = None
                self.served = True
                if not self._follows():
                    return
        finally:
            self._held = False
            self._front.pull_trigger()

    def add_task(self) -> None:
        """Have a request answered that has come in: by the thread that is here, or by any."""
        if self._held:
            self._again = True
            return
        self._held = bool(_LEAVES)
        self._front.add_task(self)  # type: ignore[arg-type]  # what its stub calls a task

    def pull_trigger(self) -> None:
        """Wake the thread that waits for events, unless there is nothing for it to do yet."""
        if not self._held or self.total_outbufs_len or self.will_close or self.close_when_flushed:
            self._front.pull_trigger()

    def _follows(self) -> bool:
        """Whether there is another request to answer; waits a little for one."""
        if not self._held:
            return False
        if not self._again:
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
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

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


class _Desk:
    """The front server as one connection sees it, which may answer its next request by itself."""

    def __init__(self, front: Front, channel: Channel) -> None:
        self._front = front
        self._channel = channel

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the front server has)
        return getattr(self._front, name)

    def add_task(self, channel: Channel) -> None:
        channel.add_task()

    def pull_trigger(self) -> None:
        self._channel.pull_trigger()


def limit_sending(environ: Mapping[str, object], seconds: float) -> None:
    """Tell the front server how long the answer to a request may take to send.

    Args:
        environ: The request's WSGI environment.
        seconds: From now until the application is done with it.
    """
    limit = environ.get(SENDING)
    if callable(limit):
        limit(seconds)
