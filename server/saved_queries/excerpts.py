"""The beginning of an answer, as a page shows it: no more is read than is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from ontology import PREFIXES, XSD
from ontology.curie import curie
from ontology.iris import KINDS
from server.engine import Query
from server.engine.rows import Term
from server.errors import QueryFailed
from server.formats import TSV, TURTLE
from server.responses import client_left

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.iris import Iris
    from server.engine import QueryEngine

MOST_ROWS = 1000
MOST_TEXT = 65_536
_MOST_BYTES = 4 << 20
_LINE = 40
_NUMBERS = frozenset({XSD.integer, XSD.decimal, XSD.double, XSD.float})
# What stands behind an address of ours: other IRIs below the base name graphs and schemes.
_WITH_PAGES = (*KINDS, "ontology", "queries")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a row.

    Attributes:
        text: What it reads.
        href: Where it links to: a local path, or an http(s) address.
        number: Whether it is one, to be aligned as such.
    """

    text: str
    href: str | None = None
    number: bool = False

    @property
    def long(self) -> bool:
        """Whether it needs more than one line of a column."""
        return len(self.text) > _LINE


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a table of solutions.

    Attributes:
        columns: The names of the variables.
        rows: As many cells each; None where a variable has no value.
        more: Whether there are more rows than these.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Text:
    """The first lines of a graph in Turtle.

    Attributes:
        text: Whole lines.
        more: Whether there are more lines than these.
    """

    text: str
    more: bool


def first_rows(engine: QueryEngine, text: str, iris: Iris, most: int = MOST_ROWS) -> Table:
    """The first rows of the answer to a SELECT.

    Raises:
        EngineError: There is no answer.
    """
    with engine.answer(Query(text, results_type=TSV.media_type), left=client_left()) as answer:
        # Tabs and line feeds are escaped in TSV: a line is a row, below one of variables.
        head, more = first_lines(answer, lines=most + 1, size=_MOST_BYTES)
    results = parse_query_results(head, QueryResultsFormat.TSV)
    if not isinstance(results, QuerySolutions):
        raise QueryFailed("A table of solutions was expected")
    columns = tuple(variable.value for variable in results.variables)
    rows = tuple(tuple(_cell(term, iris) for term in solution) for solution in results)
    return Table(columns, rows, more)


def first_statements(engine: QueryEngine, text: str) -> Text:
    """The first lines of the answer to a CONSTRUCT or DESCRIBE, in Turtle.

    Raises:
        EngineError: There is no answer.
    """
    with engine.answer(Query(text, graph_type=TURTLE.media_type), left=client_left()) as answer:
        head, more = first_lines(answer, lines=MOST_ROWS, size=MOST_TEXT)
    return Text(head.decode(), more)


def first_lines(chunks: Iterable[bytes], lines: int, size: int) -> tuple[bytes, bool]:
    r"""Whole lines from the beginning of a text, and whether anything follows them.

    Args:
        chunks: The text; not read further than needed.
        lines: At most so many.
        size: At most so many bytes.

    >>> first_lines([b"a\nb", b"c\nd\n"], lines=2, size=100)
    (b'a\nbc\n', True)
    >>> first_lines([b"a\nb\n"], lines=2, size=100)
    (b'a\nb\n', False)
    """
    read = bytearray()
    found = 0
    for chunk in chunks:
        read += chunk
        found += chunk.count(b"\n")
        if found > lines or len(read) > size:
            break
    whole = bytes(read).split(b"\n")
    kept = b"\n".join(whole[:lines]) + b"\n" if len(whole) > lines else bytes(read)
    if len(kept) > size:
        kept = kept[: kept.rfind(b"\n", 0, size) + 1]
    return kept, len(kept) < len(read)


def _cell(term: Term | object | None, iris: Iris) -> Cell | None:
    if isinstance(term, NamedNode):
        return Cell(name_of(term.value, iris), address(term.value, iris))
    if isinstance(term, Literal):
        return Cell(term.value, number=term.datatype in _NUMBERS)
    return Cell(str(term)) if isinstance(term, BlankNode) else None


def name_of(iri: str, iris: Iris) -> str:
    """An IRI by its prefix where one is known.

    >>> from ontology.iris import Iris
    >>> name_of("https://w3id.org/curagraph/author/bo-liu", Iris())
    'author:bo-liu'
    """
    return curie(iri, {**PREFIXES, **iris.instance_prefixes})


def address(iri: str, iris: Iris) -> str | None:
    """Where an IRI leads a reader: to a page here, to another site, or nowhere.

    >>> from ontology.iris import Iris
    >>> address("https://w3id.org/curagraph/author/bo-liu", Iris())
    '/author/bo-liu'
    >>> address("https://w3id.org/curagraph/graph/entities", Iris()) is None
    True
    >>> address("javascript:alert(1)", Iris()) is None
    True
    """
    path = iris.path_of(iri)
    if path is not None:
        kind, _, rest = path[1:].replace("#", "/", 1).partition("/")
        return path if kind in _WITH_PAGES and rest else None
    return iri if iri.lower().startswith(("http://", "https://")) else None
