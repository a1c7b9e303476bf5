"""The reader: blocks under their sections become entries, and nothing is lost unseen."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from loader.fields.authors import authors_of
from loader.fields.labels import is_vague
from loader.fields.links import arxiv_id_of, is_on_page, target_of
from loader.fields.text import plain, title_of
from loader.fields.venues import read_venue
from loader.fields.years import year_of
from loader.reading.blocks import Heading, lines_in
from loader.reading.candidates import Draft
from loader.reading.document_title import document_title, is_small, size_of
from loader.reading.evidence import (
    company_of,
    is_paper,
    is_run_of_titles,
    kind_of_anchor,
)
from loader.reading.headings import Meaning, heading_text, meaning_of, paths_of
from loader.reading.layouts.headed import take_titles
from loader.reading.left_out import Taken, left_out
from loader.reading.markdown import blocks_of_markdown
from loader.reading.outline import headings_of, outline_of
from loader.reading.own_anchors import with_own_anchors
from loader.reading.rst import blocks_of_rst
from loader.reading.sections import Given, Part, given_by_path, given_by_title, parts_of
from loader.records import (
    Dropped,
    Entry,
    Link,
    LinkKind,
    ListSnapshot,
    Markup,
    ReadingList,
    Section,
    SectionKind,
)

# Longer than any title: what is longer is prose or an attack.
LONGEST_TITLE = 400


def read_list(snapshot: ListSnapshot, text: str) -> ReadingList:
    r"""Everything a list of Markdown or reStructuredText says, with what was left out and why.

    Args:
        snapshot: Where the text comes from.
        text: The list's text, lines parted by ``\n``.

    Cost: linear in the length of the text.
    """
    with _garbage_left_alone():
        return _read(snapshot, text)


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Have Python not look for garbage in cycles.

    The tokens and blocks of a text are many and live until it is read: looking through them again
    and again took a third of the time of reading (measured over lists of 2.5 MB in all).
    """
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def _read(snapshot: ListSnapshot, text: str) -> ReadingList:
    blocks = blocks_of_rst if snapshot.markup is Markup.RESTRUCTUREDTEXT else blocks_of_markdown
    document = with_own_anchors(tuple(blocks(text)), snapshot)
    parts = parts_of(document)
    outline = outline_of(document, parts)
    take_titles(parts)
    title = document_title(parts)
    paths = list(_paths(parts, title))
    above = {p.heading.line: path for p, path in zip(parts, paths, strict=True) if p.heading}
    headings = headings_of(outline, above, title)
    kind_of = {heading.line: heading.kind for heading in headings}
    listed = given_by_title(heading_text(title)) if title is not None else Given()
    source = text.split("\n")
    drafts = sum(map(size_of, parts))
    sections: list[Section] = []
    entries: list[Entry] = []
    dropped: list[Dropped] = []
    for part, path in zip(parts, paths, strict=True):
        meanings = [meaning_of(step) for step in path]
        section = _section_of(part, path, kind_of)
        if section is not None:
            sections.append(section)
        given = given_by_path(path, meanings, listed)
        covered: set[int] = set()
        followed: set[int | str] = set()
        headed = part.heading is not None and part.heading is not title
        opening = not headed and is_small(part, drafts)
        for draft, here in _papers(part, meanings, given, opening=opening):
            found = _entry_of(draft, path, source, here)
            covered.update(range(found.line, found.end_line + 1))
            followed.update(anchor.line for anchor in draft.anchors)
            followed.update(anchor.href for anchor in draft.anchors)
            if isinstance(found, Entry):
                entries.append(found)
                dropped.extend(_dropped_fields(draft, found))
            else:
                dropped.append(found)
        dropped.extend(left_out(part, Taken(covered, followed), source))
    name = snapshot.title or (heading_text(title) if title is not None else None) or snapshot.key
    entries.sort(key=lambda entry: entry.line)
    dropped.sort(key=lambda item: item.line)
    subject = title is not None and kind_of.get(title.line) is SectionKind.TASK
    return ReadingList(
        snapshot,
        name,
        tuple(sections),
        tuple(entries),
        tuple(dropped),
        headings=tuple(headings),
        subject=next((h for h in headings if h.line == title.line), None)
        if subject and title is not None
        else None,
    )


def _papers(
    part: Part, meanings: Sequence[Meaning], given: Given, *, opening: bool
) -> Iterator[tuple[Draft, Given]]:
    """The drafts of a part that are papers, with what stands over them."""
    telling = next((m for m in reversed(meanings) if m.papers is not None), None)
    if telling is not None and telling.papers and meanings[-1].kind is SectionKind.TASK:
        # "Papers" is said of the sections below it, and not of what each of them holds.
        telling = telling if telling is meanings[-1] else None
    run = is_run_of_titles([draft for drafts, _ in part.groups for draft in drafts])
    for drafts, year in part.groups:
        company = company_of(drafts, telling, run=run, opening=opening)
        here = replace(given, year=year) if year is not None else given
        yield from ((draft, here) for draft in drafts if is_paper(draft, company))


def _paths(parts: Sequence[Part], title: Heading | None) -> Iterator[tuple[str, ...]]:
    """The path of headings down to each part; a document's title is on none."""
    headings = [p.heading for p in parts if p.heading is not None and p.heading is not title]
    paths = iter(paths_of(headings))
    for part in parts:
        headed = part.heading is not None and part.heading is not title
        yield next(paths) if headed else ()


def _section_of(
    part: Part, path: tuple[str, ...], kind_of: Mapping[int, SectionKind]
) -> Section | None:
    """The section a part makes; a document title and a table of contents make none."""
    if part.heading is None or not path or not heading_text(part.heading):
        return None
    meaning = meaning_of(path[-1])
    links = [span for line in lines_in(part.blocks) for span in line.spans if span.href]
    anchors_only = all(is_on_page(span.href or "") for span in links)
    if meaning.kind is SectionKind.OTHER and links and anchors_only:
        return None
    kind = kind_of.get(part.heading.line, meaning.kind)
    return Section(path, part.heading.line, kind, meaning.paper_kind)


def _entry_of(
    draft: Draft, path: tuple[str, ...], source: Sequence[str], given: Given
) -> Entry | Dropped:
    title = title_of(draft.title)
    if not title or len(title) > LONGEST_TITLE:
        why = f"a title of {len(title)} characters is no title" if title else "no title"
        return Dropped(draft.line, draft.end_line, why)
    authors, truncated = None, False
    if draft.authors:
        authors, truncated = authors_of(draft.authors, inverted_first=draft.authors_first)
    venue = read_venue(draft.venue) if draft.venue else None
    links = _links_of(draft)
    year = venue.year if venue is not None else None
    label = (venue.label if venue is not None else None) or given.venue
    if label is None and _is_on_arxiv(draft, links):
        label = "arXiv"
    return Entry(
        line=draft.line,
        end_line=draft.end_line,
        title=title,
        authors=authors,
        authors_truncated=truncated,
        venue=label,
        venue_as_listed=plain(draft.venue) if draft.venue else None,
        year=year or (year_of(draft.date) if draft.date else None) or given.year,
        links=links,
        section_path=path,
        raw="\n".join(source[draft.line - 1 : draft.end_line]),
    )


def _is_on_arxiv(draft: Draft, links: Sequence[Link]) -> bool:
    """Whether the link to the paper leads to arXiv, or a link's label says that it does."""
    if any(arxiv_id_of(link.url) for link in links if link.kind is LinkKind.PAPER):
        return True
    return any(
        "arxiv" in anchor.label.lower() and read_venue(anchor.label).label == "arXiv"
        for anchor in draft.anchors
    )


def _links_of(draft: Draft) -> tuple[Link, ...]:
    found = [
        Link(kind_of_anchor(anchor), url)
        for anchor in draft.anchors
        if (url := target_of(anchor.href)) is not None
    ]
    if len(found) == 1 and found[0].kind is LinkKind.OTHER and is_vague(draft.anchors[0].label):
        # "A title [[link](…)]": the one link of an entry is to the paper.
        found = [replace(found[0], kind=LinkKind.PAPER)]
    return tuple(dict.fromkeys(found))


def _dropped_fields(draft: Draft, entry: Entry) -> Iterator[Dropped]:
    """What an entry holds and cannot be used: authors that do not split, targets of no use."""
    if draft.authors is not None and entry.authors is None:
        yield Dropped(draft.line, draft.end_line, "the line of authors does not split into names")
    for anchor in draft.anchors:
        if target_of(anchor.href) is None:
            label = plain(anchor.label)[:40]
            why = (
                f"has the unusable target {anchor.href[:60]!r}" if anchor.href else "has no target"
            )
            yield Dropped(anchor.line, anchor.line, f"the link {label!r} {why}")
