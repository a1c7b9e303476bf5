"""What reading promises holds for any text: made up at random, or found by the fuzzer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.reading.blocks import Paragraph
from loader.reading.markdown import blocks_of_markdown
from loader.records import Markup
from tests.loader.reading.promises import (
    hold_honesty,
    hold_lines,
    hold_links,
    hold_titles,
    reading,
)

# What lists are made of, in no order that anybody would write.
PIECES = [
    *("# ", "## ", "- ", "* ", "1. ", "  - ", "    ", "> ", "| ", " | ", "|---|---|", "---"),
    *("\\\n", "\n", "\n\n", "  \n", "<br>", "**", "*", "_", "`", "[", "](", ")", "]", "[[", "]]"),
    *("(", "![", "<a href='", "'>", "</a>", "<table><tr><td>", "</td></tr></table>", "<!--"),
    *("-->", "<b>", "<details><summary>", "</summary>", "</details>", "```", "~~~", "&amp;"),
    *("&#x1f;", "\\", "https://arxiv.org/abs/2001.00001", "https://github.com/a/b", "https://"),
    *("x.md", "#a", "A Title of Words", "Ada Lovelace", "Lovelace, A.", ", ", " and ", " et al."),
    *("ICML 2020", "2023", "NeurIPS", "Code: ", "Paper", "pdf", "[pdf]", "Authors: ", ". ", ": "),
    *('"', "“", "”", "论文", "王小明", "e\u0301", "\u202e", "\u200b", "\x00", "\ufeff", "\r", "\t"),
    *("🔥", ":star:", "ß", "İ", "=====", "`A <https://a.org>`_", ".. _a: https://a.org"),
    *(".. image:: a", "+---+", "::"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


# Lines as lists have them, each with one address in the place of "@".
LINES = [
    *("- [Learning to See in the Dark](@)", "- **A Title of Words** [[paper](@)]", "- @"),
    *("  - [[code](@)]", "  - Ada Lovelace, Alan Turing. [KDD 2016](@)", "    [pdf](@) 2016"),
    *("1. [A Title of Some Words](@), ICML 2020", "   *Ada Lovelace* [[pdf](@)]"),
    *("**Mask R-CNN** [[code](@)]<br>", "*Ada Lovelace, Alan Turing*. [[PDF](@)]", "paper: @"),
    *("> Somebody [said](@) so.", "| [A Title of Words](@) | x |", "| x | [code](@) | y |"),
    "- [Code](@) and words of prose that tell what everybody has known about it for long.",
    "This is what it is, and it is told in words that are written small here, see [it](@).",
]
BETWEEN = ["", "**2023**", "**A Title of Words**", "- Vision", "|---|---|", "***", "  - by nobody"]
WRITTEN = st.lists(st.sampled_from([*LINES, *BETWEEN]), max_size=24)


def hold(text: str, markup: Markup) -> None:
    # As sources give it: with line feeds alone.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = reading(text, markup)
    hold_lines(found, text)
    hold_titles(found)
    hold_links(found, text)


@given(TEXTS)
def test_every_promise_holds_for_markdown_of_any_making(text: str) -> None:
    hold(text, Markup.MARKDOWN)


@given(TEXTS)
def test_every_promise_holds_for_restructuredtext_of_any_making(text: str) -> None:
    hold(text, Markup.RESTRUCTUREDTEXT)


@given(st.text(max_size=300))
def test_every_promise_holds_for_any_characters(text: str) -> None:
    hold(text, Markup.MARKDOWN)
    hold(text, Markup.RESTRUCTUREDTEXT)


@given(WRITTEN)
def test_what_is_not_read_is_reported(lines: list[str]) -> None:
    urls = {n: f"https://example.org/{n}" for n, line in enumerate(lines, 1) if "@" in line}
    text = "\n".join(line.replace("@", urls.get(n, "")) for n, line in enumerate(lines, 1))
    hold_honesty(reading(text), urls)


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("`a\n`<a href='https://arxiv.org/abs/2001.00001", Markup.MARKDOWN),
        ("<br>\nhttps://arxiv.org/abs/2001.00001A Title of Words", Markup.MARKDOWN),
        ("\\\nICML 2020A Title of Words", Markup.RESTRUCTUREDTEXT),
        (
            "|b\nc|\n`A title of words <https://arxiv.org/abs/2001.00001>`_, ICML 2020",
            Markup.RESTRUCTUREDTEXT,
        ),
        ("a\x85b\n\nICML 2020A Title of Words", Markup.RESTRUCTUREDTEXT),
    ],
)
def test_a_text_that_broke_a_promise_once_keeps_it(text: str, markup: Markup) -> None:
    hold(text, markup)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("`a\nb` c\nd", [(1, 2), (3, 3)]),
        ("d [x](\nhttps://a.org\n) e\nf", [(1, 3), (4, 4)]),
        ("[a\nb](https://x.org\n'c') d\ne", [(1, 3), (4, 4)]),
        ("[![i\nj](k)](l) m\nn", [(1, 2), (3, 3)]),
        ("<b>a</b>\nb <a\nhref='x'>c</a>\nd", [(1, 1), (2, 3), (4, 4)]),
    ],
)
def test_a_line_end_that_markup_hides_is_counted(text: str, lines: list[tuple[int, int]]) -> None:
    (paragraph,) = blocks_of_markdown(text)
    assert isinstance(paragraph, Paragraph)
    assert [(line.number, line.end) for line in paragraph.lines] == lines
