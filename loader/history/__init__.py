"""History: what the commits of a checkout did to the entries of a list.

``sources.versions`` gives the versions one after the other; ``scanning`` and ``cutting`` take each
apart so that only what changed is read, ``matching`` tells which entries of two versions are one,
``following`` puts together when each came, was changed, and went. In ``dating`` git's own patches
date what a list already held before it was written so that it could be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from loader.errors import HistoryError
from loader.history.cutting import Cutter, Piece
from loader.history.dating import dated
from loader.history.following import Follower
from loader.reading import read
from loader.records import Entry, FormerEntry, ListHistory, Markup, ReadingList
from loader.sources.checkout import Checkouts
from loader.sources.git import git, top_of
from loader.sources.history import patches_of
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
    first = None
    try:
        if is_text:
            history, returned, first = _followed(reading_list, path, snapshot.commit, patience)
    except HistoryError as error:
        note = f"{snapshot.source}: no history: {error}"
    found, commits = dated(reading_list.entries, history, patches, returned=returned, first=first)
    entries = tuple(
        replace(entry, added=None if place is None else commits[place].time)
        for entry, place in zip(reading_list.entries, found, strict=True)
    )
    former = _since(history, found)
    kept = _without_unspoken(replace(history, commits=commits, former=former, brought=found))
    told = replace(reading_list, entries=entries, history=None)
    if not kept.commits:
        return told, note
    # A commit whose clock was slow is as late as the one before; so is what was read at it.
    committed = snapshot.committed and max(snapshot.committed, kept.commits[-1].time)
    snapshot = replace(snapshot, committed=committed)
    return replace(told, snapshot=snapshot, history=kept), note


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
) -> tuple[ListHistory, list[bool], int | None]:
    snapshot = reading_list.snapshot

    def entries_of(piece: Piece) -> Sequence[Entry]:
        return read(snapshot, piece.document).entries

    follower = Follower(entries_of, Cutter(snapshot.markup))
    for version in versions_of(path, commit, patience):
        if version.text is not None:
            follower.follow(version.commit, version.text)
    return *follower.history(reading_list.entries), follower.first


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
    # What patches alone tell of stands at the end until here; times are in the order of the log.
    kept = sorted(spoken, key=lambda place: (history.commits[place].time, place))
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
