"""The query operation, from the text of the SPARQL 1.1 Protocol and of RFC 10008 (QUERY)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from pyoxigraph import RdfFormat, parse

from tests.servers import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Live, Reply

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
ONE, TWO, THREE = (f"https://example.org/data{number}" for number in (1, 2, 3))
DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """A request of the protocol.

    Attributes:
        name: What it is about, with the section that rules it.
        method: The HTTP method.
        address: Parameters in the address.
        body: A form's pairs, or the bytes themselves.
        media_type: The Content-Type; that of a form where the body is pairs.
        headers: Further fields.
    """

    name: str
    method: str = "GET"
    address: Pairs = ()
    body: Pairs | bytes | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self, live: Live) -> Reply:
        """Send it to a server."""
        path = "/sparql" + (f"?{urlencode(self.address)}" if self.address else "")
        body, media_type = self.body, self.media_type
        if isinstance(body, tuple):
            body, media_type = urlencode(body).encode(), media_type or FORM
        headers = {**self.headers, **({"Content-Type": media_type} if media_type else {})}
        return live.ask(self.method, path, body, headers)


def table(requests: Sequence[Request]) -> pytest.MarkDecorator:
    """One test for each request, called by its name."""
    return pytest.mark.parametrize("request_", requests, ids=[each.name for each in requests])


def dataset(name: str, text: str, *pairs: tuple[str, str], method: str = "GET") -> Request:
    """A query with a dataset, by one of the ways to send it."""
    if method == "GET":
        return Request(name, address=(("query", text), *pairs))
    if method == "form":
        return Request(name, "POST", body=(("query", text), *pairs))
    return Request(name, method, address=pairs, body=text.encode(), media_type=DIRECT)


ASK = (("query", "ASK { <urn:s1> ?p 'one' }"),)
TEXT = ASK[0][1].encode()


@table(
    [
        Request("2.1.1 GET", address=ASK),
        Request("2.1.2 form by POST", "POST", body=ASK),
        Request("2.1.2 form with charset", "POST", body=ASK, media_type=f"{FORM}; charset=UTF-8"),
        Request("2.1.2 form, other parameters", "POST", body=(*ASK, ("x", "="), ("y", "&"))),
        Request("2.1.3 directly by POST", "POST", body=TEXT, media_type=DIRECT),
        Request("2.1.3 charset", "POST", body=TEXT, media_type=f"{DIRECT};charset=utf-8"),
        Request("2.1.3 quoted charset", "POST", body=TEXT, media_type=f'{DIRECT};charset="UTF-8"'),
        Request("2.1.3 case of the type", "POST", body=TEXT, media_type="Application/SPARQL-Query"),
        Request("RFC 10008, 2 directly", "QUERY", body=TEXT, media_type=DIRECT),
        Request("RFC 10008, 2 form", "QUERY", body=ASK),
    ]
)
def test_a_query_is_answered(endpoint: Live, request_: Request) -> None:
    reply = request_.send(endpoint)
    assert reply.status == 200
    assert json.loads(reply.body)["boolean"] is True


@table(
    [
        Request("2.2 an update by GET", address=(("update", "CLEAR ALL"),)),
        Request("RFC 10008, 2 an update in a form", "QUERY", body=(("update", "CLEAR ALL"),)),
        Request("2.1 several in the address", address=(*ASK, *ASK)),
        Request("2.1 several in a form", "POST", body=(*ASK, *ASK)),
        Request("2.1 in form and address", "POST", address=ASK, body=ASK),
        Request("2.1 in body and address", "POST", address=ASK, body=TEXT, media_type=DIRECT),
        Request("2.1 none in a form", "POST", body=(("q", "ASK {}"),)),
        Request("2.1 none in the body", "POST", body=b"", media_type=DIRECT),
        Request("2.1.7 malformed", address=(("query", "ASK { <urn:s1> }"),)),
        Request("2.1.7 malformed, directly", "POST", body=b"ASK", media_type=DIRECT),
        Request("2.1.7 malformed, QUERY", "QUERY", body=b"ASK", media_type=DIRECT),
        Request("2.1.3 not UTF-8", "POST", body=b'ASK { ?s ?p "\xe9" }', media_type=DIRECT),
        Request("2.1.2 not UTF-8", "POST", body=b"query=ASK%20%7B%7D%23%E9", media_type=FORM),
        Request("2.1.4 a graph that is no IRI", address=(*ASK, (DEFAULT, "data1"))),
        Request("2.1.4 a named graph that is none", address=(*ASK, (NAMED, "<urn:x>"))),
    ]
)
def test_a_request_that_is_wrong_is_400(endpoint: Live, request_: Request) -> None:
    """Section 2.1.7: the body says what was wrong."""
    reply = request_.send(endpoint)
    assert reply.status == 400
    assert reply.problem["detail"]


@table(
    [
        Request("2.1.3 no type", "POST", body=TEXT),
        Request("2.1.3 another type", "POST", body=TEXT, media_type="text/plain"),
        Request("2.1.3 a type of its answers", "POST", body=TEXT, media_type="application/json"),
        Request(
            "2.1.3 UTF-16",
            "POST",
            body=TEXT.decode().encode("utf-16"),
            media_type=f"{DIRECT}; charset=UTF-16",
        ),
        Request("2.1.3 Latin 1", "POST", body=TEXT, media_type=f"{DIRECT};charset=iso-8859-1"),
        Request("2.1.2 multipart", "POST", body=b"--x--", media_type="multipart/form-data"),
        Request(
            "RFC 9110, 8.4 compressed",
            "POST",
            body=TEXT,
            media_type=DIRECT,
            headers={"Content-Encoding": "gzip"},
        ),
        Request("RFC 10008, 2.1 no type", "QUERY", body=TEXT),
        Request("RFC 10008, 2 an update", "QUERY", body=b"CLEAR ALL", media_type=UPDATE),
    ]
)
def test_a_body_of_another_kind_is_415(endpoint: Live, request_: Request) -> None:
    assert request_.send(endpoint).status == 415


@table(
    [
        Request("2.2.1 by form", "POST", body=(("update", "CLEAR ALL"),)),
        Request("2.2.2 directly", "POST", body=b"CLEAR ALL", media_type=UPDATE),
        Request("2.1 an update as a query", address=(("query", "CLEAR ALL"),)),
    ]
)
def test_an_update_of_what_is_read_only_is_403(endpoint: Live, request_: Request) -> None:
    assert request_.send(endpoint).status == 403
    assert json.loads(endpoint.query("ASK { ?s ?p ?o }").body)["boolean"] is True


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "NONSENSE"])
def test_another_method_is_405_and_is_told_which(endpoint: Live, method: str) -> None:
    """RFC 9110, section 15.5.6."""
    reply = endpoint.ask(method, "/sparql")
    assert reply.status == 405
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}


def test_options_say_how_to_ask(endpoint: Live) -> None:
    """RFC 9110, section 9.3.7; RFC 10008, section 3."""
    reply = endpoint.ask("OPTIONS", "/sparql")
    assert reply.status == 200
    assert "QUERY" in reply.headers["Allow"].split(", ")
    assert set(reply.headers["Accept-Query"].replace('"', "").split(", ")) == {DIRECT, FORM}
    assert "QUERY" in reply.headers["Access-Control-Allow-Methods"]


def test_head_is_get_without_content(endpoint: Live) -> None:
    """RFC 9110, section 9.3.2."""
    get, head = (Request("", method, ASK).send(endpoint) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Length", "Etag", "Vary", "Cache-Control"):
        assert head.headers[name] == get.headers[name]


def test_a_query_method_may_ask_on_condition(endpoint: Live) -> None:
    """RFC 10008, section 2.6: it is safe, and its answers may be kept."""
    first = Request("", "QUERY", body=TEXT, media_type=DIRECT).send(endpoint)
    given = {"If-None-Match": first.headers["Etag"]}
    again = Request("", "QUERY", body=TEXT, media_type=DIRECT, headers=given).send(endpoint)
    assert (again.status, again.body) == (304, b"")
    other = Request("", "QUERY", body=b"ASK {}", media_type=DIRECT, headers=given).send(endpoint)
    assert other.status == 200


SEEN = "SELECT (GROUP_CONCAT(?o; separator=' ') AS ?seen) { SELECT ?o { ?s ?p ?o } ORDER BY ?s }"
SEEN_NAMED = (
    "SELECT (GROUP_CONCAT(?o; separator=' ') AS ?seen) "
    "{ SELECT ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s }"
)
FROM_ONE = SEEN.replace("{ SELECT", f"FROM <{ONE}> FROM NAMED <{TWO}> {{ SELECT", 1)
FROM_ONE_NAMED = SEEN_NAMED.replace("{ SELECT", f"FROM <{ONE}> FROM NAMED <{TWO}> {{ SELECT", 1)
WAYS = ("GET", "form", "POST", "QUERY")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("text", "pairs", "seen"),
    [
        (SEEN, (), "one two three"),
        (SEEN_NAMED, (), "one two three"),
        (SEEN, ((DEFAULT, ONE),), "one"),
        (SEEN, ((DEFAULT, ONE), (DEFAULT, THREE)), "one three"),
        (SEEN_NAMED, ((DEFAULT, ONE),), ""),
        (SEEN, ((NAMED, ONE),), ""),
        (SEEN_NAMED, ((NAMED, ONE), (NAMED, TWO)), "one two"),
        (SEEN_NAMED, ((DEFAULT, ONE), (NAMED, TWO)), "two"),
        (SEEN, ((DEFAULT, ONE), (NAMED, TWO)), "one"),
        (SEEN, ((DEFAULT, "https://example.org/none"),), ""),
        (FROM_ONE, (), "one"),
        (FROM_ONE_NAMED, (), "two"),
        (FROM_ONE, ((DEFAULT, THREE),), "three"),
        (FROM_ONE_NAMED, ((DEFAULT, THREE),), ""),
        (FROM_ONE_NAMED, ((NAMED, THREE),), "three"),
        (FROM_ONE, ((NAMED, THREE),), ""),
    ],
)
def test_the_dataset_of_the_request_comes_before_that_of_the_query(
    endpoint: Live, way: str, text: str, pairs: Pairs, seen: str
) -> None:
    """Section 2.1.4. Where neither names one, the default graph is the union of all graphs."""
    reply = dataset("", text, *pairs, method=way).send(endpoint)
    (row,) = json.loads(reply.body)["results"]["bindings"]
    assert row["seen"]["value"] == seen


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_relative_iri_is_made_absolute_by_the_base_of_the_graph(
    endpoint: Live, host: str
) -> None:
    """SPARQL 1.1 Query Language, section 4.1.1.2: the service says by which.

    It is not the address of the endpoint, which clients may call by several names.
    """
    text = "CONSTRUCT { <s> <#p> </o> } {}"
    reply = endpoint.ask("POST", "/sparql", text.encode(), {"Content-Type": DIRECT, "Host": host})
    (triple,) = (quad.triple for quad in parse(reply.body, RdfFormat.TURTLE))
    assert str(triple) == f"<{BASE}s> <{BASE}#p> <https://w3id.org/o>"


@pytest.mark.parametrize(
    ("text", "media_types"),
    [
        (
            "SELECT * { ?s ?p ?o }",
            {
                "application/sparql-results+xml",
                "application/sparql-results+json",
                "text/csv",
                "text/tab-separated-values",
            },
        ),
        ("ASK {}", {"application/sparql-results+xml", "application/sparql-results+json"}),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {"text/turtle", "application/rdf+xml"}),
        ("DESCRIBE <urn:s1>", {"text/turtle", "application/rdf+xml", "application/ld+json"}),
    ],
    ids=["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"],
)
def test_the_accept_header_chooses_among_the_formats(
    endpoint: Live, text: str, media_types: set[str]
) -> None:
    """Sections 2.1.5 and 2.1.6."""
    for media_type in media_types:
        reply = endpoint.query(text, accept=f"image/png, {media_type}")
        assert reply.status == 200
        assert reply.headers["Content-Type"].partition(";")[0] == media_type
        assert "Accept" in reply.headers["Vary"].split(", ")
    assert endpoint.query(text, accept="image/png").status == 406
