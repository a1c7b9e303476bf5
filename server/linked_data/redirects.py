"""From an identifier that others gave, or an IRI given before, to the thing it names now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode
from werkzeug.routing import RequestRedirect

from queries.catalogue import ParameterError
from server.engine.rows import select
from server.linked_data.documents import query_text

if TYPE_CHECKING:
    from ontology.iris import Iris
    from server.engine import QueryEngine

_RESOLVER = re.compile(r"(?:https?:/{1,2}(?:dx\.)?doi\.org/|doi:)", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(r"(?:10\.48550/)?arxiv[:.]", re.IGNORECASE)
_ARXIV_ID = re.compile(
    r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?", re.IGNORECASE
)


def plain_doi(text: str) -> str:
    """A DOI without resolver and in lower case, as the graph holds it.

    >>> plain_doi("https://doi.org/10.1109/ICCV48922.2021.00391")
    '10.1109/iccv48922.2021.00391'
    """
    return _RESOLVER.sub("", text.strip(), count=1).lower()


def plain_arxiv_id(text: str) -> str | None:
    """An arXiv id without prefix and version, or None where the text is none.

    >>> plain_arxiv_id("arXiv:2105.11333v2")
    '2105.11333'
    >>> plain_arxiv_id("10.48550/arXiv.2105.11333")
    '2105.11333'
    >>> plain_arxiv_id("2105") is None
    True
    """
    found = _ARXIV_ID.fullmatch(_ARXIV_PREFIX.sub("", text.strip(), count=1))
    return found[1] if found else None


def paper_with_identifier(engine: QueryEngine, identifier: str) -> NamedNode | None:
    """The paper that bears a DOI or arXiv id, itself or as one of its versions."""
    try:
        text = query_text("identified", identifier=identifier)
    except ParameterError:  # what is too long, or no text, was never an identifier
        return None
    rows = select(engine, text)
    paper = rows[0]["paper"] if rows else None
    return paper if isinstance(paper, NamedNode) else None


def to_successor(engine: QueryEngine, thing: NamedNode, iris: Iris, suffix: str = "") -> None:
    """Send a request on to the thing that one was replaced by, if it was.

    Args:
        engine: Answers a small query.
        thing: What was asked for.
        iris: IRIs below the graph's base.
        suffix: Suffix of the address that was asked for, with its dot.

    Raises:
        RequestRedirect: The thing was replaced: a 308 to the address of its successor.
    """
    rows = select(engine, query_text("replaced", this=str(thing)))
    by = rows[0]["by"] if rows else None
    path = iris.path_of(by.value) if isinstance(by, NamedNode) else None
    if path:
        raise RequestRedirect(f"{path}{suffix}")
