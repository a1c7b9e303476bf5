"""What browsers and crawlers look for without having been told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.settings import Settings


@pytest.fixture(scope="module")
def client(mixed_store: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(store=mixed_store, workers=1, page_workers=1))
    yield app.test_client()
    app.extensions["curagraph"].close()


def allowed(rules: str, path: str) -> bool:
    """Whether rules of RFC 9309 without Allow lines let a crawler ask for a path."""
    forbidden = re.findall(r"^Disallow: (\S+)$", rules, re.MULTILINE)
    patterns = (".*".join(map(re.escape, rule.split("*"))) for rule in forbidden)
    return not any(re.match(pattern, path) for pattern in patterns)


@pytest.mark.parametrize(
    ("path", "free"),
    [
        ("/", True),
        ("/paper/arxiv-2105.11333", True),
        ("/paper/arxiv-2105.11333.ttl", True),
        ("/papers?page=2", True),
        ("/collaborations", True),
        ("/queries/papers-on-a-task", True),
        ("/static/css/base.css?v=1", True),
        ("/queries/papers-on-a-task?task=task:x", False),
        ("/sparql", False),
        ("/sparql?query=SELECT", False),
        ("/api/queries/papers-on-a-task", False),
        ("/export/nq", False),
        ("/search?q=widgets", False),
    ],
)
def test_crawlers_may_read_pages_and_ask_nothing(
    client: FlaskClient, path: str, *, free: bool
) -> None:
    response = client.get("/robots.txt")
    assert (response.status_code, response.mimetype) == (200, "text/plain")
    assert response.text.startswith("User-agent: *\n")
    assert allowed(response.text, path) == free


def test_the_icon_is_the_mark_of_the_pages(client: FlaskClient) -> None:
    for accept in ("image/avif,image/webp,*/*;q=0.8", "*/*"):
        response = client.get("/favicon.ico", headers={"Accept": accept})
        assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
        assert response.data.startswith(b"<svg")
    page = client.get("/", headers={"Accept": "text/html"}).text
    linked = re.search(r'<link rel="icon" href="([^"]+)"', page)
    assert linked is not None
    with client.get(linked[1]) as shown:
        assert shown.data == response.data
