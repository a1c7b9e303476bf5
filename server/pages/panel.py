"""Panels: the rows of one stored query, together with the query that gave them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology import XSD
from queries.catalogue import SavedQuery
from queries.catalogue import load as load_queries
from server.context import iris, page_engine
from server.engine.rows import select

_LIMIT = re.compile(r"LIMIT\s+(\d+)\s*\Z")

PANELS = Path(__file__).with_name("panels")

Value = str | int | bool
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Panel:
    """What one panel of a page shows.

    Attributes:
        name: The panel's name: that of its query file.
        title: What the query asks, in words.
        query: The query as it ran, parameters bound: what "open as SPARQL" opens.
        rows: Its answer; a variable without a value is missing from the row.
        limit: The most rows the query asks for, where its file says so for a list.
    """

    name: str
    title: str
    query: str
    rows: tuple[Row, ...]
    limit: int | None = None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def cut(self) -> bool:
        """Whether there may be more than the rows shown; a page has to say so."""
        return self.limit is not None and len(self.rows) >= self.limit

    @property
    def first(self) -> Row | None:
        """The first row, or None where the answer is empty."""
        return self.rows[0] if self.rows else None


@cache
def stored_queries(folder: Path) -> Mapping[str, SavedQuery]:
    """The queries of a folder, read once: they are part of the program."""
    return load_queries(folder)


def panel(name: str, /, **values: str | int) -> Panel:
    """Run a query of ``panels/``; see `panel_from`."""
    return panel_from(PANELS, name, **values)


def panel_from(folder: Path, name: str, /, **values: str | int) -> Panel:
    """Run a stored query on the engine of the pages.

    Args:
        folder: Where it is kept.
        name: The query's file name without ``.rq``.
        values: Its parameters; the rest keep their defaults.
    """
    query = bound(folder, name, **values)
    rows = tuple(
        {variable: plain(term) for variable, term in row.items() if term is not None}
        for row in select(page_engine(), query)
    )
    stored = stored_queries(folder)[name]
    return Panel(name, stored.title, query, rows, limit_of(stored.text))


def limit_of(text: str) -> int | None:
    """The fixed limit that a query for a list ends in; one row is no list.

    >>> limit_of("SELECT * { ?s ?p ?o } LIMIT 500"), limit_of("ASK {}"), limit_of("… LIMIT $size")
    (500, None, None)
    """
    found = _LIMIT.search(text)
    return int(found[1]) if found and found[1] != "1" else None


def bound(folder: Path, name: str, /, **values: str | int) -> str:
    """The text of a stored query with its parameters bound."""
    given = {key: str(value) for key, value in values.items()}
    return stored_queries(folder)[name].bind(given, iris())


def plain(term: NamedNode | BlankNode | Literal) -> Value:
    """A term as the Python value that templates want.

    >>> from pyoxigraph import Literal, NamedNode
    >>> plain(Literal(3)), plain(Literal(True)), plain(Literal("2022")), plain(NamedNode("urn:x"))
    (3, True, '2022', 'urn:x')
    """
    if isinstance(term, Literal):
        convert = CONVERTERS.get(term.datatype)
        return convert(term.value) if convert else term.value
    return term.value


def year_number(text: str) -> Value:
    """The number of a plain year; any other ``xsd:gYear`` (a time zone, say) stays text."""
    return int(text) if text.isdecimal() else text


CONVERTERS: Mapping[NamedNode, Callable[[str], Value]] = {
    XSD.integer: int,
    XSD.gYear: year_number,
    XSD.boolean: lambda text: text in {"true", "1"},
}
