"""The lexer: every character belongs to one token, and what is quoted is text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.lexer import TokenKind, keywords, tokens_of
from tests.limits import at_most

PIECES = ["SELECT", "?s", "$p", "<http://x/y>", '"', "'''", '"""', "\\", "#", "\n", "<", ">", ":",
          "a:b", "FROM", "{", "}", "é", "1.5", "^^", "@en"]  # fmt: skip
queries = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


@given(queries)
def test_the_tokens_together_are_the_text(text: str) -> None:
    assert "".join(token.text for token in tokens_of(text)) == text


@given(st.text())
def test_words_in_a_comment_are_no_keywords(text: str) -> None:
    line = text.replace("\n", " ").replace("\r", " ")
    assert keywords(f"ASK {{}} # {line}") == {"ASK"}


@pytest.mark.parametrize(
    "quoted",
    [
        '"FROM"',
        "'FROM'",
        '"""FROM "x" FROM"""',
        "'''FROM\nFROM'''",
        r'"\" FROM"',
        "<http://x/FROM>",
    ],
)
def test_words_in_strings_and_iris_are_no_keywords(quoted: str) -> None:
    assert keywords(f"ASK {{ ?s ?p {quoted} }}") == {"ASK"}


def test_a_prefixed_name_is_no_keyword() -> None:
    assert keywords("ASK { ?s from:service x:load }") == {"ASK"}


def test_a_comparison_opens_no_iri() -> None:
    kinds = {token.kind for token in tokens_of("FILTER(?a < 3 && ?b > 2)")}
    assert TokenKind.IRI not in kinds


def test_a_keyword_after_a_literal_and_a_stop_is_seen() -> None:
    assert "SERVICE" in keywords("ASK { ?s ?p true.SERVICE <http://x> {} }")


@pytest.mark.parametrize("piece", ['"', "'", '"""', "'''", "<", "\\", '"\\', "?", "a.", ":", "#"])
def test_the_time_grows_no_faster_than_the_text(piece: str) -> None:
    """200,000 characters that open and never close are no more work than others."""
    with at_most(20):
        assert sum(1 for _ in tokens_of(piece * (200_000 // len(piece)))) > 0
