"""Series, journals and repositories with their keys, and the editions that papers appeared in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from loader.fields.text import key_of
from loader.fields.venues import Venue, VenueKind, venues
from loader.identity.claims import Claim
from loader.identity.corrections import Corrections
from loader.identity.decisions import Decision
from loader.identity.keys import hash_of, slug_of
from loader.identity.ledger import Candidate, Ledger
from loader.identity.things import Edition, VenueSeries
from loader.identity.venues.deciding import decisions_about
from loader.identity.venues.grouping import Group, Grouped, grouped, spelling_key
from loader.identity.venues.spellings import Renames, Said, said_of, said_of_text
from loader.records import Entry


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry says that its paper is.

    Attributes:
        series: Key of the series, journal or repository; ``None`` of what is no venue.
        kind: What sort of place it is, or was in the year that is stated.
        host: The conference that a workshop meets at, if it is known.
    """

    series: str | None
    kind: VenueKind | None
    host: str | None = None


class Venues:
    """Venues that entries name, and editions while they are being asked for.

    Attributes:
        series: Venues by key.
        editions: Editions by key.
        decisions: Which spellings were taken for which venue, and why.
        unmatched: A line for each correction that matches nothing.
    """

    def __init__(
        self, found: Grouped, further: Iterable[Venue], renames: Renames, ledger: Ledger
    ) -> None:
        """Give each group a key, pinned in the ledger by the own names in it.

        A group is known as well by what entries write in it, where that was a venue of its own in
        an earlier build: a spelling that a correction or the table joined to another meanwhile.

        Args:
            found: The groups.
            further: Venues of the table that may be asked for though no entry names them.
            renames: What is to be read for what lists write.
            ledger: Keys given so far.
        """
        self._found, self._renames, self._ledger = found, renames, ledger
        self.series: dict[str, VenueSeries] = {}
        self.editions: dict[str, Edition] = {}
        self._places: dict[str, Place] = {}
        named = {key_of(name): group for group in found.groups for name in reversed(group.names)}
        unnamed = [_alone(venue) for venue in further if key_of(venue.acronym) not in named]
        groups = [*found.groups, *unnamed]
        own = {_piece(name) for group in groups for name in group.names}

        def candidate(group: Group) -> Candidate:
            written = {
                _piece(name)
                for said in group.members
                for name in (said.name, said.before or said.name)
            }
            known = (each for each in sorted(written - own) if ledger.pinned("venue", [each]))
            return _candidate(group.names, known)

        keys = ledger.pin_apart("venue", list(map(candidate, groups)))
        self.keys = keys[: len(found.groups)]
        self.series.update(zip(self.keys, map(_series, self.keys, found.groups), strict=True))
        self._unnamed = dict(zip(keys[len(found.groups) :], unnamed, strict=True))
        self._of_name = {
            key_of(name): key
            for key, group in zip(keys, groups, strict=True)
            for name in reversed(group.names)
        }
        self.decisions: tuple[Decision, ...] = ()
        self.unmatched: tuple[str, ...] = ()

    def place_of(self, entry: Entry) -> Place | None:
        """Where an entry says that its paper is; ``None`` if it says nothing."""
        text = entry.venue_as_listed or entry.venue
        if not text:
            return None
        if text not in self._places:
            self._places[text] = self._place(said_of_text(text, self._renames))
        return self._places[text]

    def series_of(self, entry: Entry) -> str | None:
        """Key of the series that an entry names, ``None`` if it names none."""
        place = self.place_of(entry)
        return place.series if place is not None else None

    def _place(self, said: Said) -> Place:
        found = self._found.of.get(spelling_key(said))
        if found is None:
            return Place(None, said.meaning.kind)
        group = self._found.groups[found]
        venue = said.meaning.venue if group.venue is not None else None
        kind = group.venue.kind_in(said.meaning.year) if group.venue is not None else group.kind
        if venue is not None and venue.kind is VenueKind.WORKSHOP:
            kind = VenueKind.WORKSHOP
        return Place(self.keys[found], kind, venue.host if venue is not None else None)

    def known(self, acronym: str) -> str:
        """Key of a venue of the table, whether an entry names it or not."""
        key = self._of_name[key_of(acronym)]
        if key not in self.series:
            self.series[key] = _series(key, self._unnamed[key])
        return key

    @property
    def replaced_editions(self) -> Mapping[tuple[str, str], str]:
        """By kind and key, editions of series that were replaced, each with the one to use."""
        gone: dict[str, list[str]] = defaultdict(list)
        for key, by in self._ledger.replaced("venue").items():
            gone[by].append(key)
        return {
            ("venue", old): edition.key
            for edition in self.editions.values()
            for series in gone.get(edition.series, ())
            for old in self._ledger.pinned("venue", [_edition_piece(series, edition.year)])
            if old not in self.editions
        }

    def name_editions(self, entries: Iterable[Entry]) -> None:
        """Give keys to the editions that entries name, whichever their papers are held to be of.

        Entries of one paper may name several; each keeps its IRI for as long as one names it.
        """
        for entry in entries:
            place = self.place_of(entry)
            if place is not None and entry.year:
                self.edition(place, entry.year)

    def edition(self, place: Place, year: int) -> str | None:
        """Key of the edition of an event in a year; others have none."""
        if place.series is None or place.kind is None or not place.kind.is_event:
            return None
        return self._edition(place.series, place.kind, year, place.host)

    def _edition(self, series: str, kind: VenueKind, year: int, host: str | None) -> str:
        evidence = [_edition_piece(series, year)]
        key = self._ledger.pin("venue", evidence, lambda: f"{series}-{year}")
        known = self.editions.get(key)
        within = set(known.within) if known is not None else set(self._joint(series))
        if host is not None:
            at = venues().by_acronym(host)
            within.add(self._edition(self.known(host), at.kind, year, at.host))
        label = f"{self.series[series].label} {year}"
        self.editions[key] = Edition(key, label, series, year, kind, tuple(sorted(within)))
        return key

    def _joint(self, series: str) -> Iterator[str]:
        """Keys of the series that a joint event is of besides its own."""
        acronym = self.series[series].label
        known = venues().known(acronym)
        if known is not None and known.venue.acronym == acronym:
            yield from map(self.known, known.venue.joins)


def venues_of(claims: Sequence[Claim], ledger: Ledger, corrections: Corrections) -> Venues:
    """The venues that claims name; their keys are pinned in the ledger."""
    renames = corrections.renames("venue")
    mentions = [said for claim in claims if (said := said_of(claim.entry, renames)) is not None]
    named = [said for said in mentions if said.meaning.kind is not VenueKind.NOT_A_VENUE]
    found = grouped(named, corrections, ledger)
    venues_named = (said.meaning.venue for said in named)
    further = _reachable(venue for venue in venues_named if venue is not None)
    result = Venues(found, further, renames, ledger)
    renamed = {said.before: said for said in named if said.before is not None}
    reasons = [each for each in corrections.rename if each.kind == "venue"]
    by_words = {
        key_of(words): said
        for before, said in sorted(renamed.items())
        for words in (said.text, before)
    }
    told = [(by_words[key_of(r.before)], r.reason) for r in reasons if key_of(r.before) in by_words]
    result.decisions = tuple(decisions_about(found, result.keys, told))
    read = (said for said in mentions if said.before is not None)
    written = (words for said in read for words in (said.text, said.before or said.name))
    result.unmatched = (*found.unmatched, *corrections.unread("venue", written))
    return result


def _reachable(named: Iterable[Venue]) -> list[Venue]:
    """Venues of the table that those which entries name lead to, and arXiv, which links lead to."""
    found: dict[str, Venue] = {}
    waiting = {"arXiv", *(acronym for venue in named for acronym in _ties(venue))}
    while waiting:
        venue = venues().by_acronym(waiting.pop())
        found[venue.acronym] = venue
        waiting.update(acronym for acronym in _ties(venue) if acronym not in found)
    return [found[acronym] for acronym in sorted(found)]


def _ties(venue: Venue) -> tuple[str, ...]:
    """Acronyms of the series that editions of a venue are held at, or are editions of as well."""
    return venue.joins if venue.host is None else (*venue.joins, venue.host)


def _alone(venue: Venue) -> Group:
    return Group(venue.acronym, (venue.acronym,), venue, venue.kind, ())


def _candidate(names: Sequence[str], written: Iterable[str]) -> Candidate:
    """What a series is known by, and the keys it may get: two names may come to one."""
    evidence = tuple(map(_piece, names))
    key = slug_of(names[0])
    return Candidate((*evidence, *written), (key, f"{key}-{hash_of(evidence[0])}"))


def _piece(name: str) -> str:
    """What a series is known by, of one name."""
    return f"label:{key_of(name) or name}"


def _edition_piece(series: str, year: int) -> str:
    """What an edition is known by."""
    return f"edition:{series}:{year}"


def _series(key: str, group: Group) -> VenueSeries:
    venue = group.venue
    if venue is None:
        return VenueSeries(key, group.label, None, group.kind, ())
    short = venue.abbreviation
    names = dict.fromkeys((*venue.aliases, *([short] if short != venue.acronym else [])))
    return VenueSeries(key, venue.acronym, venue.name, venue.kind, tuple(names))
