"""Every saved query gives, for the shipped list, the rows that a person reads out of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import Store

from queries.catalogue import load
from queries.lexer import TokenKind, tokens_of

Row = Mapping[str, str]
Rows = Callable[..., list[Row]]

ANSWERS = Path(__file__).with_name("answers.md")
TABLES = [name for name, saved in load().items() if saved.kind == "select"]


@dataclass(frozen=True, slots=True)
class Expected:
    """An answer worked out by hand.

    Attributes:
        query: The name of the query.
        values: What it is asked with.
        columns: Those compared.
        rows: The first rows, or all.
        count: How many rows there are.
    """

    query: str
    values: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int

    def __str__(self) -> str:
        return " ".join((self.query, *self.values.values()))


def expectations() -> Iterator[Expected]:
    for section in ANSWERS.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        name, *values = heading.split()
        lines = [line for line in body.splitlines() if line.startswith("|")]
        columns, _, *rows = [
            tuple(cell.strip() for cell in line.split("|")[1:-1]) for line in lines
        ]
        stated = re.search(r"(\d+) rows, of\s+which\s+the\s+first\s+are", body)
        count = int(stated[1]) if stated else len(rows)
        pairs = dict(value.split("=", 1) for value in values)
        yield Expected(name, pairs, columns, tuple(rows), count)


@pytest.mark.parametrize("expected", [*expectations()], ids=str)
def test_a_query_gives_the_rows_a_person_reads(
    expected: Expected, seed: Store, rows_of: Rows
) -> None:
    rows = rows_of(seed, load()[expected.query], **expected.values)
    found = [tuple(row[column] for column in expected.columns) for row in rows]
    assert found[: len(expected.rows)] == list(expected.rows)
    assert len(found) == expected.count


def test_every_table_was_worked_out() -> None:
    assert {expected.query for expected in expectations()} == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_no_two_rows_of_an_answer_tie(name: str, seed: Store, rows_of: Rows) -> None:
    """The order of rows is the same every time: what they are ordered by tells them apart."""
    saved = load()[name]
    least = {each.name: "1" for each in saved.parameters if each.name == "least"}
    words = [token.text for token in tokens_of(saved.text) if token.kind is not TokenKind.OTHER]
    last = max(n for n, word in enumerate(words) if word == "ORDER")
    rows = rows_of(seed, saved, **least)
    keys = [word[1:] for word in words[last:] if rows and word[:1] == "?" and word[1:] in rows[0]]
    assert all(n == 1 for n in Counter(tuple(row[key] for key in keys) for row in rows).values())


def test_pairs_of_authors_are_those_of_the_bylines(
    seed: Store, rows_of: Rows, seed_list: Path
) -> None:
    """All pairs, from nothing but the lines of the list that are emphasised whole."""
    pairs: Counter[frozenset[str]] = Counter()
    for line in seed_list.read_text(encoding="utf-8").splitlines():
        byline = re.fullmatch(r"\*([^*]+)\*[ \\]*", line)
        if byline:
            names = {name.strip() for name in re.split(r"[,&]", byline[1])}
            pairs.update(frozenset(pair) for pair in combinations(sorted(names), 2))
    rows = rows_of(seed, load()["collaborations"])
    found = {frozenset((row["name"], row["otherName"])): int(row["papers"]) for row in rows}
    assert found == pairs


def test_an_entry_is_given_in_its_own_words(seed: Store, rows_of: Rows, seed_list: Path) -> None:
    (row,) = rows_of(seed, load()["provenance-of-a-paper"])
    lines = seed_list.read_text(encoding="utf-8").splitlines()
    assert row["words"].splitlines() == lines[48:51]
    assert re.fullmatch(r"[0-9a-f]{7,64}", row["version"])
