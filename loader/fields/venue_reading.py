"""What a venue text means: its parts read one by one, and weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from loader.fields.text import has_letter, key_of, plain
from loader.fields.venue_names import squeezed
from loader.fields.venue_records import Venue, VenueKind
from loader.fields.venue_remarks import (
    findings_cut,
    is_remark,
    remarks_cut,
    starts_cut,
    workshop_cut,
)
from loader.fields.venue_table import Known, VenueTable, venues
from loader.fields.venue_text import (
    LONGEST,
    Fragment,
    fragment_of,
    is_publisher,
    pieces_of,
    unwrapped,
    upright,
)
from loader.fields.words import is_placeholder, words_of
from loader.fields.years import in_century, without_years, year_of

# Sponsors stand before an acronym without being part of it: IEEE TNN is TNN.
_SPONSOR = re.compile(r"^(?:IEEE|USENIX|ACM)[\s-]+(?=[A-Z][A-Za-z]*[A-Z&]\S*$)")
# CVPR19, AAAI-22, ACL 23: two digits behind an acronym are its year.
_SHORT_YEAR = re.compile(r"^(.*?[A-Za-z])[-\s]?([0-3]\d|9\d)(?:\s(\D*))?$")
# TMLR-22, IEEE TNNLS-22: behind a hyphen they are so even where the acronym is a journal's.
_TAGGED = re.compile(r"((?:IEEE |ACM )?[A-Z][A-Za-z&-]{0,14}[A-Z])-([0-3]\d|9\d)(\s\D*)?")
# What stands where a venue stands and is the sort of work that appears in none.
_NO_VENUE = re.compile(
    r"(?:tech(?:nical|\.)?\s)?reports?\b|(?:ph\.?d\.?|master)\b.{0,9}thesis\b|thesis$|"
    r"(?:\w{1,20}\s)?blog$|(?:ph\.?\s?d\.?\s|doctoral\s)?dissertation\b|(?:text)?books?(?:\schapter)?$|unpublished\b|manuscript$",
    re.IGNORECASE,
)
# What a colon follows may be a method's name: "SDM: Spatial ..." is a title.
_MOST_WORDS_OF_AN_ACRONYM = 2
# A name that is not known is that of the acronym in its brackets if it is a venue's.
_VENUE_WORDS = re.compile(
    r"\b(?:conf(?:erence)?|journal|j|trans(?:actions?)?|symposium|workshops?|meeting|letters|proc|"
    r"proceedings|int|intl|international|advances|congress|annual)\b",
    re.IGNORECASE,
)
_SHORTEST_ACRONYM = 2
REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class VenueText:
    """What a venue text says.

    Attributes:
        label: Canonical acronym where the venue is known, else the text without its year. A
            workshop stays as the text has it: ``ICLR Workshop``, ``CVPRW``.
        year: The year stated beside it, if any.
        venue: The venue of the table, if it is known.
        sure: Whether the text can mean nothing but this venue. ``Brain`` may be one, ``Brain
            2020`` and ``Brain 12(3)`` are: a caller that is not certain to look at a venue
            should believe no other.
    """

    label: str | None
    year: int | None
    venue: Venue | None
    sure: bool = False


def read_venue(text: str) -> VenueText:
    """What a venue text means; of several the published one, with the year beside it.

    >>> read_venue("IEEE JBHI 2022").label, read_venue("IEEE JBHI 2022").year
    ('JBHI', 2022)
    >>> read_venue("NIPS'17").label, read_venue("IEEE TNN 1999").label
    ('NeurIPS', 'TNN')
    >>> read_venue("KDD 2023 (Oral)").label, read_venue("arXiv:2312.07353").label
    ('KDD', 'arXiv')
    >>> read_venue("ACM MM 2020").venue.name
    'ACM International Conference on Multimedia'
    >>> read_venue("arXiv:1509.02634 / ICCV 2015").label, read_venue("CVPRW 2020").label
    ('ICCV', 'CVPRW')
    >>> read_venue("CVPRW 2020").venue.acronym
    'CVPR Workshop'
    """
    return read(text[:LONGEST], venues())


@lru_cache(maxsize=REMEMBERED)
def read(text: str, table: VenueTable) -> VenueText:
    """What a venue text means by one table, remembered."""
    said = upright(plain(text))
    whole = read_fragment(said, table)
    parts = [read_fragment(piece, table) for piece in pieces_of(said)]
    known = [part for part in parts if part.venue is not None and part.sure]
    if whole.venue is not None and not _is_preprint(whole.venue):
        # "2022-05, ACL 23": the year of the part that names the venue.
        years = [part.year for part in known if part.venue == whole.venue and part.year]
        return replace(whole, year=years[0]) if years else whole
    known.sort(key=lambda part: _is_preprint(part.venue))
    if known and (whole.venue is None or not _is_preprint(known[0].venue)):
        return replace(known[0], year=known[0].year or whole.year)
    return whole


def _is_preprint(venue: Venue | None) -> bool:
    return venue is not None and venue.kind.is_preprint


@lru_cache(maxsize=REMEMBERED)
def read_fragment(text: str, table: VenueTable) -> VenueText:
    """What a text means that names one venue at most."""
    fragment = fragment_of(text)
    year = year_of(text)
    tagged = _TAGGED.fullmatch(fragment.name)
    short = tagged or (_SHORT_YEAR.match(unwrapped(text)) if year is None else None)
    if short is not None and (tagged is not None or _has_editions(table.known(short[1]))):
        year = in_century(int(short[2]))
        behind = (short[3] or "").strip(" ()[]")
        fragment = fragment_of(f"{short[1]} {behind}")
    # "IF: 17.2" is an impact factor, and no volume of Information Fusion.
    dated = year is not None or (fragment.cited and not fragment.name.isupper())
    # "TOG (SIGGRAPH Asia 2022)": the name first, what stands in its brackets second.
    if any(aside.casefold() in _WORKSHOP_ASIDES for aside in fragment.asides):
        found = _workshop(f"{fragment.name} Workshop", table)
        if found is not None:
            return replace(found, year=year)
    if any(aside.casefold() == "findings" for aside in fragment.asides):
        found = _findings(f"{fragment.name} Findings", table)
        if found is not None:
            return replace(found, year=year)
    names = [fragment.name]
    if not fragment.name or is_remark(fragment.name) or _VENUE_WORDS.search(fragment.name):
        names.extend(fragment.asides)
    for name in names:
        found = _named(name, table, dated=dated)
        if found is not None:
            return replace(found, year=year if year is not None else found.year)
    label = _own_acronym(fragment) or fragment.name or next(iter(fragment.asides), "")
    label = _SPONSOR.sub("", next(remarks_cut(starts_cut(label))))
    if (
        is_remark(label)
        or is_placeholder(label)
        or _NO_VENUE.match(label)
        or _is_institution(label)
        or is_publisher(label)
        or not has_letter(without_years(f"{label} 2000"))
    ):
        label = ""
    return VenueText(label or None, year, None)


def _own_acronym(fragment: Fragment) -> str | None:
    """The acronym in brackets behind a conference's name, made of the letters its words begin with.

    >>> _own_acronym(fragment_of("Symposium on Adaptive Widgets and Gizmos (SAWG) 2011"))
    'SAWG'
    >>> _own_acronym(fragment_of("Symposium on Adaptive Widgets and Gizmos (USA)")) is None
    True
    """
    if not fragment.asides or not _VENUE_WORDS.search(fragment.name):
        return None
    initials = "".join(word[0].upper() for word in re.split(r"[\s\-/]+", fragment.name) if word)
    for aside in fragment.asides:
        if len(aside) > _SHORTEST_ACRONYM and aside.isupper() and aside.isalpha():
            left = iter(initials)
            if all(letter in left for letter in aside):
                return aside
    return None


def _is_institution(label: str) -> bool:
    """Whether a label of a word or two names who did the work: an institution is no venue.

    >>> _is_institution("OpenAI"), _is_institution("Google Research"), _is_institution("IEEE")
    (True, True, False)
    """
    said = key_of(label).split()
    if not 0 < len(said) <= _MOST_WORDS_OF_AN_ACRONYM or _VENUE_WORDS.search(label):
        return False
    return said != ["ai"] and all(word in words_of("organisation") for word in said)


_WORKSHOP_ASIDES = frozenset({"workshop", "workshops", "w", "ws"})


def _named(name: str, table: VenueTable, *, dated: bool) -> VenueText | None:
    """The venue that a bare name means, itself, by its workshops or by its Findings."""
    if not name:
        return None
    for candidate, year in _candidates(name):
        known = table.known(candidate)
        if known is not None and (year is None or _has_editions(known)):
            sure = known.sure or dated or year is not None
            return VenueText(_shown(known.venue, candidate), year, known.venue, sure)
    trimmed = next(remarks_cut(starts_cut(name)))
    return _findings(trimmed, table) or _workshop(trimmed, table)


def _shown(venue: Venue, said: str) -> str:
    """What to show of a venue: its acronym, and behind that of a workshop the word if it is said.

    >>> bionlp = Venue("BioNLP", "Biomedical Natural Language Processing", VenueKind.WORKSHOP)
    >>> _shown(bionlp, "BioNLP Workshop"), _shown(bionlp, "BioNLP")
    ('BioNLP Workshop', 'BioNLP')
    """
    if venue.kind is not VenueKind.WORKSHOP or " " not in said:
        return venue.acronym
    called = f"{venue.acronym} Workshop"
    return called if squeezed(said) == squeezed(called) else venue.acronym


def _candidates(name: str) -> Iterator[tuple[str, int | None]]:
    """Names that a text may come to, with the year of two digits that was behind them."""
    starts = dict.fromkeys((name, starts_cut(name)))
    for start in starts:
        yield start, None
    for start in starts:
        short = _SHORT_YEAR.match(start)
        if short is not None and (not short[3] or is_remark(short[3])):
            yield short[1], in_century(int(short[2]))
    for start in starts:
        for cut in remarks_cut(start):
            yield cut, None
    head, colon, _ = starts_cut(name).partition(":")
    if colon and len(head.split()) > _MOST_WORDS_OF_AN_ACRONYM:
        # Such as "Proceedings of the Third Conference on Machine Translation: Shared Task Papers".
        yield head.strip(), None


def _findings(name: str, table: VenueTable) -> VenueText | None:
    conference = findings_cut(name)
    parent = _surely(table.known(conference)) if conference is not None else None
    if parent is None:
        return None
    venue = Venue(
        f"Findings of {parent.acronym}",
        f"Findings of the Association for Computational Linguistics: {parent.acronym}",
        VenueKind.CONFERENCE,
        (f"{parent.acronym} Findings",),
    )
    return VenueText(venue.acronym, None, venue, sure=True)


def _workshop(name: str, table: VenueTable) -> VenueText | None:
    """A workshop that is known, or one of a conference: which of them it is stays in the label."""
    named = _known_workshop(name, table)
    if named is not None:
        return named
    cut = workshop_cut(name)
    if cut is None:
        return None
    # The word vouches for an acronym that means something else as well: "CCS Workshop".
    short = _SHORT_YEAR.match(cut[0])
    year = None
    known = table.known(cut[0]) or table.known(" ".join(cut))
    if known is None and short is not None:
        # GenBio@ICML23
        known, year = table.known(short[1]), in_century(int(short[2]))
    parent = known.venue if known is not None else None
    if parent is not None and parent.kind is VenueKind.WORKSHOP and not cut[1]:
        return VenueText(name, None, parent, sure=True)
    if parent is None or parent.kind is not VenueKind.CONFERENCE:
        return None
    venue = workshops_of(parent)
    if cut[1]:
        label = " ".join(
            parent.acronym if word.strip("@:,.") == cut[0] else word for word in name.split()
        )
    else:
        label = venue.aliases[0] if name.replace("-", "").endswith("W") else venue.acronym
    return VenueText(label, year, venue, sure=True)


def workshops_of(host: Venue) -> Venue:
    """The workshops that meet at a conference, whatever each of them is called."""
    return Venue(
        f"{host.acronym} Workshop",
        f"Workshops of the {host.name}",
        VenueKind.WORKSHOP,
        (f"{host.acronym}W",),
        short=f"{host.abbreviation} Workshop",
        host=host.acronym,
    )


def _known_workshop(name: str, table: VenueTable) -> VenueText | None:
    """A workshop of the table beside the conference that it meets at: ``BioNLP@ACL``."""
    said = re.split(r"[\s@]+", name)
    if len(said) != len(("host", "workshop")):
        return None
    one, other = map(table.known, said)
    if one is None or other is None:
        return None
    for host, known in ((one, other), (other, one)):
        if not host.sure or host.venue.kind is not VenueKind.CONFERENCE:
            continue
        if known.venue.kind is VenueKind.WORKSHOP or known.venue.workshop_until is not None:
            here = replace(known.venue, kind=VenueKind.WORKSHOP, host=host.venue.acronym)
            return VenueText(name, None, here, sure=True)
    return None


def _has_editions(known: Known | None) -> bool:
    """Whether two digits behind a name are a year: behind a journal's they are its volume."""
    venue = _surely(known)
    return venue is not None and venue.kind is not VenueKind.JOURNAL


def _surely(known: Known | None) -> Venue | None:
    return known.venue if known is not None and known.sure else None
