"""Gathering and building: many sources at once, each replaced or reported alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from loader.build import build
from loader.cli import build_command, parse_command
from loader.errors import SourceError
from loader.gathering import gather
from loader.publishing import SnapshotStore
from loader.sources import Reach

if TYPE_CHECKING:
    from tests.loader.sources.conftest import Site

ENTRY = "**{title}** \\\n*Ada One* \\\n[p](https://x.org/{title})\n"


def listed(*titles: str) -> str:
    return "# A list\n\n" + "\n".join(ENTRY.format(title=title) for title in titles)


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "store")


def run(command: object, *arguments: object) -> Result:
    assert command in {build_command, parse_command}
    chosen = build_command if command is build_command else parse_command
    return CliRunner().invoke(chosen, [str(each) for each in arguments])


def test_lists_keep_the_order_of_their_sources(tmp_path: Path, site: Site, reach: Reach) -> None:
    file = tmp_path / "z.md"
    file.write_text(listed("Zero"), encoding="utf-8")
    names = [site.says("/b.md", listed("One")), str(file), site.says("/a.md", listed("Two"))]
    gathered = gather(names, reach)
    assert [found.snapshot.source for found in gathered.lists] == names


def test_a_readme_that_only_leads_to_lists_is_no_failure(site: Site, reach: Reach) -> None:
    site.says("/raw/ada/lists/HEAD/README.md", "[a](a.md) [b](b.md)\n")
    site.says("/raw/ada/lists/HEAD/a.md", listed("One"))
    site.says("/raw/ada/lists/HEAD/b.md", "# About us\n")
    gathered = gather(["ada/lists"], reach)
    assert [found.snapshot.key for found in gathered.lists] == ["ada_lists_a"]
    assert gathered.failures == ()
    assert gathered.notes == ("ada/lists: no entries found", "ada/lists:b.md: no entries found")


def test_a_repository_without_any_entry_is_one_failure(site: Site, reach: Reach) -> None:
    site.says("/raw/ada/lists/HEAD/README.md", "[b](b.md)\n")
    site.says("/raw/ada/lists/HEAD/b.md", "# About us\n")
    gathered = gather(["ada/lists"], reach)
    assert gathered.failures == ("ada/lists: no entries found; is it a list of papers?",)
    assert gathered.notes == ()


def test_a_source_that_fails_does_not_stop_the_others(
    site: Site, reach: Reach, store: SnapshotStore, tmp_path: Path
) -> None:
    (tmp_path / "bad.md").write_bytes(b"\0")
    good = site.says("/good.md", listed("One"))
    missing = f"{site.address}/missing.md"
    report = build([str(tmp_path / "bad.md"), missing, good], store, reach=reach)
    assert [found.snapshot.source for found in report.read] == [good]
    assert [failure.partition(": ")[0] for failure in report.failures] == [
        str(tmp_path / "bad.md"),
        missing,
    ]


def test_a_list_on_the_web_that_is_built_again_replaces_itself_alone(
    site: Site, reach: Reach, store: SnapshotStore
) -> None:
    names = [site.says("/a.md", listed("One")), site.says("/b.md", listed("Two"))]
    build(names, store, reach=reach)
    site.says("/a.md", listed("Three", "Four"))
    report = build(names[:1], store, reach=reach)
    assert [len(found.entries) for found in report.read] == [2]
    assert [found.snapshot.source for found in report.kept] == [names[1]]


def test_another_revision_of_a_list_is_the_same_list(
    site: Site, reach: Reach, store: SnapshotStore
) -> None:
    site.says("/raw/ada/lists/HEAD/a.md", listed("One"))
    site.says("/raw/ada/lists/v2/a.md", listed("Two"))
    build(["ada/lists:a.md"], store, reach=reach)
    report = build(["ada/lists@v2:a.md"], store, reach=reach)
    assert report.kept == ()
    assert report.failures == ()


def test_nothing_published_is_lost_when_no_source_can_be_read(
    site: Site, reach: Reach, store: SnapshotStore
) -> None:
    name = site.says("/a.md", listed("One"))
    build([name], store, reach=reach)
    before = store.manifest()
    site.says("/a.md", status=404)
    with pytest.raises(SourceError, match="not found"):
        build([name], store, reach=reach)
    assert store.manifest() == before


def test_a_list_whose_worker_dies_is_a_failure(
    tmp_path: Path, reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        # Long enough for workers, which without Python's own library end as they begin.
        (tmp_path / f"{name}.md").write_text(listed(name) + "x\n" * 600_000, encoding="utf-8")
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    gathered = gather([str(tmp_path)], reach)
    assert gathered.lists == ()
    assert [failure.partition(":")[0] for failure in gathered.failures] == [
        str(tmp_path / "a.md"),
        str(tmp_path / "b.md"),
    ]
    assert all("the process that read it ended" in failure for failure in gathered.failures)


# The commands.


def test_build_says_what_failed_and_by_its_exit_code(site: Site, tmp_path: Path) -> None:
    good, missing = site.says("/a.md", listed("One")), f"{site.address}/missing.md"
    options = ("--store", tmp_path / "store", "--cache", tmp_path / "cache")
    result = run(build_command, good, missing, *options)
    assert result.exit_code == 1
    assert f"Error: {missing}: not found (404); check the address\n" in result.stderr
    assert run(build_command, good, *options).exit_code == 0


def test_parse_takes_several_sources(site: Site, tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(listed("Two"), encoding="utf-8")
    address = site.says("/a.md", listed("One"))
    result = run(parse_command, address, tmp_path / "b.md", "--cache", tmp_path / "cache")
    assert result.exit_code == 0
    entries = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(entry["source"], entry["title"]) for entry in entries] == [
        (address, "One"),
        (str(tmp_path / "b.md"), "Two"),
    ]


def test_parse_tells_what_it_saw_of_a_list_without_entries(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("Prose with [a link](https://x.org) in it.\n", encoding="utf-8")
    result = run(parse_command, file)
    assert isinstance(result.exception, SourceError)
    assert result.stderr.startswith(f"{file}:1: ")


def test_offline_is_an_option_of_both_commands(site: Site, tmp_path: Path) -> None:
    address = site.says("/a.md", listed("One"))
    cache = ("--cache", tmp_path / "cache")
    assert run(parse_command, address, *cache).exit_code == 0
    site.asked.clear()
    assert run(parse_command, address, *cache, "--offline").exit_code == 0
    store = ("--store", tmp_path / "store")
    assert run(build_command, address, *cache, *store, "--offline").exit_code == 0
    assert not site.asked


def test_the_cache_may_be_named_in_the_environment(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURAGRAPH_CACHE", str(tmp_path / "cache"))
    assert run(parse_command, site.says("/a.md", listed("One"))).exit_code == 0
    assert (tmp_path / "cache" / "http.db").exists()
