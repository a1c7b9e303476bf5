"""Validators of answers of ``/sparql``, and answers that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.server.sparql.asking import CSV, JSON, SELECT, XML

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.conftest import Live


def test_the_same_answer_is_not_sent_again(live: Live) -> None:
    first = live.query(SELECT)
    assert first.headers["Cache-Control"] == "no-cache"
    path = f"/sparql?query={quote(SELECT)}"
    again = live.ask("GET", path, headers={"If-None-Match": first.headers["Etag"]})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["Etag"] == first.headers["Etag"]


def test_a_validator_is_strong_where_all_bytes_are_at_hand(live: Live) -> None:
    first, again = live.query(SELECT), live.query(SELECT)
    assert first.headers["Etag"].startswith('"')
    assert (again.headers["Etag"], again.body) == (first.headers["Etag"], first.body)


def test_a_validator_is_weak_where_rows_may_come_in_another_order(
    mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
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


@pytest.mark.parametrize("tag", ['"x"', "x", 'W/"', '"-"', '"{question}-"', '"{question}-\xe9"'])
def test_another_validator_is_no_match(live: Live, tag: str) -> None:
    question = live.query(SELECT).headers["Etag"].strip('"').partition("-")[0]
    path = f"/sparql?query={quote(SELECT)}"
    given = {"If-None-Match": tag.format(question=question)}
    assert live.ask("GET", path, headers=given).status == 200


def test_what_is_known_is_not_asked_again(live: Live) -> None:
    """The header is that of RFC 9211."""
    text = "SELECT ?s { ?s ?p 7 }"
    uses = [live.query(text).headers["Cache-Status"] for _ in range(3)]
    assert uses == ["Curagraph; fwd=miss", "Curagraph; hit", "Curagraph; hit"]
    assert live.query(text, XML).headers["Cache-Status"] == "Curagraph; fwd=miss"
    volatile = live.query("SELECT (RAND() AS ?x) {}").headers["Cache-Status"]
    assert volatile == "Curagraph; fwd=bypass"


def test_nothing_is_kept_where_that_is_wanted(
    mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> None:
    with serve_store(mixed_store, workers=1, cache_size=0) as live:
        assert "Cache-Status" not in live.query("ASK {}").headers


def test_another_format_is_another_answer(live: Live) -> None:
    tags = {live.query(SELECT, accept).headers["Etag"] for accept in (JSON, XML, CSV)}
    assert len(tags) == 3


def test_what_is_never_the_same_has_no_validator(live: Live) -> None:
    reply = live.query("SELECT (NOW() AS ?now) {}")
    assert "Etag" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"


def test_an_answer_says_its_snapshot_and_its_time(live: Live) -> None:
    reply = live.query("ASK {}")
    assert reply.headers["Curagraph-Snapshot"] == "first"
    assert reply.headers["Server-Timing"].startswith("query;dur=")
