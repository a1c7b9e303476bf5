"""Following entries through the versions of a list: when each came, was changed, and went."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from loader.fields.text import key_of
from loader.history.cutting import Cutter, Piece
from loader.history.matching import changes_between, pairs_of, papers_of, title_key
from loader.records import Commit, Entry, FormerEntry, LinkKind, ListHistory

# Pieces whose entries are kept: a change that is undone, or a branch, brings old ones again.
_REMEMBERED = 4096
# Curators break lists and mend them: what is back within that time was never away.
_SLIP = timedelta(days=7)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

ReadPiece = Callable[[Piece], Sequence[Entry]]


@dataclass(slots=True)
class _Live:
    """An entry that the last version has.

    Attributes:
        entry: What it says, its lines counted within its piece.
        began: Place of the commit that brought it.
        since: Place of the commit since which it says this.
        before: Place among the former entries of what it was before.
        returned: Whether the list had it before, and had taken it out.
    """

    entry: Entry
    began: int
    since: int
    before: int | None = None
    returned: bool = False


@dataclass(slots=True)
class _Held:
    """A piece of the last version: the line it begins on, and its entries."""

    line: int
    lives: list[_Live]


@dataclass(slots=True)
class _Gone:
    """An entry that a version no longer has.

    Attributes:
        live: The entry.
        entry: What it said last, with its lines in that version.
        last: Place of that version's commit.
        until: Place of the commit that has it no more.
        stands: Whether its words are still there, only that no entry is read from them.
        is_back: Whether a later version has it again, so that it was never away.
    """

    live: _Live
    entry: Entry
    last: int
    until: int
    stands: bool
    is_back: bool = False


@dataclass(slots=True)
class Follower:
    """Goes through versions, the oldest first.

    Attributes:
        read: What reads the entries of a piece; their lines are those of its document.
        cutter: What cuts versions into pieces.
        commits: Commits of the versions so far.
        first: Place of the first of them in which an entry was read.
    """

    read: ReadPiece
    cutter: Cutter
    commits: list[Commit] = field(default_factory=list)
    first: int | None = None
    _last: int = -1
    _held: dict[bytes, list[_Held]] = field(default_factory=dict)
    _former: list[FormerEntry] = field(default_factory=list)
    _gone: list[_Gone] = field(default_factory=list)
    _gone_by: dict[tuple[str, str], _Gone] = field(default_factory=dict)
    _sections: Counter[tuple[str, ...]] = field(default_factory=Counter)
    _known: OrderedDict[bytes, tuple[Entry, ...]] = field(default_factory=OrderedDict)

    def follow(self, commit: Commit, text: str) -> None:
        """Go on to the next version."""
        now = len(self.commits)
        self.commits.append(commit)
        held: dict[bytes, list[_Held]] = defaultdict(list)
        fresh: list[_Held] = []
        for line, piece in self.cutter.pieces_of(text):
            digest = piece.digest
            same = self._held.get(digest)
            if same:
                kept = same.pop(0)
                kept.line = line
            else:
                kept = _Held(line, [_Live(each, now, now) for each in self._read(piece)])
                fresh.append(kept)
            held[digest].append(kept)
        left = [each for pieces in self._held.values() for each in pieces]
        self._held = held
        if self.first is None and any(each.lives for each in fresh):
            self.first = now
        if fresh or left:
            self._compare(left, fresh, text, now)
        self._last = now

    def _read(self, piece: Piece) -> tuple[Entry, ...]:
        digest = piece.digest
        entries = self._known.pop(digest, None)
        if entries is None:
            above = piece.lines_above
            last = above + piece.text.count("\n") + 1
            entries = tuple(
                replace(each, line=each.line - above, end_line=each.end_line - above)
                for each in self._entries_of(piece)
                if above < each.line <= last
            )
        self._known[digest] = entries
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return entries

    def _entries_of(self, piece: Piece) -> Sequence[Entry]:
        try:
            return self.read(piece)
        except Exception:  # noqa: BLE001 (what a list once was is no reason not to build it)
            return ()

    def _compare(self, left: list[_Held], fresh: list[_Held], text: str, now: int) -> None:
        old = [(live, each.line) for each in left for live in each.lives]
        new = [(each, place) for each in fresh for place in range(len(each.lives))]
        came = [each.lives[place].entry for each, place in new]
        pairs, only_went, only_came = pairs_of([live.entry for live, _ in old], came)
        before = set(self._sections)
        self._sections.subtract(live.entry.section_path for live, _ in old)
        self._sections.update(entry.section_path for entry in came)
        self._sections = +self._sections
        for was, is_ in pairs:
            live, line = old[was]
            self._goes_on(live, came[is_], _at(live.entry, line), self._last, before)
            held, place = new[is_]
            held.lives[place] = live
        for is_ in only_came:
            held, place = new[is_]
            held.lives[place] = self._came(held.lives[place], now, before)
        if only_went:
            standing = _Standing(text)
            for was in only_went:
                live, line = old[was]
                self._went(live, _at(live.entry, line), now, standing)

    def _goes_on(
        self,
        live: _Live,
        entry: Entry,
        stood: Entry,
        last: int,
        sections: set[tuple[str, ...]],
    ) -> None:
        """Let an entry say something else, or the same in another place.

        Args:
            live: The entry.
            entry: What it says now.
            stood: What it said last, with its lines in that version.
            last: Place of that version's commit.
            sections: Those that had entries in the version before this one.

        A heading that was renamed moves nobody: another section counts where it had entries
        before, or the old one still has.
        """
        moved = entry.section_path in sections or live.entry.section_path in self._sections
        changes = changes_between(live.entry, entry, moved=moved)
        now = len(self.commits) - 1
        if changes:
            self._former.append(FormerEntry(stood, live.since, last, now, live.before, changes))
            live.before, live.since = len(self._former) - 1, now
        live.entry = entry

    def _came(self, live: _Live, now: int, sections: set[tuple[str, ...]]) -> _Live:
        """An entry that the version before did not have: a new one, or one that is back."""
        found = (self._gone_by.get(key) for key in _keys(live.entry))
        gone = next((each for each in found if each is not None and not each.is_back), None)
        if gone is None:
            return live
        if not gone.stands and not self._soon(gone.until, now):
            live.returned = True
            return live
        gone.is_back = True
        self._goes_on(gone.live, live.entry, gone.entry, gone.last, sections)
        return gone.live

    def _soon(self, until: int, now: int) -> bool:
        went, came = (datetime.fromisoformat(self.commits[each].time) for each in (until, now))
        return abs(came - went) <= _SLIP

    def _went(self, live: _Live, stood: Entry, now: int, standing: _Standing) -> None:
        gone = _Gone(live, stood, self._last, now, standing.has(live.entry))
        self._gone.append(gone)
        self._gone_by.update(dict.fromkeys(_keys(live.entry), gone))

    def history(self, entries: Sequence[Entry]) -> tuple[ListHistory, list[bool]]:
        """What became of entries, once every version was followed.

        Args:
            entries: What the list as a whole was read as.

        Returns:
            Their history, and whether each was in the list before and was taken out of it.
        """
        lives = [live for held in self._held.values() for each in held for live in each.lives]
        pairs, only_went, _ = pairs_of([live.entry for live in lives], entries)
        of = {place: lives[found] for found, place in pairs}
        # What only a piece alone is read as is no entry of the list, and never was one.
        unreal = set(self._chains(lives[place].before for place in only_went))
        former = [(each, n) for n, each in enumerate(self._former) if n not in unreal]
        former += [
            (FormerEntry(each.entry, each.live.since, each.last, each.until, each.live.before), -1)
            for each in self._gone
            if not each.is_back
        ]
        former.sort(key=lambda item: item[0].until)
        place_of = {n: place for place, (_, n) in enumerate(former) if n >= 0}
        placed = [
            replace(each, before=None if each.before is None else place_of[each.before])
            for each, _ in former
        ]
        found = [of.get(place) for place in range(len(entries))]
        befores = [None if each is None or each.before is None else each.before for each in found]
        history = ListHistory(
            tuple(self.commits),
            tuple(placed),
            tuple(None if each is None else each.began for each in found),
            tuple(None if each is None else place_of[each] for each in befores),
        )
        return history, [each is not None and each.returned for each in found]

    def _chains(self, ends: Iterable[int | None]) -> Iterable[int]:
        for end in ends:
            place = end
            while place is not None:
                yield place
                place = self._former[place].before


class _Standing:
    """What still stands in a text, whether or not it is read as an entry."""

    def __init__(self, text: str) -> None:
        self._text = _COMMENT.sub("", text) if "<!--" in text else text

    def has(self, entry: Entry) -> bool:
        """Whether the first line of an entry is there, or a link to its paper."""
        first = entry.raw.partition("\n")[0].strip()
        if key_of(first) and first in self._text:
            return True
        links = (each.url for each in entry.links if each.kind is LinkKind.PAPER)
        return any(url in self._text and self._holds(url) for url in links)

    def _holds(self, url: str) -> bool:
        """Whether an address is there, and not only others that begin with it."""
        return re.search(rf"{re.escape(url)}(?![\w/.?=-])", self._text) is not None


def _keys(entry: Entry) -> list[tuple[str, str]]:
    papers = (("paper", each) for each in sorted(papers_of(entry.links)))
    return [("title", title_key(entry.title)), *papers]


def _at(entry: Entry, line: int) -> Entry:
    """An entry with its lines in the version, of a piece that begins on a line."""
    return replace(entry, line=entry.line + line - 1, end_line=entry.end_line + line - 1)
