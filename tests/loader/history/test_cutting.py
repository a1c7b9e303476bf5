"""Cutting: a version in pieces, of which those that did not change are known by their digest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.history.cutting import Cutter, Piece
from loader.reading import read
from loader.records import ListSnapshot, Markup

SNAPSHOT = ListSnapshot(key="list", source="list.md", content="0" * 64)
LINES = [
    "# Awesome Widgets",
    "## Detection",
    "### Images",
    "Segmentation",
    "---",
    "===",
    "```",
    "<!--",
    "-->",
    "<table>",
    "</table>",
    "| Title | Link |",
    "|---|---|",
    "| A Row | x |",
    "- **Widgets for Gizmos** [[paper][1]]",
    "* item",
    "1. item",
    "[1]: https://example.org/x",
    "Words of a paragraph.",
    "  more of it",
    "",
    "~~~",
    "<h2>Heading</h2>",
]
texts = st.lists(st.sampled_from(LINES) | st.text(max_size=8), max_size=60).map("\n".join)


def pieces(text: str, markup: Markup = Markup.MARKDOWN) -> list[tuple[int, Piece]]:
    return Cutter(markup).pieces_of(text)


def entry(number: int) -> str:
    return f"- **Widgets Number {number}** CVPR 2022 [[paper](https://arxiv.org/abs/2201.{number:05d})]"


def page(sections: int, entries: int) -> str:
    parts = (
        f"## Section {place}\n\n"
        + "\n".join(entry(1000 * place + number) for number in range(entries))
        + "\n"
        for place in range(sections)
    )
    return "# Awesome Widgets\n\n" + "\n".join(parts)


@pytest.mark.parametrize("markup", [Markup.MARKDOWN, Markup.RESTRUCTUREDTEXT])
@given(text=texts)
def test_every_line_is_in_one_piece(markup: Markup, text: str) -> None:
    text = text.replace("\r", "")
    found = pieces(text, markup)
    assert "\n".join(piece.text for _, piece in found) == text
    line = 1
    for begun, piece in found:
        assert begun == line
        line += piece.text.count("\n") + 1


@given(before=texts, after=texts)
def test_what_was_cut_before_changes_no_cut(before: str, after: str) -> None:
    cutter = Cutter(Markup.MARKDOWN)
    long = page(3, 30)
    cutter.pieces_of(f"{before}\n{long}")
    assert cutter.pieces_of(f"{after}\n{long}") == pieces(f"{after}\n{long}")


def test_an_entry_more_changes_the_pieces_around_it_alone() -> None:
    """Most of a long list is not read again, whether it has sections or none."""
    for text in (page(20, 60), page(1, 1200)):
        lines = text.split("\n")
        before = {piece.digest for _, piece in pieces(text)}
        for place in (5, len(lines) // 2, len(lines) - 2):
            more = "\n".join([*lines[:place], entry(99999), *lines[place:]])
            fresh = [piece for _, piece in pieces(more) if piece.digest not in before]
            assert 0 < len(fresh) <= 3
            assert sum(piece.text.count("\n") + 1 for piece in fresh) <= 200


def test_a_piece_is_read_with_the_headings_over_it() -> None:
    text = (
        f"# Awesome Widgets\n\n## Detection\n\n### Images\n\n{chr(10).join(map(entry, range(200)))}"
    )
    paths = {
        each.section_path
        for _, piece in pieces(text)
        for each in read(SNAPSHOT, piece.document).entries
    }
    assert paths == {("Detection", "Images")}


def test_a_piece_of_a_table_is_read_with_its_head() -> None:
    rows = "\n".join(
        f"| Widgets Number {n} | ICML | 2022 | [paper](https://arxiv.org/abs/2201.{n:05d}) |"
        for n in range(200)
    )
    head = "| Title | Venue | Year | Links |\n|---|---|---|---|"
    text = f"# Awesome\n\n## Detection\n\n{head}\n{rows}\n"
    found = pieces(text)
    assert len(found) > 3
    entries = [each for _, piece in found for each in read(SNAPSHOT, piece.document).entries]
    assert [each.title for each in entries] == [f"Widgets Number {n}" for n in range(200)]
    assert {(each.venue, each.year) for each in entries} == {("ICML", 2022)}


def test_a_piece_is_read_with_the_targets_of_its_links() -> None:
    items = "\n".join(f"- **Widgets Number {n}** ICML 2022 [[paper]][{n}]" for n in range(100))
    targets = "\n".join(f"[{n}]: https://arxiv.org/abs/2201.{n:05d}" for n in range(100))
    found = pieces(f"# Awesome\n\n## Detection\n\n{items}\n\n{targets}\n")
    entries = [each for _, piece in found for each in read(SNAPSHOT, piece.document).entries]
    assert [each.links[0].url for each in entries] == [
        f"https://arxiv.org/abs/2201.{n:05d}" for n in range(100)
    ]


@pytest.mark.parametrize(("opening", "closing"), [("```", "```"), ("<!--", "-->")])
def test_what_stands_in_code_or_a_comment_is_no_heading(opening: str, closing: str) -> None:
    hidden = "\n".join(f"# Heading {n}" for n in range(200))
    text = f"# Awesome\n\n{opening}\n{hidden}\n{closing}\n\n## Detection\n\n{entry(1)}\n"
    found = [piece for _, piece in pieces(text)]
    assert not any(piece.text.startswith("# Heading") for piece in found)
    assert not any("Heading" in piece.above for piece in found)
