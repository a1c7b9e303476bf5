"""Panels: the rows of one stored query, together with the query that gave them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology import XSD
from queries.catalogue import SavedQuery
from queries.catalogue import load as load_queries
from server.context import iris, page_engine
from server.engine.rows import select
from server.errors import EngineError

_LIMIT = re.compile(r"LIMIT\s+(\d+)\s*\Z")
_CONDITION = re.compile(r"^(?P<line>.*\S) +# if (?P<name>\w+)\n", re.MULTILINE)

PANELS = Path(__file__).parent / "pages" / "panels"

# Seconds for what a page can do without.
PATIENCE = 1.0

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
        limit: The most rows that are shown, where the query is one for a list.
        cut: Whether there are more rows than those; a page has to say so.
    """

    name: str
    title: str
    query: str
    rows: tuple[Row, ...]
    limit: int | None = None
    cut: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def first(self) -> Row | None:
        """The first row, or None where the answer is empty."""
        return self.rows[0] if self.rows else None


@cache
def stored_queries(folder: Path) -> Mapping[str, SavedQuery]:
    """The queries of a folder, read once: they are part of the program."""
    return load_queries(folder)


def panel(name: str, /, **values: str | int) -> Panel:
    """Run a query of the pages' ``panels/``; its parameters are `values`, the rest by default."""
    return run(PANELS, name, values)


def panel_from(folder: Path, name: str, /, **values: str | int) -> Panel:
    """Run a query that is kept in another folder."""
    return run(folder, name, values)


def decoration(name: str, /, **values: str | int) -> Panel | None:
    """A panel that a page can do without: nothing where it fails or takes long."""
    try:
        return run(PANELS, name, values, timeout=PATIENCE)
    except EngineError:
        return None


def run(
    folder: Path, name: str, values: Mapping[str, str | int], *, timeout: float | None = None
) -> Panel:
    """Run a stored query on the engine of the pages.

    A query for a list is asked for one row more than is shown: so it is known, and not guessed,
    whether there are more.

    Args:
        folder: Where it is kept.
        name: The query's file name without ``.rq``.
        values: Its parameters; the rest keep their defaults.
        timeout: Seconds, where fewer than the engine's own are to be spent.
    """
    stored = stored_queries(folder)[name]
    query = bound(folder, name, **values)
    limit = limit_of(stored, values)
    asked = query if limit is None else one_more(folder, name, limit, values)
    rows = tuple(
        {variable: plain(term) for variable, term in row.items() if term is not None}
        for row in select(page_engine(), asked, timeout=timeout)
    )
    cut = limit is not None and len(rows) > limit
    return Panel(name, stored.title, query, rows[:limit], limit, cut)


def limit_of(stored: SavedQuery, values: Mapping[str, str | int]) -> int | None:
    r"""The most rows of a query for a list: its last LIMIT, or its ``size``.

    One row is no list; a query with ``skip`` gives a page of a longer answer, which has a pager.

    >>> from queries.catalogue import parse
    >>> head = "# title: T\n"
    >>> [limit_of(parse("q", head + f"SELECT * {{ ?s ?p ?o }}{end}"), {})
    ...  for end in (" LIMIT 500", " LIMIT 1", "")]
    [500, None, None]
    """
    names = {parameter.name: parameter.default for parameter in stored.parameters}
    if "size" in names:
        return None if "skip" in names else int(values.get("size", names["size"]))
    found = _LIMIT.search(stored.text)
    return int(found[1]) if found and found[1] != "1" else None


def one_more(folder: Path, name: str, limit: int, values: Mapping[str, str | int]) -> str:
    """The text of a stored query for a list, its parameters bound, for one row more."""
    if any(parameter.name == "size" for parameter in stored_queries(folder)[name].parameters):
        return bound(folder, name, **{**values, "size": limit + 1})
    return _LIMIT.sub(f"LIMIT {limit + 1}", bound(folder, name, **values))


def bound(folder: Path, name: str, /, **values: str | int) -> str:
    """The text of a stored query with its parameters bound.

    A line that ends in ``# if NAME`` is for those who give that parameter; for the others it is
    not there. A filter that is evaluated for each row only to let all pass costs seconds.
    """
    given = {key: str(value) for key, value in values.items()}
    stored = stored_queries(folder)[name]
    text = _CONDITION.sub(
        lambda found: f"{found['line']}\n" if found["name"] in given else "", stored.text
    )
    return replace(stored, text=text).bind(given, iris())


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
