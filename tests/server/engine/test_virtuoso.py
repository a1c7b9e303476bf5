"""The application over Virtuoso: every page and every saved query as from the built-in engine.

Virtuoso is another implementation of SPARQL, with rules of its own where the standard has others.
"""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING

import httpx
import pytest
from pyoxigraph import RdfFormat, Store, Triple, parse

from loader.publishing import SnapshotStore
from loader.remote_login import auth_from
from loader.remote_store import load_into
from ontology import BASE
from ontology.iris import Iris
from queries.catalogue import load
from server.formats import GRAPHS, SOLUTIONS
from tests.servers import Live, Reply, serving
from tests.virtuoso import needs_virtuoso, virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.formats import Format
    from tests.virtuoso import Virtuoso

PAGES = (
    "/",
    "/papers",
    "/papers?sort=title&code=1",
    "/papers?year=2023",
    "/papers?task=medical-visual-question-answering",
    "/papers?venue=arxiv&page=2",
    "/authors",
    "/authors?sort=name",
    "/venues",
    "/tasks",
    "/lists",
    "/collaborations",
    "/collaborations?task=medical-visual-question-answering&from=2020&to=2023",
    "/collaborations?author=bo-liu&min=2",
    "/collaborations?venue=miccai",
    "/queries",
    "/search?q=medical",
    "/search?q=liu+visual+2021",
    "/search?q=nothing-has-this-word",
    "/sparql",
    "/ontology",
    "/shapes",
)
KINDS = ("paper", "author", "venue", "task", "repo", "list")
# What tells when a remote graph was last asked stands behind its version.
ASKED_LAST = re.compile(r"(\d{8}T\d{6}Z-[0-9a-f]{8})-[0-9a-f]+")
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }"

pytestmark = needs_virtuoso


@pytest.fixture(scope="module")
def near(seed_store: Path) -> Iterator[Live]:
    """Curagraph over its own store."""
    with serving(seed_store) as live:
        yield live


@pytest.fixture(scope="module")
def far(loaded_virtuoso: Virtuoso, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Curagraph over Virtuoso."""
    with serving(tmp_path_factory.mktemp("none"), engine=loaded_virtuoso.query) as live:
        # What the first page can do without is left out where it takes more than a second, as it
        # may where Virtuoso sees a query for the first time.
        for _ in range(20):
            if b'class="specimen"' in live.ask("GET", "/", headers={"Accept": "text/html"}).body:
                break
        yield live


def html(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.body
    return ASKED_LAST.sub(r"\1", reply.body.decode()).splitlines()


def differences(near: Live, far: Live, path: str) -> str:
    headers = {"Accept": "text/html"}
    one, other = (html(live.ask("GET", path, headers=headers)) for live in (near, far))
    return "\n".join(difflib.unified_diff(one, other, n=0, lineterm=""))


def graph(reply: Reply, form: RdfFormat = RdfFormat.N_TRIPLES) -> set[Triple]:
    assert reply.status == 200, reply.body
    return {quad.triple for quad in parse(reply.body, form)}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same(near: Live, far: Live, path: str) -> None:
    assert differences(near, far, path) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_of_all_things_are_the_same(
    near: Live, far: Live, seed_store: Path, kind: str
) -> None:
    found = things(seed_store, kind)
    assert found
    for path in found:
        assert differences(near, far, path) == "", path


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_of_all_things_are_the_same(
    near: Live, far: Live, seed_store: Path, kind: str
) -> None:
    for path in things(seed_store, kind):
        one, other = (graph(live.get(f"{path}.nt")) for live in (near, far))
        assert one == other, path


def things(store: Path, kind: str) -> list[str]:
    """Paths of the things of a kind; of the many authors, one in eight."""
    published = SnapshotStore(store).published()
    assert published is not None
    prefix = f"{BASE}{kind}/"
    found = {
        quad.subject.value.removeprefix(BASE.rstrip("/"))
        for quad in Store.read_only(str(published / "db"))
        if str(quad.subject).startswith(f"<{prefix}") and "#" not in quad.subject.value
    }
    return sorted(found)[:: 8 if kind == "author" else 1]


@pytest.mark.parametrize("name", sorted(load()))
def test_a_saved_query_gives_the_same(near: Live, far: Live, name: str) -> None:
    """Each row, and in the same order; each statement of a graph."""
    if load()[name].kind == "select":
        one, other = (live.get(f"/api/queries/{name}", format="srj") for live in (near, far))
        assert one.status == other.status == 200, other.body
        assert rows(other) == rows(one)
    else:
        one, other = (live.get(f"/api/queries/{name}", format="nt") for live in (near, far))
        assert graph(other) == graph(one)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("agreed-papers", {"least": "1"}),
        ("collaborations", {"least": "2", "limit": "3"}),
        ("papers-between-years", {"since": "1990", "until": "2030"}),
        ("papers-by-words", {"words": "“é"}),
        ("two-steps-away", {"author": "author:bo-liu"}),
    ],
)
def test_a_saved_query_with_values_gives_the_same(
    near: Live, far: Live, name: str, values: dict[str, str]
) -> None:
    one, other = (live.get(f"/api/queries/{name}", format="srj", **values) for live in (near, far))
    assert rows(other) == rows(one)


def rows(reply: Reply) -> list[dict[str, object]]:
    assert reply.status == 200, reply.body
    found: list[dict[str, object]] = json.loads(reply.body)["results"]["bindings"]
    return found


@pytest.mark.parametrize("form", SOLUTIONS, ids=lambda form: form.label)
def test_a_table_comes_in_the_same_bytes(near: Live, far: Live, form: Format) -> None:
    text = """SELECT ?s ?o { VALUES ?p { <http://purl.org/spar/fabio/hasPublicationYear>
        <http://purl.org/dc/terms/title> } ?s ?p ?o } ORDER BY STR(?s) STR(?o)"""
    one, other = (live.query(text, form.media_type) for live in (near, far))
    assert other.body == one.body
    assert len(one.body) > 2000


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.label)
def test_a_graph_and_the_whole_of_it_come_in_every_format(
    near: Live, far: Live, form: Format
) -> None:
    rdf = RdfFormat.from_media_type(form.media_type)
    assert rdf is not None
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }"
    for path, asked in (("/sparql", {"query": text}), (f"/export/{form.extension}", {})):
        one, other = (live.get(path, form.media_type, **asked) for live in (near, far))
        assert graph(other, rdf) == graph(one, rdf)


def test_the_union_is_that_of_what_was_loaded(near: Live, far: Live) -> None:
    text = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?p) AS ?m) { ?s ?p ?o }"
    assert rows(far.query(text)) == rows(near.query(text))
    assert b"false" in far.query("ASK { GRAPH <http://www.openlinksw.com/x> { ?s ?p ?o } }").body


def test_graphs_of_the_protocol_are_asked(near: Live, far: Live) -> None:
    void = Iris().graph("void").value
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    one, other = (
        live.get("/sparql", query=text, **{"default-graph-uri": void}) for live in (near, far)
    )
    assert rows(other) == rows(one)


def test_a_syntax_error_is_one_here_too(far: Live) -> None:
    reply = far.query("SELECT * {")
    assert reply.status == 400
    assert "SPARQL compiler" in reply.problem["detail"]


def test_a_query_ends_at_its_deadline(far: Live) -> None:
    reply = far.query(PRODUCT, timeout="0.5")
    assert reply.status == 504
    assert reply.problem["limit"] == 0.5


def test_a_limit_of_rows_holds(loaded_virtuoso: Virtuoso, tmp_path: Path) -> None:
    with serving(tmp_path, engine=loaded_virtuoso.query, answer_rows=7) as live:
        reply = live.query("SELECT ?s { ?s ?p ?o }")
        assert len(rows(reply)) == 7
        assert reply.headers["Curagraph-Cut"] == "rows"


def test_what_it_leaves_out_is_told(seed_store: Path, tmp_path: Path) -> None:
    """Virtuoso ends an answer at its own limit of rows, with status 200 and a header."""
    published = SnapshotStore(seed_store).published()
    assert published is not None
    with virtuoso(tmp_path / "virtuoso", rows=40) as server:
        auth = auth_from(None, server.login_file)
        load_into(server.graph_store, published / "db", BASE, auth=auth)
        with serving(tmp_path, engine=server.query) as live:
            whole = live.query("SELECT ?s { ?s ?p ?o } LIMIT 39")
            assert "Curagraph-Cut" not in whole.headers
            reply = live.query("SELECT ?s { ?s ?p ?o }")
            assert len(rows(reply)) == 40
            assert reply.headers["Curagraph-Cut"] == "rows"
            assert live.get("/export/nq").status == 502


def test_a_blank_node_is_one(loaded_virtuoso: Virtuoso, far: Live) -> None:
    """Virtuoso calls it nodeID://…, which is no label."""
    auth = auth_from(None, loaded_virtuoso.login_file)
    text, fields = "<urn:s> <urn:p> [ <urn:q> 'nodeID://b1' ] .", {"Content-Type": "text/turtle"}
    address = f"{loaded_virtuoso.graph_store}?graph=urn:mine"
    assert httpx.put(address, content=text, headers=fields, auth=auth).is_success
    try:
        (row,) = rows(far.query("SELECT ?b ?o { <urn:s> <urn:p> ?b . ?b <urn:q> ?o }"))
        assert row["b"]["type"] == "bnode"  # type: ignore[index]
        assert ":" not in row["b"]["value"]  # type: ignore[index]
        assert row["o"]["value"] == "nodeID://b1"  # type: ignore[index]
    finally:
        update(loaded_virtuoso, "DROP SILENT GRAPH <urn:mine>")


def update(server: Virtuoso, text: str) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    auth = auth_from(None, server.login_file)
    assert httpx.post(server.update, content=text, headers=headers, auth=auth).is_success


@pytest.mark.parametrize("interface", ["graph_store", "update"])
def test_what_was_built_again_takes_the_place_of_what_was_there(
    loaded_virtuoso: Virtuoso, near: Live, far: Live, seed_store: Path, interface: str
) -> None:
    update(loaded_virtuoso, "INSERT DATA { GRAPH <urn:mine> { <urn:s> <urn:p> 1 } }")
    gone = Iris().graph("list/gone").value
    update(loaded_virtuoso, f"INSERT DATA {{ GRAPH <{gone}> {{ <urn:s> <urn:p> 2 }} }}")
    if interface == "graph_store":
        # The protocol has no list of graphs; a build's description names its lists.
        void, source = Iris().graph("void").value, "http://purl.org/dc/terms/source"
        what = f"<{BASE}> <{source}> <{BASE}list/gone>"
        update(loaded_virtuoso, f"INSERT DATA {{ GRAPH <{void}> {{ {what} }} }}")
    published = SnapshotStore(seed_store).published()
    assert published is not None
    auth = auth_from(None, loaded_virtuoso.login_file)
    load_into(getattr(loaded_virtuoso, interface), published / "db", BASE, auth=auth)
    try:
        everything = graph(far.get("/export/nq"), RdfFormat.N_QUADS)
        mine = everything - graph(near.get("/export/nq"), RdfFormat.N_QUADS)
        assert [str(triple.subject) for triple in mine] == ["<urn:s>"]
        assert b"true" in far.query("ASK { GRAPH <urn:mine> { ?s ?p ?o } }").body
    finally:
        update(loaded_virtuoso, f"DROP SILENT GRAPH <urn:mine>; DROP SILENT GRAPH <{gone}>")
