"""What every test may use: the shipped list built once, as a user's command builds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.build import build
from loader.publishing import SnapshotStore

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def seed_list() -> Path:
    """The list that ships with Curagraph."""
    return ROOT / "data" / "medical-vision-language.md"


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory, seed_list: Path) -> Path:
    """A store with the shipped list, published."""
    root = tmp_path_factory.mktemp("seed") / "store"
    build([str(seed_list)], SnapshotStore(root))
    return root
