"""Every decision about identity can be seen: in the graph, on the page, and on the command line."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.app import create_app
from server.cli import main
from server.settings import Settings

FIRST = """# First

## Sprockets

- **Widgets for Gizmos** Ada One, Ben Two. [[paper](https://arxiv.org/abs/2105.11333)]
- **A lonely paper** Cy Three. [[paper](https://arxiv.org/abs/2105.99999)]
"""
SECOND = """# Second

- **Widgets for Gizmos** Ada One, Ben Two. [[paper](https://arxiv.org/abs/2105.11333v2)]
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


THIRD = """# Third

- **Widgets for Gizmos** CVPR 2022. [[paper](https://arxiv.org/abs/2105.11333)]
- **Cogs** Dee Four. [[paper](https://arxiv.org/abs/2105.11335)]
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explained")
    (folder / "first.md").write_text(FIRST, encoding="utf-8")
    (folder / "second.md").write_text(SECOND, encoding="utf-8")
    (folder / "third.md").write_text(THIRD, encoding="utf-8")
    lists = [folder / f"{name}.md" for name in ("first", "second", "third")]
    done = run("build", *lists, "--store", folder / "store")
    assert done.exit_code == 0, done.output
    return folder / "store"


def test_a_thing_is_explained_by_its_places_and_by_what_joined_them(store: Path) -> None:
    name = "https://w3id.org/curagraph/paper/arxiv-2105.11333"
    done = run("explain", name, "--store", store)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[:2] == ["Widgets for Gizmos (paper)", f"  {name}"]
    assert "  first#L5: Widgets for Gizmos" in lines
    assert "  second#L3: Widgets for Gizmos" in lines
    assert "2 decisions:" in lines
    assert "    first#L5" in lines
    assert "    second#L3" in lines


def test_an_explanation_is_there_for_programs_too(store: Path) -> None:
    done = run("explain", "task/sprockets", "--store", store, "--format", "json")
    found = json.loads(done.stdout)
    assert (found["kind"], found["label"]) == ("task", "Sprockets")
    assert found["mentions"] == [{"place": "first#L3", "words": "Sprockets"}]


def test_an_author_is_told_where_a_list_prints_the_name(store: Path) -> None:
    """An entry of the same paper that prints nobody, or others, tells nothing of the author."""
    done = run("explain", "author/ada-one", "--store", store)
    assert "  first#L5: Ada One" in done.stdout.splitlines()
    assert "third" not in done.stdout


def test_a_venue_is_told_where_a_list_names_it(store: Path) -> None:
    """Another list may name another place for the same paper."""
    series = run("explain", "venue/cvpr", "--store", store).stdout.splitlines()
    edition = run("explain", "venue/cvpr-2022", "--store", store).stdout.splitlines()
    for told in (series, edition):
        assert [line for line in told if "#L" in line] == ["  third#L3: CVPR 2022"]


def test_every_place_is_told_whatever_was_read_for_its_words_or_chosen_instead(
    tmp_path: Path,
) -> None:
    (tmp_path / "one.md").write_text(
        "- [Widgets for Gizmos](https://x.org/1.pdf), Ada Onesky, Ben Twoski et al. *CVPR 2021*\n"
        "- [Cogs of Doom](https://x.org/2.pdf), Ada Onsky, Ben Twoski. *Conf. on Widgts 2021*\n",
        encoding="utf-8",
    )
    two = "- [Widgets for Gizmos](https://x.org/1.pdf), Ada Onesky, Ben Twoski. *ICML 2022*\n"
    for name in ("two", "three"):
        (tmp_path / f"{name}.md").write_text(two, encoding="utf-8")
    read = '[[rename]]\nkind = "{}"\nfrom = "{}"\nto = "{}"\nreason = "A misprint."\n'
    corrections = tmp_path / "corrections.toml"
    corrections.write_text(
        read.format("venue", "Conf. on Widgts", "CVPR")
        + read.format("author", "Ada Onsky", "Ada Onesky"),
        encoding="utf-8",
    )
    lists = [tmp_path / f"{name}.md" for name in ("one", "two", "three")]
    store = tmp_path / "store"
    done = run("build", *lists, "--store", store, "--corrections", corrections)
    assert done.exit_code == 0, done.output
    for name, places in {
        "venue/cvpr": ["one#L1: CVPR 2021", "one#L2: Conf. on Widgts 2021"],
        "venue/cvpr-2021": ["one#L1: CVPR 2021", "one#L2: Conf. on Widgts 2021"],
        "venue/icml-2022": ["three#L1: ICML 2022", "two#L1: ICML 2022"],
        "author/ben-twoski": [
            f"{place}: Ben Twoski" for place in ("one#L1", "one#L2", "three#L1", "two#L1")
        ],
        "author/ada-onesky": [
            "one#L1: Ada Onesky",
            "one#L2: Ada Onsky",
            "three#L1: Ada Onesky",
            "two#L1: Ada Onesky",
        ],
    }.items():
        told = run("explain", name, "--store", store).stdout.splitlines()
        assert [line.strip() for line in told if "#L" in line and ": " in line] == places


def test_where_nothing_was_joined_no_decision_is_made_up(store: Path) -> None:
    done = run("explain", "paper/arxiv-2105.99999", "--store", store)
    assert done.stdout.splitlines()[-1] == "No decision joined or parted anything here."


@pytest.mark.parametrize("name", ["paper/none", "nonsense", "https://x.example/paper/a", "paper/<"])
def test_what_is_not_there_is_named_in_one_line(store: Path, name: str) -> None:
    done = run("explain", name, "--store", store)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: {name}: ")
    assert done.stderr.count("\n") == 1


def test_a_decision_names_its_entries_in_the_graph_and_on_the_page(store: Path) -> None:
    app = create_app(Settings(store=store, workers=1, page_workers=1))
    try:
        client = app.test_client()
        page = unescape(client.get("/paper/arxiv-2105.11333", headers={"Accept": "text/html"}).text)
        turtle = client.get("/paper/arxiv-2105.11333.ttl").text
    finally:
        app.extensions["curagraph"].close()
    section = page.partition('id="decisions"')[2].partition("</section>")[0]
    assert "/list/first#L5" in section
    assert "/list/second#L3" in section
    assert "cg:IdentityDecision" in turtle
    assert "cg:comparedEntry" in turtle


def test_decisions_stand_in_a_graph_of_their_own(store: Path) -> None:
    done = run("export", "nq", "--store", store)
    made = "<https://w3id.org/curagraph/paper/arxiv-2105.11333#decision-1> "
    decisions = [line for line in done.stdout.splitlines() if line.startswith(made)]
    assert decisions
    graph = "<https://w3id.org/curagraph/graph/decisions> ."
    assert all(line.endswith(graph) for line in decisions)
