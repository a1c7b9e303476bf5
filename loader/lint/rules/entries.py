"""Entries: what was not understood, and what an entry lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loader.lint.pages import Page, quoted
from loader.lint.places import Remark
from loader.lint.rules.base import Level, rule

_BULLET = re.compile(r"\s*([-+]|\d{1,3}[.)])(?=\[[^\]]+\]\(|\*\*\S)")
_TWO = r"""**CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]

    **MAIRA-1: A specialised large multimodal model for radiology report generation** \
    [[paper](https://arxiv.org/abs/2311.13668)]"""
_FEWEST_WORDS = 4


@rule(
    "E001",
    "entry-not-understood",
    bad=rf"""
    # Survey

    - [paper](https://arxiv.org/abs/2105.11333), 2022, in JBHI

    {_TWO}
    """,
    good=rf"""
    # Survey

    **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]

    {_TWO}
    """,
)
def entry_not_understood(page: Page) -> Iterator[Remark]:
    """Something looks like an entry and was not understood.

    It is in no graph that is built of the list, and ``curagraph build`` reports it in the same
    words. Only lines that begin as entries do and link to a paper are looked at, in sections where
    most of what has such a link was understood: there something is written otherwise than its
    neighbours.
    """
    for item in page.reading.dropped:
        if item.looks_like_entry:
            yield Remark(page.place_of_line(item.line), item.reason)


@rule(
    "E002",
    "entry-without-link",
    bad=r"""
    # Survey

    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]

    `JBHI 2022` **Multi-modal Understanding and Generation for Medical Images and Text** \
    *Jong Hak Moon, Hyungyung Lee, Woncheol Shin*
    """,
    good=r"""
    # Survey

    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]

    `JBHI 2022` **Multi-modal Understanding and Generation for Medical Images and Text** \
    *Jong Hak Moon, Hyungyung Lee, Woncheol Shin* \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
)
def entry_without_link(page: Page) -> Iterator[Remark]:
    """An entry has no link, and most entries of the list have one.

    Only entries with a title of several words and with authors or a venue are looked at, and none
    with a link that is empty or broken: another rule tells of that.
    """
    entries = page.reading.entries
    bare = [entry for entry in entries if not entry.links]
    if 2 * len(bare) > len(entries):
        return
    broken = {page.line_of(at) for at in page.strays}
    for entry in bare:
        told = bool(entry.authors) or entry.venue_as_listed is not None
        lines = range(entry.line, entry.end_line + 1)
        written = page.links_of(entry) or any(line in broken for line in lines)
        if not told or written or len(entry.title.split()) < _FEWEST_WORDS:
            continue
        yield Remark(
            page.place_of(entry.title, entry.line, entry.end_line),
            f"{quoted(entry.title)} has no link",
        )


@rule(
    "E003",
    "bullet-without-blank",
    level=Level.ERROR,
    bad=r"""
    # Survey

    -[CLIP in Medical Imaging: A Comprehensive Survey](https://arxiv.org/abs/2312.07353)
    """,
    good=r"""
    # Survey

    - [CLIP in Medical Imaging: A Comprehensive Survey](https://arxiv.org/abs/2312.07353)
    """,
)
def bullet_without_blank(page: Page) -> Iterator[Remark]:
    """A bullet has no blank behind it: the line is text and no item of the list."""
    for number in sorted(page.plain_lines):
        found = _BULLET.match(page.lines[number - 1])
        if found:
            yield Remark(
                page.place_of_line(number),
                f"no item of a list: a blank is missing behind {quoted(found[1])}",
            )


RULES = (entry_not_understood, entry_without_link, bullet_without_blank)
