"""History: what the commits of a checkout did to the entries of a list.

``sources.versions`` gives the versions one after the other; ``scanning`` and ``cutting`` take each
apart so that only what changed is read, ``matching`` tells which entries of two versions are one,
``following`` puts together when each came, was changed, and went. Git's own patches date what a
list already held before it was written so that it could be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from loader.errors import HistoryError
from loader.history.cutting import Cutter, Piece
from loader.history.following import Follower
from loader.reading import read
from loader.records import Commit, Entry, FormerEntry, ListHistory, Markup, ReadingList
from loader.sources.checkout import Checkouts
from loader.sources.git import git, top_of
from loader.sources.history import Patches, patches_of
from loader.sources.versions import PATIENCE, versions_of

__all__ = ["with_history"]


def with_history(
    reading_list: ReadingList, patience: float = PATIENCE
) -> tuple[ReadingList, str | None]:
    """A list of a checkout at a known commit, with what became of its entries.

    Args:
        reading_list: The list.
        patience: Seconds for its versions.

    Returns:
        The list, and a line that says why it has no history, where it should have one. Its
        entries may have dates even so.
    """
    snapshot = reading_list.snapshot
    if not snapshot.origin.startswith("file:"):
        return reading_list, None
    path = Path(unquote(urlsplit(snapshot.origin).path))
    untold = _untold(path, snapshot.commit)
    if snapshot.commit is None or untold is not None:
        return reading_list, untold and f"{snapshot.source}: no history: {untold}"
    # Entries that were read already stand below no headings at which a version could be cut.
    is_text = snapshot.markup is not Markup.ENTRIES
    patches = patches_of(path, snapshot.commit)
    note = None
    unknown = (None,) * len(reading_list.entries)
    history, returned = ListHistory((), (), unknown, unknown), [False] * len(unknown)
    try:
        if is_text:
            history, returned = _followed(reading_list, path, snapshot.commit, patience)
    except HistoryError as error:
        note = f"{snapshot.source}: no history: {error}"
    found, commits = _dated(reading_list, history, patches, returned)
    entries = tuple(
        replace(entry, added=None if place is None else commits[place].time)
        for entry, place in zip(reading_list.entries, found, strict=True)
    )
    former = _since(history, found)
    kept = _without_unspoken(replace(history, commits=commits, former=former, brought=found))
    dated = replace(reading_list, entries=entries, history=kept if kept.commits else None)
    return dated, note


def _untold(path: Path, commit: str | None) -> str | None:
    """Why a file of a checkout has no history that could be told, ``None`` where it has one."""
    top = top_of(path)
    if top is None:
        return None
    if commit is None:
        standing = Checkouts().standing_of(path, b"")
        return None if standing is None else "it has changes that are not committed"
    shallow = git(top, "rev-parse", "--is-shallow-repository")
    if shallow is not None and shallow.strip() == "true":
        # What its oldest commit brought may be years older.
        return "the clone is shallow; git fetch --unshallow brings the rest"
    return None


def _followed(
    reading_list: ReadingList, path: Path, commit: str, patience: float
) -> tuple[ListHistory, list[bool]]:
    snapshot = reading_list.snapshot

    def entries_of(piece: Piece) -> Sequence[Entry]:
        return read(snapshot, piece.document).entries

    follower = Follower(entries_of, Cutter(snapshot.markup))
    for version in versions_of(path, commit, patience):
        if version.text is not None:
            follower.follow(version.commit, version.text)
    return follower.history(reading_list.entries)


def _dated(
    reading_list: ReadingList,
    history: ListHistory,
    patches: Patches | None,
    returned: Sequence[bool],
) -> tuple[tuple[int | None, ...], tuple[Commit, ...]]:
    """For each entry the commit that brought it, and all commits.

    Its lines or its link may have been there before the list could be read, or on a branch; an
    entry that was taken out and came back is as old as its return.
    """
    commits = list(history.commits)
    places = {commit.id: place for place, commit in enumerate(commits)}
    found: list[int | None] = []
    for number, entry in enumerate(reading_list.entries):
        place = history.brought[number]
        told = patches.since(entry) if patches is not None and not returned[number] else None
        if told is not None and (place is None or told.time < commits[place].time):
            if told.id not in places:
                places[told.id] = len(commits)
                commits.append(told)
            place = places[told.id]
        found.append(place)
    return tuple(found), tuple(commits)


def _since(history: ListHistory, brought: Sequence[int | None]) -> tuple[FormerEntry, ...]:
    """Former entries, each that others came of as old as those."""
    former = list(history.former)
    for place, before in zip(brought, history.before, strict=True):
        first = before
        while first is not None and former[first].before is not None:
            first = former[first].before
        if first is not None and place is not None:
            former[first] = replace(former[first], since=place)
    return tuple(former)


def _without_unspoken(history: ListHistory) -> ListHistory:
    """A history without the commits that nothing in it speaks of."""
    spoken = {place for place in history.brought if place is not None}
    for each in history.former:
        spoken |= {each.since, each.last, each.until}
    kept = sorted(spoken)
    to = {place: n for n, place in enumerate(kept)}
    return ListHistory(
        tuple(history.commits[place] for place in kept),
        tuple(
            replace(each, since=to[each.since], last=to[each.last], until=to[each.until])
            for each in history.former
        ),
        tuple(None if place is None else to[place] for place in history.brought),
        history.before,
    )
