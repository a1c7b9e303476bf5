"""Whether something is a paper: what speaks for it and what speaks against it."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from loader.fields.labels import is_label, kind_of_label
from loader.fields.links import host_of, is_on_page, kind_of, kind_of_title_link, target_of
from loader.fields.names import is_name
from loader.fields.text import has_letter
from loader.reading.candidates import Anchor, Draft
from loader.reading.citation.flat import is_credit
from loader.reading.citation.titles import count_words
from loader.reading.headings import Meaning
from loader.records import LinkKind, SectionKind


class Standing(Enum):
    """How well a draft stands on its own: with a link, with credits alone, or not at all."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"


def standing_of(draft: Draft) -> Standing:
    """How well a draft stands on its own."""
    words = count_words(draft.title)
    short = words < 2 and not (draft.authors and draft.venue)
    if short or not has_letter(draft.title) or is_label(draft.title):
        return Standing.NONE
    credited = bool(draft.authors or draft.venue or draft.date)
    if any(leads_to_paper(anchor) for anchor in draft.anchors):
        return Standing.STRONG
    if draft.anchors and credited and (words > 2 or (draft.authors and draft.venue)):
        return Standing.STRONG
    return Standing.WEAK if credited else Standing.NONE


def kind_of_anchor(anchor: Anchor) -> LinkKind:
    """What a link of an entry leads to."""
    return _kind(anchor.label, anchor.href, anchor.on_title)


@lru_cache(maxsize=1 << 14)
def _kind(label: str, href: str, on_title: bool) -> LinkKind:  # noqa: FBT001 (a cache's key)
    url = target_of(href) or ""
    if on_title:
        return kind_of_title_link(url, label)
    kind = kind_of(label, url)
    unsaid = kind is not LinkKind.PAPER and kind_of_label(label) is None
    # A link whose text is the venue, or who wrote and when, is a link to the paper.
    return LinkKind.PAPER if unsaid and is_credit(label) else kind


def leads_to_paper(anchor: Anchor) -> bool:
    """Whether a link says by its label or its address that it leads to a paper."""
    url = target_of(anchor.href)
    if url is None:
        return False
    kind = kind_of("", url) if anchor.on_title else kind_of_anchor(anchor)
    return kind is LinkKind.PAPER


def is_paper(draft: Draft, meaning: Meaning | None, siblings: float) -> bool:
    """Whether a draft is an entry.

    Args:
        draft: The draft.
        meaning: What the nearest heading that tells says its entries are.
        siblings: Share of the drafts beside it that stand on their own.
    """
    if not _may_be_paper(draft):
        return False
    if meaning is not None and meaning.papers is False:
        return _is_paper_elsewhere(draft, siblings, parts=meaning.kind is SectionKind.OTHER)
    words = count_words(draft.title)
    credited = bool(draft.authors or draft.venue or draft.date)
    if any(map(leads_to_paper, draft.anchors)):
        # A linked word or two may be a model's name; a column of titles or credits say otherwise.
        linked = any(anchor.on_title for anchor in draft.anchors)
        return words > 2 or credited or draft.titled or not linked
    if words > 1 and is_name(draft.title) and not draft.titled and not draft.venue:
        # "By [Ada Lovelace](…)": somebody, and no work of theirs.
        return False
    venue = bool(draft.venue) and (words > 1 or bool(draft.authors))
    authors = bool(draft.authors and (draft.date or draft.anchors or draft.marked))
    date = bool(draft.date and draft.anchors) and words > 2
    if venue or authors or date:
        return True
    # Beside papers, a link on a title is a paper's unless its address says otherwise.
    urls = [target_of(anchor.href) or "" for anchor in draft.anchors if anchor.on_title]
    titled = [kind_of("", url) for url in urls if host_of(url)]
    return words > 3 and siblings >= 0.5 and LinkKind.OTHER in titled


def _may_be_paper(draft: Draft) -> bool:
    """Whether a draft has a title and says nowhere that it is something else."""
    if not has_letter(draft.title) or is_label(draft.title) or _is_tagged_otherwise(draft):
        return False
    # All links lead to places on the page: a table of contents.
    return not draft.anchors or not all(is_on_page(anchor.href) for anchor in draft.anchors)


def _is_tagged_otherwise(draft: Draft) -> bool:
    """Whether a tag before the title says that this is no paper: "[Slides] An introduction"."""
    kind = kind_of_label(draft.name) if draft.name and is_label(draft.name) else None
    return kind not in {None, LinkKind.PAPER, LinkKind.OTHER}


def _is_paper_elsewhere(draft: Draft, siblings: float, *, parts: bool) -> bool:
    """Whether a draft is a paper although its heading speaks of something else.

    Args:
        draft: The draft.
        siblings: Share of the drafts beside it that stand on their own.
        parts: Whether the heading is of a part of the document, such as its news, and not of
            datasets, code or the like, among which papers about them stand.
    """
    if not any(map(leads_to_paper, draft.anchors)):
        return False
    words = count_words(draft.title)
    credited = bool(draft.authors or draft.venue)
    if parts:
        return credited and words > 2
    return (credited and words > 1) or (words > 3 and siblings > 0.8)
