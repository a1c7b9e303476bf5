"""Updates as they are run: what is refused by reading them, and the protocol's dataset put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest

from queries.lexer import keywords
from server.engine.guard import check_graph_name
from server.errors import OwnGraph, QueryRefused, QueryTooLarge
from server.writing.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.iris import Iris
    from server.protocol import UpdateOperation

_OUTSIDE = ("LOAD", "SERVICE")


@dataclass(frozen=True, slots=True)
class Update:
    """An update ready to be run.

    Attributes:
        text: What is run.
        original: What was sent; errors are told of this.
        certain: Whether it surely leaves the graphs alone that builds make.
    """

    text: str
    original: str
    certain: bool


def prepared(operation: UpdateOperation, own: Iris, limit: int) -> Update:
    """The update to run for what the protocol asks.

    Args:
        operation: Text and dataset.
        own: Tells which graphs builds make.
        limit: The most bytes the text may have.

    Raises:
        QueryTooLarge: It has more.
        QueryRefused: It reaches outside.
        OwnGraph: It writes to a graph that builds make.
        BadGraphName: A graph of the dataset is named by what is no IRI.
        BadRequest: The dataset is given twice (SPARQL 1.1 Protocol, section 2.2.3).
    """
    text = operation.text
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise QueryTooLarge(
            f"The update has {size:,} bytes; {limit:,} is the most one may have. Send data to "
            "/rdf-graph-store instead",
            limit=limit,
        )
    outside = keywords(text).intersection(_OUTSIDE)
    if outside:
        raise QueryRefused(f"{min(outside)} is refused: this endpoint fetches nothing")
    seen = scan(text)
    check_own(seen.graphs, own)
    for iri in (*operation.using, *operation.using_named):
        check_graph_name(iri)
    if not operation.using and not operation.using_named:
        return Update(text, text, seen.certain)
    if seen.own_dataset:
        raise BadRequest("The request names a dataset, and so does the update by USING or WITH")
    if not seen.understood:
        raise BadRequest("The update cannot be read far enough to give it the request's dataset")
    clauses = "".join(
        (
            *(f"USING <{iri}> " for iri in operation.using),
            *(f"USING NAMED <{iri}> " for iri in operation.using_named),
        )
    )
    # From the end, so that the offsets before stay right.
    result = text
    for found in reversed(seen.modifications):
        template = "" if found.block is None else text[slice(*found.block)] + " "
        result = f"{result[: found.where]}{template}{clauses}{result[found.where :]}"
    return Update(result, text, seen.certain)


def check_own(graphs: Iterable[str], own: Iris) -> None:
    """Refuse to write to graphs that builds make.

    Raises:
        OwnGraph: One of the graphs is such.
    """
    for graph in sorted(graphs):
        if own.owns(graph):
            raise own_graph(graph)


def own_graph(graph: str) -> OwnGraph:
    """The error that names the graph and says what to do."""
    return OwnGraph(
        f"{graph} is made by curagraph build, and made anew each time: write to a graph of your own"
    )
