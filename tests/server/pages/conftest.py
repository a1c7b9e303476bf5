"""The whole application over the shipped list, and over a graph that wants to do harm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse

from server.app import create_app
from server.settings import Settings

HOSTILE = Path(__file__).with_name("hostile.trig")
LONG = "A" * 1_000_000


def client_over(store: Path) -> Iterator[FlaskClient]:
    """A client of an application that is closed at the end."""
    app = create_app(Settings(store=store, workers=1, page_workers=1))
    yield app.test_client()
    app.extensions["curagraph"].close()


@pytest.fixture(scope="session")
def site(seed_store: Path) -> Iterator[FlaskClient]:
    """The application over the shipped list."""
    yield from client_over(seed_store)


@pytest.fixture(scope="session")
def hostile_site(
    tmp_path_factory: pytest.TempPathFactory,
    publish_quads: Callable[[Path, str, Iterable[Quad]], None],
) -> Iterator[FlaskClient]:
    """The application over a graph whose every text and link is an attack."""
    store = tmp_path_factory.mktemp("hostile") / "store"
    text = HOSTILE.read_text(encoding="utf-8").replace("@LONG@", LONG)
    publish_quads(store, "first", parse(text, RdfFormat.TRIG))
    yield from client_over(store)


@pytest.fixture
def seen(site: FlaskClient) -> Callable[[str], str]:
    """What a browser is sent for an address, entities resolved."""

    def page(address: str) -> str:
        response = site.get(address, headers={"Accept": "text/html"})
        assert response.status_code == 200, address
        return unescape(response.text)

    return page
