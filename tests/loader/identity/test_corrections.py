"""Corrections: what people know better holds on every build, and says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from loader.errors import TableError
from loader.identity.corrections import Corrections, read_corrections
from server.cli import main

LIST = """# A list

## Sprockets

- **Widgets for Gizmos** Ada One. [[paper](https://arxiv.org/abs/2105.11333)] [[code](https://github.com/ada/old)]
- **Gizmos revisited** Cy Three. [[paper](https://arxiv.org/abs/2201.00001)] [[code](https://github.com/ada/new)]
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def some_list(tmp_path: Path) -> Path:
    file = tmp_path / "some.md"
    file.write_text(LIST, encoding="utf-8")
    return file


def corrections(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "corrections.toml"
    file.write_text(text, encoding="utf-8")
    return file


def resolved(some_list: Path, file: Path) -> tuple[list[dict[str, Any]], str]:
    done = run("resolve", some_list, "--corrections", file)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


SAME = """
[[same]]
kind = "paper"
things = ["title:WIDGETS for gizmos.", "arxiv:2201.00001"]
reason = "The authors say so."
"""


def test_what_people_say_is_one_paper_is_one(some_list: Path, tmp_path: Path) -> None:
    (first, second), said = resolved(some_list, corrections(tmp_path, SAME))
    assert first["paper"] == second["paper"]
    assert said == ""


TWICE = """# A list

- **Widgets for Gizmos** Ada One. [[paper](https://arxiv.org/abs/2105.11333)]
- **Widgets for Gizmos** Ada One. [[paper](https://arxiv.org/abs/2105.11333)]
- **Widgets for Gizmos** Ada One. [[paper](https://arxiv.org/abs/2105.11333v2)]
"""
DIFFERENT = """
[[different]]
kind = "paper"
things = ["some#L3", "some#L4"]
reason = "The second links to the wrong paper."
"""


def test_what_people_part_no_rule_joins_be_it_over_a_third(some_list: Path, tmp_path: Path) -> None:
    some_list.write_text(TWICE, encoding="utf-8")
    (first, second, third), said = resolved(some_list, corrections(tmp_path, DIFFERENT))
    assert first["paper"] != second["paper"]
    assert third["paper"] in {first["paper"], second["paper"]}
    assert said == ""


def test_a_correction_shows_with_the_thing(some_list: Path, tmp_path: Path) -> None:
    file = corrections(tmp_path, SAME)
    done = run("build", some_list, "--store", tmp_path / "store", "--corrections", file)
    assert done.exit_code == 0, done.output
    told = run("explain", "paper/arxiv-2105.11333", "--store", tmp_path / "store").stdout
    assert "same, by correction: The authors say so." in told


def test_a_correction_holds_again_when_the_list_is_built_again(
    some_list: Path, tmp_path: Path
) -> None:
    file = corrections(tmp_path, SAME.replace("arxiv:2201.00001", "paper/arxiv-2201.00001"))
    for _ in range(3):
        done = run("build", some_list, "--store", tmp_path / "store", "--corrections", file)
        assert done.exit_code == 0, done.output
        assert ": 1 paper," in done.stdout
        assert "correction" not in done.stdout


TWINS = """# A list

- **Introduction** Ada Onesky, Xi Yong. (2001)
- **Introduction** Ben Twoski, Eve Black. (2015)
- **Sprockets in unlikely places revisited** Dan Four, Ed Five.
"""


@pytest.mark.parametrize("twin", [0, 1])
def test_an_iri_names_the_paper_that_has_it_and_not_its_twin(
    some_list: Path, tmp_path: Path, twin: int
) -> None:
    some_list.write_text(TWINS, encoding="utf-8")
    store = tmp_path / "store"
    entries = resolved(some_list, corrections(tmp_path, ""))[0]
    iris = [each["paper"].rpartition("/paper/")[2] for each in entries]
    assert len(set(iris)) == 3
    file = corrections(
        tmp_path,
        '[[same]]\nkind = "paper"\nreason = "So."\n'
        f'things = ["paper/{iris[twin]}", "paper/{iris[2]}"]\n',
    )
    run("build", some_list, "--store", store, "--corrections", corrections(tmp_path / "no", ""))
    for _ in range(2):
        done = run("build", some_list, "--store", store, "--corrections", file)
        assert ": 2 papers," in done.stdout
        assert "correction" not in done.stdout
    other = run("explain", f"paper/{iris[1 - twin]}", "--store", store).stdout
    assert other.startswith("Introduction (paper)")
    assert "correction" not in other


def test_a_repository_that_moved_is_one(some_list: Path, tmp_path: Path) -> None:
    file = corrections(
        tmp_path,
        """
[[same]]
kind = "repo"
things = ["url:github.com/ada/old", "url:github.com/Ada/New"]
reason = "It was renamed."
""",
    )
    done = run("build", some_list, "--store", tmp_path / "store", "--corrections", file)
    assert ", 1 repository," in done.stdout


def test_a_thing_is_shown_by_the_name_people_chose(some_list: Path, tmp_path: Path) -> None:
    file = corrections(
        tmp_path,
        """
[[canonical]]
kind = "author"
thing = "author/ada-one"
name = "Ada One (Widgets)"
reason = "To tell her from the other."
""",
    )
    run("build", some_list, "--store", tmp_path / "store", "--corrections", file)
    told = run("explain", "author/ada-one", "--store", tmp_path / "store").stdout
    assert told.startswith("Ada One (Widgets) (author)\n")
    assert "same, by correction: To tell her from the other." in told


RENAMED = """
[[rename]]
kind = "author"
from = "Ada One"
to = "Adah One"
reason = "A misprint of that list."

[[rename]]
kind = "task"
from = "Sprockets"
to = "Sprocket Turning"
reason = "The whole name."
"""


def test_what_is_read_for_what_a_list_writes_is_told_with_the_reason(
    some_list: Path, tmp_path: Path
) -> None:
    file = corrections(tmp_path, RENAMED)
    built = run("build", some_list, "--store", tmp_path / "store", "--corrections", file)
    assert built.exit_code == 0, built.output
    author = run("explain", "author/adah-one", "--store", tmp_path / "store").stdout
    task = run("explain", "task/sprocket-turning", "--store", tmp_path / "store").stdout
    assert "same, by correction: A misprint of that list." in author
    assert "same, by correction: The whole name." in task


UNMATCHED = """
[[same]]
kind = "paper"
things = ["arxiv:2105.11333", "title:Gone with the wind"]
reason = "No more."

[[canonical]]
kind = "venue"
thing = "venue/gone"
name = "Gone"
reason = "No more."
"""
UNREAD = """
[[rename]]
kind = "{kind}"
from = "Gone with the Wind"
to = "Back"
reason = "No more."
"""


@pytest.mark.parametrize("kind", ["author", "task", "venue"])
def test_what_no_list_writes_any_more_is_told(some_list: Path, tmp_path: Path, kind: str) -> None:
    _, said = resolved(some_list, corrections(tmp_path, UNREAD.format(kind=kind) + RENAMED))
    assert said == (
        "correction [[rename]] Gone with the Wind: no list writes this; "
        "mend or remove the correction\n"
    )


def test_a_venue_may_be_renamed_by_all_that_a_list_writes(some_list: Path, tmp_path: Path) -> None:
    some_list.write_text(
        "# A list\n\n- **Widgets for Gizmos** Ada One. *Conf. on Widgts 2030*. "
        "[[paper](https://arxiv.org/abs/2105.11333)]\n",
        encoding="utf-8",
    )
    text = UNREAD.format(kind="venue").replace("Gone with the Wind", "Conf. on Widgts 2030")
    (entry,), said = resolved(some_list, corrections(tmp_path, text))
    assert entry["venue"].endswith("/venue/back")
    assert said == ""


def test_what_is_read_may_be_what_another_correction_is_about(
    some_list: Path, tmp_path: Path
) -> None:
    read = UNREAD.format(kind="venue")
    texts = (
        read.replace("Gone with the Wind", before).replace("Back", after)
        for before, after in (
            ("Conf. on Widgts", "Conference on Widgts"),
            ("Conference on widgts", "ECCV"),
            ("Eccv", "ECCV"),
        )
    )
    some_list.write_text(
        "# A list\n\n- **Widgets for Gizmos** Ada Onesky. *Conf. on Widgts 2030*. "
        "[[paper](https://arxiv.org/abs/2105.11333)]\n",
        encoding="utf-8",
    )
    (entry,), said = resolved(some_list, corrections(tmp_path, "".join(texts)))
    assert entry["venue"].endswith("/venue/eccv")
    assert said == ""


@pytest.mark.parametrize("command", [["resolve"], ["build", "--store", "STORE"]])
def test_a_correction_that_matches_nothing_is_told(
    some_list: Path, tmp_path: Path, command: list[str]
) -> None:
    file = corrections(tmp_path, UNMATCHED)
    options = [option.replace("STORE", str(tmp_path / "store")) for option in command[1:]]
    done = run(command[0], some_list, *options, "--corrections", file)
    assert done.exit_code == 0, done.output
    for line in (
        "correction [[same]] title:Gone with the wind: nothing is known by that",
        "correction [[canonical]] venue/gone: nothing has this key",
    ):
        assert line in done.output


CONTRADICTION = """
[[same]]
kind = "paper"
things = ["arxiv:2105.11333", "arxiv:2201.00001"]
reason = "One."

[[different]]
kind = "paper"
things = ["title:Widgets for Gizmos", "title:Gizmos revisited"]
reason = "Two."
"""


def test_what_corrections_both_join_and_part_stays_apart_and_is_told(
    some_list: Path, tmp_path: Path
) -> None:
    (first, second), said = resolved(some_list, corrections(tmp_path, CONTRADICTION))
    assert first["paper"] != second["paper"]
    assert said == (
        "correction [[same]] arxiv:2105.11333, arxiv:2201.00001: contradicts [[different]] "
        "title:Widgets for Gizmos, title:Gizmos revisited, which holds; "
        "mend or remove one of the two\n"
    )


def test_a_correction_that_parts_a_thing_from_itself_is_told(
    some_list: Path, tmp_path: Path
) -> None:
    itself = DIFFERENT.replace("some#L3", "some#L5").replace("some#L4", "arxiv:2105.11333")
    _, said = resolved(some_list, corrections(tmp_path, itself))
    assert said.startswith("correction [[different]] some#L5 and arxiv:2105.11333: name one thing")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[same]", "cannot be read"),
        ('[[same]]\nkind = "paper"\nthings = ["a:1", "a:2"]', "missing required field `reason`"),
        ('[[same]]\nkind = "page"\nreason = "Ada."\nthings = []', "Invalid enum value 'page'"),
        ('[[same]]\nkind = "paper"\nreason = "Ada."\nthings = ["x", "x"]', "fewer than two things"),
        ('[[merge]]\nkind = "paper"', "unknown field `merge`"),
        (
            '[[canonical]]\nkind = "paper"\nreason = "Ada."\nthing = "arxiv:1"\nname = "x"',
            "name it as paper/KEY",
        ),
        (
            '[[different]]\nkind = "repo"\nreason = "A."\nthings = ["url:a.io/b/c", "url:a.io/b"]',
            "[[different]] 1 parts repositories",
        ),
        (
            '[[rename]]\nkind = "paper"\nreason = "Ada."\nfrom = "A"\nto = "B"',
            "[[rename]] 1 is of a paper, which is not known by what lists write",
        ),
        (
            '[[rename]]\nkind = "repo"\nreason = "Ada."\nfrom = "a/b"\nto = "a/c"',
            "[[rename]] 1 is of a repo, which is not known by what lists write",
        ),
        (
            """
            same = [
                { kind = "task", reason = "Ada.", things = ["label:A", "label:b"] },
                { kind = "task", reason = "Ada.", things = ["label:C", "label:B"] },
            ]
            different = [{ kind = "task", reason = "Ada.", things = ["label:a", "label:c"] }]
            """,
            "[[different]] 1 parts label:a and label:c, joined by [[same]] 1, [[same]] 2",
        ),
        (
            '[[rename]]\nkind = "task"\nreason = "Ada."\nfrom = "X"\nto = " "',
            "[[rename]] 1 has nothing in 'to'",
        ),
        (
            '[[same]]\nkind = "task"\nreason = ""\nthings = ["label:a", "label:b"]',
            "[[same]] 1 has nothing in 'reason'",
        ),
        (
            """
            rename = [
                { kind = "author", reason = "Ada.", from = "Ada Onnesky", to = "Ada Onesky" },
                { kind = "author", reason = "Ben.", from = "ada onnesky", to = "Ada Onski" },
            ]
            """,
            "[[rename]] 2 reads 'ada onnesky' as 'Ada Onski', another as 'Ada Onesky'",
        ),
        (
            """
            rename = [
                { kind = "venue", reason = "Ada.", from = "CVPR", to = "ICCV" },
                { kind = "venue", reason = "Ada.", from = "iccv", to = "ECCV" },
                { kind = "venue", reason = "Ada.", from = "ECCV", to = "Cvpr" },
            ]
            """,
            "[[rename]] 1 goes in a circle: CVPR -> ICCV -> ECCV -> Cvpr",
        ),
        (
            """
            canonical = [
                { kind = "venue", reason = "Ada.", thing = "venue/cvpr", name = "CVPR" },
                { kind = "venue", reason = "Ben.", thing = "venue/cvpr", name = "C.V.P.R." },
            ]
            """,
            "[[canonical]] 2 calls venue/cvpr 'C.V.P.R.', another 'CVPR'",
        ),
    ],
)
def test_a_correction_of_another_form_is_named(
    some_list: Path, tmp_path: Path, text: str, what: str
) -> None:
    file = corrections(tmp_path, text)
    done = run("build", some_list, "--store", tmp_path / "store", "--corrections", file)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: {file}: ")
    assert what in done.stderr
    assert not (tmp_path / "store" / "current").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"gone\.toml: the corrections cannot be read"):
        read_corrections(tmp_path / "gone.toml")


def test_no_correction_comes_with_curagraph() -> None:
    assert read_corrections() == Corrections()
