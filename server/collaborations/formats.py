"""The network as JSON, GEXF and GraphML."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import networkx as nx

from server.collaborations.choice import Choice
from server.collaborations.network import LIMITS, LeftOut, Limits, Network

# XML 1.0 has no place for these characters; a name in a list may hold them all the same.
UNWRITABLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def as_json(network: Network, asked: Choice) -> bytes:
    """Columns rather than objects: a network of 10 000 authors is a sixth of the size that way."""
    body = {
        "filters": {
            "task": asked.task,
            "venue": asked.venue,
            "from": asked.first,
            "to": asked.last,
            "min": asked.least,
            "author": asked.author,
        },
        "alone": network.alone,
        "left_out": asdict(network.left_out),
        "notes": notes_on(network.left_out),
        "query": network.query,
        "pairs_query": network.pairs_query,
        "authors": {
            "iri": [author.iri for author in network.authors],
            "name": [author.name for author in network.authors],
            "papers": [author.papers for author in network.authors],
        },
        "papers": {
            "iri": [paper.iri for paper in network.papers],
            "title": [paper.title for paper in network.papers],
            "year": [paper.year for paper in network.papers],
        },
        "pairs": {
            "a": [pair.a for pair in network.pairs],
            "b": [pair.b for pair in network.pairs],
            "weight": [pair.weight for pair in network.pairs],
        },
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def notes_on(left_out: LeftOut, limits: Limits = LIMITS) -> list[str]:
    """What is not shown, in sentences.

    >>> notes_on(LeftOut(pairs=2))
    ['2 weaker pairs are left out: filter to see them.']
    """
    notes = [
        f"{number:,} {noun}{' is' if number == 1 else 's are'} left out: {why}."
        for number, noun, why in (
            (left_out.pairs, "weaker pair", "filter to see them"),
            (left_out.papers, "older paper", "filter by year, task or venue to see them"),
            (left_out.alone, "author", "those who wrote with nobody here"),
            (left_out.crowded, "paper", f"more than {limits.crew} authors make no pairs here"),
        )
        if number
    ]
    if left_out.once:
        notes.append("Pairs with one joint paper are left out: filter to see them.")
    return notes


def graph_of(network: Network) -> nx.Graph[str]:
    """The network as networkx has it: authors by IRI, pairs with their weight."""
    graph: nx.Graph[str] = nx.Graph(mode="static", defaultedgetype="undirected")
    for author in network.authors:
        name = UNWRITABLE.sub("\ufffd", author.name)
        graph.add_node(author.iri, label=name, papers=len(author.papers))
    for pair in network.pairs:
        ends = network.authors[pair.a].iri, network.authors[pair.b].iri
        graph.add_edge(*ends, weight=pair.weight)
    return graph


def as_gexf(network: Network, asked: Choice) -> bytes:  # noqa: ARG001 - one signature for all
    """GEXF, which Gephi reads."""
    return written(nx.write_gexf, network)


def as_graphml(network: Network, asked: Choice) -> bytes:  # noqa: ARG001 - one signature for all
    """GraphML, which Cytoscape, igraph and yEd read."""
    return written(nx.write_graphml_xml, network)


def written(write: Callable[..., Any], network: Network) -> bytes:
    """What a writer of networkx writes."""
    out = io.BytesIO()
    write(graph_of(network), out, encoding="utf-8")
    return out.getvalue()


FORMATS: Mapping[str, tuple[str, Callable[[Network, Choice], bytes]]] = {
    "json": ("application/json", as_json),
    "gexf": ("application/gexf+xml", as_gexf),
    "graphml": ("application/graphml+xml", as_graphml),
}
