"""What the endpoint says of itself in RDF (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    serialize,
)

from ontology import CG, ENTAILMENT, FORMATS, RDF, SD, VOID
from server.engine.rows import select
from server.errors import EngineError
from server.formats import DOCUMENTS, GRAPHS, SOLUTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from server.engine import QueryEngine
    from server.settings import Settings

# Simple entailment: a graph says what is written in it (SPARQL 1.1 Entailment Regimes).
_SIMPLE = ENTAILMENT.Simple
_SIZES = "SELECT ?graph (COUNT(*) AS ?size) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_NAMES = "SELECT ?graph { GRAPH ?graph { } }"
_SIZES_SECONDS = 2.0


def description(engine: QueryEngine, endpoint: str, media_type: str, settings: Settings) -> bytes:
    """The service description of the endpoint at the URL ``endpoint``.

    Features that it does not name it does not have: it gets no graphs from
    elsewhere (``sd:DereferencesURIs``) and asks no other service (``sd:BasicFederatedQuery``).
    """
    form = RdfFormat.from_media_type(media_type)
    service = BlankNode()
    about = _triples(service, NamedNode(endpoint), graph_sizes(engine))
    writing = _writing(service) if settings.writable else ()
    triples = (*about, *writing, *_limits(service, settings))
    prefixes = {"cg": str(CG), "sd": str(SD), "void": str(VOID)}
    return serialize(triples, format=form, prefixes=prefixes) or b""


def graph_sizes(engine: QueryEngine) -> Mapping[NamedNode, int | None]:
    """The named graphs with their numbers of triples, or None where counting takes too long."""
    try:
        solutions = select(engine, _SIZES, timeout=_SIZES_SECONDS)
    except EngineError:
        solutions = select(engine, _NAMES)
    return {
        graph: int(size.value) if (size := each.get("size")) is not None else None
        for each in solutions
        if isinstance(graph := each["graph"], NamedNode)
    }


def _writing(service: BlankNode) -> Iterator[Triple]:
    """What a service takes that may be written to."""
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Update)
    for each in DOCUMENTS:
        yield Triple(service, SD.inputFormat, _format(RdfFormat.from_media_type(each.media_type)))


def _limits(service: BlankNode, settings: Settings) -> Iterator[Triple]:
    """What the service does not go beyond."""
    yield Triple(service, CG.timeLimit, Literal(settings.query_timeout))
    if settings.answer_rows:
        yield Triple(service, CG.rowLimit, Literal(settings.answer_rows))
    if settings.answer_size:
        yield Triple(service, CG.byteLimit, Literal(settings.answer_size))


def _triples(
    service: BlankNode, endpoint: NamedNode, graphs: Mapping[NamedNode, int | None]
) -> Iterator[Triple]:
    dataset, default = BlankNode(), BlankNode()
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, endpoint)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    yield Triple(service, SD.feature, SD.UnionDefaultGraph)
    yield Triple(service, SD.feature, SD.EmptyGraphs)
    yield Triple(service, SD.defaultEntailmentRegime, _SIMPLE)
    for each in SOLUTIONS:
        form = _format(QueryResultsFormat.from_media_type(each.media_type))
        yield Triple(service, SD.resultFormat, form)
    for each in GRAPHS:
        yield Triple(service, SD.resultFormat, _format(RdfFormat.from_media_type(each.media_type)))
    yield Triple(service, SD.defaultDataset, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, SD.defaultGraph, default)
    yield Triple(default, RDF.type, SD.Graph)
    nodes = {name: BlankNode() for name in graphs}
    for named in nodes.values():
        yield Triple(dataset, SD.namedGraph, named)
    for name, size in graphs.items():
        named, graph = nodes[name], BlankNode()
        yield Triple(named, RDF.type, SD.NamedGraph)
        yield Triple(named, SD.name, name)
        yield Triple(named, SD.graph, graph)
        yield Triple(graph, RDF.type, SD.Graph)
        if size is not None:
            yield Triple(graph, VOID.triples, Literal(size))


def _format(form: QueryResultsFormat | RdfFormat | None) -> NamedNode:
    """The name that W3C gave a format; Oxigraph knows JSON-LD by another one.

    >>> _format(RdfFormat.JSON_LD)
    <NamedNode value=http://www.w3.org/ns/formats/JSON-LD>
    """
    if form is None:
        raise ValueError("Oxigraph does not know a format that is offered")
    return FORMATS[form.iri.rpartition("/")[2]]
