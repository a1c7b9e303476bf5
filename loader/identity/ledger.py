"""The ledger: keys that were given once and stay, whatever is learnt later.

A paper first seen by its title keeps its IRI when its DOI turns up; the DOI becomes one more line
of evidence for the same key. One line a piece of evidence, sorted, tabs between:

    paper   arxiv:2105.11333    arxiv-2105.11333

Two kinds of line beside these tell in which build a key was first given, counted from 1, and
which key it was replaced by when two things were found to be one, or would be, where one is known
by nothing of its own:

    paper-since     arxiv-2105.11333    1
    paper-replaced  title-medvill-0c1f  arxiv-2105.11333
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

from loader.errors import StoreError
from loader.identity.keys import hash_of

_COLUMNS = 3
_SINCE, _REPLACED = "-since", "-replaced"
_KEY = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that wants a key.

    Attributes:
        evidence: What it is known by.
        keys: Keys to try, best first.
        shared: What of the evidence other things may be known by as well.
    """

    evidence: tuple[str, ...]
    keys: tuple[str, ...]
    shared: frozenset[str] = frozenset()

    def new_key(self, taken: Container[str], numbers: dict[str, int]) -> str:
        """The first of its keys that is free, or its last one with a number behind it.

        Args:
            taken: Keys that others have.
            numbers: The next number to put behind a key, which is changed: many papers may
                have one title, and each would count anew.
        """
        free = next((key for key in self.keys if key not in taken), None)
        if free is not None:
            return free
        last = self.keys[-1]
        number = next(n for n in count(numbers.get(last, 2)) if f"{last}-{n}" not in taken)
        numbers[last] = number + 1
        return f"{last}-{number}"


class _Share(NamedTuple):
    """How many pieces of a thing's evidence are pinned to a key."""

    pieces: int
    thing: int
    key: str


class Ledger:
    """Keys by kind of thing and evidence.

    Only :meth:`pin`, :meth:`pin_apart`, :meth:`keep` and :meth:`lead` change a ledger; what it held
    before stays as it was.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        """Take over rows of kind, evidence and key."""
        self._keys: dict[tuple[str, str], str] = {}
        self._taken: dict[str, set[str]] = {}
        self._pieces: Counter[tuple[str, str]] = Counter()
        self._since: dict[tuple[str, str], int] = {}
        self._replaced: dict[tuple[str, str], str] = {}
        self._present: dict[str, frozenset[str]] = {}
        for kind, evidence, key in rows:
            if kind.endswith(_SINCE):
                self._since[kind.removesuffix(_SINCE), evidence] = int(key)
            elif kind.endswith(_REPLACED):
                self._replaced[kind.removesuffix(_REPLACED), evidence] = key
            else:
                self._keys[kind, evidence] = key
                self._pieces[kind, key] += 1
                self._taken.setdefault(kind, set()).add(key)

    def pin(self, kind: str, evidence: Iterable[str], mint: Callable[[], str]) -> str:
        """The key of a thing: the one its evidence is pinned to, or a new one.

        Args:
            kind: Kind of thing; keys of different kinds never meet.
            evidence: What the thing is known by, strongest first; at least one piece.
            mint: Gives the key to use where none is pinned. Where another thing has that key
                already, a hash of the strongest evidence is put behind it.

        >>> ledger = Ledger()
        >>> ledger.pin("paper", ["title:gloria"], lambda: "title-gloria")
        'title-gloria'
        >>> ledger.pin("paper", ["doi:10.1/x", "title:gloria"], lambda: "doi-10-1-x")
        'title-gloria'
        """
        pieces = list(dict.fromkeys(evidence))
        key = next((k for e in pieces if (k := self._keys.get((kind, e)))), None)
        if key is None:
            taken = self._taken.setdefault(kind, set())
            key = mint()
            if key in taken:
                key = f"{key}-{hash_of(pieces[0])}"
            taken.add(key)
        self._learn(kind, pieces, key)
        return key

    def _learn(self, kind: str, pieces: Iterable[str], key: str) -> None:
        """Pin what is not pinned yet."""
        for piece in pieces:
            if (kind, piece) not in self._keys:
                self._keys[kind, piece] = key
                self._pieces[kind, key] += 1

    def _give(self, kind: str, pieces: Iterable[str], key: str) -> None:
        """Pin anew what was pinned to other keys."""
        for piece in dict.fromkeys(pieces):
            self._pieces[kind, self._keys[kind, piece]] -= 1
            self._pieces[kind, key] += 1
            self._keys[kind, piece] = key

    def keep(self, kind: str, evidence: str, key: str) -> None:
        """Pin a key for one purpose for ever, whoever had it so far.

        Args:
            kind: Kind of thing.
            evidence: What the key stands for from now on.
            key: The key; nothing that comes later gets it.
        """
        self._taken.setdefault(kind, set()).add(key)
        self._replaced.pop((kind, key), None)
        self._learn(kind, [evidence], key)

    def lead(self, kind: str, key: str, by: str) -> None:
        """Have a key that is no thing's lead to one that is, until it is kept again."""
        self._replaced[kind, key] = by

    def pinned(self, kind: str, evidence: Iterable[str]) -> frozenset[str]:
        """Keys that pieces of evidence are pinned to."""
        return frozenset(key for piece in evidence if (key := self._keys.get((kind, piece))))

    def is_pinned(self, kind: str, key: str) -> bool:
        """Whether any evidence is pinned to a key."""
        return self._pieces[kind, key] > 0

    def pin_apart(
        self, kind: str, things: Sequence[Candidate], *, exclusive: bool = False
    ) -> list[str]:
        """Keys for things that are known to differ: no two get the same.

        Things may share evidence, for lists copy links and titles repeat. A pinned key goes to
        the thing with most evidence for it; a thing that is left without one gets a new key. Where
        several keys were given to what is now one thing, it keeps the oldest, and the others are
        replaced by it; one that is parted again gets back the key that its evidence is pinned to.
        Where what had a key came to several things, and none gets it, it is replaced by the key of
        that one which has most evidence for it.
        One that was never a thing of its own takes along what nothing else is known by; where that
        is nothing, the key that its evidence is pinned to replaces its own once it is gone.

        Args:
            kind: Kind of thing.
            things: What each is known by, and the keys to try for it.
            exclusive: Whether no two things can have the same piece of evidence. Then no thing
                has a piece that is pinned to the key of another.

        Returns:
            The key of each thing, in their order.

        >>> ledger = Ledger()
        >>> twin = Candidate(("title:twin",), ("title-twin", "title-twin-2"))
        >>> ledger.pin_apart("paper", [twin, twin])
        ['title-twin', 'title-twin-2']
        """
        found = [self._pinned(kind, thing) for thing in things]
        claims = [
            _Share(count, n, key) for n, keys in enumerate(found) for key, count in keys.items()
        ]
        # Of two with as much evidence, a key is rather that one's which it was made from.
        claims.sort(
            key=lambda share: (
                -share.pieces,
                share.key not in things[share.thing].keys,
                share.thing,
                share.key,
            )
        )
        replaced = self.replaced(kind)
        owned, merged = self._surely_owned(kind, claims, exclusive=exclusive)
        given = {*owned.values(), *merged, *replaced}
        for share in claims:
            if share.thing not in owned and share.key not in given:
                owned[share.thing] = share.key
                given.add(share.key)
        _inherit(claims, owned, replaced)
        self._mint(kind, things, owned)
        for n, key in owned.items():
            self._replaced.pop((kind, key), None)
            if not self._pieces[kind, key]:
                shares = self._pinned(kind, things[n])
                self._replaced[kind, key] = min(shares, key=lambda other: (-shares[other], other))
        self._replaced.update({(kind, key): owned[n] for key, n in merged.items()})
        self._present[kind] = frozenset(owned.values())
        self._lead_on(kind, self._telling(kind, things, claims), owned, replaced)
        if exclusive:
            now = self.replaced(kind)
            for n, thing in enumerate(things):
                pinned = self._pinned_pieces(kind, thing).items()
                self._give(
                    kind, [p for p, key in pinned if now.get(key, key) != owned[n]], owned[n]
                )
        return [owned[n] for n in range(len(things))]

    def _surely_owned(
        self, kind: str, claims: Sequence[_Share], *, exclusive: bool
    ) -> tuple[dict[int, str], dict[str, int]]:
        """Keys of things that have most of what is pinned to them, and keys that others replace.

        Returns:
            The key of each such thing, the oldest where it has several; and the thing by which
            each younger one is replaced.
        """
        best: dict[str, _Share] = {}
        there: Counter[str] = Counter()
        for share in claims:
            best.setdefault(share.key, share)
            there[share.key] += share.pieces
        whole: dict[int, list[_Share]] = defaultdict(list)
        for share in best.values():
            all_pieces = there[share.key] if exclusive else self._pieces[kind, share.key]
            if 2 * share.pieces > all_pieces:
                whole[share.thing].append(share)
        owned: dict[int, str] = {}
        merged: dict[str, int] = {}
        for n, shares in whole.items():
            shares.sort(key=lambda share: (-share.pieces, share.key))
            shares.sort(key=lambda share: self._since.get((kind, share.key), 0))
            # One that was replaced by another of them already stays so.
            shares.sort(key=lambda share: (kind, share.key) in self._replaced)
            owned[n] = shares[0].key
            merged.update((share.key, n) for share in shares[1:])
        return owned, merged

    def _mint(self, kind: str, things: Sequence[Candidate], owned: dict[int, str]) -> None:
        """Give keys to things without one, and pin what all are known by.

        What a thing with a new key alone is known by, of what was pinned to others, is pinned to
        it from now on: it would be known by nothing, and lost where it is joined again.
        """
        holders = Counter(piece for thing in things for piece in dict.fromkeys(thing.evidence))
        others = set(owned.values())
        build = 1 + max((since for (of, _), since in self._since.items() if of == kind), default=0)
        taken = self._taken.setdefault(kind, set())
        numbers: dict[str, int] = {}
        for n, thing in enumerate(things):
            if n not in owned:
                owned[n] = thing.new_key(taken, numbers)
                self._since[kind, owned[n]] = build
                alone = (piece for piece in thing.evidence if holders[piece] == 1)
                self._give(
                    kind, (e for e in alone if self._keys.get((kind, e)) in others), owned[n]
                )
            taken.add(owned[n])
            self._learn(kind, thing.evidence, owned[n])
        taken.difference_update(key for key in owned.values() if not self._pieces[kind, key])

    def _telling(
        self, kind: str, things: Sequence[Candidate], claims: Sequence[_Share]
    ) -> list[_Share]:
        """Shares by which what had a key is here, those of what it alone was known by first.

        What others are known by as well has to be most of it: the key of a paper that is gone
        leads to no other of the same title.
        """
        there: Counter[str] = Counter()
        own: list[_Share] = []
        for share in claims:
            there[share.key] += share.pieces
            thing = things[share.thing]
            keys = (self._keys.get((kind, e)) for e in thing.evidence if e not in thing.shared)
            if share.key in keys:
                own.append(share)
        return own + [s for s in claims if 2 * there[s.key] > self._pieces[kind, s.key]]

    def _lead_on(
        self,
        kind: str,
        claims: Iterable[_Share],
        owned: Mapping[int, str],
        replaced: Mapping[str, str],
    ) -> None:
        """Let keys that things were known by lead to where these are now."""
        there = set(owned.values())
        now = self.replaced(kind)
        for share in claims:
            for key in (share.key, replaced.get(share.key)):
                if key is not None and key not in there and now.get(key) not in there:
                    self._replaced[kind, key] = now[key] = owned[share.thing]

    def replaced(self, kind: str) -> dict[str, str]:
        """Keys that things had before they were found to be others, each with the key to use."""
        present = self._present.get(kind, frozenset())
        of_kind = {
            key: by for (of, key), by in self._replaced.items() if of == kind and key not in present
        }
        return {key: _end_of(key, of_kind) for key in of_kind}

    def _pinned(self, kind: str, thing: Candidate) -> Counter[str]:
        """Keys that a thing's evidence is pinned to, with how many pieces speak for each."""
        return Counter(self._pinned_pieces(kind, thing).values())

    def _pinned_pieces(self, kind: str, thing: Candidate) -> dict[str, str]:
        """The key of each piece of a thing's evidence that is pinned."""
        keys = ((piece, self._keys.get((kind, piece))) for piece in thing.evidence)
        return {piece: key for piece, key in keys if key is not None}

    def rows(self) -> list[tuple[str, str, str]]:
        """Rows of kind, evidence and key, sorted."""
        pinned = ((kind, evidence, key) for (kind, evidence), key in self._keys.items())
        since = ((kind + _SINCE, key, str(n)) for (kind, key), n in self._since.items())
        replaced = ((kind + _REPLACED, key, by) for (kind, key), by in self._replaced.items())
        return sorted((*pinned, *since, *replaced))


def _inherit(claims: Sequence[_Share], owned: dict[int, str], replaced: Mapping[str, str]) -> None:
    """Leave the key that replaced a thing's own to the thing, where nothing else asks for it."""
    asked = {share.key for share in claims}
    for share in claims:
        by = replaced.get(share.key)
        if by is not None and by not in asked and owned.get(share.thing) == share.key:
            owned[share.thing] = by
            asked.add(by)


def _end_of(key: str, replaced: Mapping[str, str]) -> str:
    """The key at the end of a chain of replacements."""
    seen = {key}
    while (following := replaced.get(key)) is not None and following not in seen:
        key = following
        seen.add(key)
    return key


def read_ledger(path: Path) -> Ledger:
    """The ledger in a file; an empty one where there is no file yet.

    Raises:
        StoreError: The file is no UTF-8, or a line is not of its form; the message names it.
    """
    if not path.exists():
        return Ledger()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise StoreError(f"{path}: not valid UTF-8; put the file back as it was") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        columns = line.split("\t")
        is_count = not columns[0].endswith(_SINCE) or columns[-1].isdecimal()
        if len(columns) != _COLUMNS or not _KEY.fullmatch(columns[2]) or not is_count:
            raise StoreError(f"{path}:{number}: not a line of kind, evidence and key")
        rows.append((columns[0], columns[1], columns[2]))
    return Ledger(rows)


def ledger_text(ledger: Ledger) -> str:
    """The ledger as the text of its file."""
    return "".join("\t".join(row) + "\n" for row in ledger.rows())
