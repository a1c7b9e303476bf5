"""Rules: each finds what its own documentation shows, and nothing once it is mended."""

from __future__ import annotations

import re

import pytest

from loader.lint import lint
from loader.lint.places import Finding
from loader.lint.rules import RULES, Rule
from loader.reading import read
from loader.records import ListSnapshot
from loader.sources import Source

EVERY = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def source(text: str, name: str = "list.md") -> Source:
    return Source(ListSnapshot(key="list", source=name, content=name, origin=name), text)


def findings(text: str, *codes: str) -> list[Finding]:
    found = lint([source(text)]).findings
    return [finding for finding in found if not codes or finding.code in codes]


def codes(text: str) -> set[str]:
    return {finding.code for finding in findings(text)}


def where(text: str, code: str) -> list[tuple[int, int, int]]:
    """Line, column and end column of what a rule finds."""
    return [(f.place.line, f.place.column, f.place.end_column) for f in findings(text, code)]


def pointed(text: str, code: str) -> list[str]:
    """The stretches of text that a rule points at."""
    lines = text.split("\n")
    return [lines[line - 1][column - 1 : end - 1] for line, column, end in where(text, code)]


ARXIV_URL = "https://arxiv.org/abs/2312.07353"
ARXIV = f"[[paper]({ARXIV_URL})]"


def entry(venue: str = "arXiv 2023", links: str = "[[paper](https://x.org/p)]") -> str:
    return f"`{venue}` **CLIP in Medical Imaging: A Survey** \\\n*Zihao Zhao, Han Wu* \\\n{links}\n"


@EVERY
def test_a_rule_finds_what_its_bad_example_shows(rule: Rule) -> None:
    assert rule.code in codes(rule.bad)


@EVERY
def test_a_rule_finds_nothing_in_its_good_example(rule: Rule) -> None:
    assert rule.code not in codes(rule.good)


@EVERY
def test_an_example_shows_nothing_else_that_is_wrong(rule: Rule) -> None:
    aside = {"D002", "D003", "V003", "E001"}
    assert codes(rule.bad) - {rule.code} <= aside
    assert codes(rule.good) <= aside


@EVERY
def test_a_rule_is_documented(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.summary.endswith((".", ":")) or "." in rule.summary


def test_codes_and_names_are_given_once() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@EVERY
def test_only_a_rule_that_says_so_mends(rule: Rule) -> None:
    mended = [f for f in findings(rule.bad, rule.code) if f.edit is not None]
    assert bool(mended) == rule.mends


def test_a_list_in_order_has_nothing_to_mend() -> None:
    assert codes(f"# Survey\n\n{entry()}") == set()


def test_columns_count_characters() -> None:
    text = entry(links="[[纸](https://x.org/p)] 😀 [[code]()]")
    assert where(text, "L001") == [(3, 27, 35)]


def test_an_entry_of_another_list_is_not_doubled() -> None:
    found = lint([source(entry(), "a.md"), source(entry(), "b.md")]).findings
    assert found == []


def test_a_preprint_is_published_in_another_list_of_the_run() -> None:
    published = entry(venue="KDD 2024")
    found = lint([source(entry(), "a.md"), source(published, "b.md")]).findings
    assert [(f.source, f.code, f.message) for f in found] == [
        ("a.md", "V003", "listed as arXiv, and as KDD 2024 in b.md, line 1")
    ]


def test_a_list_given_twice_is_looked_at_once() -> None:
    assert lint([source(entry()), source(entry())]).findings == []


@pytest.mark.parametrize(
    ("links", "there"),
    [
        ("[[paper](https://x.org/p)] [[code]()]", ["[code]()"]),
        ("[[paper](https://x.org/p)] [code](#)", ["[code](#)"]),
        ("[[paper](https://x.org/p)] [[code]](<>)", ["[[code]](<>)"]),
        ("[[paper](https://x.org/p)] ![stars]()", []),
        ("[[paper](https://x.org/p)] `[code]()`", []),
        ("[[paper](https://x.org/p)] <!-- [code]() -->", []),
    ],
)
def test_an_empty_link_is_pointed_at(links: str, there: list[str]) -> None:
    assert pointed(entry(links=links), "L001") == there


def test_an_image_that_is_kept_from_linking_to_itself_is_left_alone() -> None:
    assert findings(f"[![Curagraph](logo.svg)]()\n\n# A\n\n{entry()}", "L001") == []


def test_code_and_comments_are_not_looked_at() -> None:
    bad = entry(links="[[code]()] [x](y z) http://arxiv.org/abs/1")
    assert codes(f"```\n{bad}```\n\n<!--\n{bad}-->\n\n{entry()}") == set()


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("https://https://arxiv.org/abs/2312.07353", "the scheme stands twice"),
        ("https://https//arxiv.org/abs/2312.07353", "the scheme stands twice"),
        ("https:/arxiv.org/abs/2312.07353", "it names no host"),
        ("https://arxiv/abs/2312.07353", "it names no host"),
        ("www.nature.com/articles/1", "it lacks https://"),
        ("arxiv.org/abs/2312.07353", "it lacks https://"),
        ("ttps://arxiv.org/abs/2312.07353", "its scheme is misspelt"),
        ("[https://a.org](https://b.org)", "another link stands in it"),
        ("javascript:alert(1)", "no scheme that a reader can follow"),
    ],
)
def test_what_no_browser_opens_is_no_address(target: str, why: str) -> None:
    (found,) = findings(entry(links=f"[[paper]({target})]"), "L101")
    assert why in found.message
    assert found.place.column == len("[[paper](") + 1


@pytest.mark.parametrize(
    "target",
    [
        "https://arxiv.org/abs/2312.07353",
        "http://localhost:8000/x",
        "https://web.archive.org/web/2020/https://x.org/p",
        "./papers/one.pdf",
        "papers/10.1145:1.pdf",
        "mailto:someone@x.org",
        "//x.org/p",
        "https://x.org/a(b)c",
    ],
)
def test_an_address_or_a_path_is_left_alone(target: str) -> None:
    assert findings(entry(links=f"[[paper]({target})]"), "L101") == []


@pytest.mark.parametrize(
    ("identifier", "can_be"),
    [
        ("2312.07353", True),
        ("2312.07353v3", True),
        ("1412.6980", True),
        ("2312.0735", False),
        ("1412.69800", False),
        ("2313.07353", False),
        ("0601.1234", False),
        ("cs/0601001", True),
        ("hep-th/9901001v2", True),
        ("nonsense", False),
        ("2401.14656/v2", True),
        ("2211.052152207.13686", False),
    ],
)
def test_identifiers_are_those_that_arxiv_gives(identifier: str, *, can_be: bool) -> None:
    for form in ("https://arxiv.org/abs/{}", "https://www.arxiv.org/pdf/{}"):
        text = entry(links=f"[[paper]({form.format(identifier)})]")
        assert bool(findings(text, "L102")) != can_be


@pytest.mark.parametrize(
    ("label", "target", "code"),
    [
        ("code", "https://arxiv.org/abs/2312.07353", "L201"),
        ("Code", "https://github.com/somebody", "L201"),
        ("**code**", "https://youtu.be/x", "L201"),
        ("code", "https://github.com/a/b/tree/main/c", None),
        ("code", "https://project.github.io/", None),
        ("code", "https://aka.ms/maira", None),
        ("code", "https://doi.org/10.5281/zenodo.7684052", None),
        ("code", "https://openreview.net/attachment?id=x&name=supplementary_material", None),
        ("paper", "https://github.com/a/b", "L202"),
        ("pdf", "https://github.com/a/b/blob/main/paper.pdf", None),
        ("paper, code", "https://github.com/a/b", None),
        ("project", "https://github.com/a/b", None),
    ],
)
def test_a_label_that_promises_something_else_is_found(
    label: str, target: str, code: str | None
) -> None:
    found = codes(entry(links=f"[[{label}]({target})]"))
    assert found == ({code} if code else set())


def test_a_title_that_links_where_its_label_does_is_no_double() -> None:
    text = "**[A Survey](https://x.org/p)** \\\n*Han Wu* \\\n[[paper](https://x.org/p)]\n"
    assert findings(text, "L006") == []


@pytest.mark.parametrize(
    ("links", "twice"),
    [
        ("[[paper](https://x.org/p)] [[paper](https://x.org/p)]", True),
        ("[[paper](https://x.org/p)] [[code](https://x.org/p)]", True),
        ("[[paper](https://github.com/a/b)] [[code](https://github.com/a/b)]", True),
        ("[[project](https://x.github.io/)] [[code](https://x.github.io/)]", True),
        ("[[paper](https://x.org/p)] [[pdf](https://x.org/p)]", False),
        ("[[data](https://github.com/a/b)] [[code](https://github.com/a/b)]", False),
        ("[[paper](https://x.org/p)] [[paper](https://x.org/q)]", False),
    ],
)
def test_two_labels_for_one_target_exclude_each_other(links: str, *, twice: bool) -> None:
    assert bool(findings(entry(links=links), "L006")) == twice


@pytest.mark.parametrize(
    ("heading", "fragment"),
    [
        ("Medical Visual Grounding (Referring)", "#medical-visual-grounding-referring"),
        ("Q&A / Chat", "#qa--chat"),
        ("🔥 News", "#-news"),
        ("Vision_Language", "#vision_language"),
        ("[Survey papers](#content)", "#survey-papers"),
        ("综述", "#%E7%BB%BC%E8%BF%B0"),
        ("Survey", "#Survey"),
        ('<a name="here"></a>Survey', "#here"),
    ],
)
def test_a_link_finds_its_heading_as_on_a_code_host(heading: str, fragment: str) -> None:
    text = (
        f"# {heading}\n\n{entry()}\n- [there]({fragment})\n- [content](#content)\n\n# Content\n\nx"
    )
    assert findings(text, "H004") == []


def test_the_second_heading_of_a_name_has_a_number() -> None:
    text = f"# Survey\n\n{entry()}\n# Survey\n\n[1](#survey) [2](#survey-1) [3](#survey-2)\n"
    assert pointed(text, "H004") == ["#survey-2"]


def test_a_section_with_text_or_sections_below_is_not_empty() -> None:
    text = f"# A\n\n## B\n\n{entry()}\n## C\n\nNothing yet.\n\n## D\n\n---\n\n# E\n"
    assert pointed(text, "H001") == ["## D", "# E"]


def test_a_title_with_its_lines_is_no_empty_section() -> None:
    text = f"# Papers\n\n# A line under the title\n\n# Survey\n\n{entry()}\n# [All](all.md)\n"
    assert findings(text, "H001") == []


def test_a_text_without_headings_has_no_empty_section() -> None:
    assert findings(entry(), "H001") == []


def test_a_heading_may_stand_again_in_another_section() -> None:
    text = f"# A\n\n## Tools\n\n{entry()}\n# B\n\n## Tools\n\nx\n\n## Tools\n\nx\n"
    assert where(text, "H003") == [(15, 1, 9)]
    assert findings(text.replace("Tools", "2023"), "H003") == []


def test_a_link_to_a_missing_heading_is_told_once_with_the_heading_that_is_meant() -> None:
    text = f"# Pre-training\n\n{entry()}\n[a](#pretraining) [b](#pretraining) [c](#gone)\n"
    assert [finding.message for finding in findings(text, "H004")] == [
        "no heading has the address '#pretraining' (2 links lead there); is it #pre-training?",
        "no heading has the address '#gone'",
    ]


def test_a_host_by_http_is_told_once() -> None:
    links = "[[paper](http://arxiv.org/abs/2312.07353)] [[pdf](http://arxiv.org/pdf/2312.07353)]"
    (found,) = findings(entry(links=links), "L105")
    assert found.message == "arxiv.org is served by https, and 2 links have http"


def test_a_preprint_may_stand_under_another_year() -> None:
    heading = "# Papers\n\n## 2024\n\n"
    assert findings(f"{heading}{entry()}", "Y001") == []
    assert pointed(f"{heading}{entry('KDD 2023')}", "Y001") == ["KDD 2023"]


def test_a_heading_of_several_years_contradicts_none() -> None:
    assert findings(f"# Papers\n\n## 2024 - 2026\n\n{entry('KDD 2023')}", "Y001") == []


def test_an_unknown_venue_is_told_once() -> None:
    years = [entry(f"Journal of Nowhere {year}") for year in (2023, 2024)]
    text = f"# A\n\n{years[0]}\n# B\n\n{years[1]}"
    assert pointed(text, "V002") == ["Journal of Nowhere 2023"]


def test_a_venue_without_a_year_may_be_prose() -> None:
    assert findings(entry("Journal of Nowhere"), "V002") == []


def test_an_entry_without_link_is_found_among_entries_with_one() -> None:
    bare = "`JBHI 2022` **A Survey of Surveys** \\\n*Mei Wang, Han Wu*\n"
    assert pointed(f"{entry()}\n{bare}", "E002") == ["A Survey of Surveys"]
    assert findings(f"{entry()}\n{bare}\n{bare}", "E002") == []


def test_links_outside_entries_have_no_style() -> None:
    heading = "# Survey [[paper]](https://x.org/1) [[code]](https://x.org/2)"
    assert findings(f"{heading}\n\n{entry()}", "L007") == []


@pytest.mark.parametrize("doi", ["10.1145/3394171.3413761", "10.48550/arXiv.2312.07353"])
def test_a_link_with_a_doi_has_one(doi: str) -> None:
    assert findings(entry(links=f"[[paper](https://doi.org/{doi})]"), "L103") == []


@pytest.mark.parametrize(
    ("authors", "split"),
    [
        ("*Zihao Zhao Yuxiao Liu Han Wu Mei Wang*", False),
        ("_Zihao Zhao Yuxiao Liu Han Wu Mei Wang_", False),
        ("*Zihao Zhao, Yuxiao Liu, Han Wu, Mei Wang*", True),
        ("*Zihao Zhao and Yuxiao Liu*", True),
        ("*Juan Pablo de la Cruz Villar*", True),
        ("*A Paper That Has To Be Read By All*", True),
        ("*see what others say about this very paper*", True),
    ],
)
def test_names_without_commas_do_not_come_apart(authors: str, *, split: bool) -> None:
    text = entry().replace("*Zihao Zhao, Han Wu*", authors)
    assert bool(findings(text, "A001")) != split


def test_two_authors_may_have_one_surname() -> None:
    text = entry().replace("Zihao Zhao, Han Wu", "Zhao, Wu, Zhao")
    assert findings(text, "A002") == []


NEIGHBOURS = "\n".join(
    f"**CLIP in Medical Imaging: Part {part}** \\\n[[paper](https://arxiv.org/abs/2312.0735{n})]\n"
    for n, part in enumerate(("One", "Two"))
)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("- [paper](https://arxiv.org/abs/2105.11333), 2022, in JBHI", True),
        ("- [paper](https://example.org/2105.11333), 2022, in JBHI", False),
        ("- [paper](https://arxiv.org/abs/2105.11333)", False),
        ("> [paper](https://arxiv.org/abs/2105.11333), 2022, in JBHI", False),
        ("## [paper](https://arxiv.org/abs/2105.11333), 2022, in JBHI", False),
    ],
)
def test_what_looks_like_an_entry_among_entries_is_found(line: str, *, found: bool) -> None:
    assert bool(findings(f"# Survey\n\n{line}\n\n{NEIGHBOURS}", "E001")) == found


def test_what_most_of_a_section_is_not_is_no_entry() -> None:
    line = "- [paper](https://arxiv.org/abs/2105.11333), 2022, in JBHI\n"
    text = f"# Survey\n\n{NEIGHBOURS}\n# Datasets\n\n{line}{line}"
    assert findings(text, "E001") == []


def test_a_list_that_lists_papers_again_on_purpose_is_left_alone() -> None:
    entries = [entry().replace("A Survey", f"Part {n}") for n in ("One", "Two", "Three", "Four")]
    few = "\n".join(["# A\n", *entries, "# B\n", *entries])
    assert len(findings(few, "D002")) == 4
    more = [*entries, entry()]
    many = "\n".join(["# A\n", *more, "# B\n", *more])
    assert findings(many, "D002") == []


def test_a_link_that_was_copied_makes_no_paper_listed_twice() -> None:
    other = entry().replace(
        "CLIP in Medical Imaging: A Survey", "CLIP in Medical Imaging: Part Two"
    )
    found = codes(f"{entry(links=ARXIV)}\n{other.replace('https://x.org/p', ARXIV_URL)}")
    assert "D001" not in found


def test_a_preprint_of_january_may_be_of_the_year_before() -> None:
    for identifier, contradicts in (("2401.00254", False), ("2402.00254", True)):
        text = entry(links=f"[[paper](https://arxiv.org/abs/{identifier})]")
        assert bool(findings(text, "Y002")) == contradicts


def test_a_publication_may_stand_under_the_year_of_its_preprint() -> None:
    text = f"# 2022\n\n{entry('KDD 2023', links='[[paper](https://arxiv.org/abs/2212.09597)]')}"
    assert findings(f"# Papers\n\n#{text}", "Y001") == []


def test_messages_are_one_line_without_control_characters() -> None:
    links = "[[paper](https://x.org/p)] [[co\x1b[31mde]()] [](https://x.org/\u202e\x07)"
    found = findings(entry(links=links))
    assert found
    assert all(finding.message.isprintable() for finding in found)


def test_build_and_lint_say_the_same_of_what_looks_like_an_entry() -> None:
    line = "- [paper](https://arxiv.org/abs/2105.11333), 2022, in JBHI"
    text = f"# Survey\n\n{line}\n- [A tool for widgets](https://x.org/tool)\n\n{NEIGHBOURS}"
    told = [(item.line, item.reason) for item in read(source(text).snapshot, text).dropped]
    assert [(f.place.line, f.message) for f in findings(text, "E001")] == told[:1]
    assert told[1] == (4, "has a link and is in no entry")


def test_a_link_copied_from_another_paper_stands_in_nobodys_way() -> None:
    """The paper it was copied to is listed twice, and known without it."""
    wrong = "https://arxiv.org/abs/2401.00001"
    right = "https://arxiv.org/abs/2401.00002"
    one = f"- [Turning Widgets Slowly]({wrong}), Ada One, Ben Two, KDD 2024.\n"
    other = "- [Gizmos by Night: A Survey]({}), Cy Three, Di Four, ICML 2024.\n"
    lists = [source(one + other.format(wrong), "a.md"), source(other.format(right), "b.md")]
    page, _ = lint(lists).pages
    assert [[mention.source for mention in paper] for paper in page.papers] == [["a.md", "b.md"]]
