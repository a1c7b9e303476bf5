"""Blocks: what Markdown, HTML and reStructuredText come to, with the lines they stand on."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from loader.reading.blocks import (
    Block,
    Caption,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Unread,
)
from loader.reading.html import blocks_of_html
from loader.reading.line_writer import LineWriter, with_addresses
from loader.reading.markdown import DEEPEST, blocks_of_markdown
from loader.reading.rst import blocks_of_rst


def outline(blocks: Iterable[Block]) -> list[str]:
    """Blocks in short: "2-3 title" is text that stands on lines 2 and 3."""
    return [text for block in blocks for text in outline_of(block)]


def outline_of(block: Block) -> list[str]:  # noqa: PLR0911 (a case a block)
    match block:
        case Heading():
            return [f"h{block.level} {block.line} {block.text}"]
        case Paragraph():
            return [f"p {lines_of(block.lines)}"]
        case Listing():
            below = ((item, outline(item.blocks)) for item in block.items)
            return [f"item {item.line}-{item.end} [{', '.join(texts)}]" for item, texts in below]
        case Table():
            header = [f"head {row_of(block.header)}"] if block.header is not None else []
            return header + [f"row {row_of(row)}" for row in block.rows]
        case Caption():
            return [f"caption {block.line} {block.text}"]
        case Quote():
            return [f"quote [{', '.join(outline(block.blocks))}]"]
        case Rule():
            return [f"rule {block.line}"]
        case Unread():
            return [f"unread {block.line}-{block.end_line}"]


def lines_of(lines: Iterable[Line]) -> str:
    return " / ".join(
        f"{'+' if line.wrapped else ''}{line.number}-{line.end} {line.text}" for line in lines
    )


def row_of(row: Row) -> str:
    return f"{row.line}-{row.end} | " + " | ".join(map(lines_of, row.cells))


def marked(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """Texts of the spans of a single paragraph with the letters of their marks, or their target."""
    (paragraph,) = blocks
    assert isinstance(paragraph, Paragraph)
    return [
        (span.text, span.href or "s" * span.strong + "e" * span.emphasis + "c" * span.code)
        for line in paragraph.lines
        for span in line.spans
        if span.text.strip()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One\n\ntext", ["h1 1 One", "p 3-3 text"]),
        ("Two\n---", ["h2 1 Two"]),
        ("#2 Methods", ["h1 1 2 Methods"]),
        ("[#2](https://a.org) x", ["p 1-1 #2 x"]),
        ("[t](https://a.org)\nmore\n---", ["p 1-1 t / +2-2 more"]),
        ("a  \nb\\\nc\nd<br>e", ["p 1-1 a / 2-2 b / 3-3 c / +4-4 d / 4-4 e"]),
        ("**a\nb** c", ["p 1-2 a b c"]),
        ("- a\n  b\n\n- c", ["item 1-2 [p 1-1 a / +2-2 b]", "item 4-4 [p 4-4 c]"]),
        ("- a\n    - b", ["item 1-2 [p 1-1 a, item 2-2 [p 2-2 b]]"]),
        ("1. a\n\n   b\n2. c", ["item 1-3 [p 1-1 a, p 3-3 b]", "item 4-4 [p 4-4 c]"]),
        ("|a|b|\n|-|-|\n|c|d|", ["head 1-1 | 1-1 a | 1-1 b", "row 3-3 | 3-3 c | 3-3 d"]),
        ("> said", ["quote [p 1-1 said]"]),
        ("a\n\n---\n\nb", ["p 1-1 a", "rule 3", "p 5-5 b"]),
        ("<details>\n<summary>2019</summary>\n\n- a", ["caption 2 2019", "item 4-4 [p 4-4 a]"]),
        ("<table>\n\n<tr><td>a</td></tr>\n\n</table>\n\nb", ["row 3-3 | 3-3 a", "p 7-7 b"]),
    ],
)
def test_markdown_comes_to_blocks_with_their_lines(text: str, expected: list[str]) -> None:
    assert outline(blocks_of_markdown(text)) == expected


@pytest.mark.parametrize(
    "text", ["<!-- a\n\nb -->", "```\na\n```", "![a](b.png)", "[a]: https://a.org", ""]
)
def test_comments_code_and_images_alone_are_no_blocks(text: str) -> None:
    assert outline(blocks_of_markdown(text)) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("**a** *b* ***c*** `d` e", [("a", "s"), ("b", "e"), ("c", "se"), ("d", "c"), (" e", "")]),
        ("<b>a</b><em>b</em>", [("a", "s"), ("b", "e")]),
        ("[a](https://a.org)", [("a", "https://a.org")]),
        ("[a][1]\n\n[1]: https://a.org", [("a", "https://a.org")]),
        ("<a href='https://a.org'>a</a> b", [("a", "https://a.org"), (" b", "")]),
        ("<https://a.org>", [("https://a.org", "https://a.org")]),
        ("see https://a.org.", [("see ", ""), ("https://a.org", "https://a.org"), (".", "")]),
        ("[![Star](https://s.io/x)](https://a.org)", [("Star", "https://a.org")]),
        ("[a](javascript:x)", [("a", "javascript:x")]),
    ],
)
def test_marks_and_links_stay_with_their_texts(text: str, spans: list[tuple[str, str]]) -> None:
    assert marked(blocks_of_markdown(text)) == spans


def test_what_is_nested_too_deeply_is_said_to_be_unread() -> None:
    found = outline(blocks_of_markdown("> " * (DEEPEST + 10) + "a"))
    assert found[-1] == "unread 1-1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<h2 align='center'>Video</h2>", ["h2 10 Video"]),
        ("<div>\n<h1>A</h1>\n<p>b</p></div>", ["h1 11 A", "p 12-12 b"]),
        ("<ul>\n<li>a</li>\n<li>b</li></ul>", ["item 11-11 [p 11-11 a]", "item 12-12 [p 12-12 b]"]),
        (
            "<table><tr><th>a</th></tr>\n<tr><td>b</td><td>c</td></tr></table>",
            ["head 10-10 | 10-10 a", "row 11-11 | 11-11 b | 11-11 c"],
        ),
        ("<table>\n<tr><td>b<br>c</td></tr></table>", ["row 11-11 | 11-11 b / 11-11 c"]),
        ("<p>a<!-- c --> &amp; b</p>", ["p 10-10 a & b"]),
        ("<script>a</script><style>b</style>", []),
        ("<!-- <p>a</p> -->", []),
    ],
)
def test_html_comes_to_blocks_that_count_from_its_first_line(
    text: str, expected: list[str]
) -> None:
    assert outline(blocks_of_html(text, 10)) == expected


def test_an_image_in_an_html_link_is_its_text() -> None:
    markup = "<p><a href='https://a.org'><img alt='Code' src='b.png'></a></p>"
    assert marked(blocks_of_html(markup, 1)) == [("Code", "https://a.org")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "One\n===\n\na\n\nTwo\n===\n\nb",
            ["h1 1 One", "p 4-4 a", "h1 6 Two", "p 9-9 b"],
        ),
        (
            "- a\n- b\n  c\n\n  - d",
            ["item 1-1 [p 1-1 a]", "item 2-5 [p 2-2 b / +3-3 c, item 5-5 [p 5-5 d]]"],
        ),
        ("1. a\n2. b", ["item 1-1 [p 1-1 a]", "item 2-2 [p 2-2 b]"]),
        (
            "=== ===\na   b\n=== ===\nc   d\n=== ===",
            ["head 2-2 | 2-2 a | 2-2 b", "row 4-4 | 4-4 c | 4-4 d"],
        ),
        (
            "+---+---+\n| a | b |\n+===+===+\n| c | d |\n|   | e |\n+---+---+",
            ["head 2-2 | 2-2 a | 2-2 b", "row 4-5 | 4-4 c | 4-4 d / +5-5 e"],
        ),
        ("a\n\n----\n\nb", ["p 1-1 a", "rule 3", "p 5-5 b"]),
        ("  said", ["quote [p 1-1 said]"]),
    ],
)
def test_restructuredtext_comes_to_blocks_with_their_lines(text: str, expected: list[str]) -> None:
    assert outline(blocks_of_rst(text)) == expected


@pytest.mark.parametrize(
    "directive",
    [
        ".. a comment",
        ".. image:: a.png",
        ".. include:: /etc/hostname",
        ".. raw:: html\n\n   <b>a</b>",
        "::\n\n   code",
    ],
)
def test_comments_directives_and_code_are_no_blocks(directive: str) -> None:
    found = outline(blocks_of_rst(f"{directive}\n\nafter"))
    assert [text.split(" ", 2)[2] for text in found] == ["after"]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("**a** *b* ``c``", [("a", "s"), ("b", "e"), ("c", "c")]),
        ("`a <https://a.org>`_", [("a", "https://a.org")]),
        ("a_\n\n.. _a: https://a.org", [("a", "https://a.org")]),
        ("a [#f]_ b\n\n.. [#f] foot", [("a ", ""), (" b", "")]),
    ],
)
def test_marks_and_links_of_restructuredtext_stay_with_their_texts(
    text: str, spans: list[tuple[str, str]]
) -> None:
    assert marked(blocks_of_rst(text)) == spans


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Code: https://a.org/b.", ["https://a.org/b"]),
        ("(https://a.org/b)", ["https://a.org/b"]),
        ("https://a.org/b_(c)", ["https://a.org/b_(c)"]),
        ("https://a.org/b，https://c.org。", ["https://a.org/b", "https://c.org"]),
        ("[a](https://a.org/b c)", []),
        ("ftp://a.org", []),
    ],
)
def test_a_bare_address_ends_before_the_punctuation_around_it(
    text: str, addresses: list[str]
) -> None:
    pieces = list(with_addresses(text))
    assert [href for _, href in pieces if href is not None] == addresses
    assert "".join(piece for piece, _ in pieces) == text


def test_a_line_end_within_marks_is_a_blank() -> None:
    writer = LineWriter(1, 9)
    writer.emphasis += 1
    writer.write("a")
    writer.next_source_line(wrapped=True)
    writer.write("b")
    (line,) = writer.lines()
    assert (line.number, line.end, line.text) == (1, 2, "a b")


def test_no_line_is_numbered_beyond_the_last() -> None:
    writer = LineWriter(3, 4)
    for text in "abc":
        writer.write(text)
        writer.next_source_line(wrapped=False)
    assert [line.number for line in writer.lines()] == [3, 4, 4]
