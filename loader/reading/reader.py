"""The reader: blocks under their sections become entries, and nothing is lost unseen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loader.fields.authors import authors_of
from loader.fields.links import kind_of, kind_of_title_link, target_of
from loader.fields.text import plain, title_of
from loader.fields.venues import read_venue
from loader.reading.headings import heading_text, meaning_of, paths_of
from loader.reading.layouts import LAYOUTS, Draft
from loader.reading.markdown import Heading, Paragraph, Unread, blocks_of
from loader.records import Dropped, Entry, Link, ListSnapshot, ReadingList, Section, SectionKind

# Longer than any title: what is longer is prose or an attack.
LONGEST_TITLE = 1000


@dataclass(slots=True)
class _Part:
    """A heading (``None`` before the first) with the paragraphs below it, up to the next."""

    heading: Heading | None
    paragraphs: list[Paragraph] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    drafts: Sequence[Draft] = ()


def read(snapshot: ListSnapshot, text: str) -> ReadingList:
    r"""Everything a list says, with what was left out and why.

    Args:
        snapshot: Where the text comes from.
        text: The list's Markdown, lines parted by ``\n``.

    Cost: linear in the length of the text.
    """
    parts = _parts_of(text)
    title = _document_title(parts)
    headings = [p.heading for p in parts if p.heading is not None and p.heading is not title]
    paths = dict(zip(headings, paths_of(headings), strict=True))
    source = text.split("\n")
    sections: list[Section] = []
    entries: list[Entry] = []
    dropped: list[Dropped] = []
    for part in parts:
        path = paths.get(part.heading, ()) if part.heading is not None else ()
        section = _section_of(part, path)
        if section is not None:
            sections.append(section)
        for draft in part.drafts:
            found = _entry_of(draft, path, source)
            if isinstance(found, Entry):
                entries.append(found)
                dropped.extend(_dropped_fields(draft, found))
            else:
                dropped.append(found)
        dropped.extend(_unread(part))
        dropped.extend(_malformed_links(part))
    name = snapshot.title or (heading_text(title) if title is not None else None) or snapshot.key
    dropped.sort(key=lambda item: item.line)
    return ReadingList(snapshot, name, tuple(sections), tuple(entries), tuple(dropped))


def _parts_of(text: str) -> list[_Part]:
    parts = [_Part(None)]
    for block in blocks_of(text):
        if isinstance(block, Heading):
            parts.append(_Part(block))
        elif isinstance(block, Unread):
            parts[-1].unread.append(block)
        else:
            parts[-1].paragraphs.append(block)
    for part in parts:
        # By what stands in the section, never by whose list it is.
        part.drafts = max((layout.drafts(part.paragraphs) for layout in LAYOUTS), key=len)
    return parts


def _document_title(parts: Sequence[_Part]) -> Heading | None:
    """The heading that names the whole document, if there is one.

    It is the first heading, of level 1, and either the only one of that level or one without
    entries of its own, for a list whose sections are all level 1 has a title among them.
    """
    headed = [part for part in parts if part.heading is not None]
    if not headed or headed[0].heading is None or headed[0].heading.level != 1:
        return None
    tops = [part for part in headed if part.heading is not None and part.heading.level == 1]
    return headed[0].heading if len(tops) == 1 or not headed[0].drafts else None


def _section_of(part: _Part, path: tuple[str, ...]) -> Section | None:
    """The section a part makes; a document title and a table of contents make none."""
    if part.heading is None or not path or not path[-1]:
        return None
    meaning = meaning_of(path[-1])
    links = [span for p in part.paragraphs for line in p.lines for span in line.spans if span.href]
    anchors_only = all((span.href or "").startswith("#") for span in links)
    if meaning.kind is SectionKind.OTHER and links and anchors_only:
        return None
    return Section(path, part.heading.line, meaning.kind, meaning.paper_kind)


def _entry_of(draft: Draft, path: tuple[str, ...], source: Sequence[str]) -> Entry | Dropped:
    title = title_of(draft.title)
    if not title:
        return Dropped(draft.line, draft.end_line, "an entry without a title")
    if len(title) > LONGEST_TITLE:
        return Dropped(
            draft.line, draft.end_line, f"a title of {len(title)} characters is no title"
        )
    authors, truncated = authors_of(draft.authors) if draft.authors else (None, False)
    venue = read_venue(draft.venue) if draft.venue else None
    return Entry(
        line=draft.line,
        end_line=draft.end_line,
        title=title,
        authors=authors,
        authors_truncated=truncated,
        venue=venue.label if venue else None,
        venue_as_listed=plain(draft.venue) if draft.venue else None,
        year=venue.year if venue else None,
        links=_links_of(draft),
        section_path=path,
        raw="\n".join(source[draft.line - 1 : draft.end_line]),
    )


def _links_of(draft: Draft) -> tuple[Link, ...]:
    found = [
        Link(kind_of_title_link(url) if anchor.on_title else kind_of(anchor.label, url), url)
        for anchor in draft.anchors
        if (url := target_of(anchor.href)) is not None
    ]
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


def _malformed_links(part: _Part) -> Iterator[Dropped]:
    """Lines on which a link stayed text: a blank or a bracket in its address, most often."""
    for paragraph in part.paragraphs:
        for line in paragraph.lines:
            if "](" in line.text:
                yield Dropped(line.number, line.number, "a link is not well-formed and stays text")


def _unread(part: _Part) -> Iterator[Dropped]:
    """Paragraphs with an external link that no layout understood, and blocks nobody reads."""
    yield from (Dropped(found.line, found.end_line, found.reason) for found in part.unread)
    lines = {number for d in part.drafts for number in range(d.line, d.end_line + 1)}
    for paragraph in part.paragraphs:
        first, last = paragraph.lines[0].number, paragraph.lines[-1].end
        links = [span.href for line in paragraph.lines for span in line.spans if span.href]
        if first not in lines and any(not href.startswith("#") for href in links):
            yield Dropped(first, last, "looks like an entry, in a layout that is not understood")
