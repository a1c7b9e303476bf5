"""Answers as terms, for code that works with them rather than passing them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from server.engine.model import Query
from server.errors import QueryFailed
from server.formats import JSON, N_TRIPLES

if TYPE_CHECKING:
    from server.engine.model import QueryEngine

Term = NamedNode | BlankNode | Literal


def select(
    engine: QueryEngine, text: str, *, timeout: float | None = None
) -> list[dict[str, Term]]:
    """The solutions of a SELECT: a dictionary each, without the variables that are unbound.

    Args:
        engine: What is asked.
        text: The query.
        timeout: Seconds, where fewer than the engine's own are to be spent.

    Raises:
        EngineError: The query is not answered, or is no SELECT.
    """
    with engine.answer(Query(text, results_type=JSON.media_type, timeout=timeout)) as answer:
        if answer.kind != "solutions":
            raise QueryFailed(f"A table of solutions was expected, not a {answer.kind}")
        results = parse_query_results(answer.read(), QueryResultsFormat.JSON)
    if not isinstance(results, QuerySolutions):
        raise QueryFailed("A table of solutions was expected")
    names = [variable.value for variable in results.variables]
    return [
        {
            name: term
            for name, term in zip(names, solution, strict=True)
            if isinstance(term, NamedNode | BlankNode | Literal)
        }
        for solution in results
    ]


def ask(engine: QueryEngine, text: str, *, union: bool = True) -> bool:
    """What an ASK says.

    Args:
        engine: What is asked.
        text: The query.
        union: Whether the default graph is the union of all.

    Raises:
        EngineError: The query is not answered, or is no ASK.
    """
    with engine.answer(Query(text, union=union)) as answer:
        if answer.kind != "boolean":
            raise QueryFailed(f"true or false was expected, not a {answer.kind}")
        return bool(parse_query_results(answer.read(), QueryResultsFormat.JSON))


def triples(engine: QueryEngine, text: str) -> list[Triple]:
    """The triples of a CONSTRUCT or DESCRIBE.

    Raises:
        EngineError: The query is not answered, or gives no graph.
    """
    with engine.answer(Query(text, graph_type=N_TRIPLES.media_type)) as answer:
        if answer.kind != "graph":
            raise QueryFailed(f"A graph was expected, not {answer.kind}")
        return [quad.triple for quad in parse(answer.read(), RdfFormat.N_TRIPLES)]
