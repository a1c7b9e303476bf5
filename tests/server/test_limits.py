"""An answer that ends at a limit is a whole document, and says that it was cut."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from server.engine.cutting import CutOutput, EnoughError, Limits
from tests.servers import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.servers import Live

    Serve = Callable[..., AbstractContextManager[Live]]

TABLE = "SELECT ?n ?o { ?n <urn:p> ?o } ORDER BY STR(?o)"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
# Texts that look like what stands between two rows of some format.
ODD = ('},{"', "}},{", "</result><result>", "a\r\nb", 'q"\r\n"', "tab\there", "\\", '\\"},{\\"', "")
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"


def rows_of(body: bytes, media_type: str) -> int:
    """Rows of a table, counted by a parser of others that takes whole documents only."""
    if media_type == JSON:
        return len(json.loads(body)["results"]["bindings"])
    if media_type == XML:
        return len(ET.fromstring(body).findall(".//{*}result"))  # noqa: S314 - our own
    text = body.decode()
    if media_type == CSV:
        return len(list(csv.reader(io.StringIO(text, newline="")))) - 1
    return text.count("\n") - 1


@pytest.fixture(scope="module")
def odd_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine statements with odd texts."""
    store = tmp_path_factory.mktemp("odd") / "store"
    graph = NamedNode("urn:g")
    publish(
        store,
        "odd",
        [
            Quad(BlankNode(f"b{n}"), NamedNode("urn:p"), Literal(text), graph)
            for n, text in enumerate(ODD)
        ],
    )
    return store


@pytest.fixture(scope="module", params=[5, 9, 12])
def limited(
    odd_store: Path, serve_store: Serve, request: pytest.FixtureRequest
) -> Iterator[tuple[Live, int]]:
    with serve_store(odd_store, workers=1, answer_rows=request.param) as live:
        yield live, request.param


@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
def test_a_table_ends_after_so_many_rows(limited: tuple[Live, int], media_type: str) -> None:
    live, most = limited
    for _ in range(2):
        reply = live.query(TABLE, media_type)
        assert rows_of(reply.body, media_type) == min(most, len(ODD))
        assert reply.headers.get("Curagraph-Cut") == ("rows" if most < len(ODD) else None)
    assert reply.headers["Cache-Status"] == "Curagraph; hit"


@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
@pytest.mark.parametrize("rows", [4, 5, 6])
def test_rows_without_any_value_count_too(
    limited: tuple[Live, int], media_type: str, rows: int
) -> None:
    live, most = limited
    text = f"SELECT ?x {{ VALUES ?n {{ {' '.join(map(str, range(rows)))} }} }}"
    reply = live.query(text, media_type)
    if media_type == CSV:
        assert reply.body.count(b"\r\n") - 1 == min(most, rows)
    else:
        assert rows_of(reply.body, media_type) == min(most, rows)
    assert ("Curagraph-Cut" in reply.headers) == (rows > most)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_a_graph_ends_after_so_many_statements(
    limited: tuple[Live, int], media_type: str, name: str
) -> None:
    live, most = limited
    reply = live.query(GRAPH, media_type)
    assert len(rdflib.Graph().parse(data=reply.body, format=name)) == min(most, len(ODD))
    assert reply.headers.get("Curagraph-Cut") == ("rows" if most < len(ODD) else None)


def test_true_or_false_is_never_cut(limited: tuple[Live, int]) -> None:
    assert "Curagraph-Cut" not in limited[0].query("ASK {}").headers


def test_pages_and_downloads_are_whole(odd_store: Path, serve_store: Serve) -> None:
    with serve_store(odd_store, workers=1, answer_rows=1) as live:
        assert live.get("/export/nt").body.count(b"\n") == len(ODD)


@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV, "application/n-triples"])
def test_an_answer_ends_after_so_many_bytes(
    mixed_store: Path, serve_store: Serve, media_type: str
) -> None:
    """The last row is the one that passes them; what is too large to be held is told of as well."""
    text = GRAPH if media_type.endswith("triples") else "SELECT * { ?s ?p ?o }"
    limits = {"answer_size": 5000, "buffer_size": 1000, "cache_size": 0}
    with serve_store(mixed_store, workers=1, **limits) as live:
        reply = live.query(text, media_type)
        assert reply.headers["Curagraph-Cut"] == "bytes"
        assert 5000 <= len(reply.body) < 5500
        assert live.query("SELECT * { ?s ?p 7 }", JSON).headers.get("Curagraph-Cut") is None


def test_the_service_description_tells_the_limits(odd_store: Path, serve_store: Serve) -> None:
    with serve_store(odd_store, workers=1, answer_rows=7, query_timeout=3) as live:
        body = live.get("/sparql", "application/n-triples").body.decode()
    assert '#rowLimit> "7"' in body
    assert '#timeLimit> "3' in body
    assert "#byteLimit>" not in body


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
@pytest.mark.parametrize("most", range(1, 11))
@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
def test_it_does_not_matter_how_the_bytes_come(
    odd_store: Path, media_type: str, most: int, size: int
) -> None:
    from pyoxigraph import QueryResultsFormat, QuerySolutions, Store  # noqa: PLC0415

    store = Store.read_only(str(odd_store / "snapshots" / "odd" / "db"))
    result = store.query(TABLE, use_default_graph_as_union=True)
    form = QueryResultsFormat.from_media_type(media_type)
    assert isinstance(result, QuerySolutions)
    assert form is not None
    whole = result.serialize(format=form)
    assert whole is not None
    written = io.BytesIO()
    output = CutOutput(written, media_type, Limits(rows=most))  # type: ignore[arg-type]
    try:
        for start in range(0, len(whole), size):
            output.write(whole[start : start + size])
    except EnoughError:
        assert output.cut == "rows"
    else:
        output.finish()
        assert written.getvalue() == whole
    assert rows_of(written.getvalue(), media_type) == min(most, len(ODD))
