"""What a remote endpoint's answers are: their kind, and what its errors say."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from queries.lexer import TokenKind, tokens_of
from server.errors import (
    EngineBusy,
    EngineError,
    NothingAcceptable,
    QuerySyntaxError,
    QueryTimeout,
    RemoteFailed,
)

if TYPE_CHECKING:
    import httpx

    from server.engine.model import Kind, Query

_KINDS: dict[str, Kind] = {
    "SELECT": "solutions",
    "ASK": "boolean",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}
_SHOWN = 300


def kind_of(text: str) -> Kind:
    """What a query asks for.

    >>> kind_of("PREFIX ask: <http://x/select> DESCRIBE ask:select")
    'graph'
    """
    for token in tokens_of(text):
        if token.kind is TokenKind.WORD and token.text.upper() in _KINDS:
            return _KINDS[token.text.upper()]
    # The endpoint will say what is wrong with it.
    return "solutions"


def accepted(query: Query, kind: Kind) -> str:
    """The media type to ask for.

    Raises:
        NothingAcceptable: The request accepts none for this kind of answer.
    """
    media_type = {
        "solutions": query.results_type,
        "boolean": query.boolean_type,
        "graph": query.graph_type,
    }[kind]
    if media_type is None:
        raise NothingAcceptable(f"The query gives {kind}, and the request accepts no format for it")
    return media_type


def no_answer(response: httpx.Response, said: str, engine: str) -> EngineError:
    """The error that an endpoint's status stands for.

    Args:
        response: What it answered.
        said: The beginning of the body.
        engine: Its address, as it may be shown.
    """
    status = response.status_code
    words = f": {said[:_SHOWN]}" if said and not said.startswith("<") else ""
    message = f"The engine at {engine} answers with status {status}{words}"
    match status:
        case HTTPStatus.BAD_REQUEST:
            return QuerySyntaxError(f"The engine cannot read the query{words}")
        case HTTPStatus.REQUEST_TIMEOUT | HTTPStatus.GATEWAY_TIMEOUT:
            return QueryTimeout(message)
        case HTTPStatus.NOT_ACCEPTABLE:
            return NothingAcceptable(message)
        case HTTPStatus.TOO_MANY_REQUESTS | HTTPStatus.SERVICE_UNAVAILABLE:
            return EngineBusy(message)
        case _:
            why = "; redirects are not followed" if response.is_redirect else ""
            return RemoteFailed(message + why)
