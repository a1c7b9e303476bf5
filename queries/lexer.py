"""SPARQL's tokens, told apart in one pass without parsing.

What stands in a string, an IRI or a comment is text and never a keyword or a variable. That much
is enough to see what a query asks for and to put values in place of its parameters safely.
Rules: SPARQL 1.1 Query Language, section 19.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class TokenKind(StrEnum):
    """What a token is."""

    COMMENT = "comment"
    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    NAME = "name"
    WORD = "word"
    OTHER = "other"


# Quantifiers are possessive and what closes a string may be missing, so that no text is looked at
# more than a constant number of times.
_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>
          \"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\")?
        | '''(?:[^'\\]|\\.|'(?!''))*+(?:''')?
        | "(?:[^"\\\r\n]|\\.)*+"?
        | '(?:[^'\\\r\n]|\\.)*+'?
      )
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:\w[\w.-]*+)?:(?:[\w:%-]|\\.|\.(?=[\w:%-]))*+)
    | (?P<word>\w[\w.-]*+)
    | (?P<other>\s+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token.

    Attributes:
        kind: What it is.
        text: Its characters as they stand in the query.
    """

    kind: TokenKind
    text: str


def tokens_of(text: str) -> Iterator[Token]:
    """Every token in order; their texts together are the text.

    >>> [t.text for t in tokens_of('ASK { ?s a "x # y" } # z') if t.kind != "other"]
    ['ASK', '?s', 'a', '"x # y"', '# z']
    """
    for found in _TOKEN.finditer(text):
        yield Token(TokenKind(found.lastgroup or "other"), found.group())


def keywords(text: str) -> set[str]:
    """Bare words of a query in upper case, outside strings, IRIs, comments and names.

    >>> sorted(keywords('SELECT * FROM <http://x/service> { ?s rdfs:label "LOAD" }'))
    ['FROM', 'SELECT']
    """
    words = (token.text.upper() for token in tokens_of(text) if token.kind is TokenKind.WORD)
    # "true.SERVICE" is a literal, a stop and a keyword, though it reads like one name.
    return {part for word in words for part in re.split(r"[.-]", word) if part}
