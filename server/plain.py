"""Plain queries: which requests are such, and the response to one, without Flask.

Both are made of the parts that the application is made of, so that nothing differs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException

from server.compression import accepted_codings, whole
from server.engine.kept import is_volatile
from server.errors import CuragraphError
from server.formats import EVERY, content_type, media_types
from server.negotiation import HTML, offered
from server.protocol import operation_of
from server.responses import CONDITIONAL, digest_of, fields_of, validator_of
from server.security import of_data
from server.sparql import query_of
from server.tasks import PlainRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.engine.model import Answer, Query
    from server.tasks import Request

PATH = "/sparql"
_METHODS = frozenset({"GET", "POST", "QUERY"})
_NOT_PLAIN = frozenset(
    {"AUTHORIZATION", "PROXY_AUTHORIZATION", "COOKIE", "CONTENT_ENCODING", "EXPECT", "RANGE"}
    | {"IF_MATCH", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "IF_UNMODIFIED_SINCE"}
)
_OFFERS = (*media_types(EVERY), HTML)
# Bytes of a request; to read more would keep others waiting.
_MOST_BYTES = 8192
# The length of an Accept-Encoding header whose meaning is remembered.
_COMMON = 512


def query_in(request: Request, peer: str, trusts: Callable[[str], bool]) -> Query | None:
    """What a plain request asks; None where it is not plain, or is to be refused.

    Args:
        request: Has come in whole.
        peer: Address of the one who sent it.
        trusts: Whether this server answers to the name in a Host header.
    """
    headers = request.headers
    size = request.header_bytes_received + request.body_bytes_received
    if (
        request.error
        or request.path != PATH
        or request.command not in _METHODS
        or request.version != "1.1"
        or request.connection_close
        or size > _MOST_BYTES
        or not request.request_uri.startswith("/")
        or not _NOT_PLAIN.isdisjoint(headers)
        or not trusts(headers.get("HOST", ""))
    ):
        return None
    accept = headers.get("ACCEPT", "")
    try:
        operation = operation_of(PlainRequest(request))
        if operation.text is None or is_volatile(operation.text):
            return None
        if request.command == "GET" and offered(accept, _OFFERS, operation.format) == HTML:
            return None
        return query_of(operation, operation.text, accept, peer)
    except (HTTPException, CuragraphError):
        # Said by the application, in the form of its errors.
        return None


def response_to(request: Request, query: Query, answer: Answer, body: bytes) -> tuple[bytes, bytes]:
    """The head of the response, with an empty date, and its body.

    Args:
        request: A plain one.
        query: What it asks.
        answer: What was answered.
        body: The bytes of the answer.
    """
    question = digest_of(query, answer.snapshot)
    tag = validator_of(question, body) if request.command in CONDITIONAL else None
    fields = {**of_data(), **fields_of(answer, tag)}
    fields["Content-Type"] = content_type(answer.media_type)
    header = request.headers.get("ACCEPT_ENCODING", "")
    codings = (_remembered if len(header) <= _COMMON else accepted_codings)(header)
    body = whole(body, fields, codings)
    fields |= {"Content-Length": str(len(body)), "Date": "", "Server": "curagraph"}
    lines = sorted((_spelt(name), value) for name, value in fields.items())
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return f"HTTP/1.1 200 OK\r\n{head}\r\n".encode("latin-1"), body


_remembered = lru_cache(maxsize=256)(accepted_codings)


@lru_cache(maxsize=256)
def _spelt(name: str) -> str:
    """The name of a header as waitress spells it."""
    return "-".join(part.capitalize() for part in name.split("-"))
