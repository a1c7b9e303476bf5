"""Where lists disagree about one paper, and where they only seem to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from tests.three_lists import TEXTS, build_lists, opened

Row = dict[str, str]
Ask = Callable[..., list[Row]]


def two_of(tmp_path: Path, *firsts: str) -> Store:
    """Lists that each hold one paper, which differ in the words before its title."""
    entry = (
        "{first}**Widgets of the Northern Sea** \\\n*Ada One, Ben Two* \\\n"
        "[[paper](https://arxiv.org/abs/2011.00001)]\n"
    )
    texts = {f"list-{n}": f"# Reads\n\n{entry.format(first=f)}" for n, f in enumerate(firsts)}
    return opened(build_lists(tmp_path, texts))


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return opened(build_lists(tmp_path_factory.mktemp("three"), TEXTS))


def test_lists_that_name_other_venues_disagree(three: Store, ask: Ask) -> None:
    """NIPS is NeurIPS, and a paper may be on arXiv and at ICML."""
    assert ask(three, "conflicting-venues") == [
        {
            "paper": "paper:arxiv-2011.00001",
            "title": "Widgets of the Northern Sea",
            "list": "list:alpha",
            "venue": "venue:cvpr",
            "otherList": "list:beta",
            "otherVenue": "venue:eccv",
            "chosen": "venue:cvpr",
        }
    ]


def test_lists_that_state_other_years_disagree(three: Store, ask: Ask) -> None:
    """The preprint's year beside the publication's is no other year."""
    assert ask(three, "conflicting-years") == [
        {
            "paper": "paper:arxiv-2011.00001",
            "title": "Widgets of the Northern Sea",
            "list": "list:alpha",
            "year": "2021",
            "otherList": "list:beta",
            "otherYear": "2022",
            "chosen": "2021",
        }
    ]


def years(store: Store, ask: Ask) -> list[tuple[str, str]]:
    return [(row["year"], row["otherYear"]) for row in ask(store, "conflicting-years")]


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("`arXiv 2020` ", "`ICML 2021` "),
        ("`ICML 2021` ", "`arXiv 2020` "),
        ("`2020` ", "`ICML 2021` "),
        ("`arXiv 2019` ", "`ICML 2021` "),
    ],
)
def test_a_preprint_and_its_publication_have_years_of_their_own(
    tmp_path: Path, ask: Ask, first: str, other: str
) -> None:
    assert years(two_of(tmp_path, first, other), ask) == []


LINKS = {
    "doi": "[[paper](https://doi.org/10.1145/3300001.3300002)]",
    "arxiv": "[[paper](https://arxiv.org/abs/1901.00002)]",
}


@pytest.mark.parametrize(
    ("published", "preprint"), [("`2021` ", "`arXiv 2019` "), ("`2021` ", "`2019` ")]
)
def test_the_year_that_the_graph_chose_is_the_publications_where_the_preprint_has_another(
    tmp_path: Path, ask: Ask, published: str, preprint: str
) -> None:
    """The publication is known by its DOI alone: no entry gives it a venue."""
    words = "**Widgets of the Northern Sea** \\\n*Ada One, Ben Two* \\\n"
    texts = {
        "list-0": f"# Reads\n\n{published}{words}{LINKS['doi']}\n",
        "list-1": f"# Reads\n\n{preprint}{words}{LINKS['arxiv']}\n",
    }
    assert years(opened(build_lists(tmp_path, texts)), ask) == []


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("`ICML 2020` ", "`ICML 2021` "),  # the preprint is of 2020, but neither speaks of it
        ("`ICML 2021` ", "`ICML 2020` "),
        ("`arXiv 2019` ", "`arXiv 2020` "),
        ("`arXiv 2020` ", "`2021` "),  # no publication is known that could be of 2021
        ("`2019` ", "`ICML 2021` "),
        ("`2020` ", "`arXiv 2021` "),
    ],
)
def test_one_version_has_one_year(tmp_path: Path, ask: Ask, first: str, other: str) -> None:
    """An entry without a venue speaks of the preprint where the year is that of the preprint."""
    found = years(two_of(tmp_path, first, other), ask)
    assert found == [(first.strip("` ")[-4:], other.strip("` ")[-4:])]


def test_preprints_of_a_published_paper_have_one_year_among_them(tmp_path: Path, ask: Ask) -> None:
    """That one of them may be the publication's year is no excuse: neither speaks of it."""
    store = two_of(tmp_path, "`arXiv 2019` ", "`arXiv 2021` ", "`ICML 2021` ")
    assert years(store, ask) == [("2019", "2021")]


def test_a_list_that_says_both_disagrees_with_nobody(tmp_path: Path, ask: Ask) -> None:
    link = "[[paper](https://arxiv.org/abs/2011.00001)]"
    both = f"`CVPR 2021` **Widgets of the Northern Sea** \\\n{link}\n\n`ECCV 2022` "
    store = two_of(tmp_path, both, "`ECCV 2022` ")
    assert ask(store, "conflicting-venues") == []
    assert ask(store, "conflicting-years") == []


def test_lists_that_name_other_people_disagree(three: Store, ask: Ask) -> None:
    """Initials and order make no other people, and a list that says "et al." leaves nobody out."""
    rows = ask(three, "conflicting-authors")
    assert {row["title"] for row in rows} == {"Levers for Heavy Questions"}
    assert [(row["name"], row["list"], row["otherList"]) for row in rows] == [
        ("Ben Two", "list:alpha", "list:gamma"),
        ("Cy Three", "list:alpha", "list:gamma"),
        ("Ben Two", "list:beta", "list:gamma"),
        ("Cy Three", "list:beta", "list:gamma"),
        ("Dora Four", "list:gamma", "list:alpha"),
        ("Dora Four", "list:gamma", "list:beta"),
    ]
    assert rows[0]["otherByline"] == "Ada One, Dora Four"


def test_lists_that_name_other_repositories_disagree(three: Store, ask: Ask) -> None:
    """A repository is the same with .git behind it, in capitals, or at a branch."""
    rows = ask(three, "conflicting-code")
    assert [(row["list"], row["code"], row["otherList"], row["otherCode"]) for row in rows] == [
        (
            "list:alpha",
            "repo:github.com--ada--widgets",
            "list:beta",
            "repo:github.com--other--widgets",
        )
    ]
