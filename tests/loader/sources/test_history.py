"""History: since when a list says what it says, by the commits of its checkout."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from loader.gathering import gather
from loader.history import with_history
from server.cli import main
from tests.commits import Commit

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

WIDGETS = "- **Widgets for Gizmos** [[paper](https://arxiv.org/abs/2105.11333)]\n"
COGS = "- **Cogs without Wheels** [[paper](https://arxiv.org/abs/2201.00001)]\n"


def added(file: Path) -> Mapping[str, str | None]:
    (found,) = gather([str(file)]).lists
    dated, _ = with_history(found)
    return {entry.title: entry.added for entry in dated.entries}


def test_an_entry_is_as_old_as_the_commit_that_brought_it(folder: Path, commit: Commit) -> None:
    commit("2021-06-01T10:00:00+02:00", list=WIDGETS)
    commit("2022-02-01T10:00:00Z", list=WIDGETS + COGS)
    assert added(folder / "list.md") == {
        "Widgets for Gizmos": "2021-06-01T08:00:00Z",
        "Cogs without Wheels": "2022-02-01T10:00:00Z",
    }


def test_an_entry_that_is_written_anew_keeps_its_age_by_its_link(
    folder: Path, commit: Commit
) -> None:
    commit("2021-06-01T10:00:00Z", list=WIDGETS)
    commit("2023-06-01T10:00:00Z", list=WIDGETS.replace("- **", "- `ICML 2022` **"))
    assert added(folder / "list.md") == {"Widgets for Gizmos": "2021-06-01T10:00:00Z"}


LATER = (
    "**Cogs without Wheels** \\\n*Machine Turning Letters, volume 7* \\\n"
    "[[paper](https://doi.org/10.1016/S0140-6736(20)30183-5)]\n\n"
)
EARLIER = LATER.replace("Cogs without", "Wheels without").replace("30183", "30000")


def test_a_line_that_several_entries_share_makes_none_of_them_older(
    folder: Path, commit: Commit
) -> None:
    commit("2020-01-01T00:00:00Z", list=EARLIER)
    commit("2024-01-01T00:00:00Z", list=EARLIER + LATER)
    commit("2025-01-01T00:00:00Z", list=EARLIER + LATER.replace("**Cogs", "`New` **Cogs"))
    assert added(folder / "list.md") == {
        "Wheels without Wheels": "2020-01-01T00:00:00Z",
        "Cogs without Wheels": "2024-01-01T00:00:00Z",
    }


def test_a_list_that_was_renamed_keeps_its_history(folder: Path, commit: Commit) -> None:
    commit("2021-06-01T10:00:00Z", old=WIDGETS)
    (folder / "old.md").unlink()
    commit("2023-06-01T10:00:00Z", new=WIDGETS)
    assert added(folder / "new.md") == {"Widgets for Gizmos": "2021-06-01T10:00:00Z"}


def test_what_is_not_committed_claims_no_age(folder: Path, commit: Commit, tmp_path: Path) -> None:
    commit("2021-06-01T10:00:00Z", list=WIDGETS)
    (folder / "list.md").write_text(WIDGETS + COGS, encoding="utf-8")
    assert set(added(folder / "list.md").values()) == {None}
    (tmp_path / "alone.md").write_text(WIDGETS, encoding="utf-8")
    assert set(added(tmp_path / "alone.md").values()) == {None}


def test_the_snapshot_says_when_it_was_committed(folder: Path, commit: Commit) -> None:
    commit("2021-06-01T10:00:00+02:00", list=WIDGETS)
    (found,) = gather([str(folder / "list.md")]).lists
    assert found.snapshot.committed == "2021-06-01T08:00:00Z"


def test_a_build_puts_it_into_the_graph(folder: Path, commit: Commit, tmp_path: Path) -> None:
    commit("2021-06-01T10:00:00Z", list=WIDGETS)
    store = str(tmp_path / "store")
    built = CliRunner().invoke(main, ["build", str(folder / "list.md"), "--store", store])
    assert built.exit_code == 0, built.output
    asked = ["query", "recently-added", "--format", "csv", "--store", store]
    found = CliRunner().invoke(main, asked).stdout
    assert "2021-06-01T10:00:00Z" in found
    assert "Widgets for Gizmos" in found


def test_no_program_that_the_checkout_names_is_run(
    folder: Path, commit: Commit, tmp_path: Path
) -> None:
    commit("2021-06-01T10:00:00Z", list=WIDGETS)
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat $1\n", encoding="utf-8")
    trap.chmod(0o755)
    settings = {
        "diff": f"external = {trap}",
        'diff "trap"': f"textconv = {trap}\ncommand = {trap}",
        "log": "showSignature = true",
        "gpg": f"program = {trap}",
        "core": f"pager = {trap}",
    }
    with (folder / ".git" / "config").open("a", encoding="utf-8") as file:
        file.writelines(f"[{name}]\n{lines}\n" for name, lines in settings.items())
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "attributes").write_text("*.md diff=trap\n", encoding="utf-8")
    assert added(folder / "list.md") == {"Widgets for Gizmos": "2021-06-01T10:00:00Z"}
    assert not (tmp_path / "sprung").exists()
