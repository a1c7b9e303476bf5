"""Runs the application until it is told to stop.

The front server is waitress, for what it does when an answer fails after its first bytes: it
breaks the connection. granian 2.8, three times as fast on small requests, ends such a body as if
it were whole (curl: exit 0 against 18), and a client could not tell. waitress also tells a
handler that its client has left.
"""

from __future__ import annotations

import errno
import logging
import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from server.app import create_app, request_size
from server.direct import Direct
from server.engine.caching import CachingEngine
from server.engine.local import LocalEngine
from server.errors import CannotListen
from server.front import Front
from server.warming import warmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.context import Shared
    from server.settings import Settings


_BODY_FACTOR = 8
_LAST_PORT = 65535


def serve(settings: Settings, on_ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; then let running requests end, and stop every worker.

    Args:
        settings: How to run.
        on_ready: Called with the address, ``http://127.0.0.1:8000/``, once requests are accepted.

    Raises:
        NoGraph: There is nothing to serve.
        EngineUnavailable: The published graph cannot be opened.
        CannotListen: Host and port cannot be listened on.
        TokenUnusable: It is to be writable, and there is no token to guard that.
    """
    # It warns of every request that has to wait for a thread, as a page's second one does.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with _stopping() as signals, _listening(settings.host, settings.port) as listener:
        app = create_app(settings)
        shared = cast("Shared", app.extensions["curagraph"])
        try:
            server = Front(
                app,
                listener,
                settings,
                shared.replies,
                _direct(settings, shared),
                ident="curagraph",
                trusted_proxy=settings.trusted_proxy or None,
                trusted_proxy_headers={"x-forwarded-for"} if settings.trusted_proxy else set(),
                # What is too long is refused by the application, in the form of its other errors.
                # Beyond these limits the front server refuses by itself: a request line with
                # headers that holds more than the longest query (431), a body much longer than
                # the longest (413).
                max_request_header_size=request_size(settings),
                max_request_body_size=_body_size(settings),
                # For clients of HTTP/1.0, who name no host.
                server_name=settings.host or "localhost",
                # Reads on while a request is worked on: that is how it sees a client leave.
                channel_request_lookahead=1,
                # A client that breaks the connection is nothing to log a traceback for.
                log_socket_errors=False,
            )
            try:
                signals.server = server
                on_ready(_address(listener))
                with warmed(app):
                    server.run()
            finally:
                server.close()
        finally:
            shared.close()


def _direct(settings: Settings, shared: Shared) -> Direct | None:
    """What answers plain queries at once, where each is answered as every other."""
    engine = shared.engine
    local = engine.engine if isinstance(engine, CachingEngine) else engine
    differ = settings.rate_limit or settings.trusted_proxy
    limited = settings.answer_rows or settings.answer_size
    if differ or limited or not isinstance(local, LocalEngine):
        return None
    asked = engine if isinstance(engine, CachingEngine) else local
    direct = Direct(asked, settings, shared.told, shared.replies)
    if shared.metrics is not None:
        name, text = "curagraph_direct_answers", "Answers to queries that took no thread."
        shared.metrics.tell(name, text, lambda: direct.given)
    return direct


def _body_size(settings: Settings) -> int:
    """Bytes of a body that are read at all."""
    size = _BODY_FACTOR * request_size(settings)
    if settings.writable:
        size = max(size, 2 * max(settings.upload_size, 3 * settings.update_size))
    return size


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the first address that ``host`` stands for."""
    if port > _LAST_PORT:
        raise CannotListen(f"Cannot listen on {host}:{port}: ports go up to {_LAST_PORT}")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        return socket.create_server((str(address[0]), port), family=family)
    except OSError as error:
        raise CannotListen(f"Cannot listen on {host}:{port}: {why_not(error)}") from None


def why_not(error: OSError) -> str:
    """Why an address cannot be listened on, and what to do.

    >>> why_not(PermissionError(errno.EACCES, "Permission denied"))
    'not allowed; give --port one from 1024 on'
    >>> why_not(OSError(errno.ENOMEM, "Out of memory"))
    'Out of memory'
    """
    if isinstance(error, socket.gaierror):
        return "no address is known of that name; give --host another"
    told = {
        errno.EADDRINUSE: "something listens there already; stop it, or give --port another",
        errno.EACCES: "not allowed; give --port one from 1024 on",
        errno.EADDRNOTAVAIL: "no address of this machine; give --host one that is",
    }
    return told.get(error.errno or 0) or error.strerror or str(error)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Signals:
    """What the first signal to stop does, and what the second.

    Attributes:
        server: Is stopped by the first, once it is there.
    """

    def __init__(self) -> None:
        self.server: Front | None = None

    def __call__(self, _signal: int, _frame: object) -> None:
        """Let running requests end; whoever asks again will not wait for them."""
        if self.server is None or self.server.stopping:
            raise SystemExit(0)
        self.server.stop()


@contextmanager
def _stopping() -> Iterator[_Signals]:
    """Make SIGTERM end the server as Ctrl-C does."""
    stop = _Signals()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
