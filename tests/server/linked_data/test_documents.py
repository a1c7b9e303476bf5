"""What a document of a thing says, the same in every RDF format."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import Graph

import ontology
from ontology import BASE
from server.linked_data import documents

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

# rdflib's own JSON-LD reader uses what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

PAPER = "/paper/arxiv-2105.11333"
THINGS = [
    PAPER,
    "/paper/arxiv-2307.11986",
    "/paper/arxiv-2312.07353",
    "/author/a-2",
    "/venue/jbhi",
    "/venue/kdd",
    "/venue/kdd-2023",
    "/venue/arxiv",
    "/task/captioning",
    "/repo/github.com--supersupermoon--medvill",
    "/list/small",
    "/scheme/tasks",
]
ORDINALS = "One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()  # noqa: SIM905 - a sentence reads better


def graph_at(client: FlaskClient, path: str, syntax: str) -> Graph:
    """The graph at an address, read by rdflib with the project's context at hand."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    text = answer.get_data(as_text=True)
    if syntax == "json-ld":
        text = json.dumps(with_context(json.loads(text)))
    return Graph().parse(data=text, format=syntax)


def with_context(tree: dict[str, Any]) -> dict[str, Any]:
    """JSON-LD whose context is written out, as a client that loads it sees it."""
    assert tree["@context"] == f"{BASE}context.jsonld"
    context = json.loads(ontology.file("context.jsonld").read_text(encoding="utf-8"))
    return {**tree, "@context": context["@context"]}


def ask(graph: Graph, pattern: str) -> bool:
    """Whether a graph has a pattern, written with the vocabularies' prefixes."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in ontology.PREFIXES.items())
    return bool(graph.query(f"BASE <{BASE}>\n{prefixes}ASK {{ {pattern} }}").askAnswer)


@pytest.mark.parametrize("thing", THINGS)
def test_every_format_holds_the_same_statements(client: FlaskClient, thing: str) -> None:
    """Turtle, N-Triples, RDF/XML and JSON-LD, each read by another library."""
    turtle = set(graph_at(client, f"{thing}.ttl", "turtle"))
    assert len(turtle) > 3
    assert set(graph_at(client, f"{thing}.nt", "nt")) == turtle
    assert set(graph_at(client, f"{thing}.rdf", "xml")) == turtle
    assert set(graph_at(client, f"{thing}.jsonld", "json-ld")) == turtle


def test_a_paper_is_whole_with_its_authorships_and_versions(client: FlaskClient) -> None:
    """Statements about hash nodes stand in the document of their paper."""
    graph = graph_at(client, f"{PAPER}.ttl", "turtle")
    paper = "<paper/arxiv-2105.11333>"
    assert ask(graph, f"{paper} cg:hasAuthorship/cg:nameAsListed 'Author Twelve'")
    assert ask(graph, f"{paper} frbr:realization/cg:venue/schema:name ?journal")
    assert ask(graph, f"{paper} foaf:isPrimaryTopicOf/a foaf:Document")
    assert ask(graph, "?document void:inDataset <.well-known/void#dataset>")


def test_a_paper_comes_with_where_it_was_found(client: FlaskClient) -> None:
    """List, section, lines, words and the snapshot they were read from."""
    graph = graph_at(client, f"{PAPER}.ttl", "turtle")
    assert ask(
        graph,
        """?entry schema:item <paper/arxiv-2105.11333> ; cg:startLine 5 ; cg:endLine 6 ;
            prov:value ?words ; cg:inList/rdfs:label 'A small list' ;
            cg:inSection/rdfs:label 'Captioning' ; dcterms:source <list/small#L5-L6> ;
            prov:wasQuotedFrom/schema:version '0123456789abcdef0123456789abcdef01234567'""",
    )


def test_another_papers_entry_is_not_there(client: FlaskClient) -> None:
    """A document speaks of its thing, not of the whole list."""
    assert not ask(graph_at(client, f"{PAPER}.ttl", "turtle"), "?entry cg:startLine 8")


@pytest.mark.parametrize(
    ("thing", "pattern"),
    [
        ("/author/a-2", "?paper dcterms:creator <author/a-2> ; dcterms:title ?title"),
        ("/author/a-2", "?paper cg:hasAuthorship ?a . ?a cg:author <author/a-2> ; cg:position 2"),
        ("/venue/jbhi", "?paper cg:venue <venue/jbhi> ; dcterms:title ?title"),
        ("/venue/kdd", "?edition schema:superEvent <venue/kdd> ; rdfs:label 'KDD 2023'"),
        ("/venue/kdd-2023", "?paper frbr:realization ?v . ?v bibo:presentedAt <venue/kdd-2023>"),
        ("/task/captioning", "?paper cg:task <task/captioning> ; dcterms:title ?title"),
        ("/task/captioning", "<task/captioning> skos:inScheme/rdfs:label 'Tasks of all lists'"),
        ("/repo/github.com--supersupermoon--medvill", "?paper cg:code ?repo ; rdfs:label ?title"),
        ("/list/small", "?entry cg:inList <list/small> ; schema:item/rdfs:label ?title"),
        ("/list/small", "?snapshot prov:specializationOf <list/small> ; schema:version ?commit"),
        ("/scheme/tasks", "?task skos:inScheme <scheme/tasks> ; rdfs:label 'Captioning'"),
    ],
)  # fmt: skip
def test_what_points_to_a_thing_is_there_with_its_name(
    client: FlaskClient, thing: str, pattern: str
) -> None:
    """No second request is needed to show it."""
    assert ask(graph_at(client, f"{thing}.ttl", "turtle"), pattern)


def test_everything_a_paper_mentions_has_its_name(client: FlaskClient) -> None:
    """Whatever the graph names, the document names too."""
    graph = graph_at(client, f"{PAPER}.ttl", "turtle")
    for name in ("JBHI", "arXiv", "Captioning", "SuperSupermoon/MedViLL", "Author Twelve"):
        assert ask(graph, f"?node rdfs:label '{name}'"), name


def test_json_ld_is_one_tree_below_the_paper(client: FlaskClient) -> None:
    """Authorships in printed order and versions stand inside, not in a flat list."""
    tree = json.loads(client.get(f"{PAPER}.jsonld").data)
    assert "@graph" not in tree
    written = json.dumps(tree)
    places = [written.index(f'#author-{number}"') for number in range(1, 13)]
    assert places == sorted(places)
    assert BASE + "paper/arxiv-2105.11333#published" in written


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_authors_are_written_in_printed_order(client: FlaskClient, suffix: str) -> None:
    """Author 10 comes after author 9, in every format."""
    text = client.get(f"{PAPER}.{suffix}").get_data(as_text=True)
    names = ["Fernando Pérez-García", *(f"Author {word}" for word in ORDINALS[2:])]
    places = [text.index(f'nameAsListed> "{name}"') for name in names] if suffix == "nt" else [
        min(text.index(form) for form in (f'"{name}"', f">{name}<") if form in text)
        for name in names if name not in {"Fernando Pérez-García", "Author Three", "Author Twelve"}
    ]  # fmt: skip
    assert places == sorted(places)


def test_creators_are_written_in_printed_order(client: FlaskClient) -> None:
    """The direct edges too: who reads them top down sees the byline."""
    text = client.get(f"{PAPER}.nt").get_data(as_text=True)
    creators = [line.split()[2] for line in text.splitlines() if "terms/creator>" in line]
    keys = [iri.rpartition("/")[2].strip(">") for iri in creators]
    assert keys == ["anna-van-der-berg", *(f"a-{n}" for n in range(2, 13))]


def test_a_list_is_written_in_its_own_order(seed: FlaskClient) -> None:
    """Sections and entries by their line, whatever their keys."""
    graph = json.loads(seed.get("/list/medical-vision-language.jsonld").data)
    labels = [section["label"] for section in graph["part"]]
    assert labels[0] == "Survey"
    assert labels[-1] == "Medical Visual Grounding (Referring)"
    text = seed.get("/list/medical-vision-language.nt").get_data(as_text=True)
    lines = re.findall(r'#entry-\S+ \S+#startLine> "([0-9]+)"', text)
    assert len(lines) == 13
    assert lines == sorted(lines, key=int)


def test_turtle_declares_only_what_it_uses(client: FlaskClient) -> None:
    """And writes hash nodes without an escape."""
    text = client.get("/scheme/tasks.ttl").get_data(as_text=True)
    assert "@prefix skos:" in text
    assert "@prefix sd:" not in text
    assert "\\#" not in client.get(f"{PAPER}.ttl").get_data(as_text=True)


def test_prefixes_stand_in_one_order(client: FlaskClient) -> None:
    """So that every process writes the same bytes under the same validator."""
    turtle = client.get(f"{PAPER}.ttl").get_data(as_text=True)
    declared = [line for line in turtle.splitlines() if line.startswith("@prefix")]
    assert len(declared) > 5
    assert declared == sorted(declared)
    root = client.get(f"{PAPER}.rdf").get_data(as_text=True).split("<rdf:RDF ")[1].split(">")[0]
    assert root.split() == sorted(root.split())


def test_what_xml_cannot_hold_is_refused_by_name(client: FlaskClient) -> None:
    """RDF/XML with a bell character would be XML for nobody."""
    answer = client.get("/paper/title-bell-0a1b2c.rdf")
    assert answer.status_code == 500
    assert "U+0007" in answer.get_data(as_text=True)
    assert ask(graph_at(client, "/paper/title-bell-0a1b2c.ttl", "turtle"), "?p dcterms:title ?t")


@pytest.mark.parametrize(
    ("thing", "pointing"), [("/venue/kdd", 3), ("/author/a-2", 4), ("/list/small", 2), (PAPER, 2)]
)
def test_a_shortened_document_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, thing: str, pointing: int
) -> None:
    """Exactly at the bound nothing is missing; below it a comment names the query for all."""
    comment = "?document a foaf:Document ; rdfs:comment ?note"
    monkeypatch.setattr(documents, "BOUND", pointing)
    whole = graph_at(client, f"{thing}.ttl", "turtle")
    assert not ask(whole, comment)
    monkeypatch.setattr(documents, "BOUND", pointing - 1)
    shortened = graph_at(client, f"{thing}.ttl", "turtle")
    assert ask(shortened, comment)
    assert 3 < len(shortened) <= len(whole)


def test_the_base_of_the_host_does_not_matter(graph_app: Flask) -> None:
    """The data speaks of the canonical base whatever host serves it."""
    answer = graph_app.test_client().get(f"{PAPER}.nt", base_url="http://127.0.0.1:1/")
    assert b"127.0.0.1" not in answer.data


def test_the_seed_papers_hold_together(seed: FlaskClient, tmp_path: Path) -> None:
    """Every paper, author and venue of the shipped list gives the same graph in each format."""
    assert tmp_path.exists()
    home = graph_at(seed, "/list/medical-vision-language.ttl", "turtle")
    papers = {
        str(row[0])  # type: ignore[index]
        for row in home.query(
            f"SELECT ?paper WHERE {{ ?entry <{ontology.SCHEMA.item.value}> ?paper }}"
        )
    }
    assert len(papers) == 13
    for paper in sorted(papers):
        path = "/" + paper.removeprefix(BASE)
        turtle = set(graph_at(seed, f"{path}.ttl", "turtle"))
        assert set(graph_at(seed, f"{path}.jsonld", "json-ld")) == turtle
