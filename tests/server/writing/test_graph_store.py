"""The graph store beyond its specification: who may write, and what is too dangerous to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.writable import MINE, OWN, TOKEN, Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers import Live

PATH = f"/rdf-graph-store?graph={MINE}"
TURTLE, RDF_XML = "text/turtle", "application/rdf+xml"
XML = """<?xml version="1.0"?>
<!DOCTYPE r [{}]>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">
<r:Description r:about="{}"><e:p>{}</e:p></r:Description></r:RDF>"""


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_without_the_token_a_graph_is_read_and_not_written(writing: Writing, method: str) -> None:
    writing.insert(1)
    reply = writing.live.ask(method, PATH, b"", {"Content-Type": TURTLE})
    assert reply.status == 401
    assert reply.headers["Www-Authenticate"].startswith("Bearer")
    other = {"Content-Type": TURTLE, "Authorization": "Bearer x"}
    assert writing.live.ask(method, PATH, b"", other).status == 401
    assert writing.live.ask(method, f"{PATH}&access_token={TOKEN}", b"").status == 401
    assert writing.live.ask("HEAD", PATH).status == 200
    assert writing.values() == ["1"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_read_only_server_says_what_it_allows_and_why(live: Live, method: str) -> None:
    reply = live.ask(method, PATH, b"", {"Authorization": f"Bearer {TOKEN}"})
    assert reply.status == 405
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "--writable" in reply.problem["detail"]
    options = live.ask("OPTIONS", PATH)
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_read_only_server_gives_graphs(live: Live) -> None:
    reply = live.get("/rdf-graph-store", "application/n-triples", graph="https://example.org/g2")
    assert (reply.status, reply.body.count(b"\n")) == (200, 10)


BOMB = '<!ENTITY a "{}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">'


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        (BOMB.format("ha" * 100), "&c;"),
        ('<!ENTITY a "&#38;b;"><!ENTITY b "x">', "&a;"),
        ('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;"),
        ('<!ENTITY % a "x"> %a;', "x"),
        (f'<!ENTITY a "{"ha" * 5000}">', "&a;" * 200),
        ('<!ENTITY a "x"><!ENTITY', "x"),
    ],
)
def test_xml_whose_entities_grow_is_refused(writing: Writing, declared: str, text: str) -> None:
    body = XML.format(declared, "urn:s", text).encode()
    reply = writing.ask("PUT", PATH, body, RDF_XML)
    assert (reply.status, reply.problem["code"]) == (400, "entities")
    assert writing.live.ask("GET", PATH).status == 404


def test_xml_whose_entities_abbreviate_is_read(writing: Writing) -> None:
    body = XML.format('<!ENTITY x "https://example.org/">', "&x;s", "about &x; &amp; more").encode()
    assert writing.ask("PUT", PATH, body, RDF_XML).status == 201
    assert writing.values() == ["about https://example.org/ & more"]


def test_a_graph_within_json_ld_does_not_get_past_the_one_that_is_named(writing: Writing) -> None:
    body = f'{{"@id": "{OWN}", "@graph": [{{"@id": "urn:s", "urn:p": 1}}]}}'.encode()
    reply = writing.ask("POST", PATH, body, "application/ld+json")
    assert (reply.status, reply.problem["code"]) == (400, "graph-syntax")
    assert len(writing.values(OWN)) == 5


def test_who_may_not_write_may_not_send_much(start_writable: Callable[..., Writing]) -> None:
    writing = start_writable(upload_size=2_000_000)
    body = b"# " + b"x" * 1_500_000
    assert writing.live.ask("PUT", PATH, body, {"Content-Type": TURTLE}).status == 401
    assert writing.ask("PUT", PATH, body, TURTLE).status == 201
    reply = writing.ask("PUT", PATH, body * 2, TURTLE)
    assert (reply.status, "2,0" in reply.problem["detail"]) == (413, True)


def test_a_load_past_its_deadline_changes_nothing(start_writable: Callable[..., Writing]) -> None:
    writing = start_writable(update_timeout=0.3)
    body = b"".join(b"<urn:s> <urn:p> %d .\n" % n for n in range(300_000))
    assert writing.ask("PUT", PATH, body, TURTLE).status == 504
    assert writing.live.ask("GET", PATH).status == 404
