"""Which graph each statement stands in: entities, decisions, statistics, two for each list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Triple

from loader.identity.things import Resolved
from loader.mapping.decisions import decision_triples
from loader.mapping.entities import entity_triples
from loader.mapping.history import KnownPapers, history_triples
from loader.mapping.lists import list_triples
from loader.mapping.statistics import statistics_triples
from ontology.iris import Iris


def graph_quads(triples: Iterable[Triple], graph: NamedNode) -> Iterator[Quad]:
    """Triples put into a named graph."""
    for triple in triples:
        yield Quad(triple.subject, triple.predicate, triple.object, graph)


def graphs_of(resolved: Resolved, iris: Iris) -> Iterator[Quad]:
    """The graphs of entities, decisions and statistics, and those of each list and its history."""
    yield from graph_quads(entity_triples(resolved, iris), iris.graph("entities"))
    yield from graph_quads(decision_triples(resolved, iris), iris.graph("decisions"))
    yield from graph_quads(statistics_triples(resolved, iris), iris.graph("statistics"))
    papers = KnownPapers(resolved)
    for reading_list in resolved.lists:
        key = reading_list.snapshot.key
        yield from graph_quads(
            list_triples(reading_list, resolved, iris), iris.graph(f"list/{key}")
        )
        past = history_triples(reading_list, resolved, papers, iris)
        yield from graph_quads(past, iris.graph(f"history/{key}"))
