"""Mending: little changes, no entry does, and once is enough."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.lint import lint
from loader.lint.fixing import changes, diff, fixed, with_lines
from loader.lint.places import Edit, Finding, Place
from loader.reading import read
from loader.records import Entry, ListSnapshot
from loader.sources import Source

SNAPSHOT = ListSnapshot(key="list", source="list.md", content="", origin="list.md")
HEAD = "**CLIP in Medical Imaging: A Survey** \\\n*Zihao Zhao, Han Wu* \\\n"
OTHER = "**A Survey of Surveys** \\\n*Mei Wang* \\\n"


def mended(text: str) -> str:
    """A text once nothing more can be mended, as the command does it, in rounds."""
    for _ in range(5):
        text = fixed(SNAPSHOT, text, lint([Source(SNAPSHOT, text)]).findings)
    return text


def entries(text: str) -> list[Entry]:
    return [replace(entry, raw="") for entry in read(SNAPSHOT, text).entries]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("[[paper](https://x.org/p)] [[code]()]", "[[paper](https://x.org/p)]"),
        ("[[paper](https://x.org/p)][[code]()]", "[[paper](https://x.org/p)]"),
        ("[[paper](https://x.org/p)] [[code]()] [[pdf]()]", "[[paper](https://x.org/p)]"),
        ("[[paper](https://x.org/p)] [[code]()] \\", "[[paper](https://x.org/p)] \\"),
        ("[[paper](https://x.org/p)] [[code]()]  ", "[[paper](https://x.org/p)]  "),
        (
            "[[paper](https://x.org/p)] [[code]()] [[video](https://x.org/v)]",
            "[[paper](https://x.org/p)] [[video](https://x.org/v)]",
        ),
        (
            "[[paper](https://x.org/p)] [[paper](https://x.org/p)]",
            "[[paper](https://x.org/p)]",
        ),
        (
            "[[paper](https://x.org/p)] [[pdf](https://x.org/q)] [[code]](https://x.org/c)",
            "[[paper](https://x.org/p)] [[pdf](https://x.org/q)] [[code](https://x.org/c)]",
        ),
        (
            "[[paper]](https://x.org/p) [[pdf]](https://x.org/q) [[code](https://x.org/c)]",
            "[[paper]](https://x.org/p) [[pdf]](https://x.org/q) [[code]](https://x.org/c)",
        ),
        (
            '[[paper](https://x.org/p)] [[pdf](https://x.org/q)] [[code]](https://x.org/c "Code")',
            '[[paper](https://x.org/p)] [[pdf](https://x.org/q)] [[code](https://x.org/c "Code")]',
        ),
    ],
)
def test_what_is_safe_is_mended(links: str, expected: str) -> None:
    assert mended(f"{HEAD}{links}\n") == f"{HEAD}{expected}\n"
    assert entries(f"{HEAD}{links}\n") == entries(f"{HEAD}{expected}\n")
    assert mended(f"{HEAD}{expected}\n") == f"{HEAD}{expected}\n"


@pytest.mark.parametrize(
    "links",
    [
        "[[code]()]",
        "[[paper]()] [[code]()]",
        "[[code]()] [[paper](https://x.org/p)]",
        "[paper](https://x.org/p) | [code]() | [video](https://x.org/v)",
        "[paper](https://x.org/p), [code]()",
        "[[paper](https://x.org/p)] [Coming soon]()",
        "[[paper](https://x.org/p)] [[code]()] by others",
        "[[paper](https://x.org/p)] [[code]](https://x.org/c)",
        "[[paper](https://x.org/p)] [[paper](https://x.org/q)]",
    ],
)
def test_what_may_be_meant_is_left_alone(links: str) -> None:
    assert mended(f"{HEAD}{links}\n") == f"{HEAD}{links}\n"


def test_a_change_that_an_entry_would_not_survive_is_not_made() -> None:
    text = f"{HEAD}[[paper](https://x.org/p)]\n\n{OTHER}[[paper](https://x.org/q)] [[code]()]\n"
    harmful = Finding("list.md", "L006", Place(3, 1, 3, 28), "x", Edit(3, 1, 28, ""))
    harmless = Finding("list.md", "L001", Place(7, 30, 7, 38), "x", Edit(7, 27, 38, ""))
    assert changes(text, fixed(SNAPSHOT, text, [harmful, harmless])) == {
        7: "[[paper](https://x.org/q)]"
    }


def test_of_two_changes_in_one_place_the_first_is_made() -> None:
    text = f"{HEAD}[[paper](https://x.org/p)] xyz\n"
    one = Finding("list.md", "L001", Place(3, 28, 3, 30), "x", Edit(3, 28, 30, "a"))
    two = Finding("list.md", "L006", Place(3, 29, 3, 31), "x", Edit(3, 29, 31, "b"))
    assert fixed(SNAPSHOT, text, [two, one]).endswith(")] az\n")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", [b"", b"end"])
def test_line_ends_and_byte_order_mark_stay(end: bytes, mark: bytes, last: bytes) -> None:
    raw = mark + end.join(["é\u2028x".encode(), b"two \x0b", b"three"]) + end + last
    assert with_lines(raw, {}) == raw
    assert with_lines(raw, {2: "2"}) == raw.replace(b"two \x0b", b"2")


def test_a_diff_shows_the_changed_lines_with_three_around() -> None:
    raw = b"".join(b"%d\r\n" % number for number in range(1, 21)) + b"last"
    shown = "".join(diff("list.md", raw, {5: "five", 6: "six", 21: "end"}))
    assert shown.splitlines() == [
        "--- list.md", "+++ list.md",
        "@@ -2,8 +2,8 @@", " 2", " 3", " 4", "-5", "+five", "-6", "+six", " 7", " 8", " 9",
        "@@ -18,4 +18,4 @@", " 18", " 19", " 20", "-last", "\\ No newline at end of file",
        "+end", "\\ No newline at end of file",
    ]  # fmt: skip
    assert "-5\r\n+five\r\n" in shown


def test_no_change_is_no_diff() -> None:
    assert list(diff("list.md", b"x\n", {})) == []


PIECES = (
    "# A\n\n", "\n", "\n\n", "**A Survey of Things** \\\n", "*Han Wu* \\\n", "`KDD 2023` ", "- ",
    "[[paper](https://x.org/p)]", " [[code]()]", " [[code]](https://x.org/c)", "[x](y z)", "[", "]",
    "(", ")", "`", "<!-- curagraph: ignore L -->", "<!--", "-->", "| a | b |\n|--|--|\n| ", " | ",
    "[a](#b)", "é😀\u200b", "\u2028", " [[paper](https://x.org/p)]",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_whatever_the_text_places_are_in_it_and_mending_changes_no_entry(text: str) -> None:
    lines = text.split("\n")
    for finding in lint([Source(SNAPSHOT, text)]).findings:
        place = finding.place
        assert 1 <= place.line <= place.end_line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert 1 <= place.end_column <= len(lines[place.end_line - 1]) + 1
        assert (place.line, place.column) <= (place.end_line, place.end_column)
    after = mended(text)
    assert entries(after) == entries(text)
    assert after.count("\n") == text.count("\n")
    assert mended(after) == after
