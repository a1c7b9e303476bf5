"""A paper's reference, straight from the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import RDF, SCHEMA
from server.engine.rows import triples
from server.linked_data.documents import query_text
from server.linked_data.references import reference
from server.linked_data.statements import Statements

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from server.engine import QueryEngine
    from server.linked_data.references import Reference


def paper_reference(engine: QueryEngine, paper: NamedNode) -> Reference | None:
    """The reference of a paper, or None where the graph knows no such paper."""
    facts = triples(engine, query_text("statements", this=str(paper)))
    if SCHEMA.ScholarlyArticle not in Statements(facts).nodes(paper, RDF.type):
        return None
    parts = triples(engine, query_text("paper_parts", this=str(paper)))
    return reference(paper, (*facts, *parts))
