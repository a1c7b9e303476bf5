"""What is seen of an update before it is run: never less than it does."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, Store
from werkzeug.exceptions import BadRequest

from ontology.iris import Iris
from server.errors import BadGraphName, OwnGraph, QueryRefused, QueryTooLarge
from server.protocol import UpdateOperation
from server.writing.scan import scan
from server.writing.updates import Update, prepared

PREFIX = "PREFIX : <http://x/> PREFIX ex: <http://x/> "
DATA = "{ <http://x/s> <http://x/p> 1"

# Updates, the graphs they write to, and whether these are surely all.
SEEN = [
    (f"INSERT DATA {DATA} }}", set(), True),
    (f"INSERT DATA {{ GRAPH <http://x/g> {DATA} }} GRAPH ex:h {DATA} }} }}", {"g", "h"}, True),
    (f"insert data {{ graph :g {DATA} }} }}", {"g"}, True),
    (f"DELETE DATA {{ GRAPH ex:g {DATA} }} }}", {"g"}, True),
    ("DELETE WHERE { GRAPH ex:g { ?s ?p ?o } }", {"g"}, True),
    ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", set(), False),
    ("WITH ex:g DELETE { ?s ?p ?o } WHERE { GRAPH ex:other { ?s ?p ?o } }", {"g"}, True),
    ("INSERT { GRAPH ex:g { ?s ?p ?o } } WHERE { GRAPH ?h { ?s ?p ?o } }", {"g"}, True),
    ("INSERT { GRAPH ?h { ?s ?p ?o } } WHERE { GRAPH ?h { ?s ?p ?o } }", set(), False),
    ("DELETE { ?s ?p ?o } INSERT { GRAPH ex:g { ?s ?p '}' } } WHERE { ?s ?p ?o }", {"g"}, True),
    ("CLEAR GRAPH ex:g ; DROP SILENT GRAPH ex:h ; CREATE GRAPH ex:i", {"g", "h", "i"}, True),
    ("CLEAR DEFAULT", set(), True),
    ("CLEAR ALL", set(), False),
    ("DROP NAMED", set(), False),
    ("COPY ex:a TO ex:b ; ADD SILENT GRAPH ex:c TO DEFAULT", {"b"}, True),
    ("MOVE ex:a TO ex:b", {"a", "b"}, True),
    ("# INSERT DATA { GRAPH ex:g {} }\nCLEAR DEFAULT", set(), True),
    (f"BASE <http://x/> INSERT DATA {{ GRAPH <g> {DATA} }} }}", set(), False),
    # Oxigraph needs no space behind a keyword.
    (f"INSERT DATA {{ GRAPHex:g {DATA} }} }}", set(), False),
    (f"INSERT DATA {{ GRAPH:g {DATA} }} }}", set(), False),
    (f"INSERTDATA {{ GRAPH ex:g {DATA} }} }}", set(), False),
    (f"INSERT DATA {DATA}.GRAPH ex:g {DATA} }} }}", set(), False),
    (f"INSERT DATA {{ GRAPH <\\u0068ttp://x/g> {DATA} }} }}", set(), False),
    (f"INSERT DATA {{ GR\\u0041PH ex:g {DATA} }} }}", set(), False),
    ("COPY ex:a TOex:b", set(), False),
    ("PREFIX GRAPHex: <http://y/> DROP GRAPHex:g", set(), False),
    ("PREFIX TO: <http://y/> COPY ex:a TO:b TO ex:c", set(), False),
    ("DROP GRAPHex:g", set(), False),
    ("WITHex:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", set(), False),
]


@pytest.mark.parametrize(("text", "graphs", "certain"), SEEN)
def test_the_graphs_that_an_update_writes_to_are_seen(
    text: str,
    graphs: set[str],
    certain: bool,  # noqa: FBT001 - from the table
) -> None:
    seen = scan(PREFIX + text)
    assert seen.certain is certain
    if certain:
        assert seen.graphs == {f"http://x/{name}" for name in graphs}


@pytest.mark.parametrize("text", [text for text, _, certain in SEEN if certain])
def test_what_is_seen_for_sure_is_what_oxigraph_changes(text: str) -> None:
    store = Store()
    for name in "abcghi":
        if f"CREATE GRAPH ex:{name}" not in text:
            store.add(Quad(*(NamedNode(f"http://x/{each}") for each in ("s", "p", "o", name))))
    before = {quad.graph_name for quad in store}, set(store)
    store.update(PREFIX + text)
    changed = {str(quad.graph_name) for quad in before[1] ^ set(store)} - {"DEFAULT"}
    assert changed <= {f"<{graph}>" for graph in scan(PREFIX + text).graphs}


def test_any_text_is_looked_at_to_its_end() -> None:
    for text in ("", ";", "PREFIX", "WITH", "INSERT", "INSERT {", "DELETE WHERE {{", "USING", "}"):
        scan(text)


def run(text: str, using: tuple[str, ...] = (), using_named: tuple[str, ...] = ()) -> Update:
    return prepared(UpdateOperation(text, using, using_named), Iris("http://own/"), 1000)


@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        (
            "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
            "DELETE { ?s ?p ?o } USING <http://x/a> USING NAMED <http://x/b> WHERE { ?s ?p ?o }",
        ),
        (
            "DELETE WHERE { ?s ?p ?o } ; INSERT { ?s ?p 'WHERE' } # WHERE\nWHERE { ?s ?p ?o }",
            (
                "DELETE { ?s ?p ?o } USING <http://x/a> USING NAMED <http://x/b> "
                "WHERE { ?s ?p ?o } ; INSERT { ?s ?p 'WHERE' } # WHERE\n"
                "USING <http://x/a> USING NAMED <http://x/b> WHERE { ?s ?p ?o }"
            ),
        ),
        ("CLEAR DEFAULT", "CLEAR DEFAULT"),
    ],
)
def test_the_dataset_of_the_request_is_put_into_the_text(text: str, rewritten: str) -> None:
    update = run(text, using=("http://x/a",), using_named=("http://x/b",))
    assert (update.text, update.original) == (rewritten, text)
    Store().update(update.text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("INSERT DATA { GRAPH <http://own/graph/x> { <a:a> <a:b> 1 } }", OwnGraph),
        ("DROP GRAPH <http://own/graph/x>", OwnGraph),
        ("LOAD <http://x/> INTO GRAPH <http://x/g>", QueryRefused),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }", QueryRefused),
        ("CLEAR ALL" + " " * 1000, QueryTooLarge),
    ],
)
def test_what_can_be_refused_by_reading_is(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        run(text)


@pytest.mark.parametrize(
    ("text", "graph", "error"),
    [
        ("WITH <http://x/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "http://x/a", BadRequest),
        ("DELETE { ?s ?p ?o } USING <http://x/g> WHERE { ?s ?p ?o }", "http://x/a", BadRequest),
        ("INSERTDATA { <a:a> <a:b> 1 }", "http://x/a", BadRequest),
        ("DELETE WHERE { ?s ?p ?o }", "a", BadGraphName),
        ("DELETE WHERE { ?s ?p ?o }", "a:a> {} #", BadGraphName),
    ],
)
def test_a_dataset_that_cannot_be_put_in_is_refused(
    text: str, graph: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        run(text, using=(graph,))
    with pytest.raises(error):
        run(text, using_named=(graph,))
