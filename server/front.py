"""The front server: waitress, with connections that no client can hold by doing nothing.

waitress gives a connection no time limit while a request comes in byte by byte, or while an answer
goes out to a client that no longer reads; the latter holds a thread as well. It stops to accept
once 100 connections are open, whatever they do.
"""

from __future__ import annotations

import contextlib
import json
import resource
import select
import socket
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from waitress.utilities import Error

    from server.settings import Settings

# Key of the WSGI environment: a function that is told the seconds that sending may take.
SENDING = "curagraph.sending"
# What a slow client has to send on the average (that of Apache's mod_reqtimeout).
BYTES_PER_SECOND = 500
# The one who sends breaks off by itself at its deadline, and says why in the log.
_GRACE = 1.0
# Descriptors that are kept for workers, files and the log.
_RESERVED = 256


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
        self._hung_up.register(sock, getattr(select, "POLLRDHUP", 0))
        self.server.make_room(self)

    def received(self, data: bytes) -> bool:
        """Take bytes of a request."""
        before = self.request
        taken = super().received(data)
        if self.request is not before:
            self._asked = time.time()
        return taken

    def service(self) -> None:
        """Answer a request, in a thread."""
        try:
            super().service()
        finally:
            self._send_until = None
            self.served = True

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


class Front(TcpWSGIServer):
    """Accepts connections and hands requests to threads.

    Attributes:
        patience: Seconds that a client may take.
        connections: How many clients may be connected; who was idle longest leaves for a new one.
    """

    channel_class = Channel
    active_channels: Mapping[int, Channel]  # type: ignore[assignment]  # its stub means one of them

    def __init__(
        self,
        application: WSGIApplication,
        listener: socket.socket,
        settings: Settings,
        **adjustments: Any,  # noqa: ANN401 (each of its own type)
    ) -> None:
        """Begin to accept connections.

        Args:
            application: Answers the requests.
            listener: A bound socket.
            settings: Threads, connections and the time of clients.
            adjustments: What else waitress is told.
        """
        self.patience = settings.client_timeout
        self.connections = connections(settings.connections)
        adjusted = Adjustments(
            sockets=[listener],
            # Where all are busy, this many more are accepted before new ones have to wait.
            connection_limit=self.connections + _RESERVED // 4,
            # select(2), its other way to wait, fails from the 1024th descriptor on.
            asyncore_use_poll=True,
            cleanup_interval=1,
            **adjustments,
        )
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(settings.threads)
        super().__init__(
            application,
            {},
            _sock=listener,
            dispatcher=dispatcher,
            adj=adjusted,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def maintenance(self, now: float) -> None:
        """Close connections whose clients have had their time; called every second."""
        super().maintenance(now)  # type: ignore[arg-type]  # its stub forgets the fractions
        for channel in self.active_channels.values():
            if channel.overdue(now):
                channel.give_up()

    def make_room(self, newest: Channel) -> None:
        """Close the connection that is missed least, if there are too many."""
        if len(self.active_channels) <= self.connections:
            return
        idle = [each for each in self.active_channels.values() if each.idle and each is not newest]
        if idle:
            min(idle, key=lambda channel: (channel.served, channel.last_activity)).give_up()


def connections(wanted: int) -> int:
    """How many connections there may be, with as many descriptors as the system lets us have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + _RESERVED
    if hard != resource.RLIM_INFINITY:
        needed = min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < needed:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return max(1, min(wanted, needed - _RESERVED))


def limit_sending(environ: Mapping[str, object], seconds: float) -> None:
    """Tell the front server how long the answer to a request may take to send.

    Args:
        environ: The request's WSGI environment.
        seconds: From now until the application is done with it.
    """
    limit = environ.get(SENDING)
    if callable(limit):
        limit(seconds)
