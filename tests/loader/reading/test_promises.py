"""What reading promises holds for any text: made up at random, or found by the fuzzer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.records import Markup
from tests.loader.reading.promises import hold_links, hold_lines, hold_titles, reading

# What lists are made of, in no order that anybody would write.
PIECES = [
    *("# ", "## ", "- ", "* ", "1. ", "  - ", "    ", "> ", "| ", " | ", "|---|---|", "---", "\\\n"),
    *("\n", "\n\n", "  \n", "<br>", "**", "*", "_", "`", "[", "](", ")", "]", "[[", "]]", "(", "!["),
    *("<a href='", "'>", "</a>", "<table><tr><td>", "</td></tr></table>", "<!--", "-->", "<b>"),
    *("<details><summary>", "</summary>", "</details>", "```", "~~~", "&amp;", "&#x1f;", "\\"),
    *("https://arxiv.org/abs/2001.00001", "https://github.com/a/b", "https://", "x.md", "#a"),
    *("A Title of Words", "Ada Lovelace", "Lovelace, A.", ", ", " and ", " et al.", "ICML 2020", "2023"),
    *("NeurIPS", "(", "Code: ", "Paper", "pdf", "[pdf]", "Authors: ", ". ", ": ", '"', "“", "”", "论文"),
    *("王小明", "e\u0301", "\u202e", "\u200b", "\x00", "\ufeff", "\r", "\t", "🔥", ":star:", "ß", "İ"),
    *("=====", "`A <https://a.org>`_", ".. _a: https://a.org", ".. image:: a", "+---+", "::"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


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


@pytest.mark.parametrize(("text", "markup"), [])
def test_what_the_fuzzer_found_holds_now(text: str, markup: Markup) -> None:
    hold(text, markup)
