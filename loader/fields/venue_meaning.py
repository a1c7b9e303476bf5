"""What a venue's text comes to: a venue of the table, a misspelt one, none, or one not known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from loader import tables
from loader.errors import TableError
from loader.fields.iso4 import abbreviated
from loader.fields.text import has_letter, key_of
from loader.fields.venue_forms import kind_by_form
from loader.fields.venue_names import carrying, squeezed, words_of
from loader.fields.venue_reading import REMEMBERED, VenueText, read_venue, workshops_of
from loader.fields.venue_records import Venue, VenueKind
from loader.fields.venue_remarks import is_remark
from loader.fields.venue_spelling import nearest
from loader.fields.venue_table import VenueTable, venues
from loader.fields.venue_text import LONGEST, fragment_of, is_publisher
from loader.fields.years import is_date, without_years


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text says that stands where a venue stands.

    Attributes:
        venue: The venue of the table, if it is one or was meant for one.
        kind: Of the venue, or what its form says; ``NOT_A_VENUE`` of a text that names none,
            ``None`` if not known.
        label: The name as it is written, where it is no venue of the table and may be one.
        year: The year stated beside it, if any.
        misspelt: Whether the venue is written wrong and a guess.
    """

    venue: Venue | None
    kind: VenueKind | None
    label: str | None
    year: int | None
    misspelt: bool = False

    @property
    def acronym(self) -> str | None:
        """The shortest form in use: of a journal that is not known, what ISO 4 makes of its name.

        >>> meaning_of("Nat. Commun. 12 (2021)").acronym, meaning_of("OpenAI").acronym
        ('Nat. Commun.', None)
        >>> meaning_of("Journal of Widgets").acronym, meaning_of("WIDGETS 2030").acronym
        ('J. Widgets', 'WIDGETS')
        """
        if self.kind is VenueKind.NOT_A_VENUE:
            return None
        if self.venue is not None:
            return self.venue.abbreviation
        titled = self.kind is VenueKind.JOURNAL and self.label and "." not in self.label
        return abbreviated(self.label) if titled and self.label else self.label


def meaning_of(text: str) -> Meaning:
    """What a venue text means, a misspelt one and one of no venue told from one not known.

    >>> meaning_of("NeruIPS 2023").venue.acronym, meaning_of("NeruIPS 2023").misspelt
    ('NeurIPS', True)
    >>> str(meaning_of("PhD thesis, 2019").kind), str(meaning_of("Preprint, May 2023").kind)
    ('not-a-venue', 'not-a-venue')
    >>> found = meaning_of("Journal of Widgets 12, 2030")
    >>> found.venue, str(found.kind), found.label, found.year
    (None, 'journal', 'Journal of Widgets', 2030)
    """
    return _meaning(text[:LONGEST], venues())


@lru_cache(maxsize=REMEMBERED)
def _meaning(text: str, table: VenueTable) -> Meaning:
    read = read_venue(text)
    if read.venue is not None:
        venue = _with_workshop(text, series_of(read.venue))
        return Meaning(venue, venue.kind_in(read.year), None, read.year)
    if _is_no_venue(text, read):
        return Meaning(None, VenueKind.NOT_A_VENUE, None, read.year)
    label = read.label or ""
    named = table.topical(label) or _by_abbreviation(table).get(squeezed(label)) or _hosts(text)
    if named is not None:
        return Meaning(named, named.kind_in(read.year), None, read.year)
    meant = nearest(label) if "/" not in label else None
    if meant is not None:
        return Meaning(meant, meant.kind_in(read.year), None, read.year, misspelt=True)
    if any(f" {key_of(without_years(label))}".endswith(f" {end}") for end in _ends()):
        return Meaning(None, VenueKind.NOT_A_VENUE, None, read.year)
    # The stop behind a name ends it, unless words before it are cut short as well.
    stopped = f"{label}." if "." in label and f"{label}." in text else read.label
    return Meaning(None, kind_by_form(fragment_of(text).name), stopped, read.year)


@lru_cache(maxsize=2)
def _by_abbreviation(table: VenueTable) -> Mapping[str, Venue]:
    """Venues by the keys of their names in short, by ISO 4 or without "in" and "and"."""
    found: dict[str, Venue | None] = {}
    for venue in dict.fromkeys(known.venue for _, known in table.spellings()):
        # "Frontiers Big Data"
        bare = "".join(carrying(words_of(venue.name)))
        for key in dict.fromkeys((squeezed(venue.abbreviation), bare)):
            if found.setdefault(key, venue) is not venue:
                found[key] = None
    return {key: venue for key, venue in found.items() if venue is not None}


def _hosts(text: str) -> Venue | None:
    """The workshops of the conference at which one that is not known says that it meets."""
    found = _AT_A_HOST.search(text)
    host = read_venue(found["host"]).venue if found is not None else None
    return workshops_of(host) if host is not None and host.kind is VenueKind.CONFERENCE else None


def _with_workshop(text: str, venue: Venue) -> Venue:
    """A conference, or its workshops where the text speaks of one: "X Workshop, NeurIPS 2021"."""
    if venue.kind is not VenueKind.CONFERENCE or not _WORKSHOP.search(text):
        return venue
    named = any(_WORKSHOP.search(name) for name in (venue.name, *venue.aliases))
    return venue if named else workshops_of(venue)


def series_of(venue: Venue) -> Venue:
    """The venue itself, or the series that it became part of."""
    return venue if venue.into is None else venues().by_acronym(venue.into)


_WORKSHOP = re.compile(r"\bworkshops?\b", re.IGNORECASE)
_AT_A_HOST = re.compile(
    r"\bworkshops?\b.{0,80}?(?:@|\b(?:at|with)\s)(?P<host>.{2,60})$",
    re.IGNORECASE,
)
# The name of a model: "SPIRAL++".
_MARKED = re.compile(r"[A-Za-z]{2,}[\w-]*(?:\+{1,3}|\*)")


def _is_no_venue(text: str, read: VenueText) -> bool:
    """Whether a text says where no paper appears: a date, a sort of work, who did it."""
    if read.label is None:
        return has_letter(text) or is_date(text)
    said = without_years(read.label)
    key = key_of(said)
    known = _no_venues()
    if key in known or is_date(text) or is_remark(said) or is_publisher(said):
        return True
    return _MARKED.fullmatch(said) is not None


@cache
def _no_venues() -> Mapping[str, str]:
    """What names no venue, by key, with the sort that it is of."""
    groups = _groups().items()
    return {key_of(name): sort for sort, names in groups if sort != "ends" for name in names}


@cache
def _ends() -> tuple[str, ...]:
    return tuple(map(key_of, _groups()["ends"]))


@cache
def _groups() -> Mapping[str, list[str]]:
    groups = tables.table("no-venues")
    if not all(isinstance(names, list) for names in groups.values()) or "ends" not in groups:
        raise TableError("no-venues.toml: give lists of texts, one of them named ends")
    return groups
