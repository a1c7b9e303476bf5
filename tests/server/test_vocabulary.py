"""The vocabulary and the shapes: a page for people, RDF for programs, one address for both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

import ontology
from ontology import BASE, CG, RDF, RDFS, SH
from ontology.terms import definitions, own_terms
from server.app import create_app
from server.documentation import shapes_in, terms_in
from server.settings import Settings

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
FORMATS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
FILES = {"ontology": "curagraph.ttl", "shapes": "shapes.ttl"}


@pytest.fixture(scope="module")
def app(seed_store: Path) -> Iterator[Flask]:
    app = create_app(Settings(store=seed_store, workers=1, page_workers=1))
    yield app
    app.extensions["curagraph"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its parsers' own
@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", FILES)
def test_every_format_holds_the_same_statements(
    client: FlaskClient, name: str, ending: str
) -> None:
    by_name = client.get(f"/{name}.{ending}")
    by_type = client.get(f"/{name}", headers={"Accept": FORMATS[ending]})
    whole = rdflib.Graph().parse(data=ontology.file(FILES[name]).read_bytes(), format="turtle")
    for response in (by_name, by_type):
        assert response.mimetype == FORMATS[ending]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        found = rdflib.Graph().parse(data=response.get_data(), format=FORMATS[ending])
        assert len(found) == len(whole)
    assert by_name.get_data() == by_type.get_data()


@pytest.mark.parametrize("name", FILES)
def test_turtle_is_the_file_itself(client: FlaskClient, name: str) -> None:
    """With its comments and its order."""
    assert client.get(f"/{name}.ttl").get_data() == ontology.file(FILES[name]).read_bytes()


@pytest.mark.parametrize(
    "path", ["/ontology.ttl", "/ontology.rdf", "/shapes.nt", "/context.jsonld"]
)
def test_what_the_client_has_is_not_sent_again(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/ontology.jsonld", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("name", FILES)
def test_a_browser_gets_a_page_that_names_the_other_forms(client: FlaskClient, name: str) -> None:
    response = client.get(f"/{name}", headers=BROWSER)
    assert response.mimetype == "text/html"
    assert "Accept" in response.headers["Vary"]
    for ending, media_type in FORMATS.items():
        assert (
            f'</{name}.{ending}>; rel="alternate"; type="{media_type}"' in response.headers["Link"]
        )
        assert f'href="/{name}.{ending}"' in response.text


@pytest.mark.parametrize("headers", [{}, {"Accept": "*/*"}])
@pytest.mark.parametrize("path", ["/ontology", "/shapes", "/queries/authors-in-order"])
def test_what_people_read_is_a_page_where_nothing_is_preferred(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    """As for things: link previews ask for anything, and a page names the data in its head."""
    assert client.get(path, headers=headers).mimetype == "text/html"


@pytest.mark.parametrize("path", ["/ontology", "/shapes", "/queries/authors-in-order"])
def test_what_is_offered_nowhere_is_refused_everywhere(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "application/pdf"})
    assert response.status_code == 406
    assert path in response.get_json(force=True)["detail"]


@pytest.mark.parametrize("name", FILES)
def test_a_form_that_is_not_offered_is_refused(client: FlaskClient, name: str) -> None:
    response = client.get(f"/{name}", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.get_json(force=True)["detail"]
    response = client.get(f"/{name}.pdf")
    assert response.status_code == 404
    assert f"/{name}.ttl" in response.get_json(force=True)["detail"]


def test_every_own_term_has_its_anchor(client: FlaskClient) -> None:
    """So that the IRI of a term, mapped to this server, leads to where it is explained."""
    text = client.get("/ontology", headers=BROWSER).text
    for term in own_terms():
        name = term.value.removeprefix(str(CG))
        assert text.count(f'id="{name}"') == 1


def test_a_term_is_told_whole() -> None:
    entry = next(term for term in terms_in(definitions()) if term.name == "hasAuthorship")
    assert entry.iri == f"{BASE}ontology#hasAuthorship"
    assert entry.kind == "Property to a thing"
    assert entry.comment.startswith("Links a paper to one of its authorships")
    assert entry.example
    relations = dict(entry.relations)
    assert relations["is a kind of"] == ("http://purl.org/spar/pro/isDocumentContextFor",)
    assert relations["leads to"] == (f"{BASE}ontology#Authorship",)
    assert "https://semopenalex.org/ontology/hasAuthorship" in relations["is close to"]


def test_the_page_shows_what_a_term_says(client: FlaskClient) -> None:
    text = client.get("/ontology", headers=BROWSER).text
    for term in terms_in(definitions()):
        assert term.comment.replace("'", "&#39;").replace('"', "&#34;") in text


def test_terms_of_others_are_listed(client: FlaskClient) -> None:
    text = client.get("/ontology", headers=BROWSER).text
    assert 'href="http://purl.org/spar/fabio/ResearchPaper"' in text
    assert 'href="http://purl.org/dc/terms/title"' in text


def test_every_shape_is_told_by_its_messages(client: FlaskClient) -> None:
    text = client.get("/shapes", headers=BROWSER).text
    graph = rdflib.Graph().parse(data=ontology.file("shapes.ttl").read_bytes(), format="turtle")
    messages = set(graph.objects(None, rdflib.URIRef(SH.message.value)))
    assert len(messages) > 30
    for message in messages:
        assert str(message).replace("'", "&#39;") in text
    for shape in graph.subjects(rdflib.RDF.type, rdflib.URIRef(SH.NodeShape.value)):
        assert f'id="{str(shape).removeprefix(str(CG))}"' in text


def test_a_shape_names_what_each_rule_is_about() -> None:
    described = rdf_of("shapes.ttl")
    paper = next(shape for shape in shapes_in(described) if shape.name == "PaperShape")
    assert paper.target == "https://schema.org/ScholarlyArticle"
    assert ("", "A paper is a research paper or a review.") in paper.rules
    assert ("http://purl.org/dc/terms/title", "A paper has one title, a plain text.") in paper.rules
    inverse = ("https://schema.org/item", "Some entry of a list speaks of every paper.")
    assert inverse in paper.rules


def test_what_is_no_term_is_not_documented() -> None:
    nameless = BlankNode()
    assert terms_in([Triple(nameless, RDF.type, RDFS.label)]) == ()
    assert shapes_in([Triple(nameless, RDF.type, SH.NodeShape)]) == ()
    (bare,) = shapes_in([Triple(CG.Bare, RDF.type, SH.NodeShape)])
    assert (bare.target, bare.rules) == ("", ())


def rdf_of(name: str) -> list[Triple]:
    found = parse(ontology.file(name).read_bytes(), format=RdfFormat.TURTLE)
    return [quad.triple for quad in found]


def test_the_context_is_json_ld(client: FlaskClient) -> None:
    response = client.get("/context.jsonld")
    assert response.mimetype == "application/ld+json"
    assert json.loads(response.data)["@context"]["cg"] == str(CG)
