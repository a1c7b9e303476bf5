"""Names: persons are told from titles, institutions, venues and prose."""

from __future__ import annotations

import pytest

from loader.fields.names import is_ideographic_name, is_initials, is_name
from loader.fields.words import words_of


@pytest.mark.parametrize(
    "text",
    [
        "Geoffrey E. Hinton",
        "Diederik P. Kingma",
        "Fei-Fei Li",
        "Jean-Baptiste Alayrac",
        "J. Schmidhuber",
        "Hinton G. E.",
        "Kingma",
        "Łukasz Kaiser",
        "Bernhard Schölkopf",
        "Conor O'Brien",
        "Long Ouyang",
        "Max Welling",
        "Jia Deng",
    ],
)
def test_full_short_and_accented_names_are_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text", ["Aäron van den Oord", "van der Maaten", "Lisa Maria de la Cruz", "Ludwig von Mises"]
)
def test_particles_may_be_written_small(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["周志华", "山田太郎", "김철수", "이민호"])
def test_two_to_four_signs_that_begin_with_a_surname_are_a_name(text: str) -> None:
    assert is_ideographic_name(text)
    assert is_name(text)


@pytest.mark.parametrize("text", ["王", "深度学习", "目标检测", "视频", "张三李四王"])
def test_other_signs_are_no_name(text: str) -> None:
    assert not is_ideographic_name(text)
    assert not is_name(text)


@pytest.mark.parametrize(
    "text",
    ["Deep Learning", "Graph Attention Networks", "A Survey", "Attention Is All You Need"],
)
def test_a_title_is_no_name(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    "text",
    ["Carnegie Mellon University", "Google Research", "Max Planck Institute", "OpenAI", "Tsinghua"],
)
def test_an_institution_is_no_name(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "*", "2019", "NeurIPS 2020", "https://example.org", "[code]", "a"]
)
def test_what_holds_digits_or_no_capital_is_no_name(text: str) -> None:
    assert not is_name(text)


def test_prose_is_no_name_and_nor_is_what_is_too_long() -> None:
    assert not is_name("learning to see")
    assert not is_name("Ada " * 7)
    assert not is_name("A" * 61)


@pytest.mark.parametrize("text", ["Y.", "Y.L.", "J.-B.", "A. S.", "ABC", "J", "Ü."])
def test_up_to_three_capitals_are_initials(text: str) -> None:
    assert is_initials(text)


@pytest.mark.parametrize("text", ["", "ABCD", "Yo", "y.", "1."])
def test_words_small_letters_and_digits_are_no_initials(text: str) -> None:
    assert not is_initials(text)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("title", "attention"),
        ("organisation", "university"),
        ("particle", "van"),
        ("field", "keyword"),
    ],
)
def test_words_are_kept_by_what_they_tell(kind: str, word: str) -> None:
    assert word in words_of(kind)


@pytest.mark.parametrize("name", ["long", "max", "jia", "li", "sun", "young", "will"])
def test_no_word_of_titles_is_one_of_common_names(name: str) -> None:
    assert name not in words_of("title")
