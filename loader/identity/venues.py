"""Venues: series, journals and repositories of preprints, and the editions of series."""

from __future__ import annotations

from loader.fields.text import key_of
from loader.fields.venues import Venue
from loader.identity.keys import slug_of
from loader.identity.ledger import Ledger
from loader.identity.things import Edition, VenueSeries


class Venues:
    """Venues and editions by key while they are being met.

    Attributes:
        series: Venues by key.
        editions: Editions by key.
    """

    def __init__(self, ledger: Ledger) -> None:
        """Begin with none; keys are pinned in the ledger."""
        self._ledger = ledger
        self.series: dict[str, VenueSeries] = {}
        self.editions: dict[str, Edition] = {}

    def venue(self, label: str, venue: Venue | None) -> str:
        """Key of a venue by its label and, if it is known, what the table says of it."""
        key = self._ledger.pin("venue", [f"label:{key_of(label) or label}"], lambda: slug_of(label))
        series = (
            VenueSeries(key, venue.acronym, venue.name, venue.kind, venue.aliases)
            if venue is not None
            else VenueSeries(key, label, None, None, ())
        )
        self.series.setdefault(key, series)
        return key

    def edition(self, series: str, label: str, year: int) -> str:
        """Key of the edition of a series in a year."""
        key = self._ledger.pin("venue", [f"edition:{series}:{year}"], lambda: f"{series}-{year}")
        self.editions.setdefault(key, Edition(key, f"{label} {year}", series, year))
        return key
