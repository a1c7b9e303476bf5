"""Whether something is a paper: what speaks for it and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from loader.fields.labels import is_label, kind_of_label
from loader.fields.links import (
    host_of,
    is_on_page,
    kind_of,
    kind_of_title_link,
    repository_of,
    target_of,
)
from loader.fields.names import is_group, is_name
from loader.fields.text import has_letter, key_of
from loader.fields.venues import names_venue, read_venue
from loader.fields.words import words_of
from loader.fields.years import without_years
from loader.reading.candidates import Anchor, Draft
from loader.reading.citation.flat import is_credit
from loader.reading.citation.titles import count_words
from loader.reading.citation.venue_like import is_dated_venue
from loader.reading.headings import Meaning
from loader.reading.venue_links import is_run_of_venues
from loader.records import LinkKind, SectionKind

# What is shown or told at the target of a link, rather than written up.
_TOLD = frozenset({LinkKind.BLOG, LinkKind.VIDEO, LinkKind.SLIDES, LinkKind.DEMO})


# Share of neighbours that makes a place one for papers.
_MANY = 0.5
# Share of neighbours that makes all of them alike.
_MOST = 0.8
# Words that a title without a link or a venue has more of.
_FEW = 3
# Fewer links than this, one to an item, are no list of titles.
_FEWEST_IN_RUN = 5


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
    # A link whose text is the venue, or who wrote and when, is a link to the paper.
    told = not is_label(label) and is_credit(label)
    dated = kind_of_label(label) is None and is_dated_venue(label)
    return LinkKind.PAPER if told or dated else kind_of(label, url)


def leads_to_paper(anchor: Anchor) -> bool:
    """Whether a link says by its label or its address that it leads to a paper."""
    url = target_of(anchor.href)
    if url is None:
        return False
    kind = kind_of("", url) if anchor.on_title else kind_of_anchor(anchor)
    return kind is LinkKind.PAPER


@dataclass(frozen=True, slots=True)
class Company:
    """What stands around a draft.

    Attributes:
        meaning: What the nearest heading that tells says its entries are.
        standing: Share of the drafts beside it that stand on their own.
        are_titles: Whether a heading says that papers stand here, and these are links on titles.
        opening: Whether they are the little that stands over the sections of a document.
        published: Share of the drafts beside it that name a venue.
        dated: Share of the drafts beside it that name a venue or give a date.
        cited: Share of the drafts beside it that name their authors and lead to papers.
    """

    meaning: Meaning | None
    standing: float
    are_titles: bool
    opening: bool
    published: float
    dated: float
    cited: float


def is_run_of_titles(drafts: Sequence[Draft]) -> bool:
    """Whether the drafts of a section are links on titles, one to an item."""
    linked = sum(any(anchor.on_title for anchor in draft.anchors) for draft in drafts)
    return len(drafts) >= _FEWEST_IN_RUN and linked > _MOST * len(drafts)


def company_of(
    drafts: Sequence[Draft], meaning: Meaning | None, *, run: bool, opening: bool
) -> Company:
    """What drafts that stand together have in common.

    Args:
        drafts: The drafts.
        meaning: What the nearest heading that tells says its entries are.
        run: Whether the drafts of the section are links on titles.
        opening: Whether they are the little that stands over the sections of a document.
    """
    standing = sum(standing_of(draft) is not Standing.NONE for draft in drafts)
    said = meaning is not None and meaning.papers is True
    published = sum(draft.venue is not None for draft in drafts)
    dated = sum(bool(draft.venue or draft.date) for draft in drafts)
    cited = sum(bool(draft.authors) and any(map(leads_to_paper, draft.anchors)) for draft in drafts)
    count = max(1, len(drafts))
    return Company(
        meaning=meaning,
        standing=standing / count,
        are_titles=said and run,
        opening=opening,
        published=published / count,
        dated=dated / count,
        cited=cited / count,
    )


def is_paper(draft: Draft, company: Company) -> bool:
    """Whether a draft is an entry.

    Args:
        draft: The draft.
        company: What stands around it.
    """
    if not _may_be_paper(draft) or (company.opening and not _is_full(draft)):
        return False
    if company.meaning is not None and company.meaning.papers is False:
        return _is_paper_elsewhere(draft, company, company.meaning.kind)
    words = count_words(draft.title)
    credited = bool(draft.authors or draft.venue or draft.date)
    if any(map(leads_to_paper, draft.anchors)):
        # A linked word or two may be a model's name; a column of titles or credits say otherwise.
        linked = any(anchor.on_title for anchor in draft.anchors)
        alike = words > 1 and company.standing >= _MOST
        return words > 2 or credited or draft.titled or not linked or alike
    if company.are_titles and words > 1 and _leads_away(draft):
        return True
    # "A title in words (2016)": beside others with their venues it is a paper, too.
    dated = draft.date is not None and not draft.anchors and words > _FEW
    if dated and (company.published >= _MANY or (company.published and company.dated >= _MOST)):
        return True
    return _is_credited(draft, words) or _is_beside_papers(draft, words, company.standing)


def _leads_to_work(anchor: Anchor) -> bool:
    """Whether a link leads to a paper or to what one presents."""
    kind = kind_of_anchor(anchor) if target_of(anchor.href) else LinkKind.OTHER
    return kind is not LinkKind.OTHER and kind not in _TOLD


def _is_full(draft: Draft) -> bool:
    """Whether a draft says where it appeared, or who wrote it and when."""
    return _has_known_venue(draft) or bool(draft.authors and (draft.venue or draft.date))


def _is_credited(draft: Draft, words: int) -> bool:
    """Whether enough is said of who wrote a draft, where and when, to take it for a paper."""
    if words > 1 and is_name(draft.title) and not draft.titled and not draft.venue:
        # "By [Ada Lovelace](…)": somebody, and no work of theirs.
        return False
    if _is_told(draft):
        return False
    venue = bool(draft.venue) and (words > 1 or bool(draft.authors))
    authors = bool(draft.authors and (draft.date or draft.anchors or draft.marked))
    return venue or authors or (bool(draft.date and draft.anchors) and words > 2)


def _is_beside_papers(draft: Draft, words: int, standing: float) -> bool:
    """Whether a title of some length, beside papers, is that of a paper.

    It is a link, or stands in a column of titles. More words are asked for where the
    link leads to what the paper presents.
    """
    if standing < _MANY:
        return False
    urls = _urls_on_title(draft)
    if not urls:
        return draft.titled and words > 3 and any(map(_leads_to_work, draft.anchors))
    # A page in another folder is one of the list's own: papers' pages stand beside it.
    inner = any("/" in url.removeprefix("./") and not host_of(url) for url in urls)
    kinds = _kinds_on_title(draft)
    if inner or any(kind in _TOLD for kind in kinds):
        return False
    return words > (4 if LinkKind.CODE in kinds or LinkKind.PROJECT in kinds else 3)


def _leads_away(draft: Draft) -> bool:
    """Whether a title is a link to another place, and to no repository."""
    hosts = [host_of(url) for url in _urls_on_title(draft)]
    return bool(hosts) and all(hosts) and LinkKind.CODE not in _kinds_on_title(draft)


def _kinds_on_title(draft: Draft) -> list[LinkKind]:
    """What the links on a title lead to, by their addresses alone."""
    return [kind_of("", url) for url in _urls_on_title(draft)]


def _urls_on_title(draft: Draft) -> list[str]:
    urls = (target_of(anchor.href) for anchor in draft.anchors if anchor.on_title)
    return [url for url in urls if url is not None]


def _is_told(draft: Draft) -> bool:
    """Whether a title leads to a talk, slides or somebody's words on something, and to no paper."""
    if any(map(leads_to_paper, draft.anchors)):
        return False
    kinds = _kinds_on_title(draft)
    shown = LinkKind.VIDEO in kinds or LinkKind.SLIDES in kinds
    return shown or (not _has_known_venue(draft) and any(kind in _TOLD for kind in kinds))


def _may_be_paper(draft: Draft) -> bool:
    """Whether a draft has a title and says nowhere that it is something else."""
    if not has_letter(draft.title) or is_label(draft.title) or _is_tagged_otherwise(draft):
        return False
    if not draft.titled and (_names_other(draft) or _is_cut_short(draft)):
        return False
    if not draft.titled and is_run_of_venues(draft):
        return False
    # All links lead to places on the page: a table of contents.
    return not draft.anchors or not all(is_on_page(anchor.href) for anchor in draft.anchors)


def _is_cut_short(draft: Draft) -> bool:
    """Whether a link takes up what seems a title: "Please cite the [paper](…)"."""
    last = draft.title.rstrip().rpartition(" ")[2]
    return not draft.marked and bool(draft.anchors) and last in words_of("article")


def _names_other(draft: Draft) -> bool:
    """Whether a title is the name of a venue, an event or a repository, or of a tool.

    That of a tool is a link to its place, and prose goes on to describe it.
    """
    venue = read_venue(draft.venue).venue if draft.venue else None
    if not draft.authors and (
        names_venue(draft.title) or (venue is not None and venue.name == draft.title)
    ):
        return True
    if any(leads_to_paper(anchor) for anchor in draft.anchors if anchor.on_title):
        return False
    if draft.described:
        return True
    repositories = [repository_of(url) for url in _urls_on_title(draft)]
    names = [key_of(found.name) for found in repositories if found is not None]
    if draft.authors or any(map(leads_to_paper, draft.anchors)):
        return False
    title = key_of(draft.title)
    event = title.rpartition(" ")[2] in words_of("event") and bool(draft.anchors)
    return event or (title in names and not draft.venue)


def _is_tagged_otherwise(draft: Draft) -> bool:
    """Whether a tag before the title says that this is no paper: "[Slides] An introduction".

    In the place of a venue it does so where no link leads to a paper: "[Blog, 2024] What we did".
    """
    # "[YouTube] Deep Neural Networks for Recommendations": on a link to a paper, who wrote it.
    group = bool(draft.name) and is_group(draft.name or "") and _leads_to_file(draft)
    if draft.name and _is_other_label(draft.name) and not group:
        return True
    if any(map(leads_to_paper, draft.anchors)):
        return False
    # "[An introduction](…) by A. Author, 2018 (Video; slides)" says what the one link leads to.
    only = len(draft.anchors) == 1 and draft.anchors[0].on_title
    if only and draft.remark and kind_of_label(draft.remark) in _TOLD:
        return True
    return _is_other_label(without_years(draft.venue or "")) and not draft.titled


def _leads_to_file(draft: Draft) -> bool:
    """Whether the address of the link on a title is a paper's."""
    return LinkKind.PAPER in _kinds_on_title(draft)


def _is_other_label(tag: str) -> bool:
    """Whether a tag is a label, and one of something other than a paper."""
    bare = "".join(" " if c.isdigit() else c for c in tag)
    return is_label(bare) and kind_of_label(bare) not in {None, LinkKind.PAPER, LinkKind.OTHER}


def _has_known_venue(draft: Draft) -> bool:
    return bool(draft.venue) and read_venue(draft.venue or "").venue is not None


def _is_paper_elsewhere(draft: Draft, company: Company, kind: SectionKind) -> bool:
    """Whether a draft is a paper although its heading speaks of something else.

    Args:
        draft: The draft.
        company: What stands around it.
        kind: What the heading groups by: other for a part of the document, such as its news; a
            task where only its last word speaks of datasets, code or the like; a resource type
            where all of it does. Papers about these stand among them.
    """
    words = count_words(draft.title)
    credited = bool(draft.authors or draft.venue)
    if not any(map(leads_to_paper, draft.anchors)):
        # Who wrote what, where and when is a citation, whatever it stands among; a talk is none.
        cited = draft.authors_first and draft.authors and (draft.venue or draft.date)
        shown = any(kind_of_anchor(anchor) in _TOLD for anchor in draft.anchors)
        told = bool(cited) and not shown and kind is not SectionKind.OTHER
        published = bool(draft.venue) and company.published >= _MOST
        known = kind is SectionKind.TASK and (published or _has_known_venue(draft))
        # Others written alike vouch for a title, its authors and a date.
        alike = company.cited >= _MANY and bool(draft.authors and draft.date) and _leads_away(draft)
        vouched = alike and not shown and LinkKind.PROJECT not in _kinds_on_title(draft)
        return words > 2 and (told or known or vouched)
    if kind is SectionKind.OTHER:
        return credited and words > 2
    if kind is SectionKind.TASK:
        return credited or bool(draft.date) or draft.titled or words > 2
    named = words > 3 or (bool(draft.date) and (draft.titled or words > 2))
    return (credited and words > 1) or (named and company.standing > _MOST)
