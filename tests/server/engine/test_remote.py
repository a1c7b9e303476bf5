"""The application over another endpoint: Oxigraph's own server, on the loopback device."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from ontology import DCTERMS, RDF, VOID
from queries.catalogue import load
from server.engine import Query
from server.engine.local import LocalEngine
from server.engine.remote import RemoteEngine
from server.engine.rows import ask, select, triples
from server.errors import (
    BadGraphName,
    ClientGone,
    EngineBusy,
    EngineUnavailable,
    NothingAcceptable,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    RemoteFailed,
)
from server.formats import GRAPHS, N_QUADS, N_TRIPLES, SOLUTIONS, TRIG
from server.settings import Settings
from tests.oxigraph import free_port, needs_oxigraph, oxigraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from server.formats import Format
    from tests.server.conftest import Live

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
PAGES = (
    "/",
    "/papers",
    "/authors",
    "/venues",
    "/tasks",
    "/lists",
    "/collaborations",
    "/queries",
    "/search?q=medical",
    "/sparql",
    "/ontology",
    "/ready",
    "/metrics",
    "/.well-known/void",
)

pytestmark = needs_oxigraph


@pytest.fixture(scope="module")
def endpoint(seed_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Oxigraph's server over the graph of the shipped list."""
    name = (seed_store / "current").read_text(encoding="utf-8").strip()
    copy = tmp_path_factory.mktemp("oxigraph") / "db"
    shutil.copytree(seed_store / "snapshots" / name / "db", copy)
    with oxigraph("serve-read-only", copy) as address:
        yield f"{address}/query"


@pytest.fixture(scope="module")
def engine(endpoint: str) -> Iterator[RemoteEngine]:
    engine = RemoteEngine(Settings(engine=endpoint, query_timeout=2.0))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def far(
    endpoint: str,
    tmp_path_factory: pytest.TempPathFactory,
    serve_store: Callable[..., AbstractContextManager[Live]],
) -> Iterator[Live]:
    """Curagraph over that endpoint."""
    with serve_store(tmp_path_factory.mktemp("none"), engine=endpoint, query_timeout=5) as live:
        yield live


class Impostor(http.server.BaseHTTPRequestHandler):
    """Answers whatever is to be answered."""

    status = 200
    fields: ClassVar[dict[str, str]] = {"Content-Type": "application/sparql-results+json"}
    body = b""
    cut = 0
    requests: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.requests.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        for name, value in self.fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.body) + self.cut))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


EMPTY = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'


@pytest.fixture
def impostor() -> Iterator[tuple[type[Impostor], RemoteEngine]]:
    """An endpoint that says what it is told to say, and an engine over it."""

    class Own(Impostor):
        body = EMPTY

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    engine = RemoteEngine(
        Settings(engine=f"http://user:secret@127.0.0.1:{server.server_port}/q", engine_refresh=3600)
    )
    yield Own, engine
    engine.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_answers_as_the_store_does(engine: RemoteEngine, seed_store: Path) -> None:
    name = (seed_store / "current").read_text(encoding="utf-8").strip()
    store = Store.read_only(str(seed_store / "snapshots" / name / "db"))
    (row,) = select(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert row["n"].value == str(len(store))
    assert ask(engine, "ASK { ?s ?p ?o }")
    assert triples(engine, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 5")
    assert engine.snapshot().id.startswith(name)
    assert engine.snapshot().manifest["base"] == "https://w3id.org/curagraph/"


@pytest.mark.parametrize("each", SOLUTIONS)
def test_tables_come_in_every_format(engine: RemoteEngine, each: object) -> None:
    media_type = each.media_type  # type: ignore[attr-defined]
    answer = engine.answer(Query("SELECT * { ?s ?p ?o } LIMIT 9", results_type=media_type))
    assert (answer.kind, answer.media_type, answer.complete) == ("solutions", media_type, True)
    assert len(answer.read()) > 300


@pytest.mark.parametrize("each", GRAPHS)
def test_the_whole_graph_comes_in_every_format(
    engine: RemoteEngine, seed_store: Path, each: object
) -> None:
    name = (seed_store / "current").read_text(encoding="utf-8").strip()
    store = Store.read_only(str(seed_store / "snapshots" / name / "db"))
    form = RdfFormat.from_media_type(each.media_type)  # type: ignore[attr-defined]
    assert form is not None
    quads = set(parse(engine.dump(form.media_type).read(), form))
    assert len(quads) == len(store)


@pytest.mark.parametrize("described", [True, False])
def test_what_is_in_the_graph_without_a_name_is_dumped_as_well(
    tmp_path: Path, *, described: bool
) -> None:
    """Beside a graph that says it again, and beside one that tells of itself as a build does."""
    statement = "<urn:a> <urn:b> <urn:c>"
    both = "<urn:d> <urn:e> _:f"
    quads = f"{statement} .\n{both} .\n{both} <urn:g> .\n"
    if described:
        about = f'<urn:set> <{DCTERMS.created.value}> "2026" <urn:g> .\n'
        quads += f"{about}<urn:set> <{RDF.type.value}> <{VOID.Dataset.value}> <urn:g> .\n"
    database = tmp_path / "db"
    store = Store(str(database))
    store.load(quads, RdfFormat.N_QUADS)
    store.flush()
    del store
    with oxigraph("serve-read-only", database) as address:
        engine = RemoteEngine(Settings(engine=f"{address}/query"))
        try:
            dumped = [engine.dump(form.media_type).read() for form in (N_QUADS, TRIG)]
            merged = engine.dump(N_TRIPLES.media_type).read()
        finally:
            engine.close()
    unnamed = [
        {quad.subject.value for quad in parse(text, form) if quad.graph_name == DefaultGraph()}
        for text, form in zip(dumped, (RdfFormat.N_QUADS, RdfFormat.TRIG), strict=True)
    ]
    # Where nothing tells the default graph from a union, what a named graph has is that graph's.
    assert unnamed == [{"urn:a", "urn:d"} if described else {"urn:a"}] * 2
    assert f"{statement} .\n".encode() in merged


@pytest.mark.parametrize("each", SOLUTIONS)
@pytest.mark.parametrize("most", [1, 7, 2000])
def test_a_table_ends_at_a_limit_of_rows(
    engine: RemoteEngine, seed_store: Path, each: object, most: int
) -> None:
    """As whole a document as the engine over a store makes of it, to the byte."""
    media_type = each.media_type  # type: ignore[attr-defined]
    text = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    query = Query(text, results_type=media_type, most_rows=most)
    near = LocalEngine(Settings(store=seed_store), 1)
    try:
        one, other = near.answer(query), engine.answer(query)
        assert other.read() == one.read()
        assert other.cut == one.cut == "rows"
    finally:
        near.close()


@pytest.mark.parametrize("each", GRAPHS)
def test_a_graph_ends_at_a_limit(engine: RemoteEngine, each: object) -> None:
    form = RdfFormat.from_media_type(each.media_type)  # type: ignore[attr-defined]
    assert form is not None
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    by_rows = engine.answer(Query(text, graph_type=form.media_type, most_rows=9))
    assert len(list(parse(by_rows.read(), form))) == 9
    assert by_rows.cut == "rows"
    by_size = engine.answer(Query(text, graph_type=form.media_type, most_bytes=500))
    assert 3 <= len(list(parse(by_size.read(), form))) < 10
    assert by_size.cut == "bytes"
    assert engine.answer(Query(text + " LIMIT 3", most_rows=4)).cut is None


def test_an_answer_that_ends_early_leaves_nothing_behind(engine: RemoteEngine) -> None:
    """Neither the thread that wrote it, nor the connection that it came by."""
    for _ in range(5):
        with engine.answer(Query(f"SELECT * {{ {PRODUCT} }}", timeout=20)) as answer:
            assert not answer.complete
    engine.answer(Query("SELECT * { ?a ?b ?c . ?d ?e ?f }", most_rows=5_000)).read()
    deadline = time.monotonic() + 10
    while any(thread.name == "pump" for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_graphs_of_the_protocol_are_passed_on(engine: RemoteEngine) -> None:
    void = "https://w3id.org/curagraph/graph/void"
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole = engine.answer(Query(text)).read()
    assert engine.answer(Query(text, default_graphs=(void,))).read() != whole
    assert b'"0"' in engine.answer(Query(text, named_graphs=(void,))).read()
    assert b'"0"' not in engine.answer(Query(text.replace("{", f"FROM <{void}> {{"))).read()
    with pytest.raises(BadGraphName):
        engine.answer(Query(text, default_graphs=("g",)))


def test_what_is_refused_here_never_gets_there(
    impostor: tuple[type[Impostor], RemoteEngine],
) -> None:
    endpoint, engine = impostor
    before = len(endpoint.requests)
    for text in ("SELECT * { SERVICE <http://x/> { } }", "CLEAR ALL"):
        with pytest.raises(QueryRefused):
            engine.answer(Query(text))
    assert len(endpoint.requests) == before


def test_a_syntax_error_is_one_here_too(engine: RemoteEngine) -> None:
    with pytest.raises(QuerySyntaxError, match="expected"):
        engine.answer(Query("SELECT * {"))


def test_no_acceptable_format_is_an_error(engine: RemoteEngine) -> None:
    with pytest.raises(NothingAcceptable):
        engine.answer(Query("ASK {}", boolean_type=None))


def test_a_query_ends_at_its_deadline(engine: RemoteEngine) -> None:
    with pytest.raises(QueryTimeout, match=r"0\.3 seconds"):
        engine.answer(Query(f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", timeout=0.3))


def test_an_answer_under_way_ends_at_its_deadline(engine: RemoteEngine) -> None:
    answer = engine.answer(Query(f"SELECT * {{ {PRODUCT} }}", timeout=1.0))
    assert not answer.complete
    with pytest.raises(QueryTimeout):
        answer.read()


def test_one_who_leaves_is_waited_for_no_longer(engine: RemoteEngine) -> None:
    with pytest.raises(ClientGone):
        engine.answer(Query(f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"), left=lambda: True)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, QuerySyntaxError),
        (401, RemoteFailed),
        (404, RemoteFailed),
        (406, NothingAcceptable),
        (408, QueryTimeout),
        (429, EngineBusy),
        (500, RemoteFailed),
        (503, EngineBusy),
        (504, QueryTimeout),
    ],
)
def test_its_errors_are_passed_on(
    impostor: tuple[type[Impostor], RemoteEngine], status: int, error: type[Exception]
) -> None:
    endpoint, engine = impostor
    endpoint.status, endpoint.body = status, b"the reason\nof it"
    with pytest.raises(error, match="the reason of it") as caught:
        engine.answer(Query("ASK {}"))
    assert "secret" not in str(caught.value)


def test_a_redirect_leads_nowhere(impostor: tuple[type[Impostor], RemoteEngine]) -> None:
    endpoint, engine = impostor
    endpoint.status, endpoint.fields = 307, {"Location": "/elsewhere"}
    with pytest.raises(RemoteFailed, match="not followed"):
        engine.answer(Query("ASK {}"))
    assert "/elsewhere" not in endpoint.requests


@pytest.mark.parametrize(
    "body", [EMPTY[:30], b'{"head":{},"results":{"bindings":[The operation has been cancelled', b""]
)
@pytest.mark.parametrize("form", SOLUTIONS, ids=lambda form: form.label)
def test_half_an_answer_is_none(
    impostor: tuple[type[Impostor], RemoteEngine], body: bytes, form: Format
) -> None:
    """Also where the endpoint ends it as if it were whole, as Oxigraph's does at its time limit."""
    endpoint, engine = impostor
    endpoint.body = body
    with pytest.raises(RemoteFailed, match="breaks off"):
        engine.answer(Query("SELECT ?x {}", results_type=form.media_type))


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.label)
def test_half_a_graph_is_none(impostor: tuple[type[Impostor], RemoteEngine], form: Format) -> None:
    endpoint, engine = impostor
    endpoint.fields = {"Content-Type": "application/n-triples"}
    endpoint.body = b"<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> The operation was cancelled"
    with pytest.raises(RemoteFailed, match="breaks off"):
        engine.answer(Query("CONSTRUCT WHERE { ?s ?p ?o }", graph_type=form.media_type))


def test_a_graph_may_come_in_turtle(impostor: tuple[type[Impostor], RemoteEngine]) -> None:
    """Not every endpoint writes N-Triples."""
    endpoint, engine = impostor
    endpoint.fields = {"Content-Type": "text/turtle; charset=utf-8"}
    endpoint.body = b"# None\n"
    assert triples(engine, "CONSTRUCT WHERE { ?s ?p ?o }") == []
    endpoint.body = b"@prefix a: <urn:> . a:s a:p a:o , 1 ."
    assert len(triples(engine, "CONSTRUCT WHERE { ?s ?p ?o }")) == 2


def test_a_broken_connection_is_an_error(impostor: tuple[type[Impostor], RemoteEngine]) -> None:
    endpoint, engine = impostor
    endpoint.cut = 10
    endpoint.protocol_version = "HTTP/1.0"
    with pytest.raises(RemoteFailed, match="broke off"):
        engine.answer(Query("SELECT ?x {}"))


def test_another_format_than_was_asked_for_is_an_error(
    impostor: tuple[type[Impostor], RemoteEngine],
) -> None:
    endpoint, engine = impostor
    endpoint.fields = {"Content-Type": "text/html; charset=utf-8"}
    with pytest.raises(NothingAcceptable, match="text/html"):
        engine.answer(Query("SELECT ?x {}"))


def test_nothing_there_is_one_line() -> None:
    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        RemoteEngine(Settings(engine=f"http://127.0.0.1:{free_port()}/"))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers(far: Live, path: str) -> None:
    reply = far.get(path, "text/html,*/*;q=0.5") if "?" not in path else far.ask("GET", path)
    assert reply.status == 200


@pytest.mark.parametrize("name", sorted(load()))
def test_every_saved_query_answers(far: Live, name: str) -> None:
    assert far.get(f"/api/queries/{name}").status == 200


def test_every_thing_has_its_page_and_its_data(far: Live) -> None:
    for kind in ("paper", "author", "venue", "task", "repo", "list"):
        text = f"""SELECT ?s {{ ?s ?p ?o
            FILTER(STRSTARTS(STR(?s), "https://w3id.org/curagraph/{kind}/"))
            FILTER(!CONTAINS(STR(?s), "#")) }} LIMIT 1"""
        found = json.loads(far.query(text).body)["results"]["bindings"][0]["s"]["value"]
        path = re.sub(r"^https://w3id.org/curagraph", "", found)
        assert far.get(path, "text/html").status == 200
        assert far.get(path, "text/turtle").status == 200


def test_it_stops_without_a_word(
    endpoint: str, tmp_path: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> None:
    with serve_store(tmp_path, engine=endpoint) as live:
        live.process.terminate()
        assert live.process.wait(10) == 0
        assert live.process.stderr is not None
        assert live.process.stderr.read() == ""


def test_an_endless_answer_breaks_off_visibly(far: Live) -> None:
    with socket.create_connection(("127.0.0.1", far.port), timeout=30) as connection:
        connection.sendall(
            b"GET /sparql?timeout=1&query=SELECT%20*%20%7B?a%20?b%20?c%20.%20?d%20?e%20?f%20.%20"
            b"?g%20?h%20?i%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        received = bytearray()
        try:
            while data := connection.recv(1 << 16):
                received += data
        except ConnectionError:
            pass
    assert received.startswith(b"HTTP/1.1 200")
    assert not received.endswith(b"0\r\n\r\n")
