"""Where links stand: the scanner says what a Markdown parser says, with the places besides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from loader.lint.scanning import scan
from tests.limits import at_most


def targets(text: str) -> list[str]:
    return [link.target for link in scan(text, 0, len(text)).links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[paper](https://x.org/p)]", ["https://x.org/p"]),
        ("[[paper]](https://x.org/p)", ["https://x.org/p"]),
        ("[a](https://x.org/(SICI)1)", ["https://x.org/(SICI)1"]),
        ("[a]( https://x.org )", ["https://x.org"]),
        ('[a](https://x.org "hover (text)")', ["https://x.org"]),
        ("[a](<https://x.org/a b>)", ["https://x.org/a b"]),
        ("[a]()", [""]),
        ("[a\nb](c)", ["c"]),
        ("[a](\nb\n)", ["b"]),
        ("[a](b c)", []),
        ("\\[a](b)", []),
        ("[a\\](b)", []),
        ("`[a](b)`", []),
        ("``[a](b)` [c](d)``", []),
        ("`[a](b)", ["b"]),
        ("<a title='[x](y)'>[a](b)", ["b"]),
        ("a < b [a](b) > c", ["b"]),
        ("<https://x.org/[a](b)>", []),
        ("[![badge](i.svg)](https://x.org)", ["i.svg", "https://x.org"]),
        ("[a [b](c) d](e)", ["c"]),
    ],
)
def test_links_are_those_of_the_standard(text: str, expected: list[str]) -> None:
    assert targets(text) == expected


@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("/10.1016/x](https://x.org)]", [10]),
        ("[[pdf]](A Title With Blanks)", [6]),
        ("[paper](https://x.org", [6]),
        ("[[a](b)](c)", [7]),
        ("[a](b)", []),
    ],
)
def test_what_stays_text_is_told(text: str, strays: list[int]) -> None:
    assert scan(text, 0, len(text)).strays == strays


def test_a_link_knows_where_it_and_its_target_stand() -> None:
    text = "x [[paper]]( https://x.org ) y"
    (link,) = scan(text, 0, len(text)).links
    assert text[link.start : link.end] == "[[paper]]( https://x.org )"
    assert text[link.target_start : link.target_end] == "https://x.org"


@given(st.text(alphabet="[]()!`<>\\ \nab\"'*", max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    for link in scan(text, 0, len(text)).links:
        assert text[link.end - 1] == ")"
        assert text[link.target_start : link.target_end] == link.target


@given(st.text(alphabet="[]()!`\\ ab", max_size=30))
def test_the_parser_sees_the_same_links(text: str) -> None:
    line = f"x{text}x"
    parser = MarkdownIt("commonmark")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    seen = sorted(_targets(parser.parseInline(line)[0].children or []))
    assert sorted(target.replace("\\", "") for target in targets(line)) == [
        target.replace("\\", "") for target in seen
    ]


def _targets(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"link_open", "image"}:
            yield str(token.attrs.get("href", token.attrs.get("src", "")))
        if token.type == "image":
            yield from _targets(token.children or [])


@pytest.mark.parametrize(
    "piece",
    ["[", "](", "[](a", "[a](b)", "![", "`", "``` ` ", "<a ", "<!--", "\\", "[](<", '[](a "', "(("],
)
def test_a_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    with at_most(20):
        scan(text, 0, len(text))
