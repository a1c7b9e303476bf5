"""The ledger: keys that were given once and stay, whatever is learnt later.

A paper first seen by its title keeps its IRI when its DOI turns up; the DOI becomes one more line
of evidence for the same key. One line a piece of evidence, sorted, tabs between:

    paper   arxiv:2105.11333    arxiv-2105.11333
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from loader.errors import StoreError
from loader.identity.keys import hash_of

_COLUMNS = 3
_KEY = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that wants a key.

    Attributes:
        evidence: What it is known by.
        keys: Keys to try, best first.
    """

    evidence: tuple[str, ...]
    keys: tuple[str, ...]

    def keys_to_try(self) -> Iterator[str]:
        """Its keys, and then its last one with a number behind it."""
        yield from self.keys
        yield from (f"{self.keys[-1]}-{n}" for n in count(2))


class Ledger:
    """Keys by kind of thing and evidence.

    Only :meth:`pin` and :meth:`pin_apart` change a ledger; what it held before stays as it was.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        """Take over rows of kind, evidence and key."""
        self._keys: dict[tuple[str, str], str] = {}
        self._taken: dict[str, set[str]] = {}
        for kind, evidence, key in rows:
            self._keys[kind, evidence] = key
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
        for piece in pieces:
            self._keys.setdefault((kind, piece), key)
        return key

    def pinned(self, kind: str, evidence: Iterable[str]) -> frozenset[str]:
        """Keys that pieces of evidence are pinned to."""
        return frozenset(key for piece in evidence if (key := self._keys.get((kind, piece))))

    def pin_apart(self, kind: str, things: Sequence[Candidate]) -> list[str]:
        """Keys for things that are known to differ: no two get the same.

        Things may share evidence, for lists copy links and titles repeat. A pinned key goes to
        the thing with most evidence for it; a thing that is left without one gets a new key.

        Args:
            kind: Kind of thing.
            things: What each is known by, and the keys to try for it.

        Returns:
            The key of each thing, in their order.

        >>> ledger = Ledger()
        >>> twin = Candidate(("title:twin",), ("title-twin", "title-twin-2"))
        >>> ledger.pin_apart("paper", [twin, twin])
        ['title-twin', 'title-twin-2']
        """
        found = [self._pinned(kind, thing) for thing in things]
        claims = [(count, n, key) for n, keys in enumerate(found) for key, count in keys.items()]
        owned: dict[int, str] = {}
        given: set[str] = set()
        for _, n, key in sorted(claims, key=lambda claim: (-claim[0], claim[1], claim[2])):
            if n not in owned and key not in given:
                owned[n] = key
                given.add(key)
        taken = self._taken.setdefault(kind, set())
        for n, thing in enumerate(things):
            if n not in owned:
                owned[n] = next(key for key in thing.keys_to_try() if key not in taken)
            taken.add(owned[n])
            for piece in thing.evidence:
                self._keys.setdefault((kind, piece), owned[n])
        return [owned[n] for n in range(len(things))]

    def _pinned(self, kind: str, thing: Candidate) -> Counter[str]:
        """Keys that a thing's evidence is pinned to, with how many pieces speak for each."""
        keys = (self._keys.get((kind, piece)) for piece in dict.fromkeys(thing.evidence))
        return Counter(key for key in keys if key is not None)

    def rows(self) -> list[tuple[str, str, str]]:
        """Rows of kind, evidence and key, sorted."""
        return sorted((kind, evidence, key) for (kind, evidence), key in self._keys.items())


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
        if len(columns) != _COLUMNS or not _KEY.fullmatch(columns[2]):
            raise StoreError(f"{path}:{number}: not a line of kind, evidence and key")
        rows.append((columns[0], columns[1], columns[2]))
    return Ledger(rows)


def ledger_text(ledger: Ledger) -> str:
    """The ledger as the text of its file."""
    return "".join("\t".join(row) + "\n" for row in ledger.rows())
