"""Sections: the blocks under each heading, and what stands over entries and holds for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from loader.fields.text import has_letter, key_of
from loader.fields.venues import read_venue, venues
from loader.fields.years import without_years, year_of
from loader.reading.blocks import (
    Block,
    Caption,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Table,
    Unread,
    lines_in,
)
from loader.reading.candidates import Candidate, Draft
from loader.reading.citation.drafting import drafts_of
from loader.reading.headings import Meaning
from loader.reading.item_headings import with_sections
from loader.reading.layouts.fields import are_mostly_fields, is_field
from loader.reading.layouts.listings import groups_in_listing
from loader.reading.layouts.paragraphs import (
    candidates_in_paragraph,
    describes,
    is_bare_title,
    is_told,
)
from loader.reading.layouts.tables import candidates_in_table
from loader.records import SectionKind

# A label over entries that is a year: "2023", "**2024**", "Year: 2019".
_LONGEST_YEAR_LABEL = 12


@dataclass(frozen=True, slots=True)
class Given:
    """What stands over entries and holds for those that do not say otherwise."""

    venue: str | None = None
    year: int | None = None


@dataclass(slots=True)
class Part:
    """A heading (``None`` before the first) with what stands below it, up to the next.

    Attributes:
        heading: The heading.
        blocks: The blocks.
        unread: Blocks that nobody reads.
        groups: Drafts that stand together, with the year that a label over them gives.
    """

    heading: Heading | None
    blocks: list[Block] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    groups: list[tuple[list[Draft], int | None]] = field(default_factory=list)

    def give_up(self) -> None:
        """Hold nothing any more: the heading turned out to be an entry of the part above."""
        self.heading = None
        self.blocks = []
        self.groups = []


_AROUND_LABEL = " :*_#[]()-"
# "(~2014)" ends the year of the label above it, and gives none of its own.
_OPEN_SPAN = re.compile(
    r"(?:[~≤<]|before|until|up to|pre-?|older than)\s?(?:19|20)\d\d", re.IGNORECASE
)


# "2012-2016", "2015 and before": years over entries, of which none is theirs.
_SEVERAL_YEARS = re.compile(
    r"((?:19|20)\d\d)\s{0,3}(?:(?:[-–—~/&,]|to|and|until)\s{0,3}(?!\1)(?:(?:19|20)\d\d|1[3-9]|[2-9]\d)\b"
    r"|(?:[-–—~]\s{0,3})?(?:(?:and|or|&)\s{1,3})?(?:before|earlier|older|now|present|today)\b)",
    re.IGNORECASE,
)


def _gives_no_year(label: str) -> bool:
    """Whether a label over entries ends the year of the one above and gives none of its own."""
    return any(form.fullmatch(label) for form in (_OPEN_SPAN, _SEVERAL_YEARS))


def _heading_year(text: str) -> int | None:
    """The year that a heading or a label gives, if it gives one and not several.

    >>> _heading_year("2016"), _heading_year("2012-2016"), _heading_year("2015 and before")
    (2016, None, None)
    >>> _heading_year("2023-05"), _heading_year("2023 Jan. to Mar.")
    (2023, 2023)
    """
    return None if _SEVERAL_YEARS.search(text) else year_of(text)


def parts_of(blocks: Iterable[Block]) -> list[Part]:
    """Blocks under their headings, with the drafts in them."""
    parts = [Part(None)]
    for block in with_sections(blocks):
        if isinstance(block, Heading):
            parts.append(Part(block))
        elif isinstance(block, Unread):
            parts[-1].unread.append(block)
        else:
            parts[-1].blocks.append(block)
    for part in parts:
        part.groups.extend(_Gatherer().groups(part.blocks))
    return parts


@dataclass(slots=True)
class _Gatherer:
    """Gathers the drafts of a section block by block.

    Attributes:
        year: The year that the last label over entries gives.
        paragraphs: Candidates in paragraphs, with the year over each.
        is_open: Whether what comes next may still tell of the last of them.
    """

    year: int | None = None
    paragraphs: list[tuple[Candidate, int | None]] = field(default_factory=list)
    is_open: bool = False

    def groups(self, blocks: Sequence[Block]) -> Iterator[tuple[list[Draft], int | None]]:
        """Drafts in groups that stand together, with the year written over them."""
        for block in blocks:
            match block:
                case Caption():
                    self.label(_year_label(block.text))
                case Paragraph():
                    self.paragraph(block)
                case Quote() | Listing() if self.is_open and self.tells(block):
                    self.tell(block)
                case Quote():
                    pass
                case Listing():
                    self.is_open = False
                    yield from ((group, self.year) for group in groups_in_listing(block))
                case Table():
                    self.is_open = False
                    yield drafts_of(candidates_in_table(block)), self.year
                case _:
                    self.is_open = False
        for year in dict.fromkeys(year for _, year in self.paragraphs):
            yield drafts_of([found for found, over in self.paragraphs if over == year]), year

    def paragraph(self, block: Paragraph) -> None:
        alone = block.lines[0].text if len(block.lines) == 1 else ""
        year = _year_label(alone)
        if year is not None or _gives_no_year(alone.strip(_AROUND_LABEL)):
            self.label(year)
        elif self.is_open and is_told(block, self.paragraphs[-1][0].head):
            self.tell(block)
        elif self.is_open and describes(block, self.paragraphs[-1][0].head):
            pass
        else:
            found = candidates_in_paragraph(block)
            self.paragraphs.extend((candidate, self.year) for candidate in found)
            self.is_open = True

    def label(self, year: int | None) -> None:
        self.year, self.is_open = year, False

    def tells(self, block: Block) -> bool:
        """Whether a quotation or a list tells of the last candidate."""
        lines = tuple(lines_in([block]))
        above = self.paragraphs[-1][0]
        if isinstance(block, Listing) and not above.fields and is_bare_title(above.head):
            return are_mostly_fields(lines)
        return all(map(is_field, lines))

    def tell(self, block: Block) -> None:
        """Add the lines of a block to the last candidate, where they may tell of it."""
        lines = tuple(lines_in([block]))
        if self.is_open and lines:
            candidate, year = self.paragraphs[-1]
            fields = (*candidate.fields, *lines)
            end = max(line.end for line in lines)
            self.paragraphs[-1] = replace(candidate, end_line=end, fields=fields), year


def _year_label(text: str) -> int | None:
    """The year that a label over entries is.

    >>> _year_label("**2026**"), _year_label("Before 2024"), _year_label("Faster Inference")
    (2026, None, None)
    """
    text = text.strip(_AROUND_LABEL)
    if len(text) > _LONGEST_YEAR_LABEL or not text[:1].isdigit() or has_letter(without_years(text)):
        return None
    return _heading_year(text)


def given_by_title(title: str) -> Given:
    """Venue and year that a document's title names together.

    >>> given_by_title("CVPR 2024 Papers with Code"), given_by_title("Awesome CVPR Papers")
    (Given(venue='CVPR', year=2024), Given(venue=None, year=None))
    """
    year = year_of(title)
    if year is not None:
        for word in key_of(without_years(title)).split():
            venue = venues().get(word)
            if venue is not None and venue.acronym.isupper():
                return Given(venue.acronym, year)
    return Given()


def given_by_path(path: Sequence[str], meanings: Sequence[Meaning], listed: Given) -> Given:
    """Venue and year of the headings above an entry, the nearest first; else of the list."""
    venue, year = listed.venue, listed.year
    for step, meaning in zip(path, meanings, strict=True):
        if meaning.kind is SectionKind.YEAR:
            year = _heading_year(step) if year_of(step) else year
        elif meaning.kind is SectionKind.VENUE:
            found = read_venue(step)
            venue, year = found.label, found.year or year
    return Given(venue, year)
