"""Writes to the graph store on condition (RFC 9110, section 13), against a live server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.writable import Writing, writable

if TYPE_CHECKING:
    from collections.abc import Iterator

TURTLE, N_TRIPLES = "text/turtle", "application/n-triples"
STORE = "/rdf-graph-store"
ONE, OTHER = b"<urn:s> <urn:p> <urn:o> .", b"<urn:x> <urn:y> <urn:z> ."
NAMED = f"{STORE}?graph=https://example.org/people"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writing]:
    with writable(tmp_path_factory.mktemp("conditions"), workers=1) as writing:
        yield writing


@pytest.fixture(params=[NAMED, f"{STORE}/people", f"{STORE}?default"])
def graph(request: pytest.FixtureRequest, server: Writing) -> str:
    """The path of a graph with one statement."""
    path: str = request.param
    assert server.ask("PUT", path, ONE, TURTLE).status < 300
    return path


@pytest.fixture
def none(server: Writing) -> str:
    """The path of a graph that is not there."""
    server.ask("DELETE", NAMED)
    return NAMED


def send(server: Writing, method: str, path: str, **headers: str) -> int:
    """The status of a write; headers are named with an underscore for the hyphen."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    body, content_type = (None, None) if method == "DELETE" else (OTHER, TURTLE)
    reply = server.ask(method, path, body, content_type, **fields)
    assert reply.status != 412 or reply.problem["code"] == "precondition"
    return reply.status


def held(server: Writing, path: str) -> list[bytes]:
    return sorted(server.live.get(path, N_TRIPLES).body.splitlines())


def tag(server: Writing, path: str, accept: str = TURTLE) -> str:
    return server.live.get(path, accept).headers["Etag"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_13_1_1_what_changed_since_it_was_read_stays(
    server: Writing, graph: str, method: str
) -> None:
    seen = tag(server, graph)
    assert send(server, "POST", graph) == 204
    for tags in (seen, f'"other", {seen}', '"other"', f"W/{seen}"):
        assert send(server, method, graph, If_Match=tags) == 412
    assert held(server, graph) == [ONE, OTHER]


@pytest.mark.parametrize("accept", [TURTLE, N_TRIPLES, "application/ld+json"])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_13_1_1_what_is_as_it_was_read_is_written_to(
    server: Writing, graph: str, method: str, accept: str
) -> None:
    tags = f'"other", {tag(server, graph, accept)}'
    assert send(server, method, graph, If_Match=tags) == 204


def test_13_1_1_a_weak_tag_is_no_match(server: Writing, graph: str) -> None:
    assert send(server, "DELETE", graph, If_Match=f"W/{tag(server, graph)}") == 412
    assert held(server, graph) == [ONE]


def test_13_1_1_a_tag_of_another_graph_is_none_of_this(server: Writing, graph: str) -> None:
    another = f"{STORE}?graph=urn:another"
    assert send(server, "PUT", another) < 300
    assert send(server, "DELETE", graph, If_Match=tag(server, another)) == 412


def test_13_1_1_the_tag_of_compressed_bytes_will_do(server: Writing) -> None:
    server.ask("PUT", NAMED, b"<urn:s> <urn:p> '%s' ." % (b"x" * 2000), TURTLE)
    read = server.live.ask("GET", NAMED, headers={"Accept-Encoding": "gzip"})
    assert read.headers["Etag"].endswith('.gzip"')
    assert send(server, "PUT", NAMED, If_Match=read.headers["Etag"]) == 204


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_13_1_1_a_graph_has_to_be_there(server: Writing, none: str, method: str) -> None:
    assert send(server, method, none, If_Match="*") == 412
    assert server.live.ask("GET", none).status == 404
    assert send(server, method, none) == 201
    assert send(server, method, none, If_Match="*") == 204
    assert send(server, "DELETE", none, If_Match="*") == 204
    # What would fail anyway fails as it would without the condition (section 13.2.1).
    assert send(server, "DELETE", none, If_Match="*") == 404


def test_13_1_2_a_graph_must_not_be_there(server: Writing, none: str) -> None:
    assert send(server, "PUT", none, If_None_Match="*") == 201
    for method in ("PUT", "POST", "DELETE"):
        assert send(server, method, none, If_None_Match="*") == 412
    assert held(server, none) == [OTHER]


def test_13_1_2_what_is_still_the_same_stays(server: Writing, graph: str) -> None:
    seen = tag(server, graph)
    for given in (seen, f"W/{seen}"):
        assert send(server, "DELETE", graph, If_None_Match=given) == 412
    assert held(server, graph) == [ONE]
    assert send(server, "POST", graph) == 204
    assert send(server, "DELETE", graph, If_None_Match=seen) == 204
