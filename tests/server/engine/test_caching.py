"""What was answered is not computed again, and never given where it is not the answer."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from server.engine import Query
from server.engine.caching import CachingEngine
from server.engine.kept import KeptAnswers
from server.errors import QuerySyntaxError, QueryTimeout
from server.formats import CSV

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pyoxigraph import Quad

    from server.engine.local import LocalEngine

    Open = Callable[..., LocalEngine]
    Publish = Callable[[Path, str, Iterable[Quad]], None]

ALL = "SELECT * { ?s ?p ?o }"
# Some tenths of a second: long enough for others to ask the same meanwhile.
A_WHILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h 7 . FILTER(STR(?c) > STR(?f)) }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def kept() -> KeptAnswers:
    return KeptAnswers(1_000_000, 100_000)


@pytest.fixture
def engine(open_engine: Open, kept: KeptAnswers) -> CachingEngine:
    return CachingEngine(open_engine(workers=2, query_timeout=20), kept)


def body(engine: CachingEngine, text: str, **more: object) -> bytes:
    with engine.answer(Query(text, **more)) as answer:  # type: ignore[arg-type]
        return answer.read()


def use(engine: CachingEngine, text: str, **more: object) -> str | None:
    with engine.answer(Query(text, **more)) as answer:  # type: ignore[arg-type]
        return answer.cache


def test_the_same_question_has_the_same_bytes(engine: CachingEngine) -> None:
    assert use(engine, ALL) == "miss"
    first = body(engine, ALL)
    assert (use(engine, ALL), body(engine, ALL)) == ("hit", first)
    assert first == engine.engine.answer(Query(ALL)).read()


@pytest.mark.parametrize(
    "more",
    [
        {"results_type": CSV.media_type},
        {"boolean_type": None},
        {"graph_type": None},
        {"default_graphs": ("https://example.org/g2",)},
        {"named_graphs": ("https://example.org/g2",)},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_an_answer_follows_from_makes_another_question(
    engine: CachingEngine, more: dict[str, object]
) -> None:
    plain = body(engine, ALL)
    assert use(engine, ALL, **more) == "miss"
    assert body(engine, ALL) == plain


def test_the_time_that_a_client_has_does_not(engine: CachingEngine) -> None:
    body(engine, ALL)
    assert use(engine, ALL, timeout=5.0) == "hit"


@pytest.mark.parametrize("call", ["NOW()", "now()", "RAND()", "UUID()", "STRUUID()"])
def test_what_is_another_each_time_is_asked_each_time(engine: CachingEngine, call: str) -> None:
    text = f"SELECT ({call} AS ?x) {{}}"
    assert [use(engine, text), use(engine, text)] == ["bypass", "bypass"]
    assert body(engine, text) != body(engine, text)


def test_a_name_is_no_call(engine: CachingEngine) -> None:
    text = "SELECT ?now { BIND('RAND()' AS ?now) } # UUID()"
    assert [use(engine, text), use(engine, text)] == ["miss", "hit"]


def test_errors_are_not_kept(engine: CachingEngine, kept: KeptAnswers) -> None:
    for _ in range(2):
        with pytest.raises(QuerySyntaxError):
            engine.answer(Query("SELECT"))
        with pytest.raises(QueryTimeout):
            engine.answer(Query(ENDLESS, timeout=0.1))
    assert (kept.uses.miss, kept.uses.hit, len(kept)) == (4, 0, 0)


def test_a_streamed_answer_is_kept_once_it_went_out_whole(
    open_engine: Open, kept: KeptAnswers
) -> None:
    engine = CachingEngine(open_engine(buffer_size=1000), kept)
    with engine.answer(Query(ALL)) as answer:
        assert not answer.complete
        next(iter(answer))
    assert len(kept) == 0
    whole = body(engine, ALL)
    again = engine.answer(Query(ALL))
    assert (again.complete, again.cache, again.read()) == (True, "hit", whole)


def test_an_answer_that_breaks_off_is_not_kept(open_engine: Open, kept: KeptAnswers) -> None:
    engine = CachingEngine(open_engine(buffer_size=100, query_timeout=0.5), kept)
    rows = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryTimeout), engine.answer(Query(rows)) as answer:
        for _ in answer:
            pass
    assert len(kept) == 0


def test_one_large_answer_is_not_kept(open_engine: Open) -> None:
    kept = KeptAnswers(1_000_000, 1000)
    engine = CachingEngine(open_engine(), kept)
    assert [use(engine, ALL), use(engine, ALL)] == ["miss", "miss"]
    assert [use(engine, "ASK {}"), use(engine, "ASK {}")] == ["miss", "hit"]


def test_what_was_not_asked_for_longest_goes_first(open_engine: Open) -> None:
    kept = KeptAnswers(3500, 3500)
    engine = CachingEngine(open_engine(), kept)
    asks = [f"ASK {{ <https://example.org/{n}> ?p ?o }}" for n in range(4)]
    for text in (asks[0], asks[1], asks[2], asks[0], asks[3]):
        body(engine, text)
    assert kept.size <= 3500
    assert use(engine, asks[0]) == "hit"
    assert use(engine, asks[1]) == "miss"


def test_equal_questions_at_the_same_time_are_asked_once(
    engine: CachingEngine, kept: KeptAnswers
) -> None:
    together = threading.Barrier(6)

    def ask(_: int) -> bytes:
        together.wait()
        return body(engine, A_WHILE)

    with ThreadPoolExecutor(6) as threads:
        answers = set(threads.map(ask, range(6)))
    assert len(answers) == 1
    assert kept.uses.miss == 1
    assert kept.uses.collapsed + kept.uses.hit == 5


def test_who_waits_shares_the_error(engine: CachingEngine, kept: KeptAnswers) -> None:
    together = threading.Barrier(4)

    def ask(_: int) -> float:
        together.wait()
        with pytest.raises(QueryTimeout) as caught:
            engine.answer(Query(ENDLESS, timeout=0.5))
        return float(caught.value.details["limit"])

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(ask, range(4))) == {0.5}
    assert kept.uses.miss < 4


def test_a_query_goes_on_while_somebody_waits_for_it(
    engine: CachingEngine, kept: KeptAnswers
) -> None:
    """Who asked first leaves; who came later is answered all the same."""
    started, gone = threading.Event(), threading.Event()

    def left() -> bool:
        started.set()
        return gone.is_set()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(lambda: engine.answer(Query(A_WHILE), left=left).read())
        assert started.wait(10)
        second = threads.submit(body, engine, A_WHILE)
        while not kept.waiting and not second.done():
            time.sleep(0.001)
        gone.set()
        assert second.result() == first.result()
    assert kept.uses.miss == 1


def test_a_new_snapshot_has_new_answers_and_the_old_ones_go(
    tmp_path: Path,
    open_engine: Open,
    publish_quads: Publish,
    make_papers: Callable[..., list[Quad]],
) -> None:
    store = tmp_path / "store"
    publish_quads(store, "one", make_papers(1))
    kept = KeptAnswers(1_000_000, 100_000)
    engine = CachingEngine(open_engine(store=store), kept)
    other = CachingEngine(open_engine(store=store), kept)
    old = body(engine, ALL)
    assert body(other, ALL) == old
    assert len(kept) == 1
    publish_quads(store, "two", make_papers(2))
    assert body(engine, ALL) != old
    assert engine.answer(Query(ALL)).snapshot == "two"
    # The other engine has not looked yet; once it has, nobody can ask for the old ones.
    other.snapshot()
    assert len(kept) == 1
    assert other.answer(Query(ALL)).cache == "hit"
