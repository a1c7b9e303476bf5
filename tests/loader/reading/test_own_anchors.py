"""Anchors that a list gives by its full address are places of the list, and no papers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loader.reading import read
from loader.records import LinkKind, ListSnapshot

PAGE = "https://github.com/owner/widget-papers"
SNAPSHOT = ListSnapshot(key="list", source="README.md", content="0" * 64)
SECTIONS = """
## Books and Courses
- [Widgets and the Gizmos They Turn Into](https://arxiv.org/abs/2401.00001), 2024.

## Joint Widget Learning
- [Learning Widgets Jointly from Gizmos](https://arxiv.org/abs/2401.00002), 2024.

## Rotating Widgets (Fast)
- [Rotating Widgets Twice as Fast as Before](https://arxiv.org/abs/2401.00003), 2024.
"""
CONTENTS = f"""\
## Overview
* [Books]({PAGE}#books-and-courses)
* [All Papers]({PAGE}#papers)
  * [Framework]({PAGE}#framework)
  * [Joint widget learning]({PAGE}#joint-widget-learning)
  * [Rotating widgets, the fast ones]({PAGE}#rotating-widgets-fast)
  * [Networked WIDG (Decentralized Turning Decentralized Holding)]({PAGE}#networked-WIDG)
  * [WIDG in GIZs (WIDG in Very Large Gizmos)]({PAGE}#framework)
"""
TITLES = [
    "Widgets and the Gizmos They Turn Into",
    "Learning Widgets Jointly from Gizmos",
    "Rotating Widgets Twice as Fast as Before",
]


def test_a_table_of_contents_by_full_addresses_is_no_entry_and_no_section() -> None:
    found = read(SNAPSHOT, CONTENTS + SECTIONS)
    assert [entry.title for entry in found.entries] == TITLES
    assert found.dropped == ()
    assert "Overview" not in [section.path[0] for section in found.sections]


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        f"{PAGE}/",
        f"{PAGE}/blob/main/README.md",
        f"{PAGE}/tree/main",
        "https://www.github.com/Owner/Widget-Papers",
    ],
)
def test_one_page_has_several_addresses(page: str) -> None:
    text = f"- [Joint widget learning for everybody]({page}#joint-widget-learning)\n" + SECTIONS
    found = read(SNAPSHOT, text)
    assert ([entry.title for entry in found.entries], found.dropped) == (TITLES, ())


@pytest.mark.parametrize("home", [f"{PAGE}/blob/dev/README.md", PAGE])
def test_every_anchor_of_a_known_page_is_its_own(home: str) -> None:
    text = f"## Papers\n- [Widgets that nobody has a heading for]({PAGE}#nobody)\n" + SECTIONS
    found = read(replace(SNAPSHOT, home=home), text)
    assert ([entry.title for entry in found.entries], found.dropped) == (TITLES, ())


def test_a_copy_leads_to_the_list_it_is_copied_from() -> None:
    elsewhere = replace(SNAPSHOT, repository="https://github.com/else/copies")
    found = read(elsewhere, CONTENTS + SECTIONS)
    assert ([entry.title for entry in found.entries], found.dropped) == (TITLES, ())


def test_a_place_of_another_page_is_a_link_like_any() -> None:
    other = "https://github.com/owner/gizmos/blob/main/docs/notes.md#joint-widget-learning"
    title = "Learning Gizmos Jointly with Their Widgets"
    text = f"{SECTIONS}- [{title}](https://arxiv.org/abs/2401.00004)\n  - [notes]({other})\n"
    entry = read(SNAPSHOT, text).entries[-1]
    assert (entry.title, entry.links[-1].url) == (title, other)


def test_an_entry_keeps_a_link_to_its_place_in_the_list() -> None:
    place = f"{PAGE}#joint-widget-learning"
    title = "Learning Gizmos Jointly with Their Widgets"
    text = f"{CONTENTS}{SECTIONS}- [{title}](https://arxiv.org/abs/2401.00004) [[code]({place})]\n"
    entry = read(SNAPSHOT, text).entries[-1]
    assert [(link.kind, link.url) for link in entry.links] == [
        (LinkKind.PAPER, "https://arxiv.org/abs/2401.00004"),
        (LinkKind.CODE, place),
    ]
