"""What waitress does with a request that has come in whole: an answer, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask, WSGITask
from werkzeug.http import parse_options_header

from server.observing import served_in
from server.replay import Recording, attach, recording_of

if TYPE_CHECKING:
    from waitress.utilities import Error

    from server.channel import Channel
    from server.engine.ahead import Begun
    from server.engine.model import Query

# Key of the WSGI environment: a function that is told the seconds that sending may take.
SENDING = "curagraph.sending"
# And: the query and what has been asked ahead.
_BEGUN = "curagraph.begun"


class Request(HTTPRequestParser):
    """A request as it comes in.

    Attributes:
        whole: All its bytes, where they came at once and nothing else with them.
        begun: Its query and what has been asked ahead for it, if anything was.
    """

    command: str  # type: ignore[assignment]  # its stub says bytes
    path: str
    query: str
    request_uri: str
    whole: bytes | None = None
    begun: tuple[Query, Begun] | None = None

    def close(self) -> None:
        """Give up what it holds, whether or not it came to an answer: its client may have left."""
        super().close()
        begun, self.begun = self.begun, None
        if begun is not None:
            begun[1].close()


class PlainRequest:
    """A request as the protocol reads it: the part of Flask's that takes no time to make."""

    def __init__(self, request: Request) -> None:
        """Take what there is of a request."""
        headers = request.headers
        self.method: str = request.command
        self.query_string: bytes = request.query.encode("latin-1")
        self.mimetype = ""
        self.mimetype_params: dict[str, str] = {}
        if "CONTENT_TYPE" in headers:
            kind, self.mimetype_params = parse_options_header(headers["CONTENT_TYPE"])
            self.mimetype = kind.lower()
        self.headers = {"Content-Encoding": headers.get("CONTENT_ENCODING", "identity")}
        self._request = request

    def get_data(self) -> bytes:
        """The body, which can be read again."""
        stream = self._request.get_body_stream()
        data: bytes = stream.read()
        stream.seek(0)
        return data


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
    _recording: Recording | None = None

    def get_environment(self) -> dict[str, Any]:
        """The WSGI environment of the request."""
        environ: dict[str, Any] = super().get_environment()
        environ[SENDING] = self.channel.limit_sending
        environ[_BEGUN] = self.request.begun  # type: ignore[attr-defined]  # of the wrong class there
        request: Request = self.request  # type: ignore[assignment]  # of the wrong class there
        if self.channel.replies is not None and self.version == "1.1":
            self._recording = recording_of(request.whole, request.headers)
            if self._recording is not None:
                attach(environ, self._recording)
                self.channel.recording = self._recording
        self.environ = environ
        return environ

    def set_close_on_finish(self) -> None:
        """Have the connection closed; not because of a body whose end nobody has to be told."""
        asked = self.request.headers.get("CONNECTION", "").lower()  # type: ignore[attr-defined]  # of the wrong class there
        bare = self.complete and not self.has_body and not self.wrote_header
        if not (bare and self.version == "1.1" and asked != "close"):
            super().set_close_on_finish()

    def finish(self) -> None:
        """Write the end of the answer."""
        super().finish()
        recording, replies = self._recording, self.channel.replies
        if recording is None or recording.snapshot is None or replies is None:
            return
        served = served_in(self.environ or {})
        # What ends with the connection, or came in chunks, was not at hand as a whole.
        if served is not None and not self.close_on_finish and not self.chunked_response:
            replies.keep(recording, served, self.channel.peer)


def begun_in(environ: Mapping[str, object], query: Query) -> Begun | None:
    """What has been asked ahead for a request, if it is this query."""
    begun = environ.get(_BEGUN)
    return begun[1] if isinstance(begun, tuple) and begun[0] == query else None


def limit_sending(environ: Mapping[str, object], seconds: float) -> None:
    """Tell the front server how long the answer to a request may take to send.

    Args:
        environ: The request's WSGI environment.
        seconds: From now until the application is done with it.
    """
    limit = environ.get(SENDING)
    if callable(limit):
        limit(seconds)
