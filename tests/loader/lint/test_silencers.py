"""Comments that silence a rule: where they hold, and what is said of those that do not."""

from __future__ import annotations

import pytest

from loader.lint import Result, lint
from loader.records import ListSnapshot
from loader.sources import Source
from tests.limits import at_most

ENTRY = "**CLIP in Medical Imaging: A Survey** \\\n[[paper](https://x.org/p)] [[code]()]"
OTHER = "**A Survey of Surveys** \\\n[[paper](https://x.org/q)] [[code]()]"


def result(text: str, *codes: str) -> Result:
    snapshot = ListSnapshot(key="list", source="list.md", content="", origin="list.md")
    source = Source(snapshot, text)
    return lint([source], codes) if codes else lint([source])


def heard(text: str) -> list[tuple[int, str]]:
    return [(finding.place.line, finding.code) for finding in result(text).findings]


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- curagraph: ignore L001 -->\n{ENTRY}",
        f"<!-- curagraph: ignore L001 -->\n\n{ENTRY}",
        f"{ENTRY} <!-- curagraph: ignore L001 -->",
        ENTRY.replace(" \\\n", " <!-- curagraph: ignore L001 --> \\\n"),
        f"<!--curagraph:ignore l001-->\n{ENTRY}",
        f"<!-- curagraph: ignore L -->\n{ENTRY}",
        f"<!-- curagraph: ignore L001 -->\n<!-- a word for people -->\n{ENTRY}",
        f"<!-- curagraph: ignore D001, L001 -->\n{ENTRY}",
        f"<!-- curagraph: ignore-file L001 -->\n\nText.\n\n{ENTRY}",
        f"{ENTRY}\n\n<!-- curagraph: ignore-file L001 -->",
    ],
)
def test_a_comment_silences_its_entry_or_the_next(text: str) -> None:
    found = result(text)
    assert [finding.code for finding in found.findings] == []
    assert found.silenced == 1


def test_a_comment_is_for_one_entry() -> None:
    text = f"<!-- curagraph: ignore L001 -->\n{ENTRY}\n\n{OTHER}"
    assert heard(text) == [(6, "L001")]


def test_a_comment_is_for_the_codes_it_names() -> None:
    text = f"<!-- curagraph: ignore D001 -->\n{ENTRY}"
    assert heard(text) == [(1, "S002"), (3, "L001")]


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        ("<!-- curagraph: ignore -->", "name the codes"),
        ("<!-- curagraph: ignore L999 -->", "no rule has the code 'L999'"),
        ("<!-- curagraph: -->", "write <!-- curagraph: ignore CODE -->"),
        ("<!-- curagraph: disable L001 -->", "write <!-- curagraph: ignore CODE -->"),
    ],
)
def test_a_comment_that_silences_nothing_says_why(comment: str, why: str) -> None:
    (found, _) = result(f"{comment}\n{ENTRY}").findings
    assert found.code == "S001"
    assert why in found.message


def test_a_comment_on_rules_that_are_not_asked_is_not_called_useless() -> None:
    text = f"<!-- curagraph: ignore L001 -->\n{ENTRY}"
    assert result(text, "S002").findings == []
    assert len(result(text.replace("[[code]()]", ""), "L001", "S002").findings) == 1


@pytest.mark.parametrize(
    "text", [f"<!-- ignore L001 -->\n{ENTRY}", f"`<!-- curagraph: -->`\n\n{ENTRY}"]
)
def test_other_comments_and_code_say_nothing_to_the_linter(text: str) -> None:
    assert [code for _, code in heard(text)] == ["L001"]


def test_many_comments_cost_no_more_than_their_number() -> None:
    number = 16_000
    text = "<!-- curagraph: ignore L001 -->\n" * number + "[code]()\n" * number
    with at_most(60):
        assert result(text, "L001", "S002").findings
