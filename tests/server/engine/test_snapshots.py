"""Publishing while the engine runs, and stores that cannot be served."""

from __future__ import annotations

import shutil
import threading
import time
from typing import TYPE_CHECKING

import pytest

from server.engine import Query
from server.engine.rows import ask, select
from server.errors import EngineError, EngineUnavailable, NoGraph, QueryTimeout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pyoxigraph import Quad

    from server.engine.local import LocalEngine

    Publish = Callable[[Path, str, Iterable[Quad]], None]
    MakePapers = Callable[..., list[Quad]]

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def counted(engine: LocalEngine) -> int:
    (solution,) = select(engine, COUNT)
    return int(getattr(solution["n"], "value", -1))


def test_the_next_query_sees_a_new_snapshot(
    tmp_path: Path,
    open_engine: Callable[..., LocalEngine],
    publish_quads: Publish,
    make_papers: MakePapers,
) -> None:
    publish_quads(tmp_path, "one", make_papers(3))
    engine = open_engine(store=tmp_path)
    assert counted(engine) == 3
    publish_quads(tmp_path, "two", make_papers(5))
    assert counted(engine) == 5
    assert engine.snapshot().id == "two"


def test_idle_workers_live_on_and_open_the_new_snapshot(
    tmp_path: Path,
    open_engine: Callable[..., LocalEngine],
    publish_quads: Publish,
    make_papers: MakePapers,
) -> None:
    """A new process takes many times as long, and one is started for each write otherwise."""
    publish_quads(tmp_path, "0", make_papers(1))
    engine = open_engine(workers=3, store=tmp_path)
    while len(engine.pids) < 3:
        time.sleep(0.05)
    workers = engine.pids
    for number in range(1, 6):
        publish_quads(tmp_path, str(number), make_papers(number + 1))
        assert counted(engine) == number + 1
    while len(engine.pids) < 3:
        time.sleep(0.05)
    assert engine.pids == workers
    assert {counted(engine) for _ in range(9)} == {6}


def test_a_running_answer_keeps_its_snapshot(
    tmp_path: Path,
    open_engine: Callable[..., LocalEngine],
    publish_quads: Publish,
    make_papers: MakePapers,
) -> None:
    """An answer is of one snapshot to its last byte; its worker goes when it is done."""
    publish_quads(tmp_path, "one", make_papers(200))
    engine = open_engine(store=tmp_path, query_timeout=20.0, buffer_size=0)
    answer = engine.answer(Query("SELECT ?s { ?s ?p ?o . ?a ?b ?c }", results_type="text/csv"))
    (old,) = engine.pids
    publish_quads(tmp_path, "two", make_papers(5))
    assert counted(engine) == 5
    assert answer.snapshot == "one"
    assert answer.read().count(b"\n") == 1 + 200 * 200
    assert old not in engine.pids


def test_switching_under_load_loses_no_answer(
    tmp_path: Path,
    open_engine: Callable[..., LocalEngine],
    publish_quads: Publish,
    make_papers: MakePapers,
) -> None:
    publish_quads(tmp_path, "0", make_papers(1))
    engine = open_engine(workers=2, store=tmp_path, query_timeout=10.0, queue_timeout=10.0)
    counts: list[int] = []
    errors: list[EngineError] = []
    done = threading.Event()

    def keep_asking() -> None:
        while not done.is_set():
            try:
                counts.append(counted(engine))
            except EngineError as error:
                errors.append(error)

    threads = [threading.Thread(target=keep_asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 4):
        publish_quads(tmp_path, str(number), make_papers(number + 1))
        time.sleep(0.3)
    done.set()
    for thread in threads:
        thread.join()
    assert not errors
    assert set(counts) <= {1, 2, 3, 4}
    assert counted(engine) == 4


def test_a_damaged_snapshot_leaves_the_last_one_served(
    tmp_path: Path,
    open_engine: Callable[..., LocalEngine],
    publish_quads: Publish,
    make_papers: MakePapers,
) -> None:
    publish_quads(tmp_path, "one", make_papers(3))
    engine = open_engine(store=tmp_path)
    publish_quads(tmp_path, "two", make_papers(5))
    shutil.rmtree(tmp_path / "snapshots" / "two" / "db")
    assert counted(engine) == 3
    (tmp_path / "current").unlink()
    assert counted(engine) == 3
    publish_quads(tmp_path, "three", make_papers(4))
    assert counted(engine) == 4


def test_a_snapshot_may_be_deleted_while_it_is_served(
    tmp_path: Path,
    open_engine: Callable[..., LocalEngine],
    publish_quads: Publish,
    make_papers: MakePapers,
) -> None:
    """A worker that is lost then cannot be replaced, which is said."""
    publish_quads(tmp_path, "one", make_papers(3))
    engine = open_engine(store=tmp_path, query_timeout=0.3)
    shutil.rmtree(tmp_path / "snapshots")
    assert counted(engine) == 3
    endless = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(24))
    with pytest.raises(QueryTimeout):
        engine.answer(Query(f"SELECT (COUNT(*) AS ?n) {{ {endless} }}"))
    with pytest.raises(EngineUnavailable, match="cannot be opened"):
        ask(engine, "ASK {}")


@pytest.mark.parametrize("damage", ["nothing", "no pointer", "no manifest", "bad manifest"])
def test_a_store_without_a_graph_says_how_to_build_one(
    tmp_path: Path,
    open_engine: Callable[..., LocalEngine],
    publish_quads: Publish,
    make_papers: MakePapers,
    damage: str,
) -> None:
    if damage != "nothing":
        publish_quads(tmp_path, "one", make_papers(1))
    manifest = tmp_path / "snapshots" / "one" / "manifest.json"
    match damage:
        case "no pointer":
            (tmp_path / "current").unlink()
        case "no manifest":
            manifest.unlink()
        case "bad manifest":
            manifest.write_text("[]", encoding="utf-8")
    with pytest.raises(NoGraph, match="curagraph build") as caught:
        open_engine(store=tmp_path)
    assert "\n" not in str(caught.value)


def test_a_database_that_does_not_open_says_so(
    tmp_path: Path, open_engine: Callable[..., LocalEngine], publish_quads: Publish
) -> None:
    publish_quads(tmp_path, "one", [])
    for file in (tmp_path / "snapshots" / "one" / "db").iterdir():
        file.write_bytes(b"damaged")
    with pytest.raises(EngineUnavailable, match="cannot be opened"):
        open_engine(store=tmp_path)


def test_the_pointer_names_a_folder_never_a_way_out(
    tmp_path: Path,
    open_engine: Callable[..., LocalEngine],
    publish_quads: Publish,
    make_papers: MakePapers,
) -> None:
    publish_quads(tmp_path / "a", "one", make_papers(1))
    publish_quads(tmp_path / "b", "two", make_papers(1))
    (tmp_path / "b" / "current").write_text("../../a/snapshots/one", encoding="utf-8")
    with pytest.raises(NoGraph):
        open_engine(store=tmp_path / "b")
