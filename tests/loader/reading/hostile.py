"""Texts that nobody writes but to make a reader slow, each of any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from loader.records import Markup

MARKS = {
    "opening brackets": "[",
    "opening images": "![",
    "closings and openings": "](",
    "links without end": "[a](",
    "links within brackets": "[a](b",
    "footnotes": "[^1]",
    "asterisks": "*",
    "asterisks and letters": "*a ",
    "strong and a letter": "**a** ",
    "strong without end": "**a ",
    "underscores": "_",
    "underscores and letters": "_a ",
    "backticks": "`",
    "backticks apart": "` ",
    "smaller than": "<",
    "autolinks without end": "<https://a",
    "ampersands": "&",
    "entities without end": "&#",
    "straight quotes": '"',
    "curly openings": "“",
    "quotes and words": '"a ',
    "apostrophes": "'",
    "backslashes": "\\",
    "exclamation marks": "!",
    "tildes": "~",
    "hashes": "#",
    "letters": "a",
    "capitals": "A",
    "capitals and small letters": "Aa",
    "words": "word ",
    "capital words": "Word ",
    "names": "Ada Lovelace, ",
    "names and a conjunction": "Ada and ",
    "initials": ". A. B.",
    "initials apart": "A. B. ",
    "surnames first": "Doe, J., ",
    "openings": "(a",
    "openings apart": "(a ",
    "closings": ")",
    "parentheses": "()",
    "parentheses with years": "(2020) ",
    "cells": "|",
    "cells with words": "| a ",
    "commas": ",",
    "commas apart": ", ",
    "stops": ".",
    "stops apart": ". ",
    "colons": ":",
    "colons and words": "a: ",
    "semicolons": "a; ",
    "dashes": " - ",
    "hyphens": "a-",
    "digits": "1",
    "digits and stops": "1.",
    "years": "2020 ",
    "years without blanks": "2020",
    "digits apart": "12 ",
    "venues": "ICML 2020, ",
    "venues without blanks": "ICML2020",
    "venue words": "Proceedings of the International Conference on ",
    "et al": "et al. ",
    "in": "In ",
    "addresses": "https://example.org/a ",
    "addresses without blanks": "https://",
    "arXiv": "arXiv:2001.00001 ",
    "accents": "e\u0301",
    "combining marks": "\u0301",
    "Chinese": "论文",
    "emoji": "🔥",
    "shortcodes": ":fire:",
    "shortcodes without end": ":fire",
    "tabs": "\ta",
    "no-break spaces": "\u00a0",
    "labels": "[code] ",
    "labelled links": "[[code](https://example.org/c)] ",
    "title links": "[A title of some words](https://example.org/a) ",
    "badges": "![a](https://img.shields.io/badge/a-b-c) ",
    "tags": "<b>",
    "closing tags": "</b>",
    "anchors": '<a href="https://example.org">',
    "anchors without end": '<a href="',
    "comments without end": "<!-- ",
    "processing instructions": "<? ",
    "character data": "<![CDATA[ ",
    "spans of tags": "<b>a</b> ",
    "images": '<img src="a">',
    "breaks": "<br>",
}

# Marks that the address of a link is made of.
IN_ADDRESSES = {
    "closings": ")",
    "openings": "(",
    "stops": ".",
    "asterisks": "*",
    "slashes": "/",
    "escapes": "%",
    "numbers": "1",
    "steps": "a/",
    "hosts": "a.",
}


@dataclass(frozen=True, slots=True)
class Attack:
    """A kind of hostile text.

    Attributes:
        place: Where what it is made of stands.
        name: What it is made of.
        text: The text, given its length in characters.
        markup: The language it is written in.
    """

    place: str
    name: str
    text: Callable[[int], str]
    markup: Markup = Markup.MARKDOWN


# Where the marks of an attack stand.
_PLACES: Mapping[str, str] = {
    "alone": "{}",
    "behind a linked title": "- [A title of some words](https://example.org/p) {}",
    "as authors": "**A title of some words** \\\n{} \\\n[[paper](https://example.org/p)]",
    "in a table": "| Title | Authors |\n|--|--|\n| [A title](https://example.org/p) | {} |",
    "in a heading": "### {}\n\n- [[paper](https://example.org/p)]",
}
_RST_PLACES: Mapping[str, str] = {
    "in an item of reStructuredText": "A\n=\n\n- `A title of words <https://example.org/p>`_, {}",
    "in a cell of reStructuredText": "+---+\n| {} |\n+---+\n",
}
_ADDRESS = "- [A title of some words](https://example.org/{}) [code](https://example.org/{})"


def attacks() -> Iterator[Attack]:
    """Every kind of hostile text."""
    for place, around in _PLACES.items():
        for name, mark in MARKS.items():
            yield Attack(place, name, _repeated(around, mark))
    for place, around in _RST_PLACES.items():
        for name, mark in MARKS.items():
            yield Attack(place, name, _repeated(around, mark), Markup.RESTRUCTUREDTEXT)
    for name, mark in IN_ADDRESSES.items():
        yield Attack("in an address", name, _repeated(_ADDRESS, mark))
    for name, text in _BLOCKS.items():
        yield Attack("as blocks", name, text)
    for name, text in _RST_BLOCKS.items():
        yield Attack("as blocks of reStructuredText", name, text, Markup.RESTRUCTUREDTEXT)


def _repeated(around: str, mark: str) -> Callable[[int], str]:
    def text(length: int) -> str:
        return around.replace("{}", mark * (length // len(mark)))

    return text


def _items(mark: str) -> Callable[[int], str]:
    """Items one within the other; the blanks before them make the text long by themselves."""

    def text(length: int) -> str:
        deep = int(length**0.5)
        return "".join(f"{'  ' * level}{mark} a\n" for level in range(deep))

    return text


def _lines(line: str) -> Callable[[int], str]:
    return lambda length: f"{line}\n" * (length // (len(line) + 1))


def _html_tables(length: int) -> str:
    deep = length // 36
    return "<table><tr><td>" * deep + "x" + "</td></tr></table>" * deep


_BLOCKS: Mapping[str, Callable[[int], str]] = {
    "items within items": _items("-"),
    "numbers within numbers": _items("1."),
    "quotations within quotations": lambda length: "> " * (length // 2) + "a",
    "marks of items on one line": lambda length: "- " * (length // 2) + "a",
    "tables of HTML within tables": _html_tables,
    "folds within folds": lambda length: "<details>\n" * (length // 10),
    "rules": _lines("---"),
    "headings": _lines("# A"),
    "rows without a table": _lines("| a | b |"),
    "rows of a table": lambda length: (
        "| a | b |\n|--|--|\n" + "| [a](https://b.org) | b |\n" * (length // 27)
    ),
    "definitions of links": _lines("[a]: https://example.org/a"),
    "uses of one definition": lambda length: (
        f"[a]: https://example.org/a\n\n{'[a] ' * (length // 4)}"
    ),
    "lines of strong text": _lines("**A title of words**"),
    "lines of fields": _lines("Code: https://example.org/c"),
    "labels that are years": _lines("**2020**\n"),
    "entries": _lines("- [A title of words](https://example.org/p), Ada Lovelace, ICML 2020"),
}
_RST_BLOCKS: Mapping[str, Callable[[int], str]] = {
    "items within items": lambda length: "\n\n".join(
        f"{'  ' * level}- a" for level in range(int(length**0.5))
    ),
    "rows of a grid": lambda length: "+---+---+\n" + "| a | b |\n+---+---+\n" * (length // 20),
    "rows of a simple table": lambda length: (
        "=== ===\na   b\n=== ===\n" + "a   b\n" * (length // 6) + "=== ===\n"
    ),
    "wrapped lines of one paragraph": _lines("*a *b `c |d"),
    "lines of items in one paragraph": lambda length: "a\n" + "* *a\n" * (length // 5),
    "targets": _lines(".. _a: https://example.org/a"),
    "directives": _lines(".. image:: a\n"),
}
