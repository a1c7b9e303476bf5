"""The front server: waitress, with connections that no client can hold by doing nothing.

waitress gives a connection no time limit while a request comes in byte by byte, or while an answer
goes out to a client that no longer reads; the latter holds a thread as well. It stops to accept
once 100 connections are open, whatever they do.
"""

from __future__ import annotations

import contextlib
import resource
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from server.channel import Channel
from server.loop import Sockets

if TYPE_CHECKING:
    import socket
    from wsgiref.types import WSGIApplication

    from server.direct import Direct
    from server.replay import Replies
    from server.settings import Settings

# Descriptors that are kept for workers, files and the log.
_RESERVED = 256
# Seconds after which what is answered here is looked after.
_SHORT = 0.01


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
        replies: Replies | None = None,
        direct: Direct | None = None,
        **adjustments: Any,  # noqa: ANN401 (each of its own type)
    ) -> None:
        """Begin to accept connections.

        Args:
            application: Answers the requests.
            listener: A bound socket.
            settings: Threads, connections and the time of clients.
            replies: Responses that are given again without the application.
            direct: Answers plain queries without the application.
            adjustments: What else waitress is told.
        """
        self.patience = settings.client_timeout
        self.listener = listener
        self.replies = replies
        self.sockets = Sockets()
        self.direct = direct if self.sockets.tells_once else None
        if self.direct is not None:
            self.direct.attach(self.sockets)
        self._stop_timeout = settings.stop_timeout
        self._stops_at: float | None = None
        self.connections = connections(settings.connections)
        adjusted = Adjustments(
            sockets=[listener],
            # Where all are busy, this many more are accepted before new ones have to wait.
            connection_limit=self.connections + _RESERVED // 4,
            cleanup_interval=1,
            **adjustments,
        )
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(settings.threads)
        super().__init__(
            application,
            self.sockets,
            _sock=listener,
            dispatcher=dispatcher,
            adj=adjusted,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    @property
    def free_threads(self) -> int:
        """How many threads have nothing to do, nor will soon."""
        threads = self.task_dispatcher
        busy = threads.active_count + threads.stop_count + len(threads.queue)
        return len(threads.threads) - busy

    @property
    def stopping(self) -> bool:
        """Whether it has been told to stop."""
        return self._stops_at is not None

    def stop(self) -> None:
        """Accept nothing more, and end once running requests have; may be called from a signal."""
        self._stops_at = time.time() + self._stop_timeout
        self.pull_trigger()

    def run(self) -> None:
        """Serve until ``stop`` is called, or SystemExit is raised."""
        try:
            while self._stops_at is None:
                self._loop()
            # A load balancer that finds the port closed asks another server.
            self.del_channel()
            self.listener.close()
            while time.time() < self._stops_at and self.active_channels:
                for channel in self.active_channels.values():
                    if channel.idle:
                        channel.give_up()
                self._loop()
        finally:
            self.task_dispatcher.shutdown(timeout=1)

    def _loop(self) -> None:
        # It is asked each time since that is also when it looks for what is overdue.
        self.sockets.changed(self.listener.fileno())
        busy = self.direct is not None and self.direct.busy
        self.sockets.run(_SHORT if busy else self.adj.asyncore_loop_timeout)
        if self.direct is not None and self.direct.busy:
            self.direct.look()

    def maintenance(self, now: float) -> None:
        """Close connections whose clients have had their time; called every second."""
        super().maintenance(now)  # type: ignore[arg-type]  # its stub forgets the fractions
        for channel in self.active_channels.values():
            if channel.overdue(now):
                channel.give_up()
        # waitress ends those that were idle for minutes, and tells nobody.
        for descriptor in self.sockets:
            self.sockets.changed(descriptor)

    def close(self) -> None:
        """Give back what it holds."""
        super().close()
        self.sockets.close()

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
