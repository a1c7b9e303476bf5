"""Which names a server answers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.hosts import is_trusted, trusted_hosts
from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.conftest import Live

HERE = {"localhost", "127.0.0.1", "::1"}


@pytest.mark.parametrize(
    ("host", "given", "trusted"),
    [
        ("127.0.0.1", "", HERE),
        ("localhost", "", HERE),
        ("::1", "", HERE),
        ("127.0.0.2", "", HERE | {"127.0.0.2"}),
        ("0.0.0.0", "", {"*"}),  # noqa: S104 - nothing listens
        ("::", "", {"*"}),
        ("", "", {"*"}),
        ("192.0.2.1", "", {"192.0.2.1"}),
        ("Graph.example.org", "", {"graph.example.org"}),
        ("127.0.0.1", "graph.example.org", {"graph.example.org"}),
        ("127.0.0.1", " a.example , [::1] ,", {"a.example", "::1"}),
    ],
)
def test_the_default_follows_the_address_listened_on(
    host: str, given: str, trusted: set[str]
) -> None:
    assert trusted_hosts(Settings(host=host, trusted_hosts=given)) == trusted


@pytest.mark.parametrize("header", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST."])
def test_names_of_this_machine_are_its_own(header: str) -> None:
    assert is_trusted(header, frozenset(HERE))


@pytest.mark.parametrize(
    "header", ["", "evil.example", "localhost.evil.example", "evil.example:80", "[::2]", "x y"]
)
def test_other_names_are_not(header: str) -> None:
    assert not is_trusted(header, frozenset(HERE))


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/nothing", "/health", "/paper"])
def test_a_page_of_another_site_cannot_pass_for_this_one(live: Live, path: str) -> None:
    """DNS rebinding: its name stands for 127.0.0.1, but it stays its name."""
    reply = live.ask("GET", path, headers={"Host": "evil.example:8000"})
    assert reply.status == 400
    assert reply.problem["code"] == "unknown-host"
    assert "--trusted-hosts evil.example" in reply.problem["detail"]


def test_a_browser_is_told_on_a_page(live: Live) -> None:
    headers = {"Host": "evil.example", "Accept": "text/html"}
    reply = live.ask("GET", "/", headers=headers)
    assert (reply.status, reply.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert b"evil.example" in reply.body


def test_a_name_can_be_given(
    mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> None:
    with serve_store(mixed_store, workers=1, trusted_hosts="graph.example.org") as live:
        reply = live.ask("GET", "/sparql", headers={"Host": "graph.example.org"})
        assert b"<http://graph.example.org/sparql>" in reply.body
        assert live.get("/health").status == 400
