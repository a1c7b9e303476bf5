"""Years that contradict the heading above or the identifier beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loader.fields.text import key_of
from loader.identity.claims import identifiers_of
from loader.lint.pages import Page
from loader.lint.places import Place, Remark
from loader.lint.published import is_published
from loader.lint.rules.base import rule
from loader.records import Entry

_YEAR = re.compile(r"(?:19|20)\d\d")
_JANUARY = "01"
_MODERN_ARXIV = re.compile(r"(\d\d)(\d\d)\.\d+")


@rule(
    "Y001",
    "year-against-heading",
    bad=r"""
    # Surveys

    ## 2022

    `JBHI 2021` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
    good=r"""
    # Surveys

    ## 2022

    `JBHI 2022` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
)
def year_against_heading(page: Page) -> Iterator[Remark]:
    """An entry gives another year than the heading it stands under.

    Only headings that are a year and nothing else are looked at, and only entries with a venue
    that is known: lists put a preprint under the year of its first version, of its last, or of
    publication.
    """
    for entry in page.reading.entries:
        said = _heading_year(entry)
        if said is None or entry.year in {None, said} or not is_published(entry):
            continue
        if str(said) in entry.raw or _year_of_identifier(entry) == said:
            continue
        yield Remark(
            _place(page, entry, str(entry.year)),
            f"the year is {entry.year}, and the heading above says {said}",
        )


def _heading_year(entry: Entry) -> int | None:
    """The year of the heading right above, if it is nothing but a year."""
    text = key_of(entry.section_path[-1]) if entry.section_path else ""
    return int(text) if _YEAR.fullmatch(text) else None


def _year_of_identifier(entry: Entry) -> int | None:
    """The year in which a preprint came, by its arXiv identifier."""
    found = _MODERN_ARXIV.fullmatch(identifiers_of(entry).arxiv or "")
    return 2000 + int(found[1]) if found else None


@rule(
    "Y002",
    "year-before-identifier",
    bad=r"""
    `arXiv 2020` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
    good=r"""
    `arXiv 2021` **Multi-modal Understanding and Generation for Medical Images and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
)
def year_before_identifier(page: Page) -> Iterator[Remark]:
    """A preprint is older than the arXiv identifier it links to.

    An identifier says when the first version came: 2105.11333 is of May 2021. Either the year or
    the link is wrong. What was handed in on the last days of a year has an identifier of January,
    and papers with a venue of their own may have been put on arXiv later: both are left alone.
    """
    for entry in page.reading.entries:
        identifier = identifiers_of(entry).arxiv
        found = _MODERN_ARXIV.fullmatch(identifier or "")
        stated = entry.venue == "arXiv" and entry.venue_as_listed is not None
        if not stated or entry.year is None or found is None:
            continue
        came, month = 2000 + int(found[1]), found[2]
        if entry.year < came and not (month == _JANUARY and entry.year == came - 1):
            yield Remark(
                _place(page, entry, str(entry.year)),
                f"the year is {entry.year}, and arXiv:{identifier} came in {came}",
            )


def _place(page: Page, entry: Entry, year: str) -> Place:
    written = entry.venue_as_listed if year in (entry.venue_as_listed or "") else year
    return page.place_of(written, entry.line, entry.end_line)


RULES = (year_against_heading, year_before_identifier)
