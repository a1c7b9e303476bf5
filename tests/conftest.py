"""What every test may use: the shipped list built once, as a user's command builds it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from loader.build import build
from loader.publishing import SnapshotStore
from loader.remote_login import auth_from
from loader.remote_store import load_into
from ontology import BASE
from tests.commits import Commit, committing
from tests.virtuoso import Virtuoso, virtuoso

ROOT = Path(__file__).parent.parent

# The same examples each time, however slow the machine: a gate has to give one answer. To look
# for new ones: pytest --hypothesis-profile=explore
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=5000)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def seed_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list that ships with Curagraph, outside of any checkout.

    Within one it would know its repository and commit, and the answers would hang on those.
    """
    shipped = ROOT / "data" / "medical-vision-language.md"
    return Path(shutil.copy(shipped, tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory, seed_list: Path) -> Path:
    """A store with the shipped list, published."""
    root = tmp_path_factory.mktemp("seed") / "store"
    build([str(seed_list)], SnapshotStore(root))
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is to be a checkout."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def commit(folder: Path) -> Commit:
    """Commits what the folder holds."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    return committing(folder)


@pytest.fixture(scope="session")
def loaded_virtuoso(
    seed_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Virtuoso]:
    """Virtuoso with the graph of the shipped list."""
    published = SnapshotStore(seed_store).published()
    assert published is not None
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        auth = auth_from(None, server.login_file)
        load_into(server.graph_store, published / "db", BASE, auth=auth)
        yield server
