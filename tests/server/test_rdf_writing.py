"""Graphs as bytes, and what XML cannot hold in every way that XML goes out."""

from __future__ import annotations

from http.client import IncompleteRead
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from server.errors import NotWritable
from server.rdf_writing import XmlText, used_prefixes, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.conftest import Live

    Publish = Callable[[Path, str, Iterable[Quad]], None]

SUBJECT, TITLE = NamedNode("https://example.org/s"), NamedNode("http://purl.org/dc/terms/title")
SOUND = NamedNode("https://example.org/sound")
PREFIXES = {"z": "http://z/", "dcterms": "http://purl.org/dc/terms/", "a": "https://example.org/"}
XML_RESULTS, RDF_XML = "application/sparql-results+xml", "application/rdf+xml"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
SELECT = "SELECT * { ?s ?p ?o }"


@pytest.fixture(scope="module")
def bells(
    tmp_path_factory: pytest.TempPathFactory,
    publish_quads: Publish,
    serve_store: Callable[..., AbstractContextManager[Live]],
) -> Iterator[Live]:
    """A server over many sound texts and, in a graph of its own, a bell."""
    store = tmp_path_factory.mktemp("bells") / "store"
    graph = NamedNode("https://example.org/g")
    lines = Quad(SUBJECT, TITLE, Literal("one\r\ntwo & <three>"), SOUND)
    texts = (Quad(SUBJECT, TITLE, Literal(f"text {n}"), graph) for n in range(800))
    bell = Quad(SUBJECT, NamedNode("https://example.org/z"), Literal("a\x07"), graph)
    publish_quads(store, "first", [lines, *texts, bell])
    with serve_store(store, workers=1) as live:
        yield live


@pytest.mark.parametrize(
    ("text", "accept"), [(CONSTRUCT, RDF_XML), (SELECT, XML_RESULTS), (CONSTRUCT, "text/xml")]
)
def test_what_xml_cannot_hold_is_an_error(bells: Live, text: str, accept: str) -> None:
    """Not 406: the format is offered. The graph holds what it should not."""
    reply = bells.query(text, accept)
    assert (reply.status, reply.problem["code"]) == (500, "not-writable")
    assert "U+0007" in reply.problem["detail"]
    assert bells.query(text).status == 200


def test_so_it_is_in_a_download(bells: Live) -> None:
    assert bells.get("/export/rdf").problem["code"] == "not-writable"
    assert bells.get("/export/ttl").status == 200


def test_behind_the_first_bytes_it_breaks_the_connection(
    bells: Live, serve_store: Callable[..., AbstractContextManager[Live]]
) -> None:
    with (
        serve_store(bells.store, workers=1, buffer_size=1000) as live,
        pytest.raises(IncompleteRead),
    ):
        live.get(f"/sparql?query={quote(SELECT)}", XML_RESULTS)


@pytest.mark.parametrize(("text", "accept"), [(CONSTRUCT, RDF_XML), (SELECT, XML_RESULTS)])
def test_a_carriage_return_arrives(bells: Live, text: str, accept: str) -> None:
    """A reader of XML makes it a line feed unless it is written as a reference."""
    reply = bells.query(text, accept, **{"default-graph-uri": SOUND.value})
    assert "one\r\ntwo & <three>" in list(ET.fromstring(reply.body).itertext())  # noqa: S314


@pytest.mark.parametrize("text", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_comes_in_two_pieces_is_seen(text: str) -> None:
    data = f"<a>{text}</a>".encode()
    for cut in range(len(data)):
        with pytest.raises(NotWritable, match=f"U\\+{ord(text):04X}"):
            list(map(XmlText().take, (data[:cut], data[cut:])))


@pytest.mark.parametrize("text", ["\t\n", "\ufffd", "\U0001f9ec", "\ud7ff\ue000", "\uff9e"])
def test_what_xml_can_hold_passes_whatever_the_pieces(text: str) -> None:
    data = f"<a>{text}</a>".encode()
    for cut in range(len(data)):
        xml = XmlText()
        assert xml.take(data[:cut]) + xml.take(data[cut:]) == data


def test_only_prefixes_that_shorten_something_are_declared_in_order() -> None:
    triples = [Triple(SUBJECT, TITLE, Literal("x"))]
    assert list(used_prefixes(triples, PREFIXES)) == ["a", "dcterms"]


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.N_TRIPLES])
def test_a_graph_is_written_the_same_whatever_the_order_of_prefixes(form: RdfFormat) -> None:
    triples = [Triple(SUBJECT, TITLE, Literal("x\ry"))]
    data = written(triples, form, PREFIXES)
    assert data == written(triples, form, dict(reversed(PREFIXES.items())))
    assert [quad.triple for quad in parse(data, form)] == triples
