"""The export views: the same papers in the terms of other graphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from ontology import DCTERMS, FABIO, FOAF, PRISM, PRO, RDF, SCHEMA, SKOS, XSD, Namespace
from ontology.iris import Iris

DBLP = Namespace("dblp", "https://dblp.org/rdf/schema#")
SOA = Namespace("soa", "https://semopenalex.org/ontology/")
OCO = Namespace("oco", "https://w3id.org/oc/ontology/")
DATACITE = Namespace("datacite", "http://purl.org/spar/datacite/")
REIFIED = Namespace("literal", "http://www.essepuntato.it/2010/06/literalreification/")
MEDVILL = Iris().paper("arxiv-2105.11333")

View = Callable[[str], Sequence[Triple]]


def classes(triples: Sequence[Triple]) -> Counter[object]:
    return Counter(triple.object for triple in triples if triple.predicate == RDF.type)


def values(triples: Sequence[Triple], subject: object, predicate: NamedNode) -> list[object]:
    return [t.object for t in triples if t.subject == subject and t.predicate == predicate]


def objects(triples: Sequence[Triple], predicate: NamedNode) -> list[object]:
    return [triple.object for triple in triples if triple.predicate == predicate]


@pytest.mark.parametrize(
    ("name", "spaces"),
    [
        ("schema-org-view", [SCHEMA, RDF]),
        ("dblp-view", [DBLP, RDF]),
        ("semopenalex-view", [SOA, RDF, DCTERMS, FABIO, FOAF, PRISM, SKOS]),
        ("ocdm-view", [OCO, DATACITE, REIFIED, RDF, DCTERMS, PRISM, PRO, FOAF]),
    ],
)
def test_a_view_speaks_in_the_terms_of_its_graph_alone(
    name: str, spaces: list[Namespace], view: View
) -> None:
    for triple in view(name):
        assert triple.predicate.value.startswith(tuple(map(str, spaces)))


def test_schema_org_holds_every_paper_with_its_printed_byline(view: View) -> None:
    """81 names, five repositories, and the four tasks that have a paper."""
    triples = view("schema-org-view")
    assert classes(triples) == {
        SCHEMA.ScholarlyArticle: 13,
        SCHEMA.Person: 81,
        SCHEMA.DefinedTerm: 4,
        SCHEMA.SoftwareSourceCode: 5,
    }
    names = "Jong Hak Moon, Hyungyung Lee, Woncheol Shin, Young-Hak Kim, Edward Choi"
    assert values(triples, MEDVILL, SCHEMA.creditText) == [Literal(names)]
    assert values(triples, MEDVILL, SCHEMA.datePublished) == [Literal("2022")]
    assert values(triples, MEDVILL, SCHEMA.identifier) == [Literal("arXiv:2105.11333")]
    assert values(triples, MEDVILL, SCHEMA.isPartOf) == [Iris().venue("jbhi")]


def test_dblp_counts_authors_from_one(view: View) -> None:
    """Nine preprints are informal, one paper is in a journal, six are in proceedings."""
    triples = view("dblp-view")
    found = classes(triples)
    assert found[DBLP.AuthorSignature] == 85
    assert found[DBLP.Person] == 81
    assert found[DBLP.Publication] == 13 + 16
    assert (found[DBLP.Informal], found[DBLP.Article], found[DBLP.Inproceedings]) == (9, 1, 6)
    last = NamedNode(f"{MEDVILL.value}#author-5")
    assert values(triples, last, DBLP.signatureOrdinal) == [Literal(5)]
    assert values(triples, last, DBLP.signatureDblpName) == [Literal("Edward Choi")]
    assert values(triples, MEDVILL, DBLP.yearOfPublication) == [Literal("2022", datatype=XSD.gYear)]
    assert objects(triples, DBLP.doi) == [
        NamedNode("https://doi.org/10.1007/978-3-031-16443-9_65"),
        NamedNode("https://doi.org/10.1109/iccv48922.2021.00391"),
        NamedNode("https://doi.org/10.1145/3394171.3413761"),
    ]


def test_semopenalex_counts_authors_from_zero_and_years_as_numbers(view: View) -> None:
    triples = view("semopenalex-view")
    last = NamedNode(f"{MEDVILL.value}#author-5")
    assert values(triples, last, SOA.position) == [Literal(4)]
    assert Counter(objects(triples, SOA.position))[Literal(0)] == 13
    assert values(triples, MEDVILL, FABIO.hasPublicationYear) == [Literal(2022)]
    assert classes(triples)[SOA.Location] == 16


def test_semopenalex_has_the_publication_as_primary_location(view: View) -> None:
    triples = view("semopenalex-view")
    primary = values(triples, MEDVILL, SOA.hasPrimaryLocation)
    assert primary == [NamedNode(f"{MEDVILL.value}#published")]
    assert len(objects(triples, SOA.hasPrimaryLocation)) == 13


def test_ocdm_chains_the_authors_in_printed_order(view: View) -> None:
    """85 roles on 13 papers: all but the last of each paper have a next one."""
    triples = view("ocdm-view")
    assert len(objects(triples, OCO.hasNext)) == 85 - 13
    role: object = NamedNode(f"{MEDVILL.value}#author-1")
    names = []
    while role is not None:
        (author,) = values(triples, role, PRO.isHeldBy)
        names += values(triples, author, FOAF.name)
        role = next(iter(values(triples, role, OCO.hasNext)), None)
    assert names == [
        Literal("Jong Hak Moon"),
        Literal("Hyungyung Lee"),
        Literal("Woncheol Shin"),
        Literal("Young-Hak Kim"),
        Literal("Edward Choi"),
    ]


def test_ocdm_identifiers_are_nodes(view: View) -> None:
    """Nine arXiv numbers and three DOIs."""
    triples = view("ocdm-view")
    schemes = Counter(objects(triples, DATACITE.usesIdentifierScheme))
    assert schemes == {DATACITE.arxiv: 9, DATACITE.doi: 3}
    (node,) = values(triples, MEDVILL, DATACITE.hasIdentifier)
    assert values(triples, node, REIFIED.hasLiteralValue) == [Literal("2105.11333")]
