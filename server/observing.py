"""What became of each request, told once its last byte is out to whoever keeps count.

It stands around everything else, so that a broken connection and a client that left count as what
they are, whatever the status said before.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request
from werkzeug.datastructures import Headers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

_KEY = "curagraph.served"
_FIRST_ERROR = 400


@dataclass(slots=True)
class Served:
    """A request and what became of it.

    Attributes:
        method: The HTTP method.
        path: The path of the address, without its parameters.
        client: Address of the client.
        route: The rule that the path fits; none where it fits none.
        status: The HTTP status.
        seconds: From the request to the last byte.
        bytes: Sent, without headers.
        outcome: ``answered``, ``client-left``, ``broken-off``, or what was wrong.
        query: The text that was asked, if any.
        snapshot: Id of the snapshot that was asked.
        cache: What ``Cache-Status`` says.
    """

    method: str
    path: str
    client: str
    route: str | None = None
    status: int = 500
    seconds: float = 0.0
    bytes: int = 0
    outcome: str = "answered"
    query: str | None = None
    snapshot: str | None = None
    cache: str | None = None


class Observed:
    """A WSGI application whose every request is told of."""

    def __init__(
        self, application: WSGIApplication, told: Iterable[Callable[[Served], None]]
    ) -> None:
        """Wrap an application.

        Args:
            application: What answers.
            told: Each is called once for a request, at its end.
        """
        self._application = application
        self._told = tuple(told)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        started = time.perf_counter()
        served = Served(
            environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""), environ.get("REMOTE_ADDR", "")
        )
        environ[_KEY] = served

        def start(
            status: str, headers: list[tuple[str, str]], /, *error: object
        ) -> Callable[[bytes], object]:
            fields = Headers(headers)
            served.status = int(status[:3])
            served.snapshot = fields.get("Curagraph-Snapshot")
            served.cache = fields.get("Cache-Status")
            return start_response(status, headers, *error)  # type: ignore[arg-type]

        def end() -> None:
            served.seconds = time.perf_counter() - started
            if served.outcome == "answered" and served.status >= _FIRST_ERROR:
                served.outcome = "refused"
            for tell in self._told:
                tell(served)

        try:
            body = self._application(environ, start)
        except BaseException:
            served.outcome = "broken-off"
            end()
            raise
        return _Watched(body, served, end)


class _Watched:
    """A body that counts what is read of it."""

    def __init__(self, body: Iterable[bytes], served: Served, end: Callable[[], None]) -> None:
        self._body = body
        self._served = served
        self._end = end
        self._chunks = iter(body)
        self._whole = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            chunk = next(self._chunks)
        except StopIteration:
            self._whole = True
            raise
        except BaseException as error:
            self._served.outcome = getattr(error, "outcome", "broken-off")
            self._whole = True
            raise
        self._served.bytes += len(chunk)
        return chunk

    def close(self) -> None:
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            if not self._whole:
                self._served.outcome = "client-left"
            self._end()


def register(app: Flask) -> None:
    """Note which rule of ``app`` a request fits."""

    @app.before_request
    def note_route() -> None:
        note(route=None if request.url_rule is None else request.url_rule.rule)


def note(**facts: str | None) -> None:
    """Note something of the request that is being answered: ``outcome``, ``query``, ``route``."""
    served = request.environ.get(_KEY)
    if isinstance(served, Served):
        for name, value in facts.items():
            setattr(served, name, value)


def served_in(environ: Mapping[str, object]) -> Served | None:
    """What was noted of the request with this WSGI environment."""
    served = environ.get(_KEY)
    return served if isinstance(served, Served) else None
