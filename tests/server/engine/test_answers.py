"""What the engine answers: dataset, formats, limits, and what becomes of its workers."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from server.engine import Query
from server.engine.rows import ask, select, triples
from server.errors import (
    BadGraphName,
    ClientGone,
    EngineBusy,
    EngineUnavailable,
    NothingAcceptable,
    QueryFailed,
    QueryOutOfMemory,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    WorkerLost,
)
from server.formats import GRAPHS, SOLUTIONS, TURTLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.engine.local import LocalEngine

G1, G2 = "https://example.org/g1", "https://example.org/g2"
COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s <http://purl.org/dc/terms/title> ?o }"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i ."
ENDLESS = f"SELECT (COUNT(*) AS ?n) WHERE {{ {PRODUCT} ?j ?k ?l }}"
ENDLESS_ROWS = f"SELECT * WHERE {{ {PRODUCT} ?j ?k ?l }}"


def counted(engine: LocalEngine, query: Query) -> int:
    bindings = json.loads(engine.answer(query).read())["results"]["bindings"]
    return int(bindings[0]["n"]["value"])


def settled(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


class TestDataset:
    """SPARQL 1.1 Query, section 13, and SPARQL 1.1 Protocol, section 2.1.4."""

    def test_the_default_graph_is_the_union_of_all(self, engine: LocalEngine) -> None:
        assert counted(engine, Query(COUNT)) == 300

    def test_from_in_the_text_defines_the_default_graph(self, engine: LocalEngine) -> None:
        text = COUNT.replace("WHERE", f"FROM <{G2}> WHERE")
        assert counted(engine, Query(text)) == 10

    def test_from_named_alone_leaves_the_default_graph_empty(self, engine: LocalEngine) -> None:
        text = COUNT.replace("WHERE", f"FROM NAMED <{G2}> WHERE")
        assert counted(engine, Query(text)) == 0

    def test_a_graph_of_the_protocol_comes_before_from(self, engine: LocalEngine) -> None:
        text = COUNT.replace("WHERE", f"FROM <{G1}> WHERE")
        assert counted(engine, Query(text, default_graphs=(G2,))) == 10

    def test_graphs_of_the_protocol_are_merged(self, engine: LocalEngine) -> None:
        assert counted(engine, Query(COUNT, default_graphs=(G1, G2))) == 300

    def test_a_default_graph_hides_the_named_ones(self, engine: LocalEngine) -> None:
        text = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
        assert counted(engine, Query(text, default_graphs=(G1,))) == 0
        assert counted(engine, Query(text, named_graphs=(G2,))) == 10
        assert counted(engine, Query(COUNT, named_graphs=(G2,))) == 0

    def test_the_word_from_elsewhere_changes_nothing(self, engine: LocalEngine) -> None:
        text = COUNT.replace("}", '. FILTER(?o != "FROM") } # FROM')
        assert counted(engine, Query(text)) == 300

    @pytest.mark.parametrize("name", ["", "g1", "http://a b/", "http://x/<y>", "http://x/\x00"])
    def test_a_graph_is_named_by_an_iri(self, engine: LocalEngine, name: str) -> None:
        with pytest.raises(BadGraphName):
            engine.answer(Query(COUNT, default_graphs=(name,)))


class TestFormats:
    def test_the_kind_of_query_chooses_among_the_formats(self, engine: LocalEngine) -> None:
        assert engine.answer(Query("ASK {}")).kind == "boolean"
        assert engine.answer(Query("SELECT * {}")).media_type == "application/sparql-results+json"
        assert engine.answer(Query("DESCRIBE <http://x/>")).media_type == "text/turtle"

    @pytest.mark.parametrize("text", ["SELECT * {}", "ASK {}", "DESCRIBE <http://x/>"])
    def test_no_acceptable_format_is_an_error(self, engine: LocalEngine, text: str) -> None:
        with pytest.raises(NothingAcceptable):
            engine.answer(Query(text, results_type=None, boolean_type=None, graph_type=None))

    @pytest.mark.parametrize("text", ["SELECT * {}", "DESCRIBE <http://x/>"])
    def test_an_unknown_format_is_an_error(self, engine: LocalEngine, text: str) -> None:
        with pytest.raises(NothingAcceptable):
            engine.answer(Query(text, results_type="text/x", graph_type="text/x"))

    @pytest.mark.parametrize("each", SOLUTIONS)
    def test_every_results_format_is_written(self, engine: LocalEngine, each: object) -> None:
        media_type = each.media_type  # type: ignore[attr-defined]
        answer = engine.answer(Query("SELECT * { ?s ?p ?o }", results_type=media_type))
        assert answer.media_type == media_type
        assert len(answer.read()) > 300

    def test_turtle_declares_the_prefixes_it_uses(self, engine: LocalEngine) -> None:
        text = "CONSTRUCT WHERE { <https://w3id.org/curagraph/paper/7> ?p ?o }"
        turtle = engine.answer(Query(text)).read().decode()
        assert "/paper/7> dcterms:title" in turtle
        assert turtle.count("@prefix") == 1

    def test_a_large_graph_declares_all_prefixes(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        text = "CONSTRUCT { ?s ?p ?s2 } WHERE { ?s ?p ?o . ?s2 ?p ?o2 } LIMIT 5000"
        turtle = open_engine().answer(Query(text)).read().decode()
        assert "@prefix foaf:" in turtle

    def test_an_answer_names_its_snapshot(self, engine: LocalEngine) -> None:
        assert engine.answer(Query("ASK {}")).snapshot == "first"
        assert engine.snapshot().id == "first"


class TestRefusals:
    @pytest.mark.parametrize(
        "text",
        [
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "ASK{service silent <http://127.0.0.1:9/>{}}",
            "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE ?g { } } }",
        ],
    )
    def test_service_is_refused(self, engine: LocalEngine, text: str) -> None:
        with pytest.raises(QueryRefused, match="SERVICE"):
            engine.answer(Query(text))

    @pytest.mark.parametrize("text", ["INSERT DATA { <a:a> <a:a> 1 }", "CLEAR ALL", "load <a:a>"])
    def test_updates_are_refused(self, engine: LocalEngine, text: str) -> None:
        with pytest.raises(QueryRefused, match="sent as a query"):
            engine.answer(Query(text))

    @pytest.mark.parametrize(
        "text",
        [
            'SELECT ("SERVICE" AS ?x) {}',
            "SELECT ?service { ?service <http://x/SERVICE> <http://x/DELETE> } # LOAD",
            "PREFIX load: <http://x/> ASK { ?s load:drop ?add }",
        ],
    )
    def test_the_same_words_as_text_are_not(self, engine: LocalEngine, text: str) -> None:
        assert engine.answer(Query(text)).read()

    def test_a_long_query_is_refused(self, engine: LocalEngine) -> None:
        with pytest.raises(QueryTooLarge, match="131,072"):
            engine.answer(Query("ASK {} #" + "é" * 70_000))

    def test_a_syntax_error_has_a_place(self, engine: LocalEngine) -> None:
        with pytest.raises(QuerySyntaxError) as caught:
            engine.answer(Query("SELECT *\nWHERE { ?s ?p ?o } LIMIT ten"))
        assert caught.value.details == {"line": 2, "column": 26}

    def test_what_cannot_be_evaluated_says_why(self, engine: LocalEngine) -> None:
        text = "CONSTRUCT { <a:a> <a:b> <<( <a:a> <a:b> 1 )>> } WHERE {}"
        with pytest.raises(QueryFailed, match="JSON-LD"):
            engine.answer(Query(text, graph_type="application/ld+json")).read()


class TestLimits:
    @pytest.mark.parametrize(
        "text",
        [
            ENDLESS,
            f"SELECT * WHERE {{ {PRODUCT} FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = ?b) }}",
            "SELECT * WHERE {" + "".join(f"?a{n} ?b{n} ?a{n + 1} ." for n in range(700)) + "}",
        ],
        ids=["count of a product", "rows that never come", "planning of 700 patterns"],
    )
    def test_a_query_ends_at_its_deadline(
        self, open_engine: Callable[..., LocalEngine], text: str
    ) -> None:
        engine = open_engine(query_timeout=0.5)
        before = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"0\.5 seconds"):
            engine.answer(Query(text))
        assert time.monotonic() - before < 1.5
        assert ask(engine, "ASK {}")

    def test_sorting_a_product_ends_too(self, open_engine: Callable[..., LocalEngine]) -> None:
        engine = open_engine(query_timeout=0.5, query_memory=4096)
        with pytest.raises(QueryTimeout):
            engine.answer(Query(ENDLESS_ROWS + " ORDER BY ?c ?f"))

    def test_a_query_may_ask_for_less_time_never_for_more(self, engine: LocalEngine) -> None:
        with pytest.raises(QueryTimeout, match=r"0\.2 seconds"):
            engine.answer(Query(ENDLESS, timeout=0.2))
        with pytest.raises(QueryTimeout, match="1 seconds"):
            engine.answer(Query(ENDLESS, timeout=60))

    def test_the_deadline_covers_an_answer_under_way(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        """Also while nobody reads it: a slow client keeps no worker."""
        engine = open_engine(query_timeout=0.5)
        answer = engine.answer(Query(ENDLESS_ROWS))
        assert not answer.complete
        old = engine.pids
        assert settled(lambda: bool(engine.pids) and engine.pids != old)
        assert ask(engine, "ASK {}")
        with pytest.raises(QueryTimeout):
            answer.read()

    @pytest.mark.parametrize("depth", [3_000, 10_000, 30_000])
    def test_nesting_brings_nothing_down(self, engine: LocalEngine, depth: int) -> None:
        """3,000 pairs of braces, 6 KB, end other servers."""
        assert ask(engine, "ASK" + "{" * depth + "}" * depth)

    def test_a_memory_bomb_ends_its_own_worker_alone(self, engine: LocalEngine) -> None:
        binds = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
        text = f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {binds} }}"
        with pytest.raises(QueryOutOfMemory, match="64 MiB"):
            engine.answer(Query(text))
        assert ask(engine, "ASK {}")

    def test_a_worker_that_used_much_memory_is_replaced(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        engine = open_engine()
        old = engine.pids
        assert ask(engine, "ASK" + "{" * 30_000 + "}" * 30_000)
        assert settled(lambda: bool(engine.pids) and not engine.pids & old)

    def test_a_lost_worker_is_an_error_and_replaced(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        engine = open_engine(query_timeout=10.0)
        (pid,) = engine.pids
        threading.Timer(0.3, os.kill, (pid, signal.SIGSEGV)).start()
        with pytest.raises(WorkerLost, match="SIGSEGV"):
            engine.answer(Query(ENDLESS))
        assert ask(engine, "ASK {}")

    def test_a_worker_that_cannot_be_replaced_now_is_replaced_later(
        self, open_engine: Callable[..., LocalEngine], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The system may have no more threads for a while; deadlines are kept all the same."""
        engine = open_engine(query_timeout=0.3)
        start = threading.Thread.start

        def none_left(thread: threading.Thread) -> None:
            if thread.name.startswith("worker-start"):
                raise RuntimeError("can't start new thread")
            start(thread)

        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", none_left)
            for _ in range(2):
                with pytest.raises(QueryTimeout):
                    engine.answer(Query(ENDLESS))
        assert ask(engine, "ASK {}")

    def test_a_worker_that_died_idle_is_not_noticed(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        engine = open_engine()
        (pid,) = engine.pids
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
        assert ask(engine, "ASK {}")

    def test_waiting_for_a_worker_is_bounded(self, open_engine: Callable[..., LocalEngine]) -> None:
        engine = open_engine(query_timeout=5.0, queue_timeout=1.0)
        with engine.answer(Query(ENDLESS_ROWS)), pytest.raises(EngineBusy):
            engine.answer(Query("ASK {}"))
        assert ask(engine, "ASK {}")

    def test_few_may_wait(self, open_engine: Callable[..., LocalEngine]) -> None:
        engine = open_engine(query_timeout=5.0, queue_timeout=60.0, queue_length=0)
        with engine.answer(Query(ENDLESS_ROWS)), pytest.raises(EngineBusy):
            engine.answer(Query("ASK {}"))

    def test_one_who_waits_gets_the_next_free_worker(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        engine = open_engine(query_timeout=0.4)
        with engine.answer(Query(ENDLESS_ROWS)):
            assert ask(engine, "ASK {}")

    def test_a_long_query_leaves_short_ones_their_worker(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        """As many long ones as the setting says; one more, and short ones have to wait."""
        engine = open_engine(query_timeout=30.0, queue_timeout=4.0, long_queries=1)
        with engine.answer(Query(ENDLESS_ROWS)):
            assert ask(engine, "ASK {}")
            usual = os.getpriority(os.PRIO_PROCESS, 0)
            (long,) = (each for each in engine.pids if os.getpriority(os.PRIO_PGRP, each) > usual)
            with engine.answer(Query(ENDLESS_ROWS)), pytest.raises(EngineBusy):
                ask(engine, "ASK {}")
            assert long in engine.pids
        assert settled(lambda: long not in engine.pids and len(engine.pids) == 1)
        assert ask(engine, "ASK {}")

    def test_every_long_query_lets_short_ones_have_the_processor(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        """Also where more of them run than the setting leaves out of the count."""
        engine = open_engine(2, query_timeout=30.0, queue_timeout=10.0, long_queries=1)
        usual = os.getpriority(os.PRIO_PROCESS, 0)

        def given_way() -> int:
            # Asking is what makes the engine look at what the others do.
            assert ask(engine, "ASK {}")
            return sum(os.getpriority(os.PRIO_PGRP, each) > usual for each in engine.pids)

        with engine.answer(Query(ENDLESS_ROWS)), engine.answer(Query(ENDLESS_ROWS)):
            assert settled(lambda: given_way() == 2)


class TestLeaving:
    def test_one_who_leaves_frees_the_worker(self, open_engine: Callable[..., LocalEngine]) -> None:
        engine = open_engine(query_timeout=30.0)
        before = time.monotonic()
        with pytest.raises(ClientGone):
            engine.answer(Query(ENDLESS), left=lambda: time.monotonic() - before > 0.1)
        assert time.monotonic() - before < 1.0
        assert ask(engine, "ASK {}")

    def test_one_who_leaves_the_queue_is_forgotten(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        engine = open_engine(query_timeout=5.0)
        with engine.answer(Query(ENDLESS_ROWS)), pytest.raises(ClientGone):
            engine.answer(Query("ASK {}"), left=lambda: True)

    def test_closing_an_answer_early_frees_the_worker(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        engine = open_engine(query_timeout=30.0)
        with engine.answer(Query(ENDLESS_ROWS)) as answer:
            next(iter(answer))
        assert ask(engine, "ASK {}")

    def test_a_closed_engine_answers_no_more(self, open_engine: Callable[..., LocalEngine]) -> None:
        engine = open_engine(query_timeout=30.0)
        answer = engine.answer(Query(ENDLESS_ROWS))
        engine.close()
        with pytest.raises((WorkerLost, QueryOutOfMemory)):
            answer.read()
        with pytest.raises(EngineUnavailable):
            engine.answer(Query("ASK {}"))


class TestDump:
    @pytest.mark.parametrize("each", GRAPHS)
    def test_a_dump_holds_everything(self, engine: LocalEngine, each: object) -> None:
        """With graphs 316 quads; as triples, the ten that stand in two graphs count once."""
        media_type = each.media_type  # type: ignore[attr-defined]
        form = RdfFormat.from_media_type(media_type)
        assert form is not None
        quads = list(parse(engine.dump(media_type).read(), form))
        assert len(quads) == (316 if form.supports_datasets else 306)

    def test_dumps_leave_the_queries_their_workers(
        self, open_engine: Callable[..., LocalEngine]
    ) -> None:
        engine = open_engine(dumps=1, buffer_size=0)
        with engine.dump(TURTLE.media_type):
            assert ask(engine, "ASK {}")
            with pytest.raises(EngineBusy):
                engine.dump(TURTLE.media_type)


class TestRows:
    def test_solutions_are_terms_by_name(self, engine: LocalEngine) -> None:
        text = "SELECT ?o ?x { <https://example.org/s> ?p ?o . FILTER(isNumeric(?o)) }"
        (solution,) = select(engine, text)
        assert str(solution["o"]).startswith('"7"')
        assert "x" not in solution

    def test_triples_of_a_graph(self, engine: LocalEngine) -> None:
        assert len(triples(engine, "CONSTRUCT WHERE { <https://example.org/s> ?p ?o }")) == 5

    def test_truth(self, engine: LocalEngine) -> None:
        assert ask(engine, "ASK { ?s ?p 7 }")
        assert not ask(engine, "ASK { ?s ?p 8 }")

    def test_the_wrong_kind_of_query_is_an_error(self, engine: LocalEngine) -> None:
        with pytest.raises(QueryFailed):
            select(engine, "ASK {}")
        with pytest.raises(QueryFailed):
            ask(engine, "SELECT * {}")
        with pytest.raises(QueryFailed):
            triples(engine, "SELECT * {}")
