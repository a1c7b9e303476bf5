"""What takes a list whose commits are known to answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Store

from loader.build import build
from loader.publishing import SnapshotStore
from tests.commits import fresh

WIDGETS = "- **Widgets for Gizmos** arXiv 2021 [[paper](https://arxiv.org/abs/2105.11333)]\n"
PUBLISHED = WIDGETS.replace("arXiv 2021", "ICML 2022")
COGS = "- **Cogs without Wheels** CVPR 2022 [[paper](https://arxiv.org/abs/2201.00001)]\n"
GEARS = "- **Gears of Old** ICML 2010 [[paper](https://arxiv.org/abs/1001.00001)]\n"
MOVED = GEARS.replace("ICML 2010", "NeurIPS 2010")
HEAD = "# Awesome Widgets\n\n## Object Detection\n\n"

Row = dict[str, str]
Ask = Callable[..., list[Row]]


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A list of four commits: Widgets is published, Cogs comes, Gears is changed and goes."""
    folder, commit = fresh(tmp_path_factory)
    commit("2021-01-01T00:00:00Z", list=HEAD + WIDGETS + GEARS)
    commit("2022-02-01T00:00:00Z", list=HEAD + PUBLISHED + GEARS)
    commit("2023-03-01T23:59:59Z", list=HEAD + PUBLISHED + MOVED + COGS)
    commit("2024-04-01T00:00:00Z", list=HEAD + PUBLISHED + COGS)
    store = SnapshotStore(folder.parent / "store")
    build([str(folder / "list.md")], store)
    published = store.published()
    assert published is not None
    return Store.read_only(str(published / "db"))


def told(rows: list[Row], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


COLUMNS = ("when", "change", "title", "field", "before", "after")
IN_2021 = [
    ("2021-01-01T00:00:00Z", "added", "Gears of Old", "", "", ""),
    ("2021-01-01T00:00:00Z", "added", "Widgets for Gizmos", "", "", ""),
]
IN_2022 = [
    ("2022-02-01T00:00:00Z", "changed", "Widgets for Gizmos", "venue", "arXiv", "ICML"),
    ("2022-02-01T00:00:00Z", "changed", "Widgets for Gizmos", "year", "2021", "2022"),
]
IN_2023 = [
    ("2023-03-01T23:59:59Z", "added", "Cogs without Wheels", "", "", ""),
    ("2023-03-01T23:59:59Z", "changed", "Gears of Old", "venue", "ICML", "NeurIPS"),
]
IN_2024 = [("2024-04-01T00:00:00Z", "removed", "Gears of Old", "", "", "")]


def test_the_changes_of_a_list_come_the_last_first(past: Store, ask: Ask) -> None:
    rows = ask(past, "changes-of-a-list", {"list": "list:list"})
    assert told(rows, *COLUMNS) == IN_2024 + IN_2023 + IN_2022 + IN_2021


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2022-02-01", "2023-03-01", IN_2023 + IN_2022),
        ("2022-02-02", "2023-02-28", []),
        ("2024-01-01", "2099-12-31", IN_2024),
    ],
)
def test_both_days_are_included(
    past: Store, ask: Ask, first: str, last: str, expected: list[tuple[str, ...]]
) -> None:
    rows = ask(past, "changes-of-a-list", {"list": "list:list", "from": first, "to": last})
    assert told(rows, *COLUMNS) == expected


def test_a_change_names_its_commit_and_its_paper(past: Store, ask: Ask) -> None:
    """What was taken out and is in no list any more is a title alone."""
    rows = ask(past, "changes-of-a-list", {"list": "list:list"})
    assert all(len(row["commit"]) == 40 for row in rows)
    papers = {row["title"]: row["paper"] for row in rows}
    assert papers == {
        "Widgets for Gizmos": "paper:arxiv-2105.11333",
        "Cogs without Wheels": "paper:arxiv-2201.00001",
        "Gears of Old": "",
    }


def test_what_is_new_on_a_task_is_what_was_taken_up_since(past: Store, ask: Ask) -> None:
    asked = {"task": "task:object-detection", "since": "2023-03-01"}
    rows = ask(past, "new-on-a-task", asked)
    assert told(rows, "added", "title", "listName", "venueName") == [
        ("2023-03-01T23:59:59Z", "Cogs without Wheels", "Awesome Widgets", "CVPR")
    ]
    assert ask(past, "new-on-a-task", {**asked, "since": "2023-03-02"}) == []
    assert len(ask(past, "new-on-a-task", {**asked, "since": "2021-01-01"})) == 2


def test_what_is_new_over_all_lists_is_asked_since_a_day(past: Store, ask: Ask) -> None:
    """The day itself is included; a list may be named."""
    new = [("2023-03-01T23:59:59Z", "Cogs without Wheels", "Awesome Widgets")]
    asked = {"since": "2023-03-01"}
    assert told(ask(past, "recently-added", asked), "added", "title", "listName") == new
    assert ask(past, "recently-added", {"since": "2023-03-02"}) == []
    assert len(ask(past, "recently-added", {**asked, "list": "list:list"})) == 1
    assert ask(past, "recently-added", {**asked, "list": "list:other"}) == []


def test_a_preprint_that_got_a_venue_was_relabelled_and_one_venue_for_another_is_not(
    past: Store, ask: Ask
) -> None:
    rows = ask(past, "relabelled-preprints")
    assert told(rows, "title", "since", "relabelled", "before", "after") == [
        (
            "Widgets for Gizmos",
            "2021-01-01T00:00:00Z",
            "2022-02-01T00:00:00Z",
            "arXiv",
            "ICML",
        )
    ]


def test_what_was_is_in_no_answer_about_what_is(past: Store, ask: Ask) -> None:
    """Three saved queries that ask for entries give those that the list holds, each once."""
    for name in ("recently-added", "curation-lag", "newest-papers"):
        titles = [row["title"] for row in ask(past, name)]
        assert sorted(titles) == ["Cogs without Wheels", "Widgets for Gizmos"], name
    queue = ask(past, "curation-queue", {"list": "list:list"})
    assert {row["label"] for row in queue} == {"Cogs without Wheels", "Widgets for Gizmos"}
