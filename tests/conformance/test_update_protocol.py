"""SPARQL 1.1 Protocol, update operation (section 2.2), against a live server.

Each test names the section it is about. The graphs are set anew for each request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from tests.servers import BASE
from tests.writable import OWN, UPDATE, Writing, writable

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = "application/x-www-form-urlencoded"
A, B, TO = "https://example.org/a", "https://example.org/b", "https://example.org/to"
INSERT = f"INSERT DATA {{ GRAPH <{TO}> {{ <urn:s> <urn:p> 'new' }} }}"
# Copies what its WHERE sees; without a dataset that is the graph without a name.
COPY = f"INSERT {{ GRAPH <{TO}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}"
COPY_NAMED = f"INSERT {{ GRAPH <{TO}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"
SET = f"""
CLEAR DEFAULT ; DROP SILENT GRAPH <{TO}> ; DROP SILENT GRAPH <{A}> ; DROP SILENT GRAPH <{B}> ;
INSERT DATA {{ <urn:s> <urn:p> 'none' GRAPH <{A}> {{ <urn:s> <urn:p> 'a' }}
GRAPH <{B}> {{ <urn:s> <urn:p> 'b' }} }}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writing]:
    with writable(tmp_path_factory.mktemp("update"), workers=1) as writing:
        yield writing


@pytest.fixture
def endpoint(server: Writing) -> Writing:
    assert server.update(SET).status == 204
    return server


def send(endpoint: Writing, how: str, text: str, **dataset: str) -> int:
    """The status of an update that is sent in a form or directly, with a dataset."""
    named = {name.replace("_", "-"): value for name, value in dataset.items()}
    if how == "form":
        body = urlencode({"update": text, **named}).encode()
        return endpoint.ask("POST", "/sparql", body, FORM).status
    path = f"/sparql?{urlencode(named)}" if named else "/sparql"
    return endpoint.ask("POST", path, text.encode(), UPDATE).status


@pytest.mark.parametrize("how", ["form", "direct"])
class TestBothWays:
    def test_2_2_an_update_succeeds_with_a_2xx(self, endpoint: Writing, how: str) -> None:
        assert 200 <= send(endpoint, how, INSERT) < 300
        assert endpoint.values(TO) == ["new"]

    @pytest.mark.parametrize(
        ("text", "dataset", "seen"),
        [
            (COPY, {}, ["none"]),
            (COPY, {"using_graph_uri": A}, ["a"]),
            (COPY_NAMED, {"using_named_graph_uri": B}, ["b"]),
            (COPY, {"using_named_graph_uri": B}, []),
            (COPY_NAMED, {"using_graph_uri": A}, []),
            (COPY, {"using_graph_uri": A, "using_named_graph_uri": B}, ["a"]),
            (COPY_NAMED, {"using_graph_uri": A, "using_named_graph_uri": B}, ["b"]),
            (f"CLEAR DEFAULT ; {COPY}", {"using_graph_uri": B}, ["b"]),
        ],
    )
    def test_2_2_3_the_dataset_of_the_request_is_what_where_is_asked_of(
        self, endpoint: Writing, how: str, text: str, dataset: dict[str, str], seen: list[str]
    ) -> None:
        assert send(endpoint, how, text, **dataset) < 300
        assert endpoint.values(TO) == seen

    @pytest.mark.parametrize("parameter", ["using_graph_uri", "using_named_graph_uri"])
    @pytest.mark.parametrize(
        "text",
        [
            COPY.replace("WHERE", f"USING <{A}> WHERE"),
            COPY.replace("WHERE", f"USING NAMED <{A}> WHERE"),
            f"WITH <{A}> {COPY}",
        ],
    )
    def test_2_2_3_a_dataset_in_both_places_is_an_error(
        self, endpoint: Writing, how: str, text: str, parameter: str
    ) -> None:
        assert send(endpoint, how, text, **{parameter: B}) == 400
        assert endpoint.values(TO) == []

    def test_2_2_4_what_is_no_update_is_400(self, endpoint: Writing, how: str) -> None:
        assert send(endpoint, how, "INSERT DATA {") == 400
        assert send(endpoint, how, "ASK {}") == 400

    def test_2_2_4_a_graph_that_is_no_iri_is_400(self, endpoint: Writing, how: str) -> None:
        assert send(endpoint, how, COPY, using_graph_uri="a b") == 400


def test_2_2_3_several_graphs_are_merged(endpoint: Writing) -> None:
    path = f"/sparql?using-graph-uri={quote(A)}&using-graph-uri={quote(B)}"
    assert endpoint.update(COPY, path).status < 300
    assert endpoint.values(TO) == ["a", "b"]


@pytest.mark.parametrize(
    ("method", "path", "body", "content_type", "status"),
    [
        # 2.2: by POST alone.
        ("GET", f"/sparql?update={quote(INSERT)}", None, None, 400),
        ("POST", f"/sparql?update={quote(INSERT)}", "ASK {}", "application/sparql-query", 400),
        ("PUT", "/sparql", INSERT, UPDATE, 405),
        ("HEAD", f"/sparql?update={quote(INSERT)}", None, None, 400),
        ("QUERY", "/sparql", f"update={quote(INSERT)}", FORM, 400),
        ("QUERY", f"/sparql?update={quote(INSERT)}", "ASK {}", "application/sparql-query", 400),
        ("QUERY", "/sparql", INSERT, UPDATE, 415),
        ("POST", "/sparql", f"query={quote(INSERT)}", FORM, 403),
        # 2.2.1: exactly one update, in the form.
        ("POST", "/sparql", urlencode([("update", INSERT), ("update", INSERT)]), FORM, 400),
        ("POST", f"/sparql?update={quote(INSERT)}", f"update={quote(INSERT)}", FORM, 400),
        ("POST", "/sparql", urlencode({"update": INSERT, "query": "ASK {}"}), FORM, 400),
        ("POST", "/sparql", "", FORM, 400),
        # 2.2.2: the body is the update, in UTF-8.
        ("POST", "/sparql", INSERT, "text/plain", 415),
        ("POST", "/sparql", INSERT, None, 415),
        ("POST", "/sparql", INSERT, f"{UPDATE}; charset=utf-16", 415),
        ("POST", f"/sparql?query={quote('ASK {}')}", INSERT, UPDATE, 400),
        ("POST", "/sparql", INSERT, f"{UPDATE}; charset=UTF-8", 204),
    ],
)
def test_2_2_what_a_request_may_look_like(  # noqa: PLR0917 - a table's columns
    endpoint: Writing,
    method: str,
    path: str,
    body: str | None,
    content_type: str | None,
    status: int,
) -> None:
    sent = None if body is None else body.encode()
    assert endpoint.ask(method, path, sent, content_type).status == status
    assert endpoint.values(TO) == (["new"] if status == 204 else [])


def test_2_2_a_relative_iri_is_made_absolute_by_the_base_of_the_graph(endpoint: Writing) -> None:
    """As in a query; one that so names a graph of the build is refused like the whole name."""
    text = f"INSERT DATA {{ GRAPH <{TO}> {{ <urn:s> <urn:p> <test> }} }}"
    assert endpoint.update(text).status == 204
    assert endpoint.values(TO) == [f"{BASE}test"]
    own = OWN.removeprefix(BASE)
    for text in (
        f"CLEAR GRAPH <{own}>",
        f"BASE <{BASE}> INSERT DATA {{ GRAPH <{own}> {{ <s> <p> 1 }} }}",
    ):
        assert endpoint.update(text).status == 403
    assert len(endpoint.values(OWN)) == 5


def test_2_2_text_that_is_no_utf_8_is_400(endpoint: Writing) -> None:
    assert endpoint.ask("POST", "/sparql", b"CLEAR DEFAULT # \xff", UPDATE).status == 400
    assert endpoint.ask("POST", "/sparql", b"update=CLEAR+DEFAULT+%23%FF", FORM).status == 400
