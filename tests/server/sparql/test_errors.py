"""What ``/sparql`` says where there is no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server.sparql.asking import BROWSER, DIRECT

if TYPE_CHECKING:
    from tests.server.conftest import Live

COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <http://purl.org/dc/terms/title> ?o }"


def test_a_syntax_error_has_line_and_column(live: Live) -> None:
    reply = live.query("SELECT *\nWHERE { ?s ex:p ?o }")
    assert reply.status == 400
    assert reply.problem["code"] == "query-syntax"
    assert (reply.problem["line"], reply.problem["column"]) == (2, 12)
    assert reply.problem["detail"] == "the prefix “ex:” is not declared"


def test_a_prefix_of_ours_that_is_missing_is_given(live: Live) -> None:
    """With every other one that the query lacks, ready to be put before it."""
    text = "SELECT * {\n  ?s dcterms:title ?o ; x:y paper:a }"
    reply = live.query(text)
    assert (reply.problem["line"], reply.problem["column"]) == (2, 6)
    said, _, given = reply.problem["detail"].partition("; put this before the query: ")
    assert said == "the prefix “dcterms:” is not declared"
    assert given == (
        "PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX paper: <https://w3id.org/curagraph/paper/>"
    )
    assert live.query(f"PREFIX x: <http://x/> {given} {text}").status == 200


@pytest.mark.parametrize(
    ("text", "line", "column", "at"),
    [
        ("SELECT * {\n ?s ?p \n}", 3, 1, "“}”"),
        ("SELECT * {\n  ?s ?p ?o\n  ?x ?y ?z\n}", 3, 3, "“?x ?y ?z”"),
        ("SELECT * { ?s ?p ?o . FILTR(?o) }", 1, 23, "“FILTR(?o) }”"),
        ("SELECT * { ?s ?p ?o FILTER(?o = ) }", 1, 33, "“) }”"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "“}”"),
        ("SELECT * { ?s ?p ?o", 1, 20, "the query ends too early"),
        ("SELEC * {}", 1, 1, "“SELEC * {}”"),
    ],
)
def test_a_syntax_error_is_where_reading_stopped(
    live: Live, text: str, line: int, column: int, at: str
) -> None:
    problem = live.query(text).problem
    assert (problem["line"], problem["column"]) == (line, column)
    assert at in problem["detail"]
    assert "Line" not in problem["detail"]


def test_the_deadline_is_504_and_names_itself(live: Live) -> None:
    reply = live.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert reply.status == 504
    assert (reply.problem["code"], reply.problem["limit"]) == ("query-timeout", 1.5)
    assert "1.5 seconds" in reply.problem["detail"]


def test_less_time_may_be_asked_for(live: Live) -> None:
    reply = live.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout="0.1")
    assert (reply.status, reply.problem["limit"]) == (504, 0.1)


def test_the_memory_limit_is_503_and_names_itself(live: Live) -> None:
    binds = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
    reply = live.query(f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {binds} }}")
    assert (reply.status, reply.problem["code"]) == (503, "query-memory")
    assert "48 MiB" in reply.problem["detail"]


@pytest.mark.parametrize("size", [6_000, 20_000])
def test_nesting_leaves_the_server_up(live: Live, size: int) -> None:
    text = "ASK" + "{" * (size // 2) + "}" * (size // 2)
    assert live.ask("POST", "/sparql", text.encode(), {"Content-Type": DIRECT}).status == 200
    assert live.query("ASK {}").status == 200


def test_service_is_refused(live: Live) -> None:
    reply = live.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    assert (reply.status, reply.problem["code"]) == (403, "query-refused")


def test_a_browser_gets_a_page(live: Live) -> None:
    reply = live.get("/sparql/nothing", BROWSER)
    assert reply.status == 404
    assert reply.headers["Content-Type"].startswith("text/html")


def test_unknown_paths_are_problems_for_programs(live: Live) -> None:
    """In our words: the advice of the framework is for people who type addresses."""
    problem = live.get("/nothing/here").problem
    assert (problem["status"], problem["detail"]) == (404, "Nothing is at this address.")
    assert "manually" not in live.get("/nothing/here", BROWSER).body.decode()
