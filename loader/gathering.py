"""Gathering: from the names of sources to the lists that were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loader.errors import SourceError
from loader.progress import Progress, Silent
from loader.records import Markup, ReadingList
from loader.sources import Reach, Source, sources_in
from loader.workers import read_each


@dataclass(frozen=True, slots=True)
class Gathered:
    """What sources came to.

    Attributes:
        lists: Lists with entries, in the order of their sources.
        failures: One line for each source or list that could not be read.
        notes: One line for each file without entries that nobody named as a list.
        barren: Lists without entries, for what was left out of them.
    """

    lists: tuple[ReadingList, ...]
    failures: tuple[str, ...]
    notes: tuple[str, ...]
    barren: tuple[ReadingList, ...]


def gather(
    names: Sequence[str], reach: Reach | None = None, progress: Progress | None = None
) -> Gathered:
    """Read every list that sources name; one that fails stops no other.

    Args:
        names: Sources, see :mod:`loader.sources`.
        reach: How the web is reached; by the environment where it is not given.
        progress: Who is told how far the reading is.

    Raises:
        TableError: An authority table cannot be used.
    """
    progress = progress or Silent()
    found = list(sources_in(names, reach, progress))
    texts = [each for each in found if isinstance(each, Source)]
    reading = read_each([(each.snapshot, each.text) for each in texts])
    read = dict(progress.stage("Reading", reading, len(texts)))
    # Repositories of which some file holds entries: their README need not.
    fruitful = {
        text.repository
        for place, text in enumerate(texts)
        if isinstance(each := read[place], ReadingList) and each.entries
    }
    lists: list[ReadingList] = []
    barren: list[ReadingList] = []
    failures: list[str] = []
    notes: list[str] = []
    place = 0
    for source in found:
        if isinstance(source, SourceError):
            failures.append(str(source))
            continue
        outcome = read[place]
        place += 1
        if isinstance(outcome, SourceError):
            failures.append(str(outcome))
            continue
        (lists if outcome.entries else barren).append(outcome)
        if outcome.entries:
            continue
        if source.repository is not None and source.repository in fruitful:
            notes.append(f"{source.snapshot.source}: no entries found")
        elif not source.led_to:
            failures.append(_barren(outcome))
    return Gathered(tuple(lists), tuple(failures), tuple(notes), tuple(barren))


def _barren(found: ReadingList) -> str:
    """Why a source that was named gave no entry, as far as that is known."""
    name = found.snapshot.source
    if found.snapshot.markup is Markup.ENTRIES and found.dropped:
        first = found.dropped[0]
        return f"{name}:{first.line}: {first.reason}; no line of it is an entry"
    return f"{name}: no entries found; is it a list of papers?"
