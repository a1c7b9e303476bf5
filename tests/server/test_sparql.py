"""``/sparql``: the SPARQL 1.1 Protocol over real HTTP."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
import rdflib
from rdflib.query import Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.conftest import Live

SELECT = "SELECT ?o { <https://example.org/s> ?p ?o }"
TITLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(isLiteral(?o)) }"
COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <http://purl.org/dc/terms/title> ?o }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
# Its parsers use what it advises against.
RDFLIB_WARNS = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"


def post(live: Live, body: bytes, content_type: str | None, path: str = "/sparql") -> int:
    headers = {"Content-Type": content_type} if content_type else {}
    return live.ask("POST", path, body, headers).status


class TestRequests:
    def test_by_get_by_form_and_directly(self, live: Live) -> None:
        form = urlencode({"query": "ASK {}"}).encode()
        replies = [
            live.query("ASK {}"),
            live.ask("POST", "/sparql", form, {"Content-Type": FORM}),
            live.ask("POST", "/sparql", b"ASK {}", {"Content-Type": DIRECT}),
            live.ask("POST", "/sparql", b"ASK {}", {"Content-Type": f"{DIRECT}; charset=UTF-8"}),
        ]
        for reply in replies:
            assert reply.status == 200
            assert json.loads(reply.body) == {"head": {}, "boolean": True}

    def test_text_outside_ascii_arrives_as_it_was_sent(self, live: Live) -> None:
        text = 'SELECT ("“é” \U0001f9ec" AS ?x) {}'
        form = urlencode({"query": text}).encode()
        for reply in (
            live.query(text, CSV),
            live.ask("POST", "/sparql", form, {"Content-Type": FORM, "Accept": CSV}),
            live.ask("POST", "/sparql", text.encode(), {"Content-Type": DIRECT, "Accept": CSV}),
        ):
            assert reply.body.decode() == "x\r\n“é” \U0001f9ec\r\n"

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/sparql?query=ASK{}&query=ASK{}", 400),
            ("/sparql?query=", 400),
            ("/sparql?query=ASK%FF", 400),
            ("/sparql?query=ASK{}&timeout=soon", 400),
            ("/sparql?query=ASK{}&timeout=-1", 400),
            ("/sparql?query=ASK{}&timeout=nan", 400),
            ("/sparql?query=ASK{}&timeout=inf", 400),
            ("/sparql?query=ASK{}&timeout=1e-9", 400),
            ("/sparql?query=ASK{}&default-graph-uri=x", 400),
            ("/sparql?query=ASK{}&" + "a=1&" * 1001, 400),
            ("/sparql?update=CLEAR%20ALL", 400),
            ("/sparql?query=CLEAR%20ALL", 403),
            ("/sparql/?query=ASK{}", 404),
            ("/sparql?query=ASK{}&format=pdf", 406),
            ("/sparql?query=ASK{}%23" + "x" * 65_537, 413),
        ],
    )
    def test_a_bad_get_has_its_status(self, live: Live, path: str, status: int) -> None:
        reply = live.ask("GET", path)
        assert reply.status == status
        assert reply.problem["detail"]

    @pytest.mark.parametrize(
        ("body", "content_type", "status"),
        [
            (b"query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400),
            (b"", FORM, 400),
            (b"text=ASK%7B%7D", FORM, 400),
            (b"query=ASK%FF", FORM, 400),
            (b"query=ASK\xff", FORM, 400),
            (b"ASK \xff", DIRECT, 400),
            (b"", DIRECT, 400),
            (b"update=CLEAR+ALL", FORM, 403),
            (b"CLEAR ALL", "application/sparql-update", 403),
            (b"ASK {}", "text/plain", 415),
            (b"ASK {}", "application/json", 415),
            (b"ASK {}", None, 415),
            ("ASK {}".encode("utf-16"), f"{DIRECT}; charset=utf-16", 415),
            (b"query=" + b"x" * 300_000, FORM, 413),
            (b"x" * 66_000, DIRECT, 413),
        ],
    )
    def test_a_bad_post_has_its_status(
        self, live: Live, body: bytes, content_type: str | None, status: int
    ) -> None:
        assert post(live, body, content_type) == status

    @pytest.mark.parametrize("size", [66_000, 300_000, 1_000_000])
    def test_too_long_a_body_is_a_problem_like_others(self, live: Live, size: int) -> None:
        reply = live.ask("POST", "/sparql", b"x" * size, {"Content-Type": DIRECT})
        assert (reply.status, reply.problem["status"]) == (413, 413)
        assert re.search(r"[0-9]{2},[0-9]{3}", reply.problem["detail"])

    def test_the_longest_query_fits_into_an_address(self, live: Live) -> None:
        """Each of its bytes may have to be written as three."""
        text = "ASK {} #" + "é" * 32_700
        assert live.query(text).status == 200

    def test_a_query_in_both_places_is_two(self, live: Live) -> None:
        assert post(live, b"ASK {}", DIRECT, "/sparql?query=ASK%7B%7D") == 400

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
    def test_other_methods_are_not_allowed(self, live: Live, method: str) -> None:
        reply = live.ask(method, "/sparql")
        assert reply.status == 405
        assert {"GET", "HEAD", "OPTIONS", "POST", "QUERY"} == set(
            reply.headers["Allow"].split(", ")
        )

    def test_head_is_get_without_a_body(self, live: Live) -> None:
        whole = live.query(SELECT)
        head = live.ask("HEAD", f"/sparql?query={quote(SELECT)}")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == str(len(whole.body))
        assert head.headers["Etag"] == whole.headers["Etag"]

    def test_the_dataset_may_stand_in_the_request(self, live: Live) -> None:
        graph = "https://example.org/g2"
        replies = [
            live.query(COUNT, CSV, **{"default-graph-uri": graph}),
            live.ask(
                "POST",
                f"/sparql?default-graph-uri={graph}",
                COUNT.encode(),
                {"Content-Type": DIRECT, "Accept": CSV},
            ),
        ]
        for reply in replies:
            assert reply.body == b"n\r\n10\r\n"
        assert live.query(COUNT, CSV, **{"named-graph-uri": graph}).body == b"n\r\n0\r\n"
        assert live.query(COUNT, CSV).body == b"n\r\n300\r\n"

    def test_scripts_of_other_sites_may_ask(self, live: Live) -> None:
        preflight = live.ask("OPTIONS", "/sparql", headers={"Origin": "https://example.org"})
        assert preflight.status == 200
        assert preflight.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
        assert live.query("ASK {}").headers["Access-Control-Allow-Origin"] == "*"
        assert live.query("ASK {").headers["Access-Control-Allow-Origin"] == "*"


class TestFormats:
    @pytest.mark.parametrize(
        ("accept", "media_type"),
        [
            (None, JSON),
            ("*/*", JSON),
            (JSON, JSON),
            ("application/json", JSON),
            ("application/xml", XML),
            ("text/xml", XML),
            (XML, XML),
            ("text/csv", CSV),
            ("text/csv;q=0.5, text/tab-separated-values", TSV),
            ("text/csv;q=0, text/*", TSV),
            (f"{JSON};q=0.1, */*;q=0.2", XML),
            (f"{JSON}; charset=utf-8", JSON),
            ("image/png, text/csv;q=0.1", CSV),
        ],
    )
    def test_a_table_is_negotiated(self, live: Live, accept: str | None, media_type: str) -> None:
        reply = live.query(SELECT, accept)
        assert reply.headers["Content-Type"].split(";")[0] == media_type
        assert "Accept" in reply.headers["Vary"].split(", ")

    @pytest.mark.parametrize(
        ("accept", "media_type"),
        [
            (None, "text/turtle"),
            ("application/n-triples", "application/n-triples"),
            ("application/rdf+xml", "application/rdf+xml"),
            ('application/ld+json;profile="http://x/"', "application/ld+json"),
            ("application/trig, text/turtle;q=0.9", "application/trig"),
            ("application/n-quads", "application/n-quads"),
            ("application/json", "application/ld+json"),
            ("application/xml", "application/rdf+xml"),
            ("text/plain", "application/n-triples"),
            ("text/n3", "text/turtle"),
        ],
    )
    def test_a_graph_is_negotiated(self, live: Live, accept: str | None, media_type: str) -> None:
        reply = live.query("DESCRIBE <https://example.org/s>", accept)
        assert reply.headers["Content-Type"].split(";")[0] == media_type

    @pytest.mark.parametrize(
        ("text", "accept"),
        [
            (SELECT, "text/turtle"),
            (SELECT, "image/png"),
            (SELECT, "text/plain"),
            (TITLES, "text/csv"),
            ("ASK {}", "text/csv"),
            ("ASK {}", "text/tab-separated-values"),
            (SELECT, "nonsense"),
        ],
    )
    def test_nothing_acceptable_is_406(self, live: Live, text: str, accept: str) -> None:
        """An ASK has no CSV or TSV: the two formats write tables only."""
        reply = live.query(text, accept)
        assert reply.status == 406
        assert reply.problem["code"] == "not-acceptable"

    @pytest.mark.parametrize(
        ("name", "text", "media_type"),
        [
            ("csv", SELECT, CSV),
            ("json", SELECT, JSON),
            ("json", TITLES, "application/ld+json"),
            ("xml", "ASK {}", XML),
            ("ttl", TITLES, "text/turtle"),
            ("text/csv", SELECT, CSV),
        ],
    )
    def test_a_name_in_the_address_comes_before_the_header(
        self, live: Live, name: str, text: str, media_type: str
    ) -> None:
        reply = live.query(text, "text/turtle", format=name)
        assert reply.headers["Content-Type"].split(";")[0] == media_type

    def test_a_small_graph_declares_what_it_uses_in_order(self, live: Live) -> None:
        text = "DESCRIBE <https://example.org/s> <https://w3id.org/curagraph/paper/1>"
        lines = live.query(text).body.decode().splitlines()
        declared = [line for line in lines if line.startswith("@prefix")]
        assert declared == [
            "@prefix dcterms: <http://purl.org/dc/terms/> .",
            "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        ]

    def test_a_form_may_name_the_format(self, live: Live) -> None:
        """As it may name the time limit: what stands in an address may stand in a form."""
        form = urlencode({"query": SELECT, "format": "csv"}).encode()
        reply = live.ask("POST", "/sparql", form, {"Content-Type": FORM, "Accept": JSON})
        assert reply.headers["Content-Type"].split(";")[0] == CSV
        form = urlencode({"query": SELECT, "format": "pdf"}).encode()
        assert post(live, form, FORM) == 406

    @pytest.mark.parametrize("accept", [JSON, XML, CSV])
    def test_another_parser_reads_every_table(self, live: Live, accept: str) -> None:
        reply = live.query(SELECT, accept)
        kind = {JSON: "json", XML: "xml", CSV: "csv"}[accept]
        parsed = Result.parse(BytesIO(reply.body), format=kind)
        values = {str(value) for row in parsed.bindings for value in row.values()}
        assert {
            "language",
            "7",
            'quo"te, comma\tand\nline',
            "https://example.org/o?a=1&b=2",
        } <= values
        assert len(parsed) == 5

    def test_another_parser_reads_tsv(self, live: Live) -> None:
        """By hand: rdflib's own TSV parser knows no blank nodes."""
        lines = live.query(SELECT, TSV).body.decode().splitlines()
        assert lines[0] == "?o"
        assert len(lines) == 6
        assert '"quo\\"te, comma\\tand\\nline"' in lines

    @pytest.mark.parametrize(
        ("accept", "kind"),
        [
            ("text/turtle", "turtle"),
            ("application/n-triples", "nt"),
            ("application/rdf+xml", "xml"),
            ("application/ld+json", "json-ld"),
            ("application/n-quads", "nquads"),
            ("application/trig", "trig"),
        ],
    )
    @RDFLIB_WARNS
    def test_another_parser_reads_every_graph(self, live: Live, accept: str, kind: str) -> None:
        parsed = rdflib.Dataset(default_union=True)
        parsed.parse(data=live.query(TITLES, accept).body, format=kind)
        expected = json.loads(
            live.query(
                "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?o { ?s ?p ?o . "
                "FILTER(isLiteral(?o)) } }"
            ).body
        )
        count = int(expected["results"]["bindings"][0]["n"]["value"])
        assert len({(s, p, o) for s, p, o, _ in parsed.quads()}) == count == 304


class TestErrors:
    def test_a_syntax_error_has_line_and_column(self, live: Live) -> None:
        reply = live.query("SELECT *\nWHERE { ?s ex:p ?o }")
        assert reply.status == 400
        assert reply.problem["code"] == "query-syntax"
        assert (reply.problem["line"], reply.problem["column"]) == (2, 12)
        assert reply.problem["detail"] == "the prefix “ex:” is not declared"

    def test_a_prefix_of_ours_that_is_missing_is_given(self, live: Live) -> None:
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
        self, live: Live, text: str, line: int, column: int, at: str
    ) -> None:
        problem = live.query(text).problem
        assert (problem["line"], problem["column"]) == (line, column)
        assert at in problem["detail"]
        assert "Line" not in problem["detail"]

    def test_the_deadline_is_504_and_names_itself(self, live: Live) -> None:
        reply = live.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
        assert reply.status == 504
        assert (reply.problem["code"], reply.problem["limit"]) == ("query-timeout", 1.5)
        assert "1.5 seconds" in reply.problem["detail"]

    def test_less_time_may_be_asked_for(self, live: Live) -> None:
        reply = live.query(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout="0.1"
        )
        assert (reply.status, reply.problem["limit"]) == (504, 0.1)

    def test_the_memory_limit_is_503_and_names_itself(self, live: Live) -> None:
        binds = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
        reply = live.query(f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {binds} }}")
        assert (reply.status, reply.problem["code"]) == (503, "query-memory")
        assert "48 MiB" in reply.problem["detail"]

    @pytest.mark.parametrize("size", [6_000, 20_000])
    def test_nesting_leaves_the_server_up(self, live: Live, size: int) -> None:
        text = "ASK" + "{" * (size // 2) + "}" * (size // 2)
        assert live.ask("POST", "/sparql", text.encode(), {"Content-Type": DIRECT}).status == 200
        assert live.query("ASK {}").status == 200

    def test_service_is_refused(self, live: Live) -> None:
        reply = live.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
        assert (reply.status, reply.problem["code"]) == (403, "query-refused")

    def test_a_browser_gets_a_page(self, live: Live) -> None:
        reply = live.get("/sparql/nothing", BROWSER)
        assert reply.status == 404
        assert reply.headers["Content-Type"].startswith("text/html")

    def test_unknown_paths_are_problems_for_programs(self, live: Live) -> None:
        """In our words: the advice of the framework is for people who type addresses."""
        problem = live.get("/nothing/here").problem
        assert (problem["status"], problem["detail"]) == (404, "Nothing is at this address.")
        assert "manually" not in live.get("/nothing/here", BROWSER).body.decode()


class TestCaching:
    def test_the_same_answer_is_not_sent_again(self, live: Live) -> None:
        first = live.query(SELECT)
        assert first.headers["Cache-Control"] == "no-cache"
        path = f"/sparql?query={quote(SELECT)}"
        again = live.ask("GET", path, headers={"If-None-Match": first.headers["Etag"]})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["Etag"] == first.headers["Etag"]

    def test_a_validator_is_strong_where_all_bytes_are_at_hand(self, live: Live) -> None:
        first, again = live.query(SELECT), live.query(SELECT)
        assert first.headers["Etag"].startswith('"')
        assert (again.headers["Etag"], again.body) == (first.headers["Etag"], first.body)

    def test_a_validator_is_weak_where_rows_may_come_in_another_order(
        self, mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
    ) -> None:
        """What is streamed may be written by another worker next time, in another order."""
        text = "SELECT * { ?s ?p ?o }"
        with serve_store(mixed_store, workers=1, buffer_size=1000, cache_size=0) as live:
            tag = live.query(text).headers["Etag"]
            assert tag.startswith('W/"')
            assert live.query(text).headers["Etag"] == tag
            path = f"/sparql?query={quote(text)}"
            again = live.ask("GET", path, headers={"If-None-Match": tag})
            assert (again.status, again.headers["Etag"]) == (304, tag)
            assert "Cache-Status" not in again.headers

    @pytest.mark.parametrize(
        "tag", ['"x"', "x", 'W/"', '"-"', '"{question}-"', '"{question}-\xe9"']
    )
    def test_another_validator_is_no_match(self, live: Live, tag: str) -> None:
        question = live.query(SELECT).headers["Etag"].strip('"').partition("-")[0]
        path = f"/sparql?query={quote(SELECT)}"
        given = {"If-None-Match": tag.format(question=question)}
        assert live.ask("GET", path, headers=given).status == 200

    def test_what_is_known_is_not_asked_again(self, live: Live) -> None:
        """The header is that of RFC 9211."""
        text = "SELECT ?s { ?s ?p 7 }"
        uses = [live.query(text).headers["Cache-Status"] for _ in range(3)]
        assert uses == ["Curagraph; fwd=miss", "Curagraph; hit", "Curagraph; hit"]
        assert live.query(text, XML).headers["Cache-Status"] == "Curagraph; fwd=miss"
        volatile = live.query("SELECT (RAND() AS ?x) {}").headers["Cache-Status"]
        assert volatile == "Curagraph; fwd=bypass"

    def test_nothing_is_kept_where_that_is_wanted(
        self, mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
    ) -> None:
        with serve_store(mixed_store, workers=1, cache_size=0) as live:
            assert "Cache-Status" not in live.query("ASK {}").headers

    def test_another_format_is_another_answer(self, live: Live) -> None:
        tags = {live.query(SELECT, accept).headers["Etag"] for accept in (JSON, XML, CSV)}
        assert len(tags) == 3

    def test_what_is_never_the_same_has_no_validator(self, live: Live) -> None:
        reply = live.query("SELECT (NOW() AS ?now) {}")
        assert "Etag" not in reply.headers
        assert reply.headers["Cache-Control"] == "no-store"

    def test_an_answer_says_its_snapshot_and_its_time(self, live: Live) -> None:
        reply = live.query("ASK {}")
        assert reply.headers["Curagraph-Snapshot"] == "first"
        assert reply.headers["Server-Timing"].startswith("query;dur=")


class TestWithoutAQuery:
    def test_programs_get_the_service_description(self, live: Live) -> None:
        reply = live.get("/sparql", "text/turtle")
        graph = rdflib.Graph().parse(data=reply.body, format="turtle")
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        void = rdflib.Namespace("http://rdfs.org/ns/void#")
        (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
        assert str(graph.value(service, sd.endpoint)) == f"{live.url}sparql"
        assert (service, sd.feature, sd.UnionDefaultGraph) in graph
        assert len(list(graph.objects(service, sd.resultFormat))) == 10
        sizes = {
            str(graph.value(named, sd.name)): int(str(graph.value(inner, void.triples)))
            for named, inner in graph.subject_objects(sd.graph)
        }
        assert sizes["https://example.org/g2"] == 10
        assert len(sizes) == 4

    def test_a_description_is_no_table(self, live: Live) -> None:
        assert live.get("/sparql", "text/csv").status == 406

    @pytest.mark.parametrize("query", ["", "?query=SELECT+*+%7B%7D"])
    def test_browsers_get_the_workbench(self, live: Live, query: str) -> None:
        reply = live.get(f"/sparql{query}", BROWSER)
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
        policy = reply.headers["Content-Security-Policy"]
        assert "style-src 'self' 'unsafe-inline'" in policy
        assert "script-src 'self';" in policy
