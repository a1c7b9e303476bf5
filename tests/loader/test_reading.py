"""Reading: entries with their fields and exact lines, from text as people write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.reading import read
from loader.reading.reader import LONGEST_TITLE
from loader.records import Entry, Link, LinkKind, ListSnapshot, PaperKind, ReadingList, SectionKind

SNAPSHOT = ListSnapshot(key="list", source="list.md", content="0" * 64)


def reading(text: str) -> ReadingList:
    return read(SNAPSHOT, text)


def only(text: str) -> Entry:
    (entry,) = reading(text).entries
    return entry


ENTRY = """\
`ICCV 2021` **GLoRIA: A Framework** \\
*Shih-Cheng Huang, Liyue Shen * \\
 [[paper](https://doi.org/10.1109/x)] [[code](https://github.com/marshuang80/gloria)]
"""


def test_an_entry_has_every_field() -> None:
    assert only("# Survey\n\n" + ENTRY) == Entry(
        line=3,
        end_line=5,
        title="GLoRIA: A Framework",
        authors=("Shih-Cheng Huang", "Liyue Shen"),
        authors_truncated=False,
        venue="ICCV",
        venue_as_listed="ICCV 2021",
        year=2021,
        links=(
            Link(LinkKind.PAPER, "https://doi.org/10.1109/x"),
            Link(LinkKind.CODE, "https://github.com/marshuang80/gloria"),
        ),
        section_path=(),
        raw=ENTRY.rstrip("\n"),
    )


@pytest.mark.parametrize("end", [" \\\n", "\\\n", "  \\\n", "  \n", "\n"])
def test_every_way_to_end_a_line_gives_the_same_entry(end: str) -> None:
    entry = only(f"`KDD 2023` **A title**{end}*Ada One, Ben Two*{end}[[paper](https://x.org/p)]")
    assert (entry.title, entry.authors) == ("A title", ("Ada One", "Ben Two"))
    assert [link.url for link in entry.links] == ["https://x.org/p"]


@pytest.mark.parametrize(
    "links",
    [
        "[[paper](https://x.org/p)] [[code](https://x.org/c)]",
        "[[paper]](https://x.org/p) [[code]](https://x.org/c)",
        "[[paper](https://x.org/p)] [[code]](https://x.org/c)",
        "[[paper](https://x.org/p)][[code](https://x.org/c)]",
        "[paper](https://x.org/p) | [code](https://x.org/c)",
        "[[**paper**](https://x.org/p)] [[`code`](https://x.org/c)]",
    ],
)
def test_brackets_may_stand_inside_or_outside_a_link(links: str) -> None:
    found = only(f"**A title** \\\n*Ada One* \\\n{links}").links
    assert found == (
        Link(LinkKind.PAPER, "https://x.org/p"),
        Link(LinkKind.CODE, "https://x.org/c"),
    )


@pytest.mark.parametrize(
    "authors", ["*Ada One, Ben Two*", "*Ada One, Ben Two *", "_Ada One, Ben Two_"]
)
def test_a_blank_before_the_closing_mark_does_not_hide_the_authors(authors: str) -> None:
    assert only(f"**A title** \\\n{authors} \\\n[p](https://x.org)").authors == (
        "Ada One",
        "Ben Two",
    )


def test_a_name_set_in_bold_is_a_name_and_no_title() -> None:
    entry = only("**A title** \\\n*Ada One, **Ben Two**, Cy Three* \\\n[p](https://x.org)")
    assert entry.authors == ("Ada One", "Ben Two", "Cy Three")


def test_two_entries_without_a_blank_line_are_two() -> None:
    first = "**One title** \\\n*Ada One* \\\n[p](https://x.org/1)"
    second = "**Two title** \\\n*Ben Two* \\\n[p](https://x.org/2)"
    entries = reading(f"{first}\n{second}").entries
    assert [(entry.line, entry.end_line) for entry in entries] == [(1, 3), (4, 6)]


def test_a_paper_that_stands_twice_is_two_entries() -> None:
    assert len(reading(f"# A\n\n{ENTRY}\n# B\n\n{ENTRY}").entries) == 2


def test_entries_in_comments_and_code_are_none() -> None:
    assert reading(f"<!--\n{ENTRY}\n-->\n\n```\n{ENTRY}\n```\n").entries == ()


@pytest.mark.parametrize(
    "text", ["**Just a label**", "**2023**", "Some **bold** prose.", "- [x](#y)"]
)
def test_a_strong_text_alone_is_no_entry(text: str) -> None:
    assert reading(text).entries == ()


@pytest.mark.parametrize(
    "text",
    [
        "**Note:** please see [this](https://x.org)",
        "**2024.03** [news](https://x.org)",
        "**ICCV 2021** [site](https://x.org)",
        "**!!!** [[paper](https://x.org)]",
    ],
)
def test_stress_a_date_or_a_venue_is_no_title(text: str) -> None:
    found = reading(text)
    assert found.entries == ()
    assert len(found.dropped) == 1


def test_a_venue_in_bold_brackets_stands_before_a_plain_title() -> None:
    entry = only(
        "[**ACM MM 2022**] Align, Reason and Learn \\\n_Ada One_ \\\n[[paper](https://x.org)]"
    )
    assert (entry.title, entry.venue, entry.year) == ("Align, Reason and Learn", "ACM MM", 2022)


@pytest.mark.parametrize(
    ("text", "title", "authors"),
    [
        ("**A long title\nthat wraps** \\\n*Ada One*", "A long title that wraps", ("Ada One",)),
        ("**A title** \\\n*Ada One,\nBen Two*", "A title", ("Ada One", "Ben Two")),
    ],
)
def test_a_field_that_wraps_is_one_field(text: str, title: str, authors: tuple[str, ...]) -> None:
    entry = only(f"{text} \\\n[[paper](https://x.org)]")
    assert (entry.line, entry.end_line) == (1, 4)
    assert (entry.title, entry.authors) == (title, authors)


def test_the_link_on_a_title_leads_to_the_paper() -> None:
    entry = only("**[A Benchmark of Slake](https://arxiv.org/abs/2101.00001)** \\\n*Ada One*")
    assert entry.links == (Link(LinkKind.PAPER, "https://arxiv.org/abs/2101.00001"),)


def test_an_entry_above_a_rule_is_an_entry() -> None:
    assert [entry.title for entry in reading(f"{ENTRY}---\n").entries] == ["GLoRIA: A Framework"]


def test_authors_that_do_not_split_are_reported() -> None:
    row = f"| A long title | {'x' * 90} | [pdf](https://x.org) |"
    assert (
        reading(f"| Title | Authors | Link |\n|--|--|--|\n{row}").dropped[0].reason
        == "the line of authors does not split into names"
    )


def test_html_that_holds_links_and_is_no_entry_is_reported() -> None:
    found = reading('<div>\n<a href="https://x.org">A tool</a>\n</div>\n\n' + ENTRY)
    assert [(item.line, item.reason) for item in found.dropped] == [
        (2, "has a link and is in no entry")
    ]


@pytest.mark.parametrize("levels", [12, 60])
def test_deep_nesting_hides_nothing_behind_it(levels: int) -> None:
    bullets = "".join(f"{'  ' * level}- x\n" for level in range(levels))
    found = reading(f"{bullets}\n# Next\n\n{ENTRY}")
    assert len(found.entries) == 1 or any("nested" in item.reason for item in found.dropped)


def test_an_entry_without_authors_or_venue_says_so() -> None:
    entry = only("**A title** \\\n[[paper](https://x.org)]")
    assert (entry.authors, entry.venue, entry.venue_as_listed, entry.year) == (None,) * 4


def test_a_title_keeps_markup_and_entities_as_text() -> None:
    entry = only("**Less &lt; more: <b>x</b> `code` & *stress*** \\\n*Ada One*")
    assert entry.title == "Less < more: x code & stress"


def test_a_link_without_target_is_no_link() -> None:
    assert only("**A title** \\\n*Ada One* \\\n[[paper](https://x.org)] [[code]()]").links == (
        Link(LinkKind.PAPER, "https://x.org"),
    )


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("[[code]()]", "the link 'code' has no target"),
        ("[[code](ftp://x.org/c)]", "the link 'code' has the unusable target 'ftp://x.org/c'"),
        (
            "[[code](javascript:alert(1))]",
            "the link 'code' has the unusable target 'javascript:alert(1)'",
        ),
        ("[[code](https://x.org/a b.pdf)]", "a link is not well-formed and stays text"),
    ],
)
def test_a_link_that_cannot_be_used_is_reported_with_its_line(link: str, reason: str) -> None:
    found = reading(f"**A title** \\\n*Ada One* \\\n[[paper](https://x.org/p)] {link}")
    assert [link.url for entry in found.entries for link in entry.links] == ["https://x.org/p"]
    assert [(item.line, item.reason) for item in found.dropped] == [(3, reason)]


def test_the_same_link_twice_counts_once() -> None:
    link = "[[code](https://github.com/a/b)]"
    assert len(only(f"**A title** \\\n*Ada One* \\\n{link} {link}").links) == 1


def test_a_title_of_a_megabyte_is_dropped_and_reported() -> None:
    found = reading(f"**{'x' * 1_000_000}** \\\n*Ada One* \\\n[p](https://x.org)")
    assert found.entries == ()
    assert found.dropped[0].reason == "has a link and is in no entry"


def test_a_title_longer_than_any_is_dropped_and_reported() -> None:
    found = reading(f"**{'x' * (LONGEST_TITLE + 1)}** \\\n*Ada One* \\\n[pdf](https://x.org)")
    assert found.entries == ()
    assert found.dropped[0].reason == f"a title of {LONGEST_TITLE + 1} characters is no title"


NEIGHBOURS = """\
- [Widgets and the Gizmos They Turn Into](https://arxiv.org/abs/2401.00008), ICML 2024.
- [Learning Widgets Jointly from Gizmos](https://arxiv.org/abs/2401.00009), ICML 2024.
"""


@pytest.mark.parametrize(
    "line",
    [
        "- [paper](https://arxiv.org/abs/2105.11333), 2022, in JBHI",
        "| [arXiv](https://arxiv.org/abs/2105.11333) | WIDG | KDD 2022 | [Code](https://x.org/c) |",
    ],
)
def test_what_looks_like_an_entry_and_is_not_understood_is_reported(line: str) -> None:
    """Its neighbours are understood; a row is one place, whatever number of links it has."""
    found = reading(f"# A\n\n| Paper | Name | At | Code |\n|-|-|-|-|\n{line}\n\n{NEIGHBOURS}")
    assert [(item.line, item.reason, item.looks_like_entry) for item in found.dropped] == [
        (5, "looks like an entry and is not understood", True)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- [A tool](https://x.org)",
        "- [paper](https://arxiv.org/abs/2105.11333)",
        "> [paper](https://arxiv.org/abs/2105.11333), 2022, in JBHI",
    ],
)
def test_a_link_to_something_else_is_reported_as_what_it_is(line: str) -> None:
    found = reading(f"# A\n\n{line}\n\n{NEIGHBOURS}")
    assert [(item.line, item.reason, item.looks_like_entry) for item in found.dropped] == [
        (3, "has a link and is in no entry", False)
    ]


SECTIONS = """\
# <p align=center>`A list of papers`</p>

## Overview
- [Survey](#survey)

# Survey

{entry}
# Visual Grounding (Referring)

## 2023

{entry}
## Datasets

# Empty Task
"""


def test_sections_are_found_with_what_they_group_by() -> None:
    found = reading(SECTIONS.format(entry=ENTRY))
    assert found.title == "A list of papers"
    assert [(section.path, section.kind, section.paper_kind) for section in found.sections] == [
        (("Survey",), SectionKind.RESOURCE_TYPE, PaperKind.REVIEW),
        (("Visual Grounding (Referring)",), SectionKind.TASK, None),
        (("Visual Grounding (Referring)", "2023"), SectionKind.YEAR, None),
        (("Visual Grounding (Referring)", "Datasets"), SectionKind.RESOURCE_TYPE, None),
        (("Empty Task",), SectionKind.TASK, None),
    ]
    assert [entry.section_path for entry in found.entries] == [
        ("Survey",),
        ("Visual Grounding (Referring)", "2023"),
    ]


def test_the_only_top_heading_is_the_title_even_with_entries_below() -> None:
    found = reading(f"# Papers\n\n{ENTRY}\n## Captioning\n\n{ENTRY}")
    assert found.title == "Papers"
    assert [entry.section_path for entry in found.entries] == [(), ("Captioning",)]


def test_a_list_without_a_title_has_sections_only() -> None:
    found = reading(f"# Captioning\n\n{ENTRY}\n# Grounding\n\n{ENTRY}")
    assert found.title == "list"
    assert [section.path for section in found.sections] == [("Captioning",), ("Grounding",)]


@given(st.text(alphabet="#*_`[]()\\ \nabA1.,&<>!-|", max_size=400))
def test_no_text_breaks_the_reader_or_gives_a_line_outside_it(text: str) -> None:
    found = reading(text)
    last = text.count("\n") + 1
    for entry in found.entries:
        assert 1 <= entry.line <= entry.end_line <= last
    for item in found.dropped:
        assert 1 <= item.line <= item.end_line <= last


def test_the_shipped_list_is_read_whole(seed_list: Path) -> None:
    """Thirteen papers, six headings of which the last has none, nothing left out."""
    found = reading(seed_list.read_text(encoding="utf-8"))
    assert [(entry.line, entry.end_line) for entry in found.entries] == [
        (12, 14), (16, 18), (21, 23), (27, 29), (34, 36), (41, 43), (45, 47),
        (49, 51), (53, 55), (58, 60), (62, 64), (66, 68), (79, 81),
    ]  # fmt: skip
    assert [section.path for section in found.sections] == [
        ("Survey",),
        ("Medical Image Captioning",),
        ("Medical Vision-Language Pre-training",),
        ("Medical Visual Question Answering",),
        ("Medical Cross-modal Retrieval",),
        ("Medical Visual Grounding (Referring)",),
    ]
    assert found.dropped == ()
    assert len({name for entry in found.entries for name in entry.authors or ()}) == 81


def test_the_shipped_lists_odd_lines_are_read_right(seed_list: Path) -> None:
    by_line = {e.line: e for e in reading(seed_list.read_text(encoding="utf-8")).entries}
    assert by_line[34].authors == (
        "Shih-Cheng Huang", "Liyue Shen", "Matthew P. Lungren", "Serena Yeung",
    )  # fmt: skip
    assert (by_line[53].authors or ())[-2:] == ("Xiang Wan", "Tsung-Hui Chang")
    assert (by_line[49].venue, by_line[49].venue_as_listed) == ("JBHI", "IEEE JBHI 2022")
    assert by_line[79].links[1] == Link(
        LinkKind.CODE, "https://ieeexplore.ieee.org/abstract/document/10182304/"
    )


RUN = "https://arxiv.org/abs/2401.0000"
OTHERS = f"""
## Papers
- [Widgets and the Gizmos They Turn Into]({RUN}8), ICML 2024.
- [Learning Widgets Jointly from Gizmos]({RUN}9), ICML 2024.
"""


@pytest.mark.parametrize(
    "line",
    [
        f"[ICML 2019]({RUN}1) | [NeurIPS 2020]({RUN}2)",
        f"- Conferences: [[ICML'19]({RUN}1)] [[NeurIPS'20]({RUN}2)] [[CVPR'21]({RUN}3)]",
        f"- Journals: [[IEEE TKDE]({RUN}1)] [[TIST]({RUN}2)] [[TIP]({RUN}3)] [[JMLR]({RUN}4)]",
        f"- Journals: [TPAMI]({RUN}1), [IJCV]({RUN}2), [IEEE TIP]({RUN}3)",
        f"**Published at** [ICML 2019]({RUN}1), [NeurIPS 2020]({RUN}2) and [ICLR]({RUN}3)",
        f"- Seen at top conferences: [ICML 2019]({RUN}1), [NeurIPS 2020]({RUN}2)",
    ],
)
def test_links_called_by_their_venues_alone_are_no_paper(line: str) -> None:
    """Which papers they lead to is not said: a title there is none."""
    found = reading(line + "\n" + OTHERS)
    assert [entry.title for entry in found.entries] == [
        "Widgets and the Gizmos They Turn Into",
        "Learning Widgets Jointly from Gizmos",
    ]
    assert [(one.line, one.reason) for one in found.dropped] == [
        (1, "has a link and is in no entry")
    ]


@pytest.mark.parametrize(
    ("line", "title", "links"),
    [
        (f"- Turning Widgets [[ICML 2019]({RUN}1)] [[TPAMI 2020]({RUN}2)]", "Turning Widgets", 2),
        (f"- [ASAP]({RUN}1) - [bioRxiv 2016]({RUN}2)", "ASAP", 2),
        (f"- Joining [[ICML 2019]({RUN}1)]", "Joining", 1),
    ],
)
def test_versions_called_by_their_venues_are_of_the_title_beside_them(
    line: str, title: str, links: int
) -> None:
    found = reading(line + "\n" + OTHERS).entries[0]
    assert (found.title, len(found.links)) == (title, links)
