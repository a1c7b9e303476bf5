"""Venues: misspelt, unknown, or overtaken by a publication."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from loader.fields.text import has_letter
from loader.fields.venue_meaning import Meaning, meaning_of
from loader.fields.venues import VenueKind
from loader.lint.pages import Page, quoted
from loader.lint.places import Place, Remark
from loader.lint.published import is_preprint, is_published, venue_of
from loader.lint.rules.base import Level, rule
from loader.records import Entry

# A longer text is prose that was taken for a venue.
_MOST_WORDS = 8


def _place(page: Page, entry: Entry) -> Place:
    return page.place_of(entry.venue_as_listed, entry.line, entry.end_line)


def _may_be_venue(label: str) -> bool:
    """Whether a text reads as a name: few words of an alphabet, no enumeration, no identifier."""
    words = label.split()
    letters = [c for c in label if c.isalpha()]
    alphabetic = all(unicodedata.category(c) != "Lo" for c in letters)
    return len(words) <= _MOST_WORDS and alphabetic and not any(c in ",0123456789" for c in label)


def _not_in_table(page: Page) -> Iterator[tuple[Entry, str, Meaning]]:
    """The first entry of each venue that the table lacks, with what is written and what it means.

    What is no venue at all, such as a company, is none that the table lacks.
    """
    seen: set[str] = set()
    for entry in page.reading.entries:
        label = entry.venue
        if label is None or not has_letter(label) or label in seen or venue_of(entry) is not None:
            continue
        found = meaning_of(entry.venue_as_listed or label)
        if found.misspelt or (found.venue is None and found.kind is not VenueKind.NOT_A_VENUE):
            seen.add(label)
            yield entry, label, found


@rule(
    "V001",
    "venue-misspelt",
    bad=r"""
    `MICAAI 2022` **Multi-modal Understanding and Generation for Medical Images** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
    good=r"""
    `MICCAI 2022` **Multi-modal Understanding and Generation for Medical Images** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
)
def venue_misspelt(page: Page) -> Iterator[Remark]:
    """A venue is not known, and one that is known is written nearly the same.

    Each spelling is reported once a list, where it comes first.
    """
    for entry, label, found in _not_in_table(page):
        known = found.venue
        if known is not None:
            yield Remark(
                _place(page, entry),
                f"no venue is known as {quoted(label)}; is it {known.acronym} ({known.name})?",
            )


@rule(
    "V002",
    "venue-unknown",
    level=Level.NOTE,
    bad=r"""
    `Journal of Nowhere 2022` **Multi-modal Understanding and Generation for Medical Images** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
    good=r"""
    `JBHI 2022` **Multi-modal Understanding and Generation for Medical Images** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
)
def venue_unknown(page: Page) -> Iterator[Remark]:
    """A venue is not known: it may be no venue, or one that data/venues.toml lacks.

    Only what has a year beside it is taken for a venue. Each spelling is reported once a list,
    where it comes first.
    """
    for entry, label, found in _not_in_table(page):
        if found.year is not None and _may_be_venue(label) and not found.misspelt:
            yield Remark(_place(page, entry), f"the venue {quoted(label)} is not known")


@rule(
    "V003",
    "published-since",
    bad=r"""
    # Survey

    `arXiv 2021` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]

    # Visual Question Answering

    `JBHI 2022` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
    good=r"""
    # Survey

    `JBHI 2022` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]

    # Visual Question Answering

    `JBHI 2022` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
)
def published_since(page: Page) -> Iterator[Remark]:
    """An entry calls a paper a preprint that another entry of the run shows published.

    The other entry stands in this list or in another one that is looked at in the same run.
    """
    for paper in page.papers:
        published = next((mention for mention in paper if is_published(mention.entry)), None)
        if published is None:
            continue
        for mention in paper:
            entry, other = mention.entry, published.entry
            stated = entry.venue_as_listed is not None
            if mention.source == page.source and stated and is_preprint(entry):
                place = f"line {other.line}"
                where = place if published.source == page.source else f"{published.source}, {place}"
                year = f" {other.year}" if other.year is not None else ""
                yield Remark(
                    _place(page, entry),
                    f"listed as {entry.venue}, and as {other.venue}{year} in {where}",
                )


RULES = (venue_misspelt, venue_unknown, published_since)
