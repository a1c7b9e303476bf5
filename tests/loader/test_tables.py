"""Authority tables: what a person edits is checked, and a mistake is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loader import tables
from loader.errors import TableError
from loader.fields import venues
from loader.fields.venues import read_venue

Edit = Callable[[str], None]


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Edit]:
    """Puts a text in the place of the table of venues."""
    monkeypatch.setattr(tables, "shipped", lambda: tmp_path)

    def write(text: str) -> None:
        (tmp_path / "venues.toml").write_text(text, encoding="utf-8")
        venues.venues.cache_clear()

    yield write
    venues.venues.cache_clear()


VENUE = '[[venue]]\nacronym = "KDD"\nname = "Data Mining"\nkind = "conference"\n'


def test_an_edited_table_is_what_counts(edit: Edit) -> None:
    edit(VENUE + 'aliases = ["SIGKDD"]\n')
    assert read_venue("SIGKDD 2023").label == "KDD"
    assert read_venue("NeurIPS 2023").venue is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[venue", "cannot be read"),
        ('[[venue]]\nacronym = "KDD"\n', "give acronym, name and kind"),
        (VENUE.replace("conference", "party"), "give acronym, name and kind"),
        (VENUE + VENUE.replace("KDD", "DM"), "'Data Mining' names both KDD and DM"),
        (VENUE + 'hots = "ICML"\n', "KDD: there is no field 'hots'"),
        (VENUE + 'host = "ICML"\n', "KDD names 'ICML', which is no acronym there"),
    ],
)
def test_a_mistake_in_a_table_is_named(edit: Edit, text: str, why: str) -> None:
    edit(text)
    with pytest.raises(TableError, match=r"venues\.toml") as caught:
        read_venue("KDD 2023")
    assert why in str(caught.value)


def test_a_missing_table_is_named(edit: Edit) -> None:
    edit(VENUE)
    with pytest.raises(TableError, match=r"nothing\.toml"):
        tables.table("nothing")
