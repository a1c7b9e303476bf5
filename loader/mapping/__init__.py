"""Mapping: things and claims become quads; the only stage that knows records and ontology.

``entities`` writes what was resolved, ``decisions`` why, ``lists`` what each list says,
``history`` what it no longer says, ``statistics`` what ``counts`` come to, and ``description``
tells what the whole dataset holds.
"""

from loader.mapping.entities import entity_triples
from loader.mapping.lists import list_triples
from loader.mapping.quads import graph_quads, graphs_of

__all__ = ["entity_triples", "graph_quads", "graphs_of", "list_triples"]
