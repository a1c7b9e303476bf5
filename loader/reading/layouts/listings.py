"""Entries as items of lists: on one line, wrapped, or with nested lines that tell more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from loader.fields.authors import authors_of, reads_as_authors
from loader.fields.names import is_name
from loader.fields.text import key_of
from loader.fields.years import year_of
from loader.reading.blocks import Heading, Item, Line, Listing, Paragraph, Quote, Table, lines_in
from loader.reading.candidates import Candidate, Draft
from loader.reading.citation.drafting import LONGEST_FIELD, drafts_of
from loader.reading.citation.flat import GAP, flat_of
from loader.reading.citation.titles import count_words
from loader.reading.evidence import Standing, standing_of
from loader.reading.layouts.fields import is_field, split_fields
from loader.reading.layouts.paragraphs import (
    candidates_in_paragraph,
    describes,
    is_bare_title,
    is_told,
)
from loader.reading.layouts.tables import candidates_in_table

# More words than this name no method and no group.
_LONGEST_NAME = 12
# Longer than any title that a citation repeats; comparing titles takes time.
_LONGEST_TITLE = 400
# Two titles of fewer words are the same by chance; else this share of words makes them one.
_FEWEST, _SHARED = 4, 0.75


@dataclass(slots=True)
class _Node:
    """An item with what its own lines say and the items below it.

    Attributes:
        candidate: Its own lines.
        below: The items below it.
        own: What its own lines come to.
        standing: How well that stands on its own.
        holds: Whether an entry stands anywhere below it.
    """

    candidate: Candidate
    below: list[_Node]
    own: Draft | None = None
    standing: Standing = Standing.NONE
    holds: bool = False

    @property
    def head(self) -> tuple[Line, ...]:
        return self.candidate.head

    def lines(self) -> Iterator[Line]:
        """The item's own lines and those of the items below it."""
        yield from self.candidate.head
        yield from self.candidate.fields
        for node in self.below:
            yield from node.lines()


def groups_in_listing(listing: Listing) -> Iterator[list[Draft]]:
    """Drafts of a list and the lists in it, in groups of items that stand side by side."""
    nodes = list(_joined(_node(item) for item in listing.items))
    _judge(nodes)
    yield from _groups(nodes)
    for item in listing.items:
        for block in item.blocks:
            if isinstance(block, Table):
                yield drafts_of(candidates_in_table(block))


def _node(item: Item) -> _Node:
    head: list[Line] = []
    fields: list[Line] = []
    below: list[_Node] = []
    for block in item.blocks:
        match block:
            case Heading() if not head:
                head.append(block.as_line())
            case Paragraph() if not head:
                own, told = split_fields(block.lines)
                head.extend(own)
                fields.extend(told)
            case Paragraph() if is_told(block, head):
                fields.extend(block.lines)
            case Paragraph() if describes(block, head):
                pass
            case Paragraph():
                below.extend(_Node(found, []) for found in candidates_in_paragraph(block))
            case Quote():
                fields.extend(lines_in([block]))
            case Listing():
                below.extend(_joined(_node(nested) for nested in block.items))
            case _:
                pass
    return _Node(Candidate(item.line, item.end, tuple(head), tuple(fields)), below)


def _joined(nodes: Iterable[_Node]) -> Iterator[_Node]:
    """Nodes, those that hold nothing but fields joined to the bare title that stands before."""
    last: _Node | None = None
    for node in nodes:
        if last is not None and not node.below and all(map(is_field, node.head)):
            fields = (*last.candidate.fields, *node.head, *node.candidate.fields)
            last.candidate = replace(
                last.candidate, end_line=node.candidate.end_line, fields=fields
            )
            continue
        yield node
        bare = not node.below and not node.candidate.fields and is_bare_title(node.head)
        last = node if bare else None


def _judge(nodes: Sequence[_Node]) -> None:
    """Read what each item's own lines say, beside the items of its depth."""
    drafts = {draft.line: draft for draft in drafts_of([n.candidate for n in nodes if n.head])}
    for node in nodes:
        node.own = drafts.get(node.candidate.line) if node.head else None
        field = len(node.head) == 1 and is_field(node.head[0])
        node.standing = Standing.NONE if node.own is None or field else standing_of(node.own)
    below = [inner for node in nodes for inner in node.below]
    if below:
        _judge(below)
    for node in nodes:
        _take_citation(node)
        node.holds = any(n.standing is Standing.STRONG or n.holds for n in node.below)


def _take_citation(node: _Node) -> None:
    """Give an item the credits of a citation below it that is of the same title."""
    own = node.own
    if own is None or len(own.title) > _LONGEST_TITLE:
        return
    for inner in node.below:
        cited = inner.own
        if cited is None or inner.below or not _is_same(own, cited):
            continue
        authors, venue = own.authors or cited.authors, own.venue or cited.venue
        date = own.date or cited.date
        anchors = (*node.candidate.anchors, *cited.anchors)
        node.candidate = replace(
            node.candidate, authors=authors, venue=venue, date=date, anchors=anchors
        )
        anchors = (*own.anchors, *cited.anchors)
        node.own = replace(own, authors=authors, venue=venue, date=date, anchors=anchors)
        node.below.remove(inner)
        return


def _is_same(one: Draft, other: Draft) -> bool:
    """Whether two drafts are of one paper: their titles share most words, or many and a link.

    >>> a = Draft(1, 1, "Towards a Theory of Widgets")
    >>> _is_same(a, Draft(2, 2, "Toward a theory of widgets"))
    True
    >>> _is_same(a, Draft(2, 2, "Towards a Theory of Widgets in the Large"))
    False
    """
    words, others = set(key_of(one.title).split()), set(key_of(other.title).split())
    fewer, more = sorted((len(words), len(others)))
    if fewer < _FEWEST:
        return False
    linked = {anchor.href for anchor in one.anchors} & {anchor.href for anchor in other.anchors}
    return len(words & others) >= _SHARED * (fewer if linked else more)


def _groups(nodes: Sequence[_Node]) -> Iterator[list[Draft]]:
    group: list[Draft] = []
    wider: list[Candidate] = []
    nested: list[_Node] = []
    for node in nodes:
        found = _entry(node)
        if isinstance(found, Draft):
            group.append(found)
        elif found is not None:
            wider.append(found)
        if found is None or (isinstance(found, Draft) and node.below):
            nested.append(node)
    group.extend(drafts_of(wider))
    if group:
        yield sorted(group, key=lambda draft: draft.line)
    for node in nested:
        yield from _groups(node.below)


def _entry(node: _Node) -> Draft | Candidate | None:
    """The entry that an item is.

    Returns:
        A draft where the item's own lines are the entry (items below it are entries of their
        own, then); a candidate where the items below tell of it; ``None`` for a group's label.
    """
    if not node.below:
        return node.own
    merged = _name_with_citation(node)
    if merged is not None:
        return merged
    weak = [inner for inner in node.below if inner.standing is Standing.WEAK]
    group = len(weak) > 1 and _labels_group(node, weak)
    entries = node.holds or group
    if entries and node.standing is Standing.STRONG and not group:
        return node.own
    if entries or not node.head:
        return None
    told = tuple(line for inner in node.below for line in inner.lines())
    return replace(node.candidate, fields=(*node.candidate.fields, *told))


def _labels_group(node: _Node, weak: Sequence[_Node]) -> bool:
    """Whether an item is the label over citations: it credits nobody, and they carry no links."""
    if node.standing is Standing.NONE:
        return True
    drafts = [inner.own for inner in weak if inner.own is not None]
    return not _credited(node) and all(draft.authors and not draft.anchors for draft in drafts)


def _name_with_citation(node: _Node) -> Candidate | None:
    """A name, or the authors, over a citation with nothing but fields beside it: one entry.

    A name is set off or carries links itself; else it is a label over a single entry.
    """
    titled = [n for n in node.below if not all(is_field(line) for line in n.head)]
    if len(titled) != 1 or titled[0].below or not node.head:
        return None
    citation, name = titled[0], flat_of(node.head).text.replace(GAP, " ")
    if citation.own is None or count_words(citation.own.title) < 2 or is_name(citation.own.title):
        return None
    others = [line for n in node.below if n is not citation for line in n.lines()]
    own = node.candidate
    linked = any(span.href for line in node.head for span in line.spans)
    if not linked and not citation.own.authors and all(map(is_field, others)):
        authors = _authors_in(name)
        if authors is not None:
            fields = (*citation.candidate.fields, *own.fields, *others)
            return replace(
                citation.candidate,
                line=own.line,
                end_line=own.end_line,
                fields=fields,
                authors=authors,
                date=authors if year_of(authors) else None,
            )
    set_off = any(span.strong or span.href for line in node.head for span in line.spans)
    names = set_off or (bool(others) and count_words(name) <= 3)
    if not names or count_words(name) > _LONGEST_NAME or not all(map(is_field, others)):
        return None
    if node.standing is not Standing.NONE and not _cites(citation.own, node):
        return None
    fields = (*_without_name(own.head), *own.fields, *citation.candidate.fields, *others)
    return Candidate(own.line, own.end_line, citation.head, fields)


def _authors_in(text: str) -> str | None:
    """The authors that a text names, behind the name of what they present, if it says no more.

    >>> _authors_in("iGPT: Ada Lovelace."), _authors_in("Ada Lovelace, Ben Two")
    ('Ada Lovelace.', 'Ada Lovelace, Ben Two')
    >>> _authors_in("Gaussian Splatting"), _authors_in("Tasks: detection, counting")
    (None, None)
    """
    name, colon, behind = text.replace("：", ":").rpartition(":")
    people = behind.strip()
    if len(text) > LONGEST_FIELD or count_words(name) > _LONGEST_NAME:
        return None
    if not reads_as_authors(people):
        return None
    names, truncated = authors_of(people)
    # Words alone may be names of methods, and so may one name without a colon before it.
    whole = sum(" " in name for name in names or ())
    return people if truncated or whole > (0 if colon else 1) else None


def _without_name(head: Sequence[Line]) -> Iterator[Line]:
    """Lines without the strong name in them, which credits nobody: "**GCN Insights**"."""
    for line in head:
        spans = tuple(span for span in line.spans if span.href or not span.strong)
        if any(span.text.strip() or span.href for span in spans):
            yield replace(line, spans=spans)


def _cites(citation: Draft, node: _Node) -> bool:
    """Whether a citation is of what an item above it links to and does not cite itself."""
    whole = bool(citation.authors_first and citation.venue) and not citation.anchors
    return whole and not _credited(node)


def _credited(node: _Node) -> bool:
    return node.own is not None and bool(node.own.authors or node.own.venue)
