"""An author's page and linked data say how sure it is that this is one person, and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from loader.build import build
from loader.publishing import SnapshotStore
from ontology import CG, FOAF, ORCID, RDF, SCHEMA
from ontology.iris import Iris
from tests.loader.identity.authors.conftest import crowd, paper
from tests.server.pages.conftest import client_over

Seen = Callable[[str], str]

PAPERS = [
    *crowd(),
    paper("Widgets of steel", "Wei Wang", "Ben Twofold"),
    paper("Moods of owls", "Wei Wang", "Cy Threefold"),
    paper("Nests of owls", "Zoë Ottway", author_ids=["0000-0002-1825-0097"]),
    paper("Feathers of owls", "Z. Ottway"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder: Path = tmp_path_factory.mktemp("authors")
    file = folder / "papers.jsonl"
    file.write_text("\n".join(map(json.dumps, PAPERS)), encoding="utf-8")
    build([str(file)], SnapshotStore(folder / "store"))
    yield from client_over(folder / "store")


@pytest.fixture
def seen(site: FlaskClient) -> Seen:
    def page(address: str) -> str:
        response = site.get(address, headers={"Accept": "text/html"})
        assert response.status_code == 200, address
        return unescape(response.text)

    return page


def test_a_person_of_a_common_name_is_said_to_be_ambiguous(seen: Seen) -> None:
    page = seen("/author/wei-wang-2")
    assert "Ambiguous." in page
    others = page.partition('id="namesakes"')[2].partition("</section>")[0]
    assert "/author/wei-wang-3" in others
    assert "/author/wei-wang-2" not in others
    reasons = page.partition('id="decisions"')[2].partition("</section>")[0]
    assert "nothing shared makes up for how common the name is" in reasons


def test_a_name_of_several_leads_to_them_and_has_no_papers_itself(seen: Seen) -> None:
    page = seen("/author/wei-wang")
    assert "A name of several persons." in page
    persons = page.partition('id="namesakes"')[2].partition("</section>")[0]
    assert "/author/wei-wang-2" in persons
    assert "/author/wei-wang-3" in persons
    assert "See in collaborations" not in page
    assert "Co-authors" not in page


def test_a_person_with_an_identifier_is_verified_and_shows_other_spellings(seen: Seen) -> None:
    page = seen("/author/zoe-ottway")
    assert "Verified." in page
    assert "Z. Ottway" in page.partition("Also printed as")[2].partition("</p>")[0]
    assert "https://orcid.org/0000-0002-1825-0097" in page
    assert "Others of this name" not in page
    reasons = page.partition('id="decisions"')[2].partition("</section>")[0]
    assert "one prints less of the name" in reasons


def test_linked_data_tell_state_spellings_and_identifier(site: FlaskClient) -> None:
    triples = set(parse(site.get("/author/zoe-ottway.nt").data, RdfFormat.N_TRIPLES))
    author = Iris().author("zoe-ottway")
    said = {(q.predicate, q.object) for q in triples if q.subject == author}
    assert (RDF.type, FOAF.Person) in said
    assert (CG.identityStatus, CG.Verified) in said
    assert (SCHEMA.sameAs, ORCID["0000-0002-1825-0097"]) in said
    assert "Z. Ottway" in {o.value for p, o in said if p == SCHEMA.alternateName}


def test_linked_data_of_a_name_of_several_name_the_persons(site: FlaskClient) -> None:
    triples = set(parse(site.get("/author/wei-wang.nt").data, RdfFormat.N_TRIPLES))
    said = {(q.predicate, q.object) for q in triples if q.subject == Iris().author("wei-wang")}
    assert (RDF.type, CG.AmbiguousAuthor) in said
    persons = {o for p, o in said if p == CG.possibleAuthor}
    assert persons == {Iris().author("wei-wang-2"), Iris().author("wei-wang-3")}


@pytest.mark.parametrize(
    "address", ["/author/wei-wang-2", "/author/wei-wang", "/author/zoe-ottway"]
)
def test_every_link_of_an_authors_page_leads_somewhere(
    site: FlaskClient, seen: Seen, address: str
) -> None:
    links = {part.partition('"')[0] for part in seen(address).split('href="')[1:]}
    for link in sorted(links):
        if link.startswith("/author/"):
            assert site.get(link).status_code == 200, link
