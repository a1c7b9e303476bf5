"""What the README shows is true."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from loader.identity.corrections import read_corrections
from loader.reading import read
from loader.records import ListSnapshot
from loader.sources.metadata import metadata_of
from queries.catalogue import load
from server.cli import COMMANDS, main

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_entries_it_shows_are_read() -> None:
    (shown,) = blocks("markdown")
    found = read(ListSnapshot(key="x", source="x", content="x"), shown).entries
    assert [(e.venue, e.year, len(e.authors or ()), len(e.links)) for e in found] == [
        ("JBHI", 2022, 3, 2),
        ("EMNLP", 2022, 1, 2),
    ]
    assert found[1].title == ("MedCLIP: Contrastive Learning from Unpaired Medical Images and Text")


def test_the_metadata_it_shows_are_taken(tmp_path: Path) -> None:
    shown, _ = blocks("toml")
    (name,) = tomllib.loads(shown)
    (tmp_path / "lists.toml").write_text(shown, encoding="utf-8")
    found = metadata_of(tmp_path / name)
    assert found is not None
    assert found.permalink is not None


def test_the_correction_it_shows_is_taken(tmp_path: Path) -> None:
    _, shown = blocks("toml")
    file = tmp_path / "corrections.toml"
    file.write_text(textwrap.dedent(shown), encoding="utf-8")
    (said,) = read_corrections(file).same
    assert said.reason


def test_the_query_it_shows_has_an_answer(seed_store: Path) -> None:
    found = re.search(r"--data-urlencode 'query=(.*?)'", README, flags=re.DOTALL)
    assert found is not None
    result = CliRunner().invoke(
        main, ["query", "-", "--store", str(seed_store)], input=found[1].encode()
    )
    assert "MAIRA-1" in result.stdout


def test_the_query_by_year_it_shows_has_the_papers_since_then(seed_store: Path) -> None:
    (shown,) = blocks("sparql")
    asked = ["query", "-", "--store", str(seed_store)]
    answer = CliRunner().invoke(main, asked, input=shown.encode()).stdout
    years = [row.rpartition(",")[2] for row in answer.splitlines()]
    assert years[0] == "year"
    assert set(years[1:]) == {"2024"}


def test_the_saved_queries_it_names_exist() -> None:
    named = set(re.findall(r"curagraph query ([a-z-]+)(?: |$)", README, flags=re.MULTILINE))
    assert {name for name in named if "." not in name} <= set(load())
    assert named


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_it(command: str) -> None:
    assert f"`curagraph {command}" in README


def test_what_it_says_was_built_is_what_is_built(seed_store: Path, seed_list: Path) -> None:
    result = CliRunner().invoke(main, ["build", str(seed_list), "--store", str(seed_store)])
    built = result.stdout.partition(": ")[2].partition(";")[0]
    assert built in README
