"""Anchors that a list gives by its own full address: "[Survey](https://github.com/o/r#survey)".

They are turned into those within the page, ``#survey``, so that nothing after this has to tell
the two apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from loader.fields.links import host_of, is_on_page
from loader.reading.blocks import (
    Block,
    Heading,
    Item,
    Line,
    Listing,
    Paragraph,
    Quote,
    Row,
    Span,
    Table,
    lines_in,
)
from loader.reading.fragments import folded, fragments_of
from loader.reading.headings import heading_text
from loader.records import ListSnapshot

_HOST = "github.com"
# What stands before branch and path in the address of a file or folder.
_VIEWS = frozenset({"blob", "tree"})
# Fragments of one page that are headings of a list: one may be chance.
_FEWEST = 2
# No anchor that a person wrote is longer.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A place of a page on GitHub.

    Attributes:
        repository: Owner and name, in lower case.
        path: The page's file or folder in it, in lower case; empty for the front page.
        fragment: The place, folded.
    """

    repository: str
    path: str
    fragment: str

    @property
    def page(self) -> tuple[str, str]:
        """The page it is of, a README being that of its folder."""
        file = PurePosixPath(self.path)
        folder = str(file.parent) if file.stem == "readme" else self.path
        return self.repository, folder.removeprefix(".")

    def may_be_of(self, name: str) -> bool:
        """Whether a file of some name may be the page: the others of its repository are not."""
        return not self.page[1] or PurePosixPath(self.path).name == name


def with_own_anchors(blocks: Sequence[Block], snapshot: ListSnapshot) -> tuple[Block, ...]:
    """Blocks in which anchors of the list's own page are written as such.

    Only where all links of a paragraph, an item, a row or a heading are: what links elsewhere, too,
    is no table of contents, and keeps its links as they are.

    Args:
        blocks: The document.
        snapshot: Where it comes from. Where that is not known, an anchor is the list's own if a
            heading of the list has its name. A page with several of them, being half of those
            that the list links to, is its own, whatever it is called: lists are renamed and copied.
    """
    hrefs = {span.href for line in lines_in(blocks) for span in line.spans if span.href}
    name = PurePosixPath(snapshot.source).name.lower()
    home = set(_own_page(snapshot))
    anchors = {
        href: found
        for href in hrefs
        if (found := _anchor_of(href)) is not None and (found.page in home or found.may_be_of(name))
    }
    if not anchors:
        return tuple(blocks)
    headings = fragments_of(_headings_in(blocks))
    pages = home.union(_pages_of(anchors.values(), headings))
    known = snapshot.home is not None or snapshot.repository is not None
    own = {
        href
        for href, anchor in anchors.items()
        if anchor.page in pages or (not known and anchor.fragment in headings)
    }
    return tuple(_rewritten(block, own) for block in blocks) if own else tuple(blocks)


def _anchor_of(href: str) -> _Anchor | None:
    """The place of a page on GitHub that a target is, if it is one.

    >>> _anchor_of("https://github.com/Owner/list/blob/main/docs/README.md#Surveys").page
    ('owner/list', 'docs')
    >>> _anchor_of("https://github.com/owner/list") is None
    True
    """
    url, _, fragment = href.strip().partition("#")
    if not fragment or len(href) > _LONGEST or _HOST not in url:
        return None
    try:
        if host_of(url) != _HOST:
            return None
        steps = [step for step in urlsplit(url.lower()).path.split("/") if step]
    except ValueError:
        return None
    match steps:
        case [owner, name]:
            path = ""
        case [owner, name, view, _, *rest] if view in _VIEWS:
            path = unquote("/".join(rest))
        case _:
            return None
    return _Anchor(f"{owner}/{name.removesuffix('.git')}", path, folded(unquote(fragment)))


def _own_page(snapshot: ListSnapshot) -> Iterator[tuple[str, str]]:
    """The page of a list whose home is known."""
    page = _anchor_of(f"{snapshot.home or snapshot.repository or ''}#top")
    if page is not None:
        yield page.page


def _pages_of(anchors: Iterable[_Anchor], headings: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Pages whose places are called as headings are: several of them, and half of the page's."""
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    for anchor in anchors:
        places[anchor.page].add(anchor.fragment)
    for page, fragments in places.items():
        met = len(fragments & headings)
        if met >= _FEWEST and 2 * met >= len(fragments):
            yield page


def _headings_in(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield heading_text(block)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from _headings_in(item.blocks)
        elif isinstance(block, Quote):
            yield from _headings_in(block.blocks)


def _rewritten(block: Block, own: set[str]) -> Block:
    """A block, with own anchors written as anchors within the page."""
    match block:
        case Heading() if _are_own([block], own):
            return replace(block, spans=_spans(block.spans, own))
        case Paragraph() if _are_own([block], own):
            return Paragraph(_lines(block.lines, own))
        case Listing():
            return Listing(tuple(_item(item, own) for item in block.items))
        case Quote():
            return Quote(tuple(_rewritten(inner, own) for inner in block.blocks))
        case Table():
            return replace(block, rows=tuple(_row(row, own) for row in block.rows))
        case _:
            return block


def _item(item: Item, own: set[str]) -> Item:
    """An item, rewritten as a whole: its paragraphs tell of one thing, lists in it of others."""
    told = [block for block in item.blocks if not isinstance(block, Listing)]
    whole = _are_own(told, own)
    return replace(
        item,
        blocks=tuple(
            _rewritten(block, own) if whole or isinstance(block, Listing) else block
            for block in item.blocks
        ),
    )


def _row(row: Row, own: set[str]) -> Row:
    if not _are_own([Table(None, (row,))], own):
        return row
    return replace(row, cells=tuple(_lines(cell, own) for cell in row.cells))


def _are_own(blocks: Iterable[Block], own: set[str]) -> bool:
    """Whether blocks have links, and all of them are within the page or own anchors."""
    hrefs = {span.href for line in lines_in(blocks) for span in line.spans if span.href}
    return bool(hrefs & own) and all(href in own or is_on_page(href) for href in hrefs)


def _lines(lines: tuple[Line, ...], own: set[str]) -> tuple[Line, ...]:
    return tuple(replace(line, spans=_spans(line.spans, own)) for line in lines)


def _spans(spans: tuple[Span, ...], own: set[str]) -> tuple[Span, ...]:
    return tuple(
        replace(span, href=f"#{span.href.partition('#')[2]}")
        if span.href is not None and span.href in own
        else span
        for span in spans
    )
