"""Dating: which commit brought each entry, by what was read of the versions and by git's patches.

Where versions could be read they tell. Patches know more only of what stood in the list before it
could be read as an entry: all that the first readable version had, and later what an entry says
that no other ever said. A link that stands with two papers, or with one paper under two headings,
is as old as the first of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from loader.history.matching import addresses_of
from loader.records import Commit, Entry, ListHistory
from loader.sources.history import Patches


def dated(
    entries: Sequence[Entry],
    history: ListHistory,
    patches: Patches | None,
    *,
    returned: Sequence[bool],
    first: int | None,
) -> tuple[tuple[int | None, ...], tuple[Commit, ...]]:
    """For each entry the commit that brought it, and all commits.

    Args:
        entries: What the list says.
        history: What its versions tell.
        patches: What git's patches tell.
        returned: Whether each entry was taken out and came back: it is as old as its return.
        first: Place of the commit of the first version in which an entry was read.
    """
    if patches is None:
        return history.brought, history.commits
    commits = list(history.commits)
    places = {commit.id: place for place, commit in enumerate(commits)}
    order = {commit.id: place for place, commit in enumerate(patches.commits)}
    holders = _holders(entries, history)
    found: list[int | None] = []
    for number, entry in enumerate(entries):
        place = history.brought[number]
        met_first = place is not None and place == first
        words = (each for each in _words(entry) if met_first or len(holders[each]) == 1)
        told = None if returned[number] else patches.since(words)
        if told is not None and (place is None or order[told.id] < order.get(commits[place].id, 0)):
            if told.id not in places:
                places[told.id] = len(commits)
                commits.append(told)
            place = places[told.id]
        found.append(place)
    return tuple(found), tuple(commits)


def _words(entry: Entry) -> Iterable[str]:
    """The first line of an entry and where it leads for its paper."""
    return (entry.raw.partition("\n")[0].strip(), *addresses_of(entry.links))


def _holders(entries: Sequence[Entry], history: ListHistory) -> dict[str, set[int]]:
    """Who ever said a line or led to an address: places of entries; of removed ones below zero."""
    found: dict[str, set[int]] = defaultdict(set)
    became: dict[int, int] = {}
    for number, (entry, before) in enumerate(zip(entries, history.before, strict=True)):
        for each in _words(entry):
            found[each].add(number)
        if before is not None:
            became[before] = number
    # What was before another stands before it.
    for place in range(len(history.former) - 1, -1, -1):
        former = history.former[place]
        number = became.get(place, -1 - place)
        for each in _words(former.entry):
            found[each].add(number)
        if former.before is not None:
            became[former.before] = number
    return found
