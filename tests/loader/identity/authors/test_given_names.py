"""The table of short forms: what a person edits counts, and a mistake in it is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loader import tables
from loader.errors import TableError
from loader.identity.authors import near
from loader.identity.authors.mentions import forms_of

Edit = Callable[[str], None]


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Edit]:
    """Puts a text in the place of the table."""
    monkeypatch.setattr(tables, "shipped", lambda: tmp_path)

    def write(text: str) -> None:
        (tmp_path / "given-names.toml").write_text(text, encoding="utf-8")
        near.groups_of_given_names.cache_clear()

    yield write
    near.groups_of_given_names.cache_clear()


def test_short_forms_come_from_the_table(edit: Edit) -> None:
    edit('groups = ["wilhelmina mina"]')
    forms = forms_of(["Mina Ottway", "Wilhelmina Ottway", "Rob Quon", "Robert Quon"])
    assert set(near.near_pairs(forms, [True] * 4).values()) == {"short-form"}


@pytest.mark.parametrize("text", ["[[groups", 'groups = "mina"', "groups = [1]", ""])
def test_a_mistake_in_the_table_is_named(edit: Edit, text: str) -> None:
    edit(text)
    with pytest.raises(TableError, match=r"given-names\.toml"):
        near.near_pairs(forms_of(["Mina Ottway"]), [True])
