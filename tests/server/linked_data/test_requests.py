"""How documents are asked for: negotiation, validators, redirects, and hostile addresses."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from werkzeug.exceptions import NotFound

from server import linked_data
from server.app import create_app
from server.engine import Snapshot
from server.errors import NothingAcceptable
from server.formats import TURTLE
from server.linked_data import responses
from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    Publish = Callable[[Path, str, str], None]

KEY = "arxiv-2105.11333"
PAPER = f"/paper/{KEY}"
NEVER_MINTED = [
    "x'y",
    'x"y',
    "x%22y",
    "x<y",
    "x>%20?p%20?o%20}%20%23",
    "x y",
    "x%20y",
    "%2e%2e",
    "a%00b",
    "a%0ab",
    "..",
    ".x",
    "x.",
    "a..b",
    "%E2%80%AEevil",
    "javascript:alert(1)",
    "a\\b",
    "a{b}",
    "a|b",
    "a^b",
    "a`b",
    "%252e",
    "a" * 513,
    "é",
]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/turtle;q=0.5, application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.5, application/rdf+xml;q=0.4", "text/turtle; charset=utf-8"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.1, */*;q=0", "application/rdf+xml"),
        ("application/pdf, application/n-triples;q=0.1", "application/n-triples"),
        ("TEXT/TURTLE", "text/turtle; charset=utf-8"),
        ("application/json", "application/ld+json"),
        ("application/xml", "application/rdf+xml"),
        ("text/plain", "application/n-triples"),
        ("text/n3", "text/turtle; charset=utf-8"),
        ("application/x-bibtex", "application/x-bibtex; charset=utf-8"),
        (
            "application/x-research-info-systems",
            "application/x-research-info-systems; charset=utf-8",
        ),
        (
            "application/vnd.citationstyles.csl+json",
            "application/vnd.citationstyles.csl+json; charset=utf-8",
        ),
    ],
)
def test_the_preferred_format_is_given(graph_app: Flask, accept: str, expected: str) -> None:
    """By q-value, as RFC 9110 has it."""
    answer = graph_app.test_client().get(PAPER, headers={"Accept": accept})
    assert answer.headers["Content-Type"] == expected
    assert "Accept" in answer.headers["Vary"]


def test_what_a_page_links_to_is_what_it_can_be_asked_for(client: FlaskClient) -> None:
    """Each type that the Link header names is answered in that type, here and at its address."""
    page = client.get(PAPER, headers={"Accept": "text/html"})
    links = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', page.headers["Link"])
    assert len(links) == 7
    for path, media_type in links:
        here = client.get(PAPER, headers={"Accept": media_type})
        assert here.mimetype == media_type
        assert here.data == client.get(path).data


def test_only_papers_are_citations(seed: FlaskClient) -> None:
    path = "/list/medical-vision-language"
    assert seed.get(path, headers={"Accept": "application/x-bibtex"}).status_code == 406


@pytest.mark.parametrize("kind", ["paper", "author", "venue", "task", "list"])
def test_a_step_back_leads_to_all_of_a_kind(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/{kind}")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/{kind}s")
    assert client.get(f"/{kind}s").status_code == 200


@pytest.mark.parametrize("kind", ["author", "venue", "task", "repo", "list"])
def test_every_kind_of_thing_is_negotiated(graph_app: Flask, kind: str) -> None:
    """An unknown key is not found for a program either."""
    answer = graph_app.test_client().get(f"/{kind}/no-such", headers={"Accept": "text/turtle"})
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_a_format_that_is_not_offered_is_not_acceptable(graph_app: Flask) -> None:
    """And the message says what is offered."""
    with (
        graph_app.test_request_context(PAPER, headers={"Accept": "application/pdf"}),
        pytest.raises(NothingAcceptable, match="text/turtle"),
    ):
        linked_data.respond("paper", KEY)


@pytest.mark.parametrize("kind", ["paper", "author", "venue", "task", "repo", "list", "scheme"])
@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf"])
def test_an_unknown_thing_is_not_found(client: FlaskClient, kind: str, suffix: str) -> None:
    """With a body that says what was looked for."""
    answer = client.get(f"/{kind}/no-such.{suffix}")
    assert answer.status_code == 404
    assert "no-such" in answer.get_data(as_text=True)


@pytest.mark.parametrize("suffix", ["bib", "ris", "csl.json"])
def test_only_a_paper_can_be_cited(client: FlaskClient, suffix: str) -> None:
    """Unknown papers and other kinds of things have no citation."""
    assert client.get(f"/paper/no-such.{suffix}").status_code == 404
    assert client.get(f"/paper/jbhi.{suffix}").status_code == 404
    assert client.get(f"/author/a-2.{suffix}").status_code == 404


@pytest.mark.parametrize("key", NEVER_MINTED)
@pytest.mark.parametrize("suffix", ["ttl", "bib"])
def test_a_key_that_was_never_minted_is_not_found(
    client: FlaskClient, key: str, suffix: str
) -> None:
    """Nothing of it reaches a query."""
    assert client.get(f"/paper/{key}.{suffix}").status_code == 404


@pytest.mark.parametrize("key", NEVER_MINTED)
def test_a_page_route_gets_the_same_answer(graph_app: Flask, key: str) -> None:
    """Whoever calls with a key from an address."""
    with graph_app.test_request_context("/"), pytest.raises(NotFound):
        linked_data.respond("paper", key)
    with graph_app.test_request_context("/"), pytest.raises(NotFound):
        linked_data.respond("planet", KEY)


def test_what_exists(graph_app: Flask) -> None:
    """Things and their hash nodes exist; other IRIs do not, whatever they look like."""
    base = "https://w3id.org/curagraph/"
    with graph_app.test_request_context("/"):
        assert linked_data.exists(f"{base}paper/{KEY}")
        assert linked_data.exists(f"{base}paper/{KEY}#author-1")
        assert linked_data.exists(f"{base}scheme/tasks")
        assert not linked_data.exists(f"{base}paper/no-such")
        assert not linked_data.exists(f"{base}paper/{KEY}> ?p ?o . <x:")
        assert not linked_data.exists(f"{base}planet/x")
        assert not linked_data.exists("javascript:alert(1)")
        assert not linked_data.exists("http://evil.example/paper/x")


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "bib"])
def test_an_unchanged_document_is_not_sent_again(client: FlaskClient, suffix: str) -> None:
    """A strong validator that differs by thing and format."""
    first = client.get(f"{PAPER}.{suffix}")
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    again = client.get(f"{PAPER}.{suffix}", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "Accept" in again.headers["Vary"]
    assert client.get(f"{PAPER}.nt").headers["ETag"] != tag
    assert client.get(f"/paper/arxiv-2307.11986.{suffix}").headers["ETag"] != tag


def test_two_writings_of_a_document_are_the_same_bytes(client: FlaskClient) -> None:
    """What a strong validator promises."""
    for suffix in ("ttl", "jsonld", "rdf", "nt", "csl.json"):
        assert client.get(f"{PAPER}.{suffix}").data == client.get(f"{PAPER}.{suffix}").data


def test_a_document_links_to_its_other_forms(client: FlaskClient) -> None:
    """The page, the RDF formats and the citations, but not itself."""
    links = client.get(f"{PAPER}.ttl").headers["Link"]
    assert f'<{PAPER}>; rel="alternate"; type="text/html"' in links
    assert f'<{PAPER}.jsonld>; rel="alternate"; type="application/ld+json"' in links
    assert f"<{PAPER}.bib>" in links
    assert f"<{PAPER}.ttl>" not in links


def test_any_web_page_may_read_a_document(client: FlaskClient) -> None:
    """Linked data is for everybody's programs."""
    for path in (f"{PAPER}.ttl", f"{PAPER}.bib", "/doi/10.1109/JBHI.2022.3207502"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"


def test_a_document_is_only_read(client: FlaskClient) -> None:
    """There is nothing to post to."""
    assert client.post(f"{PAPER}.ttl").status_code == 405
    assert client.head(f"{PAPER}.ttl").data == b""


@pytest.mark.parametrize(
    "path",
    [
        "/doi/10.1109/JBHI.2022.3207502",
        "/doi/10.1109/jbhi.2022.3207502",
        "/doi/doi:10.1109/JBHI.2022.3207502",
        "/doi/10.48550/arXiv.2105.11333",
        "/arxiv/2105.11333",
        "/arxiv/2105.11333v3",
        "/arxiv/arXiv:2105.11333",
    ],
)
def test_an_identifier_leads_to_its_paper(client: FlaskClient, path: str) -> None:
    """Whatever the case and the version."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAPER)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/doi/10.1000/none", "10.1000/none"),
        ("/doi/x%22%20.%20%3Cx%3E", "DOI"),
        ("/arxiv/9999.99999", "9999.99999"),
        ("/arxiv/hep-th/9901001", "hep-th/9901001"),
        ("/arxiv/not-an-id", "not-an-id"),
    ],
)
def test_an_unknown_identifier_is_not_found(client: FlaskClient, path: str, shown: str) -> None:
    """The answer says what was looked for."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert shown in answer.get_data(as_text=True)


def test_the_scheme_of_tasks_is_a_page_for_people(client: FlaskClient) -> None:
    """And RDF for programs."""
    page = client.get("/scheme/tasks", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Location"]) == (303, "/tasks")
    data = client.get("/scheme/tasks", headers={"Accept": "text/turtle"})
    assert data.headers["Content-Type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/graph/entities", "/.well-known/void"),
        ("/graph/decisions", "/.well-known/void"),
        ("/graph/ontology", "/ontology"),
        ("/graph/statistics", "/statistics"),
        ("/graph/list/small", "/list/small"),
    ],
)
def test_a_graph_is_described_elsewhere(client: FlaskClient, path: str, place: str) -> None:
    """The IRI of a named graph leads on."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    assert client.get("/graph/list/a%20b").status_code == 404


def test_a_new_snapshot_gives_a_new_document(tmp_path: Path, publish: Publish) -> None:
    """A rebuilt graph shows without a restart, under another validator."""
    paper = "<paper/title-a-1> a fabio:ResearchPaper ; dcterms:title"
    publish(tmp_path, f'<graph/entities> {{ {paper} "Old" }}', "20261123T200000Z-old")
    app = create_app(Settings(store=tmp_path, workers=1, page_workers=1))
    try:
        client = app.test_client()
        first = client.get("/paper/title-a-1.ttl")
        publish(tmp_path, f'<graph/entities> {{ {paper} "New" }}', "20261123T210000Z-new")
        deadline = time.monotonic() + 10
        while True:
            then = client.get(
                "/paper/title-a-1.ttl", headers={"If-None-Match": first.headers["ETag"]}
            )
            if then.status_code == 200 or time.monotonic() > deadline:
                break
            time.sleep(0.05)
    finally:
        app.extensions["curagraph"].close()
    assert b'"Old"' in first.data
    assert b'"New"' in then.data


def test_a_document_that_never_stands_still_has_no_validator(graph_app: Flask) -> None:
    """Snapshots that change faster than documents are written: nothing is promised."""
    engine = _Restless()
    with graph_app.test_request_context("/"):
        answer = responses.answer(engine, "paper", "x", TURTLE, lambda: b"text")  # type: ignore[arg-type]
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


class _Restless:
    """An engine with another snapshot whenever it is asked."""

    def __init__(self) -> None:
        self.count = 0

    def snapshot(self) -> Snapshot:
        self.count += 1
        return Snapshot(f"snapshot {self.count}", "2026-11-23T20:00:00Z", {})
