"""What is refused by reading a query's text, before a worker sees it."""

from __future__ import annotations

from queries.lexer import keywords
from server.errors import QueryRefused, QueryTooLarge

# None of these words can stand in a query outside strings, IRIs, comments and names.
_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"),
)


def check(text: str, limit: int) -> frozenset[str]:
    """The keywords of a query that may be asked.

    Args:
        text: The query.
        limit: The most bytes it may have.

    Raises:
        QueryTooLarge: It has more.
        QueryRefused: It is an update, or calls another endpoint.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limit:
        message = f"The query has {size:,} bytes; {limit:,} is the most one may have"
        raise QueryTooLarge(message, limit=limit)
    words = frozenset(keywords(text))
    if "SERVICE" in words:
        message = "SERVICE is refused: this endpoint calls no other one"
        raise QueryRefused(message)
    if update := _UPDATES & words:
        message = f"{min(update)} is refused: this endpoint is read-only"
        raise QueryRefused(message)
    return words
