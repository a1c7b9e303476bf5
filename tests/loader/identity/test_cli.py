"""The commands that show what identity comes to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from server.cli import main


def printed(*arguments: str | Path, stdin: str | None = None) -> list[dict[str, Any]]:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


LIST = """# A list

## Sprockets

### 2016

- **Widgets** Ada One, Ben Two. *NIPS 2016*. [[paper](https://arxiv.org/abs/2105.11333)]
- **Gizmos** Cy Three. [[paper](https://arxiv.org/abs/2105.11334)]

## Cogs

- **Widgets** Ben Two, Ada One. [[paper](https://arxiv.org/abs/2105.11333v2)]
"""


@pytest.fixture
def some_list(tmp_path: Path) -> Path:
    file = tmp_path / "some.md"
    file.write_text(LIST, encoding="utf-8")
    return file


def test_each_entry_is_told_what_it_speaks_of(some_list: Path) -> None:
    first, second, third = printed("resolve", some_list, "--base", "https://x.example/")
    assert first == {
        "source": str(some_list),
        "line": 7,
        "title": "Widgets",
        "paper": "https://x.example/paper/arxiv-2105.11333",
        "authors": ["https://x.example/author/ada-one", "https://x.example/author/ben-two"],
        "venue": "https://x.example/venue/neurips",
        "tasks": ["https://x.example/task/sprockets"],
    }
    assert second["venue"] == "https://x.example/venue/arxiv"
    # The authors of an entry stand in the order in which that entry prints them.
    assert (third["paper"], third["authors"]) == (first["paper"], first["authors"][::-1])
    assert third["tasks"] == ["https://x.example/task/cogs"]


def test_resolving_keeps_to_the_iris_of_a_store_and_writes_nothing(
    some_list: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    store.mkdir()
    ledger = store / "ids.tsv"
    ledger.write_text("paper\tarxiv:2105.11333\twidgets-of-old\n", encoding="utf-8")
    first, *_ = printed("resolve", some_list, "--store", store)
    assert first["paper"].endswith("/paper/widgets-of-old")
    assert [file.name for file in store.iterdir()] == ["ids.tsv"]
    assert ledger.read_text(encoding="utf-8").count("\n") == 1


def test_a_string_is_told_what_it_means_as_a_venue() -> None:
    (found,) = printed("venue", "NIPS 2016")
    assert found == {
        "raw": "NIPS 2016",
        "acronym": "NeurIPS",
        "name": "Conference on Neural Information Processing Systems",
        "kind": "conference",
        "year": 2016,
    }


def test_each_line_of_standard_input_is_a_string_and_has_an_answer() -> None:
    found = printed("venue", "-", stdin="ICML\n\nTo be seen\n")
    assert [each["raw"] for each in found] == ["ICML", "", "To be seen"]


def test_headings_are_told_with_what_they_group_by(some_list: Path) -> None:
    found = printed("sections", some_list, "--base", "https://x.example/")
    told = [(each["line"], each["heading"], each["kind"], each["task"]) for each in found]
    assert (3, "Sprockets", "task", "https://x.example/task/sprockets") in told
    assert (5, "2016", "year", None) in told
    # The heading that names the document is told as well.
    assert told[0] == (1, "A list", "other", None)


def test_headings_of_a_document_without_entries_are_told(some_list: Path, tmp_path: Path) -> None:
    barren = tmp_path / "barren.md"
    barren.write_text("# Cogs\n\n## News\n\nNothing yet.\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["sections", str(some_list), str(barren)])
    told = [json.loads(line) for line in done.stdout.splitlines()]
    about = [each for each in told if each["source"] == str(barren)]
    assert [(each["heading"], each["kind"]) for each in about] == [
        ("Cogs", "task"),
        ("News", "other"),
    ]


def test_entries_of_a_file_are_not_linted(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text('{"title": "Widgets"}', encoding="utf-8")
    done = CliRunner().invoke(main, ["lint", str(file)])
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: {file}: holds entries; name the list they come from\n")
