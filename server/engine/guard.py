"""What is refused by reading a query's text, before a worker sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queries.lexer import keywords
from server.errors import BadGraphName, QueryRefused, QueryTooLarge

if TYPE_CHECKING:
    from server.engine.model import Query

# None of these words can stand in a query outside strings, IRIs, comments and names.
_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"),
)
# Telling words from strings and names takes 2 microseconds a token: most queries need none of it.
_MATTERS = re.compile("|".join(("FROM", "SERVICE", *_UPDATES)), re.IGNORECASE)

# What the grammar of SPARQL allows between < and >, of an absolute IRI.
_ABSOLUTE_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*')
_SHOWN = 200


def check_graph_name(iri: str) -> None:
    """Refuse what cannot name a graph.

    Raises:
        BadGraphName: It is no absolute IRI.
    """
    if not _ABSOLUTE_IRI.fullmatch(iri):
        raise BadGraphName(f"{iri[:_SHOWN]!r} is no absolute IRI, so it names no graph")


def check_graph_names(query: Query) -> None:
    """Let through a query whose dataset is named by IRIs.

    Raises:
        BadGraphName: A graph is named by what is none.
    """
    for iri in (*query.default_graphs, *query.named_graphs):
        check_graph_name(iri)


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
        message = f"{min(update)} is refused: it belongs to an update, and this was sent as a query"
        raise QueryRefused(message)
    return words
