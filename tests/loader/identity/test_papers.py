"""Papers: entries of one work are one paper, and entries of two are two."""

from __future__ import annotations

import random

import pytest

from loader.identity.claims import Claim, claims_of
from loader.identity.constraints import Constraints, Pair
from loader.identity.decisions import Verdict
from loader.identity.papers import Papers, papers_of
from loader.identity.papers.clusters import cluster_of
from loader.identity.papers.facts import facts_of
from loader.records import Entry, Link, LinkKind, ListSnapshot, ReadingList

CODE = "https://github.com/lab/widget"
BOTH = "Ada One, Ben Two"


def entry(
    title: str,
    *urls: str,
    authors: str | None = None,
    venue: str | None = None,
    year: int | None = None,
    kind: LinkKind = LinkKind.PAPER,
) -> Entry:
    """An entry as a list has it; addresses of arXiv may be given by their number alone."""
    links = []
    for url in urls:
        address = url if "//" in url else f"https://arxiv.org/abs/{url}"
        links.append(Link(LinkKind.CODE if "github" in url else kind, address))
    names = authors.removesuffix(" et al.") if authors else ""
    return Entry(
        line=1,
        end_line=1,
        title=title,
        authors=tuple(names.split(", ")) if authors else None,
        authors_truncated=bool(authors) and authors != names,
        venue=venue,
        venue_as_listed=venue,
        year=year,
        links=tuple(links),
        section_path=(),
        raw=title,
    )


def lists_of(*groups: list[Entry]) -> list[ReadingList]:
    return [
        ReadingList(ListSnapshot(f"list-{n}", f"list-{n}.md", "0" * 64), "", (), tuple(entries))
        for n, entries in enumerate(groups)
    ]


def claims(*groups: list[Entry]) -> list[Claim]:
    return list(claims_of(lists_of(*groups)))


def found(*groups: list[Entry]) -> Papers:
    return papers_of(claims(*groups))


ONE_PAPER = {
    "a preprint and its publication": (
        entry("Sparse Widgets for Robust Parsing", "2101.00001", venue="arXiv", year=2021),
        entry("Sparse widgets for robust parsing.", venue="ACL", year=2022),
    ),
    "a name in front": (
        entry("WidgetNet: Sparse Grammars for Robust Parsing", "2101.00001"),
        entry("Sparse Grammars for Robust Parsing", "https://aclanthology.org/2021.acl-long.9"),
    ),
    "a hyphen, a blank, a plural, a small word and British spelling": (
        entry("Generalising Multi-Label Parsers on the Treebank", "2101.00001"),
        entry("Generalizing multilabel parser in the tree bank"),
    ),
    "a misprint": (
        entry("Interpretable Grammars for Syntactic Disambiguation", "2101.00001"),
        entry("Interpretable Grammars for Syntatic Disambiguation"),
    ),
    "an acronym for its words": (
        entry("Widgets for Visual Question Answering under Noise", "2101.00001"),
        entry("Widgets for VQA under Noise", "2101.00001"),
    ),
    "TeX": (
        entry(r"Widgets in 360$^{\circ}$ Scenes at Night"),
        entry("Widgets in 360 Scenes at Night"),
    ),
    "a title of ideographs": (entry("基于语法的稀疏解析方法"), entry("基于语法的稀疏解析方法。")),
    "a title that was changed, by the same authors": (
        entry("Parsing as a Game", "2101.00001", authors=BOTH),
        entry("A Sparse Theory of Grammars", "2101.00001", authors="A. One, B. Two"),
    ),
    "a title that was changed, with the same repository": (
        entry("Parsing as a Game of Moves", "2101.00001", CODE, venue="arXiv", year=2021),
        entry("A Sparse Theory of Moves", "2101.00001", CODE, venue="ACL", year=2022),
    ),
    "a wrong link, where the title is long enough": (
        entry("Sparse Grammars for Robust Incremental Parsing of Dialects", "2101.00001"),
        entry("Sparse Grammars for Robust Incremental Parsing of Dialects", "2105.00005"),
    ),
    "a title cut short": (
        entry("WidgetNet: Sparse Grammars for Parsing", venue="ACL", year=2021),
        entry(
            "WidgetNet: Sparse Grammars for Parsing of Dialects",
            "2101.00001",
            venue="ACL",
            year=2021,
        ),
    ),
    "a title reworded for publication, by the same authors": (
        entry("Sparse Grammars for Parsing Rare Dialects", "2101.00001", authors=BOTH),
        entry("Sparse Grammars for Rare Dialects", authors=BOTH, venue="ACL", year=2022),
    ),
    "authors in other forms": (
        entry("Neural Parsing", authors="Ada One, Wei Zhang, Ben Two"),
        entry("Neural parsing", authors="A. One, W. Zhang, B. Twoa"),
    ),
    "an entry that copied its authors, with the same title and link": (
        entry("Sparse Grammars for Robust Parsing", "2101.00001", authors="Ada One"),
        entry("Sparse Grammars for Robust Parsing", "2101.00001", authors="Cy Three"),
    ),
}

TWO_PAPERS = {
    "a link that was copied, by others": (
        entry("Sparse Grammars for Robust Parsing", "2101.00001", authors="Ada One"),
        entry("Dense Grammars for Robust Parsing", "2101.00001", authors="Cy Three"),
    ),
    "an extension with its own number": (
        entry("WidgetNet: Sparse Grammars for Parsing", "2101.00001"),
        entry("WidgetNet++: Sparse Grammars for Parsing", "2201.00002"),
    ),
    "an extension by the same authors": (
        entry("WidgetNet: Sparse Grammars for Parsing", "2101.00001", authors=BOTH),
        entry("WidgetNet++: Sparse Grammars for Parsing", authors=BOTH, venue="ACL"),
    ),
    "a second version with its own number": (
        entry("WidgetNet: Sparse Grammars for Parsing", "2101.00001"),
        entry("WidgetNetV2: Sparse Grammars for Parsing", "2201.00002"),
    ),
    "two parts": (
        entry("Sparse Grammars for Robust Parsing (Part 1)"),
        entry("Sparse Grammars for Robust Parsing (Part 2)"),
    ),
    "a follow-up": (
        entry("Sparse Grammars for Parsing", "2101.00001", CODE),
        entry("Scalable Sparse Grammars for Parsing", "2201.00002", CODE),
    ),
    "one name of two methods": (
        entry("WidgetNet: Sparse Grammars for Parsing", "2101.00001"),
        entry("WidgetNet: Recognizing Screws and Nails", "2201.00002"),
    ),
    "a title by strangers": (
        entry("A Survey of Parsing", authors="Ada One"),
        entry("A Survey of Parsing", authors="Cy Three"),
    ),
    "surveys with twin titles": (
        entry("A Survey of Neural Parsing", "2101.00001"),
        entry("Neural Parsing: A Survey", "2103.00003"),
    ),
    "a commonplace title years later": (
        entry("Neural Parsing", venue="ACL", year=2010),
        entry("Neural Parsing", venue="ACL", year=2020),
    ),
    "a thesis": (
        entry("Sparse Grammars for Robust Parsing", authors="Ada One", venue="ACL", year=2021),
        entry("Sparse Grammars for Robust Parsing", authors="Ada One", venue="PhD thesis"),
    ),
    "a talk": (
        entry("Sparse Grammars for Robust Parsing", "2101.00001"),
        entry("Sparse Grammars for Robust Parsing", "https://v.org/1", kind=LinkKind.VIDEO),
    ),
    "an opposite": (
        entry("Supervised Grammars for Robust Parsing"),
        entry("Unsupervised Grammars for Robust Parsing"),
    ),
    "another word of a pattern": (
        entry("Is WidgetNet a Good Parser? A Preliminary Study", year=2023),
        entry("Is WidgetNet a Good Tagger? A Preliminary Study", year=2023),
    ),
    "two papers of the same authors": (
        entry("Sparse Grammars for Parsing Dialects", "2101.00001", authors=BOTH),
        entry("Sparse Grammars for Tagging Dialects", "2102.00002", authors=BOTH),
    ),
    "a preprint younger than the publication": (
        entry("Grammars for Parsing Rare Dialects", venue="ACL", year=2020, authors=BOTH),
        entry("Grammars for Parsing Rare Slang", "2101.00002", authors=BOTH),
    ),
}


@pytest.mark.parametrize("case", ONE_PAPER)
def test_entries_of_one_paper_are_one(case: str) -> None:
    one, other = ONE_PAPER[case]
    assert len(found([one], [other]).groups) == 1


@pytest.mark.parametrize("case", TWO_PAPERS)
def test_entries_of_two_papers_are_two(case: str) -> None:
    one, other = TWO_PAPERS[case]
    assert len(found([one], [other]).groups) == 2


def test_neighbours_in_a_list_with_one_link_are_two_papers() -> None:
    one = entry("Sparse Grammars for Parsing", "2101.00001", venue="ACL", year=2021)
    other = entry("Dense Taggers of Dialects", "2101.00001", venue="ACL", year=2021)
    (step,) = found([one, other]).steps
    assert (step.verdict, step.rule) == (Verdict.DIFFERENT, "copied-link")
    assert "next to each other in a list" in step.evidence


def test_a_title_known_under_another_link_is_not_the_paper_of_the_copied_one() -> None:
    right = entry("Sparse Grammars for Robust Incremental Parsing", "2101.00001")
    wrong = entry("Sparse Grammars for Robust Incremental Parsing", "2105.00005")
    whose = entry("Sparse Grammars for Incremental Tagging", "2105.00005")
    groups = found([right], [right], [wrong], [whose]).groups
    assert [[claim.list_key for claim in group] for group in groups] == [
        ["list-0", "list-1", "list-2"],
        ["list-3"],
    ]


def test_what_a_third_entry_says_of_authors_counts_for_all_it_is_joined_with() -> None:
    silent = entry("Sparse Grammars for Robust Parsing", "2101.00001")
    telling = entry("Sparse Grammars for Robust Parsing", "2101.00001", authors="Ada One")
    stranger = entry("Neural Taggers in Dialects", "2101.00001", CODE, authors="Cy Three")
    assert len(found([silent], [telling], [stranger]).groups) == 2


def test_no_chain_joins_what_is_kept_apart() -> None:
    by_one = entry("A Survey of Parsing", "2101.00001", authors="Ada One")
    by_nobody = entry("A Survey of Parsing")
    by_other = entry("A Survey of Parsing", "2103.00003", authors="Cy Three")
    groups = found([by_one], [by_nobody], [by_other]).groups
    assert not any(
        {"2101.00001", "2103.00003"} <= {claim.identifiers.arxiv for claim in group}
        for group in groups
    )


def test_a_list_that_gives_papers_titles_of_its_own_means_what_it_links() -> None:
    real = [entry(f"Kind {n} of Grammars for Task {n}", f"21{n:02}.00001") for n in range(1, 12)]
    own = [entry(f"Something witty, {n}th", f"21{n:02}.00001") for n in range(1, 12)]
    assert len(found(real, own).groups) == len(real)


def test_a_post_with_a_paper_behind_it_is_not_that_paper() -> None:
    post = entry("How we parse", "https://lab.org/blog", "2101.00001", kind=LinkKind.PAPER)
    post_first = Entry(
        **{
            **{name: getattr(post, name) for name in Entry.__slots__},
            "links": (Link(LinkKind.BLOG, "https://lab.org/blog"), post.links[1]),
        }
    )
    paper = entry("Sparse Grammars for Robust Parsing", "2101.00001")
    assert len(found([post_first], [paper]).groups) == 2


def test_the_order_of_entries_makes_no_difference() -> None:
    everything = [each for pair in (*ONE_PAPER.values(), *TWO_PAPERS.values()) for each in pair]
    shuffled = list(everything)
    random.Random(1).shuffle(shuffled)  # noqa: S311 - nobody has to guess it

    def papers(entries: list[Entry]) -> set[frozenset[Entry]]:
        groups = found(*([each] for each in entries)).groups
        return {frozenset(claim.entry for claim in group) for group in groups}

    assert papers(everything) == papers(shuffled)


def test_people_overrule_what_rules_say() -> None:
    one, other = TWO_PAPERS["a title by strangers"]
    joined = papers_of(claims([one], [other]), Constraints(same=[Pair(0, 1, "one person")]))
    assert len(joined.groups) == 1
    assert joined.steps[0].rule == "correction"
    alike, again = ONE_PAPER["a name in front"]
    parted = papers_of(
        claims([alike], [again], [alike]), Constraints(different=[Pair(0, 1, "two")])
    )
    assert [[claim.number for claim in group] for group in parted.groups] == [[0, 2], [1]]
    assert ("correction", Verdict.DIFFERENT) in {(s.rule, s.verdict) for s in parted.steps}


def test_every_step_says_why_in_a_sentence() -> None:
    for pair in (*ONE_PAPER.values(), *TWO_PAPERS.values()):
        for step in found([pair[0]], [pair[1]]).steps:
            assert step.rule == step.rule.lower().replace(" ", "-")
            assert len(step.evidence.split()) > 2


def test_an_identifier_that_a_list_copied_is_not_the_paper_s() -> None:
    right = entry("Sparse Grammars for Robust Incremental Parsing", "2101.00001")
    wrong = entry("Sparse Grammars for Robust Incremental Parsing", "2105.00005")
    whose = entry("A Neural Tagger of Dialects", "2105.00005")
    groups = found([right], [right], [wrong], [whose], [whose]).groups
    stated = [{claim.identifiers.arxiv for claim in group} for group in groups]
    assert stated == [{"2101.00001", None}, {"2105.00005"}]


@pytest.mark.parametrize(
    ("number", "year"), [("2101.00001", 2021), ("cs/0112017", 2001), ("hep-th/9201001", 1992)]
)
def test_a_preprint_without_a_year_is_of_that_of_its_number(number: str, year: int) -> None:
    (facts,) = facts_of(claims([entry("Sparse Widgets for Robust Parsing", number)]))
    assert cluster_of(facts).years == {year}
