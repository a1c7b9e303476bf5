"""A client that asks more often than it may is told when to come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.app import create_app
from server.settings import SettingError, Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.servers import Live

    Serve = Callable[..., AbstractContextManager[Live]]


def test_who_asks_too_often_has_to_wait(mixed_store: Path, serve_store: Serve) -> None:
    with serve_store(mixed_store, workers=1, rate_limit="3 per minute") as live:
        assert [live.query("ASK {}").status for _ in range(2)] == [200, 200]
        assert live.get("/ontology").status == 200
        for path in ("/sparql?query=ASK%7B%7D", "/ontology", "/export/nt"):
            reply = live.get(path)
            assert (reply.status, reply.problem["code"]) == (429, "rate-limit")
            assert 0 < int(reply.headers["Retry-After"]) <= 60
        for path in ("/health", "/ready", "/metrics", "/static/css/pages.css"):
            assert live.get(path).status == 200
        page = live.get("/", "text/html,*/*;q=0.8")
        assert (page.status, page.headers["Content-Type"]) == (429, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("PATCH", "/sparql", 405)]
)
def test_what_there_is_not_counts_too(
    mixed_store: Path, serve_store: Serve, method: str, path: str, status: int
) -> None:
    with serve_store(mixed_store, workers=1, rate_limit="2 per minute") as live:
        replies = [live.ask(method, path) for _ in range(3)]
        assert [reply.status for reply in replies] == [status, status, 429]
        assert int(replies[-1].headers["Retry-After"]) > 0
        assert live.query("ASK {}").status == 429


def test_nobody_has_to_by_default(live: Live) -> None:
    replies = [live.query("ASK {}") for _ in range(50)]
    assert {reply.status for reply in replies} == {200}
    assert "Retry-After" not in replies[0].headers


def test_clients_behind_a_proxy_are_told_apart_where_it_is_trusted(
    mixed_store: Path, serve_store: Serve
) -> None:
    def statuses(**settings: object) -> list[int]:
        with serve_store(mixed_store, workers=1, rate_limit="1 per minute", **settings) as live:
            return [
                live.ask("GET", "/ontology", headers={"X-Forwarded-For": client}).status
                for client in ("192.0.2.1", "192.0.2.2", "192.0.2.1")
            ]

    assert statuses(trusted_proxy="127.0.0.1") == [200, 200, 429]
    assert statuses() == [200, 429, 429]


@pytest.mark.parametrize("limit", ["often", "10", "-1 per day"])
def test_what_is_no_limit_is_one_line(mixed_store: Path, limit: str) -> None:
    with pytest.raises(SettingError, match="--rate-limit"):
        create_app(Settings(store=mixed_store, rate_limit=limit))
