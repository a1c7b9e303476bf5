"""What is refused by reading a query's text, before a worker sees it."""

from __future__ import annotations

import re

from queries.lexer import keywords
from server.errors import QueryRefused, QueryTooLarge

# None of these words can stand in a query outside strings, IRIs, comments and names.
_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"),
)
# Telling words from strings and names takes 2 microseconds a token: most queries need none of it.
_MATTERS = re.compile("|".join(("FROM", "SERVICE", *_UPDATES)), re.IGNORECASE)


def check(text: str, limit: int) -> frozenset[str]:
    """The keywords of a query that may be asked, if any of them is of interest.

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
    if not _MATTERS.search(text):
        return frozenset()
    words = frozenset(keywords(text))
    if "SERVICE" in words:
        message = "SERVICE is refused: this endpoint calls no other one"
        raise QueryRefused(message)
    if update := _UPDATES & words:
        message = f"{min(update)} is refused: this endpoint is read-only"
        raise QueryRefused(message)
    return words
