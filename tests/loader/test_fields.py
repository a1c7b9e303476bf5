"""Fields: what is read into a text, on lines as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.fields.authors import authors_of
from loader.fields.text import key_of, plain, title_of


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Iryna Hartsock, Ghulam Rasool", ["Iryna Hartsock", "Ghulam Rasool"]),
        ("Disheng Liu,  Zhiming Cui", ["Disheng Liu", "Zhiming Cui"]),
        ("Xiang Wan & Tsung-Hui Chang", ["Xiang Wan", "Tsung-Hui Chang"]),
        ("Matthew P. Lungren, Serena Yeung * ", ["Matthew P. Lungren", "Serena Yeung"]),
        ("Ada One; Ben Two; Cy Three", ["Ada One", "Ben Two", "Cy Three"]),
        ("Ada One, Ben Two, and Cy Three.", ["Ada One", "Ben Two", "Cy Three"]),
        ("Ada One†, Ben Two1, Cy Three*", ["Ada One", "Ben Two", "Cy Three"]),
        ("Chen Wei、Li Na", ["Chen Wei", "Li Na"]),
        ("Alexander Sandy Anderson", ["Alexander Sandy Anderson"]),
        ("Daniel C", ["Daniel C"]),
        ("Daniel C.", ["Daniel C."]),
        ("Ada One, Jr., Ben Two III", ["Ada One Jr", "Ben Two III"]),
        ("Ada One, †, 1, 2*", ["Ada One"]),
    ],
)
def test_an_author_line_gives_its_names_in_order(line: str, names: list[str]) -> None:
    assert authors_of(line) == (tuple(names), False)


@pytest.mark.parametrize(
    "line", ["Ada One et al.", "Ada One, et al", "Ada One and others", "Ada One, ..."]
)
def test_names_cut_short_say_so(line: str) -> None:
    assert authors_of(line) == (("Ada One",), True)


@pytest.mark.parametrize("line", ["", " * ", "," * 40, "x" * 200, "123, 456", "!!!"])
def test_a_line_without_names_gives_none(line: str) -> None:
    assert authors_of(line) == (None, False)


@given(st.text(max_size=300))
def test_no_author_line_gives_an_empty_or_marked_name(line: str) -> None:
    names, _ = authors_of(line)
    for name in names or ():
        assert name == name.strip() != ""
        assert not set(name) & set("*†‡,;&")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("CLIP in Medical Imaging: A Comprehensive Survey", None),
        ("  Two  blanks\nand a line  ", "Two blanks and a line"),
        ("“Quoted title.”", "Quoted title"),
        ("Is attention enough?", None),
        ("It works!", None),
        ("A title.,", "A title"),
        ("Slake: ", "Slake"),
    ],
)
def test_a_title_is_kept_but_for_quotes_and_closing_stops(text: str, title: str | None) -> None:
    assert title_of(text) == (title if title is not None else text)


@given(st.text())
def test_a_title_read_twice_is_the_same(text: str) -> None:
    once = title_of(text)
    assert title_of(once) == once


@given(st.text())
def test_plain_text_is_one_line_without_hidden_characters(text: str) -> None:
    clean = plain(text)
    assert clean == clean.strip()
    assert not set(clean) & set("\n\r\t\0\u202e\u2066\u200b\ufeff")


def test_a_right_to_left_override_leaves_no_trace() -> None:
    assert plain("safe \u202egnp.exe") == "safe gnp.exe"


def test_titles_that_differ_in_case_accents_and_stops_compare_equal() -> None:
    assert key_of("Café: Déjà-vu.") == key_of("cafe deja vu")
