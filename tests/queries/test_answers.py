"""Every saved query, compared with rows worked out from the list by hand."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, QueryTriples, Store

from queries.catalogue import load

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("expected.toml").read_text(encoding="utf-8")
)["case"]


def fits(found: str, expected: str) -> bool:
    if expected.endswith("…"):
        return found.startswith(expected.removesuffix("…"))
    return found == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['query']}-{case.get('values')}")
def test_a_saved_query_answers_what_the_list_says(
    case: dict[str, Any], seed: Store, ask: Callable[..., list[dict[str, str]]]
) -> None:
    rows = ask(seed, case["query"], case.get("values"))
    found = [[row[column] for column in case["columns"]] for row in rows]
    assert len(found) == case.get("count", len(case["rows"]))
    for is_, should_be in zip(found, case["rows"], strict="count" not in case):
        assert all(map(fits, is_, should_be)), (is_, should_be)


def test_every_table_has_expected_rows() -> None:
    tables = {name for name, saved in load().items() if saved.kind == "select"}
    assert {case["query"] for case in CASES} == tables


@pytest.mark.parametrize("name", sorted(load()))
def test_a_saved_query_has_an_answer_as_it_stands_or_says_why_not(seed: Store, name: str) -> None:
    """Who opens its page after the first build sees rows, or when there are none."""
    saved = load()[name]
    found = seed.query(saved.bind({}), use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions | QueryTriples)
    # "With one list there is no row", "A list that is alone has no rows".
    says = re.search(r"\bno rows?\b", " ".join(saved.description.split()))
    assert next(iter(found), None) is not None or says


def test_collaborations_are_the_pairs_of_each_byline(
    seed: Store, ask: Callable[..., list[dict[str, str]]], bylines: list[list[str]]
) -> None:
    pairs = Counter(frozenset(pair) for names in bylines for pair in combinations(names, 2))
    rows = ask(seed, "collaborations")
    assert {frozenset((row["name"], row["otherName"])): int(row["papers"]) for row in rows} == pairs
    assert len(rows) == len(pairs) == 305
    weights = [(-int(row["papers"]), row["author"], row["other"]) for row in rows]
    assert weights == sorted(weights)


def test_a_limit_cuts_collaborations(seed: Store, ask: Callable[..., list[dict[str, str]]]) -> None:
    assert ask(seed, "collaborations", {"limit": "4"}) == ask(seed, "collaborations")[:4]


def test_authors_are_counted_as_often_as_they_are_printed(
    seed: Store, ask: Callable[..., list[dict[str, str]]], bylines: list[list[str]]
) -> None:
    printed = Counter(name for names in bylines for name in names)
    rows = ask(seed, "most-prolific-authors", {"limit": "1000"})
    assert {row["name"]: int(row["papers"]) for row in rows} == printed
    assert len(printed) == 81
    assert sum(printed.values()) == 85


def test_no_answer_has_a_row_twice(seed: Store, ask: Callable[..., list[dict[str, str]]]) -> None:
    for name, saved in load().items():
        if saved.kind == "select":
            rows = [tuple(row.items()) for row in ask(seed, name)]
            assert len(set(rows)) == len(rows), name


@pytest.mark.parametrize("name", sorted({case["query"] for case in CASES}))
def test_no_two_rows_tie(name: str, seed: Store, ask: Callable[..., list[dict[str, str]]]) -> None:
    """What the rows are ordered by tells each from every other: they come in one order only."""
    saved = load()[name]
    every = {each.name: "1" for each in saved.parameters if each.name == "least"}
    rows = ask(seed, name, every)
    ordered_by = re.findall(r"\?(\w+)", saved.text.rpartition("ORDER BY")[2])
    keys = [key for key in ordered_by if rows and key in rows[0]]
    assert len({tuple(row[key] for key in keys) for row in rows}) == len(rows)
