"""Headers on every response, links that are safe, assets that may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from flask import render_template_string

from ontology import BASE
from ontology.iris import Iris
from server.app import create_app, local
from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from tests.server.conftest import Live

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def app(mixed_store: Path) -> Iterator[Flask]:
    app = create_app(Settings(store=mixed_store, workers=1, page_workers=1))
    yield app
    app.extensions["curagraph"].close()


@pytest.mark.parametrize("path", ["/", "/health", "/nothing", "/sparql?query=ASK%7B%7D", "/sparql"])
def test_every_response_carries_them(live: Live, path: str) -> None:
    headers = live.get(path, BROWSER).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


def test_inline_style_is_for_the_workbench_alone(live: Live) -> None:
    assert "unsafe-inline" not in live.get("/", BROWSER).headers["Content-Security-Policy"]


def test_pages_are_not_for_other_sites_to_read(live: Live) -> None:
    assert "Access-Control-Allow-Origin" not in live.get("/", BROWSER).headers


def test_an_error_page_that_fails_does_not_hide_the_error(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise RuntimeError

    monkeypatch.setattr("server.problems.render_template", broken)
    reply = app.test_client().get("/nothing", headers={"Accept": BROWSER})
    assert reply.status_code == 404
    assert reply.content_type == "application/problem+json"


def test_a_fault_of_ours_tells_nothing_of_itself(app: Flask) -> None:
    with app.test_request_context("/"):
        try:
            raise ValueError("secret")  # noqa: TRY301 - handled as Flask does
        except ValueError as error:
            reply = app.ensure_sync(app.handle_exception)(error)
    assert reply.status_code == 500
    assert b"secret" not in reply.get_data()


@pytest.mark.parametrize(
    ("iri", "link"),
    [
        ("https://w3id.org/curagraph/paper/arxiv-1", "/paper/arxiv-1"),
        ("https://w3id.org/curagraph/paper/arxiv-1#author-1", "/paper/arxiv-1#author-1"),
        ("http://example.org/", "http://example.org/"),
        ("HTTPS://example.org/", "HTTPS://example.org/"),
        ("javascript:alert(1)", None),
        ("data:text/html,<script>", None),
        ("//example.org/", None),
        ("https://w3id.org/curagraph//example.org/", "https://w3id.org/curagraph//example.org/"),
        ("", None),
    ],
)
def test_only_safe_iris_become_links(iri: str, link: str | None) -> None:
    assert local(iri, Iris()) == link


def test_an_asset_is_kept_under_its_content(app: Flask) -> None:
    with app.test_request_context("/"):
        url = render_template_string("{{ asset('vendor/bundles.sha256') }}")
        assert render_template_string("{{ asset('nothing.js') }}") == "/static/nothing.js"
        assert render_template_string(f"{{{{ local('{BASE}x') }}}}") == "/x"
    assert "?v=" in url
    reply = app.test_client().get(url)
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    reply.close()
    plain = app.test_client().get(url.partition("?")[0])
    assert "immutable" not in plain.headers["Cache-Control"]
    plain.close()


def test_what_has_not_changed_is_for_other_sites_too(live: Live) -> None:
    text = "SELECT * { ?s ?p ?o } LIMIT 1"
    etag = live.query(text).headers["Etag"]
    target = "/sparql?" + urlencode({"query": text})
    again = live.ask("GET", target, headers={"If-None-Match": etag})
    assert (again.status, again.headers["Access-Control-Allow-Origin"]) == (304, "*")
