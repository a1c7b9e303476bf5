"""SPARQL 1.1 Service Description of a live server; each test names its section."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import RDF, Graph, Namespace, URIRef

from server.formats import GRAPHS

if TYPE_CHECKING:
    from rdflib.term import Node

    from server.formats import Format
    from tests.servers import Live

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
# Section 3.4: each property, the class of what has it and the class of what it has as value.
PROPERTIES = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, SD.Feature),
    SD.defaultEntailmentRegime: (SD.Service, SD.EntailmentRegime),
    SD.entailmentRegime: (SD.NamedGraph, SD.EntailmentRegime),
    SD.defaultSupportedEntailmentProfile: (SD.Service, SD.EntailmentProfile),
    SD.supportedEntailmentProfile: (SD.NamedGraph, SD.EntailmentProfile),
    SD.extensionFunction: (SD.Service, SD.Function),
    SD.extensionAggregate: (SD.Service, SD.Aggregate),
    SD.languageExtension: (SD.Service, SD.Feature),
    SD.supportedLanguage: (SD.Service, SD.Language),
    SD.propertyFeature: (SD.Service, SD.Feature),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.availableGraphs: (SD.Service, SD.GraphCollection),
    SD.resultFormat: (SD.Service, None),
    SD.inputFormat: (SD.Service, None),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.GraphCollection, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
# Section 3.2: a dataset is a collection of graphs too.
NARROWER = {SD.GraphCollection: (SD.Dataset,)}
# Section 3.3: individuals, whose class the vocabulary says.
INDIVIDUALS = {
    SD.SPARQL10Query: SD.Language,
    SD.SPARQL11Query: SD.Language,
    SD.SPARQL11Update: SD.Language,
    SD.DereferencesURIs: SD.Feature,
    SD.UnionDefaultGraph: SD.Feature,
    SD.RequiresDataset: SD.Feature,
    SD.EmptyGraphs: SD.Feature,
    SD.BasicFederatedQuery: SD.Feature,
}
REGIMES = "http://www.w3.org/ns/entailment/"


@pytest.fixture(scope="module")
def described(endpoint: Live) -> Graph:
    reply = endpoint.get("/sparql", "text/turtle")
    assert reply.status == 200
    return Graph().parse(data=reply.body, format="turtle")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its parsers' own
@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.extension)
def test_2_the_endpoint_without_a_query_gives_rdf(endpoint: Live, form: Format) -> None:
    reply = endpoint.get("/sparql", form.media_type)
    assert reply.headers["Content-Type"].partition(";")[0] == form.media_type
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=reply.body, format=form.media_type)
    assert len(list(dataset.subjects(RDF.type, SD.Service))) == 1


def test_2_it_is_given_to_who_says_nothing_of_formats(endpoint: Live) -> None:
    graph = Graph().parse(data=endpoint.get("/sparql").body, format="turtle")
    assert (None, RDF.type, SD.Service) in graph


def test_3_4_the_service_has_the_endpoint_that_was_asked(endpoint: Live, described: Graph) -> None:
    (service,) = described.subjects(RDF.type, SD.Service)
    assert list(described.objects(service, SD.endpoint)) == [URIRef(f"{endpoint.url}sparql")]


def test_3_4_properties_stand_where_the_vocabulary_has_them(described: Graph) -> None:
    classes: dict[Node, set[Node]] = {node: {kind} for node, kind in INDIVIDUALS.items()}
    for node in described.subjects():
        classes[node] = set(described.objects(node, RDF.type))
    used = {URIRef(str(each)) for each in described.predicates()}
    assert {each for each in used if each in SD} <= set(PROPERTIES)
    for predicate, (domain, scope) in PROPERTIES.items():
        for subject, value in described.subject_objects(predicate):
            assert classes[subject] & {domain, *NARROWER.get(domain, ())}, predicate
            if scope == SD.EntailmentRegime:
                assert str(value).startswith(REGIMES)
            elif scope is not None:
                assert scope in classes[value], predicate


def test_3_4_4_every_format_it_names_is_one_that_has_an_iri(described: Graph) -> None:
    formats = list(described.objects(None, SD.resultFormat))
    assert len(formats) == 10
    assert all(str(each).startswith("http://www.w3.org/ns/formats/") for each in formats)


def test_3_4_17_every_named_graph_is_named(endpoint: Live, described: Graph) -> None:
    """And is there: asked for by its name, it is not empty."""
    names = list(described.objects(None, SD.name))
    assert len(names) == 3
    for each in names:
        assert b"true" in endpoint.query(f"ASK {{ GRAPH <{each}> {{ ?s ?p ?o }} }}").body


def test_3_3_it_names_no_feature_that_it_lacks(described: Graph) -> None:
    features = set(described.objects(None, SD.feature))
    assert SD.UnionDefaultGraph in features
    assert not features & {SD.DereferencesURIs, SD.BasicFederatedQuery, SD.RequiresDataset}
