"""Dating: which commit brought an entry, where its line or its link says more than one thing."""

from __future__ import annotations

from pathlib import Path

from loader.gathering import gather
from loader.history import with_history
from loader.records import ReadingList
from tests.commits import Commit

HEAD = "# Awesome Widgets\n\n## Detection\n\n"
MORE = "\n## Segmentation\n\n"
WIDGETS = "- **Widgets for Gizmos** arXiv 2021 [[paper](https://arxiv.org/abs/2105.11333)]\n"
COGS = "- **Cogs without Wheels** CVPR 2022 [[paper](https://arxiv.org/abs/2201.00001)]\n"
GEARS = "- **Gears of Old** ICML 2010 [[paper](https://arxiv.org/abs/1001.00001)]\n"


def read(folder: Path, patience: float = 60.0) -> ReadingList:
    (found,) = gather([str(folder / "list.md")]).lists
    return with_history(found, patience)[0]


def years(found: ReadingList) -> list[tuple[str, str | None]]:
    return [(each.title, each.added and each.added[:4]) for each in found.entries]


def test_a_paper_under_a_second_heading_is_there_since_it_was_put_there(
    folder: Path, commit: Commit
) -> None:
    commit("2021-01-01T00:00:00Z", list=HEAD + WIDGETS)
    commit("2023-01-01T00:00:00Z", list=HEAD + WIDGETS + MORE + WIDGETS)
    assert years(read(folder)) == [("Widgets for Gizmos", "2021"), ("Widgets for Gizmos", "2023")]


def test_a_link_that_was_copied_to_another_paper_makes_it_no_older(
    folder: Path, commit: Commit
) -> None:
    commit("2021-01-01T00:00:00Z", list=HEAD + WIDGETS)
    wrong = COGS.replace("2201.00001", "2105.11333")
    commit("2024-01-01T00:00:00Z", list=HEAD + WIDGETS + wrong)
    assert years(read(folder)) == [("Widgets for Gizmos", "2021"), ("Cogs without Wheels", "2024")]


def test_the_link_of_an_entry_that_is_gone_makes_no_other_older(
    folder: Path, commit: Commit
) -> None:
    """Also where the entry that is gone led elsewhere when it went."""
    commit("2021-01-01T00:00:00Z", list=HEAD + GEARS + WIDGETS)
    commit("2022-01-01T00:00:00Z", list=HEAD + GEARS + WIDGETS.replace("2105.11333", "2105.11334"))
    commit("2023-01-01T00:00:00Z", list=HEAD + GEARS)
    wrong = COGS.replace("2201.00001", "2105.11333")
    commit("2024-01-01T00:00:00Z", list=HEAD + GEARS + wrong)
    assert years(read(folder)) == [("Gears of Old", "2021"), ("Cogs without Wheels", "2024")]


def test_what_stood_there_before_it_could_be_read_is_as_old_as_that(
    folder: Path, commit: Commit
) -> None:
    """Also where two entries lead to one paper: nothing else tells of them."""
    hidden = f"# Awesome Widgets\n\n```\n{WIDGETS}"
    commit("2020-01-01T00:00:00Z", list=hidden)
    commit("2021-01-01T00:00:00Z", list=HEAD + WIDGETS + MORE + WIDGETS)
    assert years(read(folder)) == [("Widgets for Gizmos", "2020")] * 2


def test_what_only_one_entry_ever_said_is_as_old_as_its_first_appearance(
    folder: Path, commit: Commit
) -> None:
    commit("2020-01-01T00:00:00Z", list=HEAD + GEARS + f"\n```\n{WIDGETS}{COGS}")
    commit("2021-01-01T00:00:00Z", list=HEAD + GEARS + WIDGETS + COGS)
    commit("2022-01-01T00:00:00Z", list=HEAD + GEARS + WIDGETS.replace("arXiv", "ICML") + COGS)
    assert years(read(folder)) == [
        ("Gears of Old", "2020"),
        ("Widgets for Gizmos", "2020"),
        ("Cogs without Wheels", "2020"),
    ]


def test_commits_stand_in_the_order_of_the_log_whatever_their_clocks_said(
    folder: Path, commit: Commit
) -> None:
    """A commit is no earlier than the one before it, and nothing ends before it began."""
    commit("2023-01-01T00:00:00Z", list=HEAD + WIDGETS + GEARS)
    commit("2020-01-01T00:00:00Z", list=HEAD + WIDGETS + COGS)
    found = read(folder)
    assert years(found) == [("Widgets for Gizmos", "2023"), ("Cogs without Wheels", "2023")]
    assert found.history is not None
    (gone,) = found.history.former
    assert (gone.since, gone.until, found.history.brought) == (0, 1, (0, 1))
    assert found.snapshot.committed == "2023-01-01T00:00:00Z"


def test_without_versions_patches_order_commits_as_the_log_does(
    folder: Path, commit: Commit
) -> None:
    commit("2023-01-01T00:00:00Z", list=HEAD + WIDGETS)
    commit("2020-01-01T00:00:00Z", list=HEAD + WIDGETS.replace("- **", "- `New` **"))
    commit("2024-01-01T00:00:00Z", list=HEAD + WIDGETS.replace("- **", "- `New` **") + COGS)
    assert years(read(folder, patience=0.0)) == [
        ("Widgets for Gizmos", "2023"),
        ("Cogs without Wheels", "2024"),
    ]
