"""Texts that nobody writes but to make a reader slow, each of any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from loader.records import Markup

_CARD = "**A title of some words** [[paper](https://example.org/p)]"


@dataclass(frozen=True, slots=True)
class Attack:
    """A kind of hostile text.

    Attributes:
        text: The text, given a size: as many marks, cells or words as that.
        size: A size at which reading takes a second where its cost is linear, and minutes where
            it grows with the square.
        markup: The language it is written in.
    """

    text: Callable[[int], str]
    size: int
    markup: Markup = Markup.MARKDOWN


def _rst(text: Callable[[int], str], size: int) -> Attack:
    return Attack(text, size, Markup.RESTRUCTUREDTEXT)


def _nested(mark: str, deep: int) -> str:
    """One item within the other, down to an entry."""
    return "".join(f"{'  ' * level}{mark} a\n" for level in range(deep)) + _CARD


def _html_tables(deep: int) -> str:
    return "<table><tr><td>" * deep + "x" + "</td></tr></table>" * deep


def _rst_nested(deep: int) -> str:
    return "\n\n".join(f"{'  ' * level}- a" for level in range(deep))


def _rst_grid(rows: int) -> str:
    rule = "+---+---+\n"
    return rule + "".join(f"| a | b |\n{rule}" for _ in range(rows))


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

_OF_ADDRESSES = {
    "an address of closings": ")",
    "an address of openings": "(",
    "an address of stops": ".",
    "an address of asterisks": "*",
    "an address of slashes": "/",
    "an address of escapes": "%",
    "an address of numbers": "1",
    "an address of steps": "a/",
    "an address of hosts": "a.",
}

# One line of each mark: as a paragraph, as an item with a linked title before it, and as a cell.
LINES: dict[str, Attack] = {}
