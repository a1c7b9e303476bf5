"""SPARQL 1.1 Graph Store HTTP Protocol against a live server; each test names its section."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse

from tests.writable import OWN, Writing, writable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Reply

TURTLE, N_TRIPLES = "text/turtle", "application/n-triples"
RDF_XML, JSON_LD = "application/rdf+xml", "application/ld+json"
STORE = "/rdf-graph-store"
DATA = b"<urn:s> <urn:p> <urn:o> ."
SAME = {
    TURTLE: b"<urn:s> <urn:p> <urn:o> .",
    N_TRIPLES: b"<urn:s> <urn:p> <urn:o> .\n",
    RDF_XML: b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
    b'<r:Description r:about="urn:s"><u:p r:resource="urn:o"/></r:Description></r:RDF>',
    JSON_LD: b'{"@id": "urn:s", "urn:p": {"@id": "urn:o"}}',
}
BOUNDARY = "boundary"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def part(name: str, body: bytes, content_type: str | None = None) -> bytes:
    said = f"Content-Type: {content_type}\r\n" if content_type else ""
    disposition = f'Content-Disposition: form-data; name="graph"; filename="{name}"\r\n'
    return f"--{BOUNDARY}\r\n{disposition}{said}\r\n".encode() + body + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writing]:
    with writable(tmp_path_factory.mktemp("graphs"), workers=1, upload_size=100_000) as writing:
        yield writing


@pytest.fixture(params=["indirect", "direct", "default"])
def graph(request: pytest.FixtureRequest, server: Writing) -> str:
    """The path of a graph that is not there or, without a name, is empty."""
    path = {
        "indirect": f"{STORE}?graph={quote('https://example.org/people')}",
        "direct": f"{STORE}/people/1.ttl",
        "default": f"{STORE}?default",
    }[request.param]
    server.ask("DELETE", path)
    return path


@pytest.fixture(params=["indirect", "direct"])
def named(request: pytest.FixtureRequest, server: Writing) -> str:
    """The path of a graph that is not there."""
    path = {
        "indirect": f"{STORE}?graph={quote('https://example.org/other')}",
        "direct": f"{STORE}/other",
    }[request.param]
    server.ask("DELETE", path)
    return path


def triples(reply: Reply) -> set[str]:
    assert reply.status == 200, reply.body
    return {str(quad.triple) for quad in parse(reply.body, RdfFormat.N_TRIPLES)}


def held(server: Writing, path: str) -> set[str]:
    """What a graph holds, as everybody may see it."""
    return triples(server.live.get(path, N_TRIPLES))


ONE = "<urn:s> <urn:p> <urn:o>"


class TestGet:
    def test_5_2_a_graph_that_is_not_there_is_404(self, server: Writing, named: str) -> None:
        assert server.live.ask("GET", named).status == 404
        assert server.live.ask("HEAD", named).status == 404

    @pytest.mark.parametrize("media_type", SAME)
    def test_5_2_the_format_is_negotiated(
        self, server: Writing, graph: str, media_type: str
    ) -> None:
        server.ask("PUT", graph, DATA, TURTLE)
        reply = server.live.get(graph, media_type)
        assert reply.headers["Content-Type"].split(";")[0] == media_type
        form = RdfFormat.from_media_type(media_type)
        assert form is not None
        assert [str(quad.triple) for quad in parse(reply.body, form)] == [ONE]

    def test_5_2_what_cannot_be_given_is_406(self, server: Writing, graph: str) -> None:
        server.ask("PUT", graph, DATA, TURTLE)
        assert server.live.get(graph, "image/png").status == 406

    def test_5_6_head_is_get_without_a_body(self, server: Writing, graph: str) -> None:
        server.ask("PUT", graph, DATA, TURTLE)
        whole = server.live.get(graph, N_TRIPLES)
        head = server.live.ask("HEAD", graph, headers={"Accept": N_TRIPLES})
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == str(len(whole.body))

    def test_5_2_an_empty_graph_is_there(self, server: Writing, named: str) -> None:
        assert server.ask("PUT", named, b"", TURTLE).status == 201
        assert held(server, named) == set()


class TestPut:
    @pytest.mark.parametrize("media_type", SAME)
    def test_5_3_a_new_graph_is_201_and_holds_what_was_sent(
        self, server: Writing, named: str, media_type: str
    ) -> None:
        assert server.ask("PUT", named, SAME[media_type], media_type).status == 201
        assert held(server, named) == {ONE}

    def test_5_3_a_graph_that_is_there_is_replaced(self, server: Writing, graph: str) -> None:
        server.ask("PUT", graph, DATA, TURTLE)
        assert server.ask("PUT", graph, b"<urn:a> <urn:b> <urn:c> .", TURTLE).status == 204
        assert held(server, graph) == {"<urn:a> <urn:b> <urn:c>"}

    def test_5_3_relative_iris_are_relative_to_the_graph(self, server: Writing) -> None:
        path = f"{STORE}/people/2"
        server.ask("PUT", path, b"<> <#p> <other> .", TURTLE)
        iri = server.live.url.removesuffix("/") + path
        assert held(server, path) == {
            f"<{iri}> <{iri}#p> <{iri.removesuffix('2')}other>",
        }
        server.ask("PUT", f"{STORE}?graph=https://example.org/x/y", b"<> <urn:p> <z> .", TURTLE)
        assert held(server, f"{STORE}?graph=https://example.org/x/y") == {
            "<https://example.org/x/y> <urn:p> <https://example.org/x/z>"
        }

    def test_4_1_and_4_2_name_the_same_graph(self, server: Writing) -> None:
        path = f"{STORE}/people//caf%C3%A9%2F1"
        server.ask("PUT", path, DATA, TURTLE)
        iri = server.live.url.removesuffix("/") + path
        assert held(server, f"{STORE}?graph={quote(iri, safe='')}") == {ONE}

    def test_4_2_the_name_of_a_graph_is_decoded_once(self, server: Writing) -> None:
        """RFC 3986, section 2.4: however it is written in the address, and no second time."""
        iri = "https://example.org/decoded/1.ttl"
        assert server.ask("PUT", f"{STORE}?graph={iri}", DATA, TURTLE).status == 201
        for written in (quote(iri, safe=""), iri.replace("1", "%31")):
            assert held(server, f"{STORE}?graph={written}") == {ONE}
        assert server.live.ask("GET", f"{STORE}?graph={iri.replace('1', '%2531')}").status == 404


class TestDelete:
    def test_5_4_a_graph_is_gone(self, server: Writing, named: str) -> None:
        server.ask("PUT", named, DATA, TURTLE)
        assert server.ask("DELETE", named).status == 204
        assert server.live.ask("GET", named).status == 404

    def test_5_4_what_is_not_there_is_404(self, server: Writing, named: str) -> None:
        assert server.ask("DELETE", named).status == 404

    def test_5_4_the_default_graph_is_emptied(self, server: Writing) -> None:
        server.ask("PUT", f"{STORE}?default", DATA, TURTLE)
        assert server.ask("DELETE", f"{STORE}?default").status == 204
        assert held(server, f"{STORE}?default") == set()


class TestPost:
    def test_5_5_a_new_graph_is_201(self, server: Writing, named: str) -> None:
        assert server.ask("POST", named, DATA, TURTLE).status == 201
        assert held(server, named) == {ONE}

    def test_5_5_statements_are_added(self, server: Writing, graph: str) -> None:
        server.ask("PUT", graph, DATA, TURTLE)
        assert server.ask("POST", graph, b"<urn:a> <urn:b> <urn:c> .", TURTLE).status == 204
        assert held(server, graph) == {ONE, "<urn:a> <urn:b> <urn:c>"}

    def test_5_5_a_form_sends_several_graphs_that_are_one(
        self, server: Writing, graph: str
    ) -> None:
        body = form(
            part("a.ttl", DATA, TURTLE),
            part("b.rdf", SAME[RDF_XML].replace(b"urn:o", b"urn:o2"), RDF_XML),
            part("c.nt", b"<urn:s> <urn:p> <urn:o3> .", None),
        )
        assert server.ask("POST", graph, body, MULTIPART).status in (201, 204)
        assert held(server, graph) == {ONE, "<urn:s> <urn:p> <urn:o2>", "<urn:s> <urn:p> <urn:o3>"}

    @pytest.mark.parametrize("path", [STORE, STORE + "/"])
    def test_5_5_the_store_makes_a_graph_and_tells_where(self, server: Writing, path: str) -> None:
        reply = server.ask("POST", path, DATA, TURTLE)
        assert reply.status == 201
        location = reply.headers["Location"]
        assert location.startswith(server.live.url + "rdf-graph-store/")
        assert held(server, "/" + location.removeprefix(server.live.url)) == {ONE}
        again = server.ask("POST", path, DATA, TURTLE).headers["Location"]
        assert again != location

    def test_5_5_blank_nodes_of_two_requests_are_kept_apart(
        self, server: Writing, graph: str
    ) -> None:
        for media_type, body in (
            (TURTLE, b"_:x <urn:p> _:x ."),
            (TURTLE, b"_:x <urn:p> _:x ."),
            (JSON_LD, b'{"@id": "_:x", "urn:p": {"@id": "_:x"}}'),
            (JSON_LD, b'{"@id": "_:x", "urn:p": {"@id": "_:x"}}'),
        ):
            server.ask("POST", graph, body, media_type)
        found = list(parse(server.live.get(graph, N_TRIPLES).body, RdfFormat.N_TRIPLES))
        assert len({q.subject for q in found if isinstance(q.subject, BlankNode)}) == 4


@pytest.mark.parametrize("method", ["PUT", "POST"])
class TestWhatIsSent:
    @pytest.mark.parametrize(
        ("body", "content_type", "status"),
        [
            (DATA, "image/png", 415),
            (DATA, None, 415),
            (DATA, "application/n-quads", 415),
            (DATA, f"{TURTLE}; charset=utf-16", 415),
            (b"<urn:s> <urn:p> .", TURTLE, 400),
            (b"\xff", TURTLE, 400),
            (b"{", JSON_LD, 400),
            (b'{"@context": "http://127.0.0.1:1/", "@id": "urn:s"}', JSON_LD, 400),
            (b"<RDF/>", RDF_XML, 400),
            (b"x" * 200_000, TURTLE, 413),
            (form(part("a.png", DATA, "image/png")), MULTIPART, 415),
            (form(part("a.ttl", DATA, TURTLE), part("b.ttl", b"x", TURTLE)), MULTIPART, 400),
            (form(), MULTIPART, 400),
            (b"", "multipart/form-data", 400),
            (form(part("a.ttl", b"# " + b"x" * 200_000, TURTLE)), MULTIPART, 413),
        ],
    )
    def test_5_1_what_cannot_be_taken_changes_nothing(  # noqa: PLR0917 - a table's columns
        self,
        server: Writing,
        named: str,
        method: str,
        body: bytes,
        content_type: str | None,
        status: int,
    ) -> None:
        reply = server.ask(method, named, body, content_type)
        assert reply.status == status, reply.body
        assert reply.problem["detail"]
        assert server.live.ask("GET", named).status == 404

    def test_5_1_a_syntax_error_has_its_place_and_nothing_is_half_loaded(
        self, server: Writing, graph: str, method: str
    ) -> None:
        server.ask("PUT", graph, DATA, TURTLE)
        body = b"<urn:a> <urn:b> <urn:c> .\n" * 500 + b"<urn:a> <urn:b> oops .\n"
        problem = server.ask(method, graph, body, TURTLE).problem
        assert (problem["status"], problem["line"], problem["column"]) == (400, 501, 17)
        assert held(server, graph) == {ONE}


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{STORE}?graph=people", 400),
        (f"{STORE}?graph=", 400),
        (f"{STORE}?graph={quote('urn:a b')}", 400),
        (f"{STORE}?graph=urn:%FF", 400),
        (f"{STORE}?graph=urn:a&graph=urn:b", 400),
        (f"{STORE}?graph=urn:a&default", 400),
        (f"{STORE}/people?graph=urn:a", 400),
        (f"{STORE}/people?default", 400),
    ],
)
def test_4_a_request_names_one_graph_by_an_absolute_iri(
    server: Writing, method: str, path: str, status: int
) -> None:
    body, content_type = (DATA, TURTLE) if method in ("PUT", "POST") else (None, None)
    assert server.ask(method, path, body, content_type).status == status


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_4_the_store_itself_is_no_graph(server: Writing, method: str) -> None:
    assert server.ask(method, STORE, DATA, TURTLE).status == 400


def test_5_1_other_methods_are_not_allowed(server: Writing) -> None:
    reply = server.ask("PATCH", f"{STORE}?default", b"", "application/sparql-update")
    assert reply.status == 405
    methods = {"GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE"}
    assert set(reply.headers["Allow"].split(", ")) == methods
    options = server.live.ask("OPTIONS", STORE)
    assert set(options.headers["Allow"].split(", ")) == methods


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_graphs_that_builds_make_are_read_and_not_written(server: Writing, method: str) -> None:
    path = f"{STORE}?graph={OWN}"
    reply = server.ask(method, path, DATA, TURTLE)
    assert (reply.status, reply.problem["code"]) == (403, "own-graph")
    assert len(held(server, path)) == 5
