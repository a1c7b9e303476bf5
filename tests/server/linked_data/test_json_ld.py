"""A tree of statements loses none of them, and nothing is loaded to write it."""

from __future__ import annotations

import json
import socket
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

import ontology
from ontology import BIRO, FABIO, FOAF, RDF, RDFS, SCHEMA, XSD
from server.linked_data import json_ld
from server.linked_data.documents import Document
from server.linked_data.nesting import nested

NODES = [NamedNode(f"http://example.org/{name}") for name in "abcdefgh"]
LINKS = [NamedNode(f"http://example.org/link-{number}") for number in range(3)]

statements = st.lists(
    st.builds(Triple, st.sampled_from(NODES), st.sampled_from(LINKS), st.sampled_from(NODES)),
    min_size=1,
    unique=True,
)


@settings(deadline=None)  # a busy machine is no fault of the tree
@given(statements, st.sampled_from(NODES))
def test_a_tree_holds_every_statement(triples: list[Triple], root: NamedNode) -> None:
    """Cycles, inverse links and parts with no tie to the root included."""
    text = json.dumps(nested(triples, root))
    assert {quad.triple for quad in parse(text, RdfFormat.JSON_LD)} == set(triples)


@settings(deadline=None)  # a busy machine is no fault of the tree
@given(statements)
def test_a_tree_begins_with_its_root(triples: list[Triple]) -> None:
    """Each node is described once."""
    root = triples[0].subject
    assert isinstance(root, NamedNode)
    trees = nested(triples, root)
    assert trees[0]["@id"] == root.value


def test_what_points_here_stands_inside() -> None:
    """An inverse link nests what has it."""
    paper, entry, mentions = NODES[0], NODES[1], LINKS[0]
    trees = nested([Triple(paper, LINKS[1], NODES[2]), Triple(entry, mentions, paper)], paper)
    assert len(trees) == 1
    assert trees[0]["@reverse"][mentions.value][0]["@id"] == entry.value


def test_no_context_is_ever_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the processor is told to: no socket is opened."""

    def no_socket(*_args: object, **_options: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_socket)
    monkeypatch.setattr(json_ld, "_context", lambda: {"@context": "https://example.org/context"})
    document = Document(NODES[0], (Triple(NODES[0], LINKS[0], NODES[1]),), cut=False)
    with pytest.raises(jsonld.JsonLdError):
        json_ld.json_ld(document)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("12", 12),
        ("0", 0),
        ("999999999999999", 999999999999999),
        ("9007199254740991", "9007199254740991"),
        ("9007199254740993", "9007199254740993"),
        ("9" * 400, "9" * 400),
        ("012", "012"),
        ("-1", -1),
        ("-0", "-0"),
        ("x", "x"),
        ("٣", "٣"),
    ],
)
def test_only_a_plain_integer_becomes_a_number(text: str, written: int | str) -> None:
    """What JSON would write otherwise keeps its text and its type."""
    literal = Literal(text, datatype=XSD.integer)
    [node] = nested([Triple(NODES[0], LINKS[0], literal)], NODES[0])
    assert node[LINKS[0].value][0]["@value"] == written


def test_a_node_says_first_what_it_is() -> None:
    """Identity and name before the rest, what points to it last."""
    paper, entry = NODES[0], NODES[1]
    triples = (
        Triple(paper, FABIO.hasArXivId, Literal("2105.11333")),
        Triple(paper, RDFS.label, Literal("A title")),
        Triple(paper, RDF.type, FABIO.ResearchPaper),
        Triple(entry, BIRO.references, paper),
        Triple(entry, SCHEMA.item, paper),
    )
    tree = json.loads(json_ld.json_ld(Document(paper, triples, cut=False)))
    assert list(tree) == ["@context", "id", "type", "label", "arxivId", "listedAs"]


@pytest.mark.parametrize(
    "iri", ["schema:x", "cg:x", "javascript:x", "id:x", "doi:10.1/x", "foaf://x"]
)
def test_a_link_that_looks_like_a_term_stays_a_link(iri: str) -> None:
    """Whatever its scheme: the statements read are the statements written."""
    triples = (
        Triple(NODES[0], FOAF.page, NamedNode(iri)),
        Triple(NODES[0], NamedNode(iri), NamedNode(iri)),
    )
    tree = json.loads(json_ld.json_ld(Document(NODES[0], triples, cut=False)))
    if isinstance(tree, dict):
        context = json.loads(ontology.file("context.jsonld").read_text(encoding="utf-8"))
        tree["@context"] = context["@context"]
    read = {quad.triple for quad in parse(json.dumps(tree), RdfFormat.JSON_LD)}
    assert read == set(triples)
