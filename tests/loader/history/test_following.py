"""Following: what the commits of a list did to its entries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from loader.gathering import gather
from loader.history import with_history
from loader.history.cutting import Cutter, Piece
from loader.history.following import Follower
from loader.reading import read as read_list
from loader.records import Commit as OfList
from loader.records import Entry, Field, ListHistory, ListSnapshot, Markup, ReadingList
from tests.commits import Commit, git

WIDGETS = "- **Widgets for Gizmos** arXiv 2021 [[paper](https://arxiv.org/abs/2105.11333)]\n"
PUBLISHED = WIDGETS.replace("arXiv 2021", "ICML 2022")
COGS = "- **Cogs without Wheels** CVPR 2022 [[paper](https://arxiv.org/abs/2201.00001)]\n"
GEARS = "- **Gears of Old** ICML 2010 [[paper](https://arxiv.org/abs/1001.00001)]\n"


def page(detection: str, segmentation: str = "", first: str = "Detection") -> str:
    return f"# Awesome Widgets\n\n## {first}\n\n{detection}\n## Segmentation\n\n{segmentation}"


def read(folder: Path, name: str = "list") -> ReadingList:
    (found,) = gather([str(folder / f"{name}.md")]).lists
    told, note = with_history(found)
    assert note is None
    return told


def history_of(folder: Path, name: str = "list") -> ListHistory:
    history = read(folder, name).history
    assert history is not None
    return history


def ended(
    history: ListHistory,
) -> list[tuple[str, str, str, list[tuple[str, str | None, str | None]]]]:
    """Title, first and last day, and changes of each former entry."""
    return [
        (
            each.entry.title,
            history.commits[each.since].time[:10],
            history.commits[each.until].time[:10],
            [(change.field, change.before, change.after) for change in each.changes],
        )
        for each in history.former
    ]


def brought(found: ReadingList) -> dict[str, str]:
    assert found.history is not None
    commits = found.history.commits
    return {
        entry.title: commits[place].time[:10]
        for entry, place in zip(found.entries, found.history.brought, strict=True)
        if place is not None
    }


def test_what_a_commit_takes_out_is_removed_by_it(folder: Path, commit: Commit) -> None:
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS + GEARS))
    commit("2023-03-01T00:00:00Z", list=page(WIDGETS))
    history = history_of(folder)
    assert ended(history) == [("Gears of Old", "2021-01-01", "2023-03-01", [])]
    assert history.former[0].entry.raw == GEARS.strip()
    assert history.before == (None,)


def test_what_a_commit_changes_is_told_by_field(folder: Path, commit: Commit) -> None:
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS))
    commit("2022-02-01T00:00:00Z", list=page(PUBLISHED))
    history = history_of(folder)
    told = [(Field.VENUE, "arXiv", "ICML"), (Field.YEAR, "2021", "2022")]
    assert ended(history) == [("Widgets for Gizmos", "2021-01-01", "2022-02-01", told)]
    assert history.before == (0,)
    assert brought(read(folder)) == {"Widgets for Gizmos": "2021-01-01"}


def test_an_entry_stays_the_same_by_its_title_or_by_its_link(folder: Path, commit: Commit) -> None:
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS + COGS))
    linked = WIDGETS.replace("arxiv.org/abs/2105.11333", "example.org/widgets.pdf")
    titled = COGS.replace("Cogs without Wheels", "Cogs Need No Wheel")
    commit("2022-01-01T00:00:00Z", list=page(linked + titled))
    found = ended(history_of(folder))
    assert [(title, [field for field, _, _ in told]) for title, _, _, told in found] == [
        ("Widgets for Gizmos", ["links"]),
        ("Cogs without Wheels", ["title"]),
    ]


def test_an_entry_without_a_paper_stays_the_same_by_its_first_link(
    folder: Path, commit: Commit
) -> None:
    titled = "- **Widgets for Gizmos** ICML 2022 [[project](https://example.org/widgets)]\n"
    commit("2021-01-01T00:00:00Z", list=page(titled + COGS))
    commit("2022-01-01T00:00:00Z", list=page(titled.replace("for Gizmos", "and More") + COGS))
    told = [("title", "Widgets for Gizmos", "Widgets and More")]
    assert ended(history_of(folder)) == [("Widgets for Gizmos", "2021-01-01", "2022-01-01", told)]


def test_an_entry_that_moves_changes_its_section(folder: Path, commit: Commit) -> None:
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS + GEARS, COGS))
    commit("2022-01-01T00:00:00Z", list=page(WIDGETS, GEARS + COGS))
    told = [("section", "Detection", "Segmentation")]
    assert ended(history_of(folder)) == [("Gears of Old", "2021-01-01", "2022-01-01", told)]


def test_a_heading_that_is_renamed_moves_nobody(folder: Path, commit: Commit) -> None:
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS + GEARS, COGS))
    commit("2022-01-01T00:00:00Z", list=page(WIDGETS + GEARS, COGS, first="Finding Things"))
    assert ended(history_of(folder)) == []


@pytest.mark.parametrize(
    "other",
    [
        WIDGETS.replace("- **", "* __").replace("** arXiv", "__ arXiv"),
        WIDGETS.replace("Widgets for Gizmos", "Widgets For Gizmos."),
        WIDGETS.replace("[[paper]", "&nbsp; [[Paper]"),
    ],
)
def test_what_only_looks_otherwise_is_no_change(folder: Path, commit: Commit, other: str) -> None:
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS))
    commit("2022-01-01T00:00:00Z", list=page(other))
    assert ended(history_of(folder)) == []


def test_an_entry_that_comes_back_after_months_is_as_old_as_its_return(
    folder: Path, commit: Commit
) -> None:
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS + GEARS))
    commit("2022-01-01T00:00:00Z", list=page(WIDGETS))
    commit("2023-01-01T00:00:00Z", list=page(WIDGETS + GEARS))
    found = read(folder)
    assert brought(found) == {"Widgets for Gizmos": "2021-01-01", "Gears of Old": "2023-01-01"}
    assert {entry.title: (entry.added or "")[:10] for entry in found.entries} == brought(found)
    assert ended(history_of(folder)) == [("Gears of Old", "2021-01-01", "2022-01-01", [])]


def test_a_slip_that_is_mended_within_days_took_nothing_out(folder: Path, commit: Commit) -> None:
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS + GEARS))
    commit("2022-01-01T00:00:00Z", list="# Awesome Widgets\n")
    commit("2022-01-03T00:00:00Z", list=page(PUBLISHED + GEARS))
    found = read(folder)
    assert set(brought(found).values()) == {"2021-01-01"}
    assert [(title, until) for title, _, until, _ in ended(history_of(folder))] == [
        ("Widgets for Gizmos", "2022-01-03")
    ]


def test_what_stands_there_and_is_not_read_was_never_away(folder: Path, commit: Commit) -> None:
    """A fence that nobody closed hides what follows; the list's readers still see it."""
    commit("2021-01-01T00:00:00Z", list=page(GEARS + WIDGETS))
    commit("2022-01-01T00:00:00Z", list=page(GEARS + "```\n" + WIDGETS))
    commit("2023-01-01T00:00:00Z", list=page(GEARS + WIDGETS))
    assert ended(history_of(folder)) == []


def test_a_comment_takes_out_what_stands_in_it(folder: Path, commit: Commit) -> None:
    commit("2021-01-01T00:00:00Z", list=page(GEARS + WIDGETS))
    commit("2022-01-01T00:00:00Z", list=page(GEARS + f"<!--\n{WIDGETS}-->\n"))
    commit("2023-01-01T00:00:00Z", list=page(GEARS + WIDGETS))
    assert ended(history_of(folder)) == [("Widgets for Gizmos", "2021-01-01", "2022-01-01", [])]
    assert brought(read(folder))["Widgets for Gizmos"] == "2023-01-01"


def test_a_file_that_was_renamed_keeps_its_history(folder: Path, commit: Commit) -> None:
    commit("2021-01-01T00:00:00Z", old=page(WIDGETS + GEARS, COGS))
    (folder / "old.md").unlink()
    commit("2022-01-01T00:00:00Z", new=page(WIDGETS + GEARS, COGS))
    commit("2023-01-01T00:00:00Z", new=page(WIDGETS, COGS))
    history = history_of(folder, "new")
    assert ended(history) == [("Gears of Old", "2021-01-01", "2023-01-01", [])]
    assert [commit.path for commit in history.commits] == ["old.md", "new.md", "new.md"]


def test_a_merge_is_one_change_and_its_entries_are_as_old_as_it_is(
    folder: Path, commit: Commit
) -> None:
    """Versions of two branches side by side would take out what the other brought."""
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS, COGS))
    git(folder, "checkout", "--quiet", "-b", "side")
    commit("2021-02-01T00:00:00Z", list=page(WIDGETS, COGS + GEARS))
    git(folder, "checkout", "--quiet", "main")
    commit("2021-03-01T00:00:00Z", list=page(PUBLISHED, COGS))
    git(folder, "merge", "--quiet", "--no-ff", "side", "-m", "Merge", time="2021-04-01T00:00:00Z")
    assert [title for title, *_ in ended(history_of(folder))] == ["Widgets for Gizmos"]
    assert brought(read(folder))["Gears of Old"] == "2021-04-01"


def test_lines_are_those_of_the_version_that_had_it_last(folder: Path, commit: Commit) -> None:
    many = "".join(
        f"- **Widget Number {number}** ICML 2022 [[paper](https://arxiv.org/abs/2202.{number:05d})]\n"
        for number in range(100)
    )
    commit("2021-01-01T00:00:00Z", list=page(many, COGS))
    commit("2022-01-01T00:00:00Z", list=page(GEARS + many, COGS))
    commit("2023-01-01T00:00:00Z", list=page(GEARS + many))
    (former,) = history_of(folder).former
    assert (former.entry.line, former.entry.end_line) == (109, 109)


def test_versions_that_are_no_text_are_passed_over(folder: Path, commit: Commit) -> None:
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS + GEARS))
    (folder / "list.md").write_bytes(b"\0\xff")
    commit("2022-01-01T00:00:00Z")
    commit("2023-01-01T00:00:00Z", list=page(WIDGETS + GEARS))
    assert ended(history_of(folder)) == []


def test_a_version_that_cannot_be_read_takes_nothing_out_and_fails_nothing() -> None:
    """What stands there is there, whatever becomes of reading it."""
    snapshot = ListSnapshot("list", "list.md", "0" * 64)

    def entries_of(piece: Piece) -> Sequence[Entry]:
        if "unreadable" in piece.text:
            raise RecursionError
        return read_list(snapshot, piece.document).entries

    follower = Follower(entries_of, Cutter(Markup.MARKDOWN))
    for year, more in ((2020, ""), (2021, "unreadable\n"), (2022, "")):
        commit = OfList(str(year), f"{year}-01-01T00:00:00Z", "list.md")
        follower.follow(commit, page(more + GEARS))
    history, returned = follower.history(read_list(snapshot, page(GEARS)).entries)
    assert (history.former, history.brought, returned) == ((), (0,), [False])


def test_a_history_that_cannot_be_read_in_time_is_one_line_of_note(
    folder: Path, commit: Commit
) -> None:
    """The list is as it was, and as old as git's patches tell."""
    commit("2021-01-01T00:00:00Z", list=page(WIDGETS))
    commit("2022-01-01T00:00:00Z", list=page(PUBLISHED))
    (found,) = gather([str(folder / "list.md")]).lists
    told, note = with_history(found, patience=0.0)
    assert note is not None
    assert note.startswith(f"{folder / 'list.md'}: no history: ")
    assert [entry.added for entry in told.entries] == ["2021-01-01T00:00:00Z"]
    assert told.history is None or told.history.former == ()
