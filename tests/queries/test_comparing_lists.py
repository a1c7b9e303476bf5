"""Lists held against each other: what they share, what one lacks, which headings match."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import Store

from tests.three_lists import TEXTS, build_lists, opened

Row = dict[str, str]
Ask = Callable[..., list[Row]]

TITLES = ("Anvils Ask Aloud", "Bolts Bound Briefly", "Clamps Clasp Chains", "Drills Drive Down")


def titled(numbers: Iterable[int]) -> str:
    return "\n".join(
        f"- [{TITLES[n]}](https://arxiv.org/abs/2101.0000{n}), Ada One, CVPR 2021" for n in numbers
    )


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return opened(build_lists(tmp_path_factory.mktemp("three"), TEXTS))


@pytest.fixture(scope="module")
def on_tasks(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three lists on one task, and one that has the same papers under a heading that is none."""
    texts = {
        "mine": f"# Mine\n\n## VQA\n\n{titled([0])}\n",
        "second": f"# Second\n\n## Visual Question Answering\n\n{titled([0, 1, 2])}\n",
        "third": f"# Third\n\n## VQA\n\n{titled([1])}\n\n## Image Captioning\n\n{titled([3])}\n",
        "by-year": f"# By year\n\n## 2021\n\n{titled([1, 2, 3])}\n",
    }
    return opened(build_lists(tmp_path_factory.mktemp("tasks"), texts))


def test_lists_overlap_by_what_both_hold_of_what_either_does(three: Store, ask: Ask) -> None:
    """Five papers each and four in common: six in all."""
    rows = ask(three, "lists-overlap")
    columns = ("listName", "otherName", "papers", "otherPapers", "common")
    assert [tuple(row[each] for each in columns) for row in rows] == [
        ("Alpha reads", "Beta reads", "5", "5", "4"),
        ("Alpha reads", "Gamma reads", "5", "3", "3"),
        ("Beta reads", "Gamma reads", "5", "3", "2"),
    ]
    shares = [(float(row["jaccard"]), float(row["shareOfSmaller"])) for row in rows]
    assert shares == [(0.667, 0.8), (0.6, 1.0), (0.333, 0.667)]
    assert len(ask(three, "lists-overlap", {"least": "4"})) == 1


def missing(store: Store, ask: Ask, **values: str) -> list[tuple[str, str]]:
    rows = ask(store, "missing-from-a-list", {"list": "list:mine", **values})
    return [(row["title"], row["lists"]) for row in rows]


def test_a_list_may_lack_what_lists_on_its_tasks_hold(on_tasks: Store, ask: Ask) -> None:
    """Neither what one of them holds alone, nor what is on another task, nor what it has."""
    assert missing(on_tasks, ask) == [(TITLES[1], "2")]
    assert missing(on_tasks, ask, least="1") == [(TITLES[1], "2"), (TITLES[2], "1")]


def test_a_list_may_lack_what_one_other_holds(on_tasks: Store, ask: Ask) -> None:
    assert missing(on_tasks, ask, other="list:second") == [(TITLES[1], "1"), (TITLES[2], "1")]
    assert missing(on_tasks, ask, other="list:third") == [(TITLES[1], "1")]
    assert missing(on_tasks, ask, other="list:by-year") == []


def test_a_list_whose_headings_are_years_is_on_no_task(on_tasks: Store, ask: Ask) -> None:
    assert missing(on_tasks, ask, list="list:by-year", least="1") == []


def test_what_one_list_has_over_another_comes_with_heading_and_code(three: Store, ask: Ask) -> None:
    values = {"list": "list:alpha", "other": "list:gamma"}
    rows = ask(three, "in-one-list-only", values)
    assert [(row["title"], row["year"], row["heading"], row["code"]) for row in rows] == [
        ("Pulleys that Caption Pictures", "2022", "Image Captioning", ""),
        *(
            ("Widgets of the Northern Sea", "2021", "Visual Question Answering", f"repo:{code}")
            for code in ("github.com--ada--widgets", "github.com--other--widgets")
        ),
    ]
    assert ask(three, "in-one-list-only", {"list": "list:gamma", "other": "list:alpha"}) == []


def test_what_one_list_has_over_all_others_is_what_none_of_them_holds(
    three: Store, ask: Ask
) -> None:
    every = {name: titles(three, ask, name) for name in ("alpha", "beta", "gamma")}
    for name, held in every.items():
        others = set().union(*(every[other] for other in every if other != name))
        rows = ask(three, "in-one-list-only", {"list": f"list:{name}"})
        assert {row["title"] for row in rows} == held - others, name


def titles(store: Store, ask: Ask, name: str) -> set[str]:
    """Titles of the papers that a list holds: what it has over a list that holds nothing."""
    values = {"list": f"list:{name}", "other": "list:nothing"}
    return {row["title"] for row in ask(store, "in-one-list-only", values)}


def matching(store: Store, ask: Ask, **values: str) -> list[tuple[str, str, str, str]]:
    rows = ask(store, "matching-headings", {"list": "list:alpha", **values})
    return [(row["heading"], row["otherHeading"], row["task"], row["papers"]) for row in rows]


VQA = ("Visual Question Answering", "VQA", "task:visual-question-answering", "3")


def test_headings_match_by_their_task_or_by_their_papers(three: Store, ask: Ask) -> None:
    assert matching(three, ask) == [VQA]
    assert matching(three, ask, other="list:beta", least="1") == [
        VQA,
        ("Image Captioning", "Captions of Things", "", "1"),
    ]


def test_a_heading_that_is_a_year_matches_none(three: Store, ask: Ask) -> None:
    """Papers stand under both, but a year is no task."""
    assert matching(three, ask, other="list:gamma", least="1") == []


def test_headings_of_one_task_come_before_those_of_the_same_papers(
    tmp_path: Path, ask: Ask
) -> None:
    texts = {
        "alpha": f"# A\n\n## VQA\n\n{titled([0])}\n\n## Image Captioning\n\n{titled([1, 2])}\n",
        "beta": (
            f"# B\n\n## Visual Question Answering\n\n{titled([0])}\n\n"
            f"## Captions of Things\n\n{titled([1, 2])}\n"
        ),
    }
    store = opened(build_lists(tmp_path, texts))
    assert matching(store, ask) == [
        ("VQA", "Visual Question Answering", "task:visual-question-answering", "1"),
        ("Image Captioning", "Captions of Things", "", "2"),
    ]


def test_papers_of_sub_headings_count(tmp_path: Path, ask: Ask) -> None:
    texts = {
        "alpha": (
            f"# A\n\n## VQA\n\n### Medical VQA\n\n{titled([0])}\n\n### Video VQA\n\n{titled([1])}\n"
        ),
        "beta": f"# B\n\n## Visual Question Answering\n\n{titled([0, 1])}\n",
    }
    store = opened(build_lists(tmp_path, texts))
    assert matching(store, ask) == [
        ("VQA", "Visual Question Answering", "task:visual-question-answering", "2")
    ]


def test_the_heading_above_tells_two_of_the_same_words_apart(tmp_path: Path, ask: Ask) -> None:
    texts = {
        "alpha": (
            f"# A\n\n## Image Captioning\n\n### Pre-training\n\n{titled([0])}\n\n"
            f"## Visual Question Answering\n\n### Pre-training\n\n{titled([1])}\n"
        ),
        "beta": f"# B\n\n## Image Captioning\n\n{titled([0])}\n",
    }
    store = opened(build_lists(tmp_path, texts))
    rows = ask(store, "matching-headings", {"list": "list:alpha", "least": "1"})
    assert [(row["heading"], row["under"], row["otherUnder"]) for row in rows] == [
        ("Image Captioning", "", ""),
        ("Pre-training", "Image Captioning", ""),
    ]


def test_headings_of_one_task_match_without_a_paper_in_common(tmp_path: Path, ask: Ask) -> None:
    texts = {
        "alpha": f"# A\n\n## VQA\n\n{titled([0])}\n",
        "beta": f"# B\n\n## Visual Question Answering\n\n{titled([1])}\n",
    }
    store = opened(build_lists(tmp_path, texts))
    task = "task:visual-question-answering"
    assert matching(store, ask) == [("VQA", "Visual Question Answering", task, "0")]
