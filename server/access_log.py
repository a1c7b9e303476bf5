"""A line of JSON for each request, on standard error.

It holds no parameters of an address, no headers and no text of a query: a digest tells which
queries were the same, and what somebody searched for stays theirs.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TextIO

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.observing import Served

_DIGITS = 16


def access_log(stream: TextIO, *, queries: bool = False) -> Callable[[Served], None]:
    """What writes a line for a request.

    Args:
        stream: Where to.
        queries: Whether the text of a query goes in too.
    """
    logger = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )

    def write(served: Served) -> None:
        logger.info("request", **fields_of(served, queries=queries))

    return write


def fields_of(served: Served, *, queries: bool) -> dict[str, Any]:
    """What the log says of a request; what is not known is left out."""
    fields = {
        "method": served.method,
        "path": served.path,
        "route": served.route,
        "status": served.status,
        "outcome": served.outcome,
        "seconds": round(served.seconds, 6),
        "bytes": served.bytes,
        "client": served.client,
        "snapshot": served.snapshot,
        "cache": served.cache,
    }
    if served.query is not None:
        data = served.query.encode("utf-8", "surrogatepass")
        fields["query"] = hashlib.sha256(data).hexdigest()[:_DIGITS]
        if queries:
            fields["text"] = served.query
    return {name: value for name, value in fields.items() if value is not None}
