"""The application over the shipped list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.settings import Settings


@pytest.fixture(scope="session")
def site(seed_store: Path) -> Iterator[FlaskClient]:
    """A client of the application."""
    app = create_app(Settings(store=seed_store, workers=1, page_workers=1))
    yield app.test_client()
    shared = app.extensions["curagraph"]
    shared.engine.close()
    shared.page_engine.close()
