"""What is said about a thing: a bounded set of statements that needs no second request."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from ontology import DCTERMS, FOAF, RDF, RDFS, VOID
from queries.catalogue import load
from server.engine.rows import triples as construct
from server.linked_data.ordering import in_order

if TYPE_CHECKING:
    from server.engine import QueryEngine

BOUND = 500
"""How many things outside (and how many list entries inside) one document names at most."""

_QUERIES = Path(__file__).with_name("fixed_queries")
_PARTS: dict[str, tuple[str, ...]] = {
    "paper": ("paper_parts", "paper_entries"),
    "list": ("list_sections", "list_entries"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """The description of one thing.

    Attributes:
        thing: What is described.
        triples: The statements, each once: the thing's own first, then those of its hash nodes
            in natural order (author 2 before author 10), then the others'.
        cut: Whether more points here than one document names (see ``BOUND``).
    """

    thing: NamedNode
    triples: tuple[Triple, ...]
    cut: bool


def describe(
    engine: QueryEngine, kind: str, thing: NamedNode, dataset: NamedNode
) -> Document | None:
    """The document of a thing, or None where no more is known of it than what replaced it.

    Args:
        engine: Answers a handful of small queries.
        kind: First segment of the thing's path.
        thing: A checked IRI.
        dataset: What the document is a part of (VoID, section 7.2).
    """
    found = set(construct(engine, query_text("statements", this=str(thing))))
    if not found or any(_is_replaced(each, thing) for each in found):
        return None
    cut = False
    for name in (*_PARTS.get(kind, ()), "decisions", "pointing_here"):
        more, was_cut = _bounded(engine, name, thing)
        found |= more
        cut = cut or was_cut
    found |= _about_document(thing, dataset, cut=cut)
    return Document(thing, tuple(in_order(found, thing)), cut)


def _is_replaced(triple: Triple, thing: NamedNode) -> bool:
    return triple.subject == thing and triple.predicate == DCTERMS.isReplacedBy


def query_text(name: str, **values: str) -> str:
    """A fixed query of this package with values for its parameters, bound as in a saved query.

    Args:
        name: File name in ``fixed_queries/`` without its suffix.
        values: By parameter name, as a person would write them.

    Raises:
        ParameterError: A value is none of its parameter's type.
    """
    return load(_QUERIES)[name].bind(values)


def _bounded(engine: QueryEngine, name: str, thing: NamedNode) -> tuple[set[Triple], bool]:
    """The statements of at most ``BOUND`` subjects, and whether there were more.

    One subject more than the bound is asked for; where it comes, it is left out again.
    """
    bound = {"this": str(thing)}
    if name != "paper_parts":  # what a document is about is not cut
        bound["limit"] = str(BOUND + 1)
    answer = construct(engine, query_text(name, **bound))
    # In the order of the query: an endpoint gives the statements of a graph in any.
    pointing = sorted({t.subject for t in answer if t.object == thing}, key=_address)
    excess = set(pointing[BOUND:])
    return {t for t in answer if t.subject not in excess}, bool(excess)


def _address(node: object) -> str:
    return str(node).strip("<>")


def _about_document(thing: NamedNode, dataset: NamedNode, *, cut: bool) -> set[Triple]:
    """What the document says about itself: what it is about, and whether it is whole."""
    document = NamedNode(f"{thing.value}.ttl")
    statements = {
        Triple(thing, FOAF.isPrimaryTopicOf, document),
        Triple(document, RDF.type, FOAF.Document),
        Triple(document, VOID.inDataset, dataset),
    }
    if cut:
        note = (
            f"Shortened: more than {BOUND} resources point here and {BOUND} of them are given. "
            f"All of them: SELECT ?subject ?property WHERE {{ ?subject ?property {thing} }}"
        )
        statements.add(Triple(document, RDFS.comment, Literal(note)))
    return statements
