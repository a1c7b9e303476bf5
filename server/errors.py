"""Errors of the server.

CuragraphError
├── CannotListen          the address to serve at cannot be had
├── NoGraph               there is no published graph to serve
├── UnknownHost           the request names a host that this server does not answer as
├── TooManyRequests       the client asks more often than it may
├── TokenUnusable         the file that holds the token for writing cannot be used
├── WriteError            a write was not made, and nothing changed
│   ├── Unauthorized          the request does not show the token
│   │   └── InvalidToken          it shows another one
│   ├── OwnGraph              it would change a graph that builds make
│   ├── NoSuchGraph           there is no graph of that name
│   ├── GraphSyntaxError      what was sent is not in the format it is said to be in
│   ├── EntitiesRefused       its XML entities may grow beyond measure
│   ├── WriteConflict         the graph is not as the update wants it
│   └── PreconditionFailed    the graph is not what the request's headers want it to be
└── EngineError           a query was not answered
    ├── NothingAcceptable     no format that the request accepts fits the answer
    ├── NotWritable           the answer holds what its format cannot
    ├── BadGraphName          a graph of its dataset is named by what is no IRI
    ├── QuerySyntaxError      its text is no SPARQL query
    ├── QueryTooLarge         its text is longer than allowed
    ├── QueryRefused          it asks for what this endpoint never does
    ├── QueryFailed           its evaluation failed
    ├── QueryTimeout          it was still running at its deadline
    ├── QueryOutOfMemory      it needed more memory than a query may have
    ├── WorkerLost            the process that answered it died
    ├── RemoteFailed          the endpoint that was asked for it failed
    ├── EngineBusy            no worker came free in time
    ├── EngineUnavailable     no worker can be started
    └── ClientGone            the one who asked has left

Each class knows the HTTP status it becomes; each message is written for the one who asked.
Nothing of ours is imported here, so that any module can raise them.
"""

# ruff: noqa: N818 - each name says what is the matter; "QueryTimeoutError" says it no better.

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class CuragraphError(Exception):
    """Base of every error the server raises on purpose.

    Attributes:
        status: The HTTP status that says this.
        title: What happened, in a few words.
        code: The same for programs; it never changes.
        retry_after: Seconds after which another try makes sense, if it does.
        headers: Further header fields of the answer.
        message: What happened here and what to do, without the details.
        details: Further members of the problem+json body.
    """

    status = 500
    title = "Something went wrong"
    code = "error"
    retry_after: int | None = None
    headers: ClassVar[Mapping[str, str]] = {}

    def __init__(self, message: str, **details: str | float) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class CannotListen(CuragraphError):
    """The address is taken, or is none of this machine's."""

    title = "Cannot listen"
    code = "cannot-listen"


class NoGraph(CuragraphError):
    """There is no published graph to serve."""

    status = 503
    title = "No graph"
    code = "no-graph"


class UnknownHost(CuragraphError):
    """The request names a host that this server does not answer as."""

    status = 400
    title = "Unknown host"
    code = "unknown-host"


class TooManyRequests(CuragraphError):
    """The client asks more often than it may."""

    status = 429
    title = "Too many requests"
    code = "rate-limit"


class TokenUnusable(CuragraphError):
    """The file that holds the token for writing cannot be used."""

    title = "No token"
    code = "token"


class WriteError(CuragraphError):
    """A write was not made, and nothing changed."""


class Unauthorized(WriteError):
    """The request does not show the token (RFC 6750, section 3)."""

    status = 401
    title = "Not authorized"
    code = "unauthorized"
    headers: ClassVar[Mapping[str, str]] = {"WWW-Authenticate": 'Bearer realm="curagraph"'}


class InvalidToken(Unauthorized):
    """The request shows another token (RFC 6750, section 3.1)."""

    headers: ClassVar[Mapping[str, str]] = {
        "WWW-Authenticate": 'Bearer realm="curagraph", error="invalid_token"'
    }


class OwnGraph(WriteError):
    """The write would change a graph that builds make, and make anew."""

    status = 403
    title = "Graph of the build"
    code = "own-graph"


class NoSuchGraph(WriteError):
    """There is no graph of that name."""

    status = 404
    title = "No such graph"
    code = "no-such-graph"


class GraphSyntaxError(WriteError):
    """What was sent is not in its format; ``details`` may hold line and column, counted from 1."""

    status = 400
    title = "Syntax error"
    code = "graph-syntax"


class EntitiesRefused(WriteError):
    """The XML that was sent declares entities that may grow beyond measure."""

    status = 400
    title = "Entities refused"
    code = "entities"


class WriteConflict(WriteError):
    """The update is well-formed, and the graphs are not as it wants them."""

    status = 409
    title = "Conflict"
    code = "conflict"


class PreconditionFailed(WriteError):
    """The graph is not what the request's headers want it to be (RFC 9110, section 13)."""

    status = 412
    title = "Precondition failed"
    code = "precondition"


class EngineError(CuragraphError):
    """A query was not answered."""


class NothingAcceptable(EngineError):
    """No format that the request accepts fits the answer."""

    status = 406
    title = "Not acceptable"
    code = "not-acceptable"


class NotWritable(EngineError):
    """The answer holds a character that its format has no way to write.

    The request is right and the format is offered, so that this is no 406; no second try will
    help, so that it is no 503 either. The graph holds what it should not: the fault is ours.
    """

    status = 500
    title = "Not writable in this format"
    code = "not-writable"


class BadGraphName(EngineError):
    """The request names a graph of its dataset by what is no absolute IRI."""

    status = 400
    title = "No IRI"
    code = "graph-name"


class QuerySyntaxError(EngineError):
    """The text is no SPARQL query; ``details`` may hold line and column, counted from 1."""

    status = 400
    title = "Syntax error"
    code = "query-syntax"

    def __str__(self) -> str:
        """The message and, for who sees nothing else, the place."""
        if "line" not in self.details:
            return self.message
        return "Line {line}, column {column}: {message}".format(
            **self.details, message=self.message
        )


class QueryTooLarge(EngineError):
    """The text is longer than a query may be."""

    status = 413
    title = "Query too long"
    code = "query-too-long"


class QueryRefused(EngineError):
    """The query asks for what this endpoint never does."""

    status = 403
    title = "Refused"
    code = "query-refused"


class QueryFailed(EngineError):
    """The query is well-formed, its evaluation failed."""

    status = 500
    title = "Query failed"
    code = "query-failed"


class QueryTimeout(EngineError):
    """The query was still running at its deadline."""

    status = 504
    title = "Time limit reached"
    code = "query-timeout"


class QueryOutOfMemory(EngineError):
    """The query needed more memory than a query may have."""

    status = 503
    title = "Memory limit reached"
    code = "query-memory"


class WorkerLost(EngineError):
    """The process that was answering died."""

    status = 503
    title = "Query stopped"
    code = "worker-lost"


class RemoteFailed(EngineError):
    """The endpoint that this server asks failed, or is none."""

    status = 502
    title = "The engine failed"
    code = "engine-failed"


class EngineBusy(EngineError):
    """No worker came free in time."""

    status = 503
    title = "Busy"
    code = "busy"
    retry_after = 5


class EngineUnavailable(EngineError):
    """No worker can be started."""

    status = 503
    title = "Not available"
    code = "unavailable"
    retry_after = 30


class ClientGone(EngineError):
    """The one who asked has left; nobody reads this answer."""

    status = 503
    title = "Client left"
    code = "client-gone"
