"""What takes more than one list, or a list with history, to answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import RdfFormat, Store

from ontology import PREFIXES
from ontology.iris import Iris

GRAPH = """
list:one a cg:CuratedList ; rdfs:label "One" .
list:two a cg:CuratedList ; rdfs:label "Two" .
paper:a a schema:ScholarlyArticle ; dcterms:title "A" ; cg:venue venue:x ;
  fabio:hasPublicationYear "2020"^^xsd:gYear ; cg:hasAuthorship <urn:a1> ;
  cg:code repo:x , repo:y ; foaf:page <https://a.example/> .
paper:b a schema:ScholarlyArticle ; dcterms:title "B" .
<urn:one-a> schema:item paper:a ; rdfs:label "A" ; cg:inList list:one ; cg:inSection <urn:s1> ;
  cg:startLine 10 ; cg:code repo:x ; prov:generatedAtTime "2023-05-01T00:00:00Z"^^xsd:dateTime .
<urn:two-a> schema:item paper:a ; rdfs:label "A" ; cg:inList list:two ; cg:inSection <urn:s2> ;
  cg:startLine 20 ; cg:code repo:y ; prov:generatedAtTime "2021-05-01T00:00:00Z"^^xsd:dateTime .
paper:b cg:venue <urn:somewhere> . <urn:somewhere> a schema:CreativeWork .
<urn:one-b> schema:item paper:b ; rdfs:label "B" ; cg:inList list:one ; cg:inSection <urn:s1> ;
  cg:startLine 30 ; cg:venueAsListed "Somewhere 20XX" .
<urn:one-b2> schema:item paper:b ; rdfs:label "B" ; cg:inList list:one ; cg:startLine 40 .
<urn:s1> rdfs:label "Tasks" ; cg:inList list:one ; cg:startLine 9 .
<urn:s2> rdfs:label "2020" ; cg:inList list:two ; cg:startLine 19 .
<urn:outer> rdfs:label "Outer" ; cg:inList list:two ; cg:startLine 1 ;
  cg:sectionKind cg:TaskSection .
<urn:s2> dcterms:isPartOf <urn:outer> .
"""

Ask = Callable[..., list[dict[str, str]]]


@pytest.fixture(scope="module")
def two_lists() -> Store:
    store = Store()
    prefixes = {**PREFIXES, **Iris().instance_prefixes}
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    store.load((head + GRAPH).encode(), RdfFormat.TURTLE)
    return store


def test_lists_that_name_other_repositories_disagree(two_lists: Store, ask: Ask) -> None:
    assert ask(two_lists, "conflicting-code") == [
        {
            "paper": "paper:a",
            "title": "A",
            "code": "repo:x",
            "list": "list:one",
            "otherCode": "repo:y",
            "otherList": "list:two",
        }
    ]


def test_lists_that_share_a_repository_agree(two_lists: Store, ask: Ask) -> None:
    shared = Store()
    shared.extend(two_lists)
    shared.update(
        "PREFIX cg: <https://w3id.org/curagraph/ontology#>"
        "INSERT DATA { <urn:two-a> cg:code <https://w3id.org/curagraph/repo/x> }"
    )
    assert ask(shared, "conflicting-code") == []


def test_a_paper_that_two_lists_hold_is_agreed(two_lists: Store, ask: Ask) -> None:
    """Twice in one list is not two lists."""
    rows = ask(two_lists, "agreed-papers")
    assert [(row["title"], row["lists"], row["listName"], row["sectionName"]) for row in rows] == [
        ("A", "2", "One", "Tasks"),
        ("A", "2", "Two", "2020"),
    ]


def test_the_lag_is_the_years_from_publication_to_entry(two_lists: Store, ask: Ask) -> None:
    rows = ask(two_lists, "curation-lag")
    assert [(row["listName"], row["lagYears"]) for row in rows] == [("One", "3"), ("Two", "1")]


def test_the_queue_names_each_thing_that_is_missing(two_lists: Store, ask: Ask) -> None:
    rows = ask(two_lists, "curation-queue", {"list": "list:one"})
    found = [(row["problem"], row["line"]) for row in rows]
    assert found == [
        ("listed more than once", "30"),
        ("listed more than once", "40"),
        ("no authors", "30"),
        ("no authors", "40"),
        ("no code", "30"),
        ("no code", "40"),
        ("no paper link", "30"),
        ("no paper link", "40"),
        ("no year", "30"),
        ("no year", "40"),
        ("venue not understood", "30"),
    ]


def test_the_queue_of_a_list_that_misses_nothing_is_empty(two_lists: Store, ask: Ask) -> None:
    """A task section whose sub-section has entries is not without any."""
    assert ask(two_lists, "curation-queue", {"list": "list:two"}) == []
