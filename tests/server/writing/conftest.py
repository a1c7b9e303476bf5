"""Writable servers for each test alone."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.writable import Writing, writable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def start_writable(tmp_path: Path) -> Iterator[Callable[..., Writing]]:
    """What starts a writable server; see ``tests.writable.writable``."""
    with ExitStack() as stack:
        yield lambda *store, **settings: stack.enter_context(writable(tmp_path, *store, **settings))


@pytest.fixture
def writing(start_writable: Callable[..., Writing]) -> Writing:
    """A writable server of this test alone."""
    return start_writable()
