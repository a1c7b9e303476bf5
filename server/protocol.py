"""Requests of the SPARQL 1.1 Protocol: where a query and its dataset stand in them.

The HTTP method QUERY (RFC 10008) is taken as POST is, for queries alone:
it has a body as POST does, and is safe and worth keeping as GET is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from server.errors import QueryRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Request

    from server.tasks import PlainRequest

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 1000
_LEAST_SECONDS = 0.01
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation of the protocol.

    Attributes:
        text: The query; None if the request has none.
        default_graphs: ``default-graph-uri``, in their order.
        named_graphs: ``named-graph-uri``, in their order.
        timeout: Seconds, where the client wants to wait less than it might.
        format: Name of the format to answer in, where it comes before the Accept header.
    """

    text: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateOperation:
    """An update operation of the protocol.

    Attributes:
        text: The update.
        using: ``using-graph-uri``, in their order.
        using_named: ``using-named-graph-uri``, in their order.
        timeout: Seconds, where the client wants to wait less than it might.
    """

    text: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    timeout: float | None = None


def update_of(request: Request) -> UpdateOperation | None:
    """The update that a POST asks for, or None if it asks for something else.

    Its text stands in the body alone; its dataset in the form, or in the address where the body is
    the update itself (SPARQL 1.1 Protocol, sections 2.2.1 and 2.2.2).

    Raises:
        BadRequest: It has several updates, or a query too, or what is not UTF-8.
        UnsupportedMediaType: It is in another charset.
    """
    if request.mimetype not in (FORM, UPDATE):
        return None
    parameters = _parameters(request.query_string)
    body = _body(request)
    texts: list[str] = []
    if request.mimetype == UPDATE:
        texts = [body]
    else:
        form = _parameters(body.encode())
        texts = form.pop("update", [])
        if not texts:
            return None
        for name, values in form.items():
            parameters[name] = [*parameters.get(name, ()), *values]
    if len(texts) > 1 or "update" in parameters:
        raise BadRequest("The request has several updates; send one")
    if "query" in parameters:
        raise BadRequest("The request has an update and a query; send one")
    return UpdateOperation(
        texts[0],
        using=tuple(parameters.get("using-graph-uri", ())),
        using_named=tuple(parameters.get("using-named-graph-uri", ())),
        timeout=_timeout(parameters),
    )


def operation_of(request: Request | PlainRequest) -> Operation:
    """The operation that ``request`` asks for (SPARQL 1.1 Protocol, section 2.1).

    Raises:
        BadRequest: It has several queries, none where one is needed, an update that is not sent by
            POST, or what is not UTF-8.
        UnsupportedMediaType: Its body is no kind of query.
        QueryRefused: It is an update, and the server takes none.
    """
    parameters = _parameters(request.query_string)
    has_body = request.method in ("POST", "QUERY")
    if has_body:
        media_type = request.mimetype
        if media_type not in (FORM, DIRECT, UPDATE):
            message = f"Send a query as {DIRECT} or {FORM}, not as {media_type or 'nothing known'}"
            raise UnsupportedMediaType(message)
        if media_type == UPDATE and request.method == "POST":
            raise _read_only()
        if media_type == UPDATE:
            raise UnsupportedMediaType("The QUERY method is safe: send an update by POST")
        body = _body(request)
        if media_type == FORM:
            for name, values in _parameters(body.encode()).items():
                parameters[name] = [*parameters.get(name, ()), *values]
        else:
            parameters["query"] = [*parameters.get("query", ()), body]
    if "update" in parameters:
        raise _no_query(request)
    texts = parameters.get("query", ())
    if len(texts) > 1:
        raise BadRequest("The request has several queries; send one")
    if not texts and has_body:
        raise BadRequest("The request has no query: the form needs a field named query")
    return Operation(
        text=texts[0] if texts else None,
        default_graphs=tuple(parameters.get("default-graph-uri", ())),
        named_graphs=tuple(parameters.get("named-graph-uri", ())),
        timeout=_timeout(parameters),
        format=next(iter(parameters.get("format", ())), None),
    )


def parameters_of(request: Request) -> dict[str, list[str]]:
    """The parameters in the address of ``request``, in their order.

    Raises:
        BadRequest: They are not UTF-8, or too many.
    """
    return _parameters(request.query_string)


def _parameters(raw: bytes) -> dict[str, list[str]]:
    """Decoded strictly: a query with a replacement character in it would be another query."""
    try:
        pairs = parse_qsl(
            raw.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise BadRequest("The parameters are not UTF-8") from None
    except ValueError:
        raise BadRequest(f"The request has more than {_MOST_PARAMETERS} parameters") from None
    parameters: dict[str, list[str]] = {}
    for name, value in pairs:
        parameters.setdefault(name, []).append(value)
    return parameters


def _body(request: Request | PlainRequest) -> str:
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding != "identity":
        raise UnsupportedMediaType(f"Send the query as it is, not in the coding {coding[:_SHOWN]}")
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(f"The query has to be in UTF-8, not in {charset}")
    try:
        return request.get_data().decode()
    except UnicodeDecodeError:
        raise BadRequest("The query is not UTF-8") from None


def _timeout(parameters: Mapping[str, list[str]]) -> float | None:
    values = parameters.get("timeout", ())
    if not values:
        return None
    try:
        seconds = float(values[0])
    except ValueError:
        seconds = math.nan
    if not _LEAST_SECONDS <= seconds < math.inf:
        raise BadRequest(
            f"timeout is {values[0][:_SHOWN]!r}: it has to be a number of seconds, "
            f"{_LEAST_SECONDS:g} or more"
        )
    return seconds


def _no_query(request: Request | PlainRequest) -> QueryRefused | BadRequest:
    """The error for a request that has an update."""
    if request.method != "POST":
        return BadRequest("An update has to stand in the body of a POST")
    return _read_only()


def _read_only() -> QueryRefused:
    return QueryRefused(
        "Updates are refused: this server is read-only. It takes them when it is started with "
        "--writable and --token-file"
    )
