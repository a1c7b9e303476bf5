"""Query and serialisation in a worker: one function on one thread, from text to bytes.

A result of pyoxigraph belongs to the thread that asked for it (touched from another one, it aborts
the process), and its rows are never made into Python objects unless a graph needs prefixes.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, TypedDict, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    serialize,
)

from server.engine.cutting import CutOutput, CutTriples, EnoughError, Limits
from server.engine.output import Output, opened
from server.engine.spacing import spread
from server.rdf_writing import PREFIXED, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QueryTriples, Store

_WITH_GRAPHS = (RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD)
# A graph of fewer triples declares the prefixes it uses, in order, a larger one all of them.
_FEW = 1000


class NothingFitsError(Exception):
    """The request accepts no format for what the query turned out to be."""


class Evaluator:
    """Answers requests from one open store."""

    def __init__(self, store: Store, base: str, prefixes: Mapping[str, str]) -> None:
        """Answer nothing yet.

        Args:
            store: What is asked.
            base: IRI that relative ones in a query without BASE are relative to; the same whatever
                host serves the graph, so that an answer does not hang on it (SPARQL 1.1 Query
                Language, section 4.1.1.2, leaves it to the service).
            prefixes: Those that graphs are written with.
        """
        self._store = store
        self._base = base
        self._prefixes = dict(prefixes)

    def answer(self, request: Mapping[str, object], output: Output) -> str | None:
        """Write the answer to ``request`` to ``output``.

        Returns:
            The limit that ended it before its time, if one did.

        Raises:
            SyntaxError: The text is no SPARQL query; the message is the parser's, of the text set
                wide (``server.engine.spacing``).
            NothingFitsError: No format of the request fits the answer.
            NotWritable: The answer holds what its format cannot.
            OSError | RuntimeError: The evaluation failed.
        """
        if "dump" in request:
            self._dump(str(request["dump"]), output)
            return None
        limits = Limits(*(int(str(request.get(key, 0))) for key in ("most_rows", "most_bytes")))
        result = self._query(str(request["text"]), _dataset(request))
        if isinstance(result, QuerySolutions):
            media_type = _accepted(request, "results_type", "a table of solutions (SELECT)")
            output = opened(output, "solutions", media_type)
            return write_table(result, media_type, output, limits)
        if isinstance(result, QueryBoolean):
            media_type = _accepted(request, "boolean_type", "true or false (ASK)")
            output = opened(output, "boolean", media_type)
            write_boolean(result, media_type, output)
            return None
        media_type = _accepted(request, "graph_type", "a graph (CONSTRUCT, DESCRIBE)")
        output, form = opened(output, "graph", media_type), rdf_format(media_type)
        if form not in PREFIXED and limits == Limits():
            result.serialize(cast("BinaryIO", output), form)
            return None
        return write_graph(result, form, output, limits, self._prefixes)

    def _query(self, text: str, dataset: _Dataset) -> QuerySolutions | QueryBoolean | QueryTriples:
        try:
            return self._store.query(text, base_iri=self._base, **dataset)
        except SyntaxError:
            self._store.query(spread(text), base_iri=self._base)
            raise

    def _dump(self, media_type: str, output: Output) -> None:
        form = rdf_format(media_type)
        prefixes = self._prefixes if form in PREFIXED else None
        output = opened(output, "graph", media_type)
        if form in _WITH_GRAPHS:
            self._store.dump(cast("BinaryIO", output), form, prefixes=prefixes)
        else:
            serialize(self._union(), cast("BinaryIO", output), form, prefixes=prefixes)

    def _union(self) -> Iterator[Triple]:
        """Every triple once, whatever graphs hold it, in flat memory.

        The store gives the graphs of one triple in the same order each time: a triple is written
        where its first graph comes by. That costs one look-up a triple and no set of all of them.
        """
        store = self._store
        graphs = [DefaultGraph(), *store.named_graphs()]
        for quad in chain.from_iterable(
            store.quads_for_pattern(None, None, None, graph) for graph in graphs
        ):
            triple = quad.triple
            same = store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
            if next(same).graph_name == quad.graph_name:
                yield triple


def write_table(
    result: QuerySolutions, media_type: str, output: Output, limits: Limits
) -> str | None:
    """Write solutions; gives the limit that ended them before their time, if one did."""
    form = _results_format(media_type)
    if limits == Limits():
        result.serialize(cast("BinaryIO", output), form)
        return None
    limited = CutOutput(output, media_type, limits)
    try:
        result.serialize(cast("BinaryIO", limited), form)
    except EnoughError:
        return limited.cut
    limited.finish()
    return limited.cut


def write_boolean(result: QueryBoolean, media_type: str, output: Output) -> None:
    """Write true or false."""
    result.serialize(cast("BinaryIO", output), _results_format(media_type))


def write_graph(
    graph: Iterable[Triple],
    form: RdfFormat,
    output: Output,
    limits: Limits,
    prefixes: Mapping[str, str],
) -> str | None:
    """Write statements one by one; gives the limit that ended them, if one did."""
    file = cast("BinaryIO", output)
    statements = CutTriples(graph, limits)
    # What is not limited is not measured: that takes as long as writing it.
    triples = iter(graph if limits == Limits() else statements)
    if form not in PREFIXED:
        serialize(triples, file, form)
        return statements.cut
    first = list(islice(triples, _FEW))
    if len(first) < _FEW:
        output.write(written(first, form, prefixes))
    else:
        serialize(chain(first, triples), file, form, prefixes=dict(prefixes))
    return statements.cut


class _Dataset(TypedDict, total=False):
    """Those arguments of ``Store.query`` that say what is queried."""

    use_default_graph_as_union: bool
    default_graph: list[NamedNode | BlankNode | DefaultGraph]
    named_graphs: list[NamedNode | BlankNode]


def _dataset(request: Mapping[str, object]) -> _Dataset:
    """Arguments of ``Store.query`` for the dataset that the request describes.

    The union must not be asked for where the text has FROM: it would override FROM, which the
    SPARQL Query specification (section 13.2) lets define the default graph. Graphs named by the
    protocol come before both (SPARQL 1.1 Protocol, section 2.1.4), and where only one kind is
    named, the other is empty. A triple that stands in several graphs of a union or merge is met
    once for each (Oxigraph does not look back); the loader writes each statement in one graph.
    """
    default, named = request.get("default_graphs"), request.get("named_graphs")
    if isinstance(default, list) and isinstance(named, list) and (default or named):
        return {
            "default_graph": [NamedNode(iri) for iri in default],
            "named_graphs": [NamedNode(iri) for iri in named],
        }
    return {} if request.get("own_dataset") else {"use_default_graph_as_union": True}


def _accepted(request: Mapping[str, object], key: str, what: str) -> str:
    media_type = request.get(key)
    if not isinstance(media_type, str):
        message = f"The query gives {what}, and the request accepts no format for that"
        raise NothingFitsError(message)
    return media_type


def _results_format(media_type: str) -> QueryResultsFormat:
    form = QueryResultsFormat.from_media_type(media_type)
    if form is None:
        raise NothingFitsError(f"{media_type} is no format for query results")
    return form


def rdf_format(media_type: str) -> RdfFormat:
    """The RDF format of a media type.

    Raises:
        NothingFitsError: There is none.
    """
    form = RdfFormat.from_media_type(media_type)
    if form is None:
        raise NothingFitsError(f"{media_type} is no format for graphs")
    return form
