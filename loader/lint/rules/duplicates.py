"""Papers that are listed more than once, and links that two papers share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from loader.fields.text import key_of
from loader.identity.claims import identifiers_of
from loader.lint.pages import Page, quoted
from loader.lint.places import Place, Remark
from loader.lint.rules.base import Level, rule
from loader.records import Entry

# Titles of one paper have words in common, even where its name changed on publication.
_STRANGERS = 0.1
# Shorter ones are names of models and tools, which papers on them do not repeat.
_FEWEST_WORDS = 3
_FEWEST_WORDS_OF_STRANGERS = 4
# From so many on, and from one in so many, papers are listed again on purpose.
_MANY, _ONE_IN = 5, 20


def _here(page: Page) -> Iterator[Sequence[Entry]]:
    """Entries of the page on one paper, in order, where there are several."""
    for paper in page.papers:
        entries = [
            mention.entry
            for mention in paper
            if mention.source == page.source and _is_surely_a_paper(mention.entry)
        ]
        if len(entries) > 1:
            yield entries


def _is_surely_a_paper(entry: Entry) -> bool:
    """Whether an entry has what a heading or a line of a table of contents has not."""
    absolute = any(link.url.startswith(("http:", "https:")) for link in entry.links)
    told = absolute or (bool(entry.authors) and not entry.links)
    return told and len(key_of(entry.title).split()) >= _FEWEST_WORDS


def _same_titles(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """Entries on one paper by their titles' words: others may share a link that was copied."""
    titles: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        titles[key_of(entry.title)].append(entry)
    yield from titles.values()


def _title(page: Page, entry: Entry) -> Place:
    return page.place_of(entry.title, entry.line, entry.end_line)


@rule(
    "D001",
    "paper-twice-in-section",
    bad=r"""
    # Visual Question Answering

    `arXiv 2021` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]

    `JBHI 2022` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
    good=r"""
    # Visual Question Answering

    `JBHI 2022` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
)
def paper_twice_in_section(page: Page) -> Iterator[Remark]:
    """A paper is listed twice in one section.

    Two entries are one paper where they have the same title and nothing contradicts it, neither
    authors nor identifiers. The second entry is reported.
    """
    for entries in _here(page):
        for same in _same_titles(entries):
            first: dict[tuple[str, ...], Entry] = {}
            for entry in same:
                before = first.setdefault(entry.section_path, entry)
                if before is not entry:
                    yield Remark(
                        _title(page, entry),
                        f"{quoted(entry.title)} is already in this section, on line {before.line}",
                    )


@rule(
    "D002",
    "paper-twice",
    level=Level.NOTE,
    bad=r"""
    # Survey

    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]

    # Medical Imaging

    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
    good=r"""
    # Survey

    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def paper_twice(page: Page) -> Iterator[Remark]:
    """A paper is listed in two sections.

    That may be meant; then silence this code for the file. A list where one paper in twenty is
    listed again does so on purpose and is left alone. Each section's first entry on the paper is
    reported, but for the first of all.
    """
    found: list[tuple[Entry, Entry]] = []
    for entries in _here(page):
        for same in _same_titles(entries):
            seen = {same[0].section_path}
            for entry in same:
                if entry.section_path not in seen:
                    seen.add(entry.section_path)
                    found.append((entry, same[0]))
    if len(found) >= _MANY and len(found) * _ONE_IN > len(page.reading.entries):
        return
    for entry, first in found:
        yield Remark(
            _title(page, entry), f"{quoted(entry.title)} is listed on line {first.line} too"
        )


@rule(
    "D003",
    "title-differs",
    bad=r"""
    # Survey

    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]

    # Medical Imaging

    `arXiv 2023` **Clip in medical imaging - a comprehensive survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
    good=r"""
    # Survey

    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]

    # Medical Imaging

    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def title_differs(page: Page) -> Iterator[Remark]:
    """A paper has two titles in the list.

    The titles differ in case, punctuation or words; where it is in words, the entries have the
    same identifier, and that of one of them may be wrong. The later entry is reported.
    """
    for entries in _here(page):
        first = entries[0]
        for entry in entries[1:]:
            if entry.title != first.title:
                same = key_of(entry.title) == key_of(first.title)
                line = f"line {first.line}"
                how = f"is written on {line}" if same else f"has the identifier of {line}, which is"
                yield Remark(
                    _title(page, entry), f"{quoted(entry.title)} {how} {quoted(first.title)}"
                )


@rule(
    "D004",
    "identifier-of-another-paper",
    level=Level.ERROR,
    bad=r"""
    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]

    `JBHI 2022` **Multi-modal Understanding and Generation for Radiographs and Text** \
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
    good=r"""
    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]

    `JBHI 2022` **Multi-modal Understanding and Generation for Radiographs and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
)
def identifier_of_another_paper(page: Page) -> Iterator[Remark]:
    """Two papers link to the same arXiv identifier or DOI.

    One of the links was copied from the other entry. Titles that have words in common are left
    alone, and so are short ones: they may be two names of one paper.
    """
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in page.reading.entries:
        found = identifiers_of(entry)
        for identifier in (found.arxiv and f"arXiv:{found.arxiv}", found.doi):
            if identifier:
                entries[identifier].append(entry)
    for identifier, sharing in entries.items():
        first = sharing[0]
        for entry in sharing[1:]:
            if _are_strangers(first, entry):
                yield Remark(
                    _link_with(page, entry, identifier.removeprefix("arXiv:")),
                    f"{identifier} is also the link of another paper, on line {first.line}: "
                    f"{quoted(first.title)}",
                )


def _are_strangers(one: Entry, other: Entry) -> bool:
    a, b = set(key_of(one.title).split()), set(key_of(other.title).split())
    shorter = min(len(a), len(b))
    return shorter >= _FEWEST_WORDS_OF_STRANGERS and len(a & b) <= _STRANGERS * shorter


def _link_with(page: Page, entry: Entry, identifier: str) -> Place:
    for link in page.links_of(entry):
        if identifier in link.target.lower():
            return page.place(link.target_start, link.target_end)
    return _title(page, entry)


RULES = (paper_twice_in_section, paper_twice, title_differs, identifier_of_another_paper)
