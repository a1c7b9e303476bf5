"""The ledger: keys that were given once and stay, whatever is learnt later.

A paper first seen by its title keeps its IRI when its DOI turns up; the DOI becomes one more line
of evidence for the same key. One line a piece of evidence, sorted, tabs between:

    paper   arxiv:2105.11333    arxiv-2105.11333
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from loader.errors import StoreError
from loader.identity.keys import hash_of

_COLUMNS = 3


class Ledger:
    """Keys by kind of thing and evidence.

    Only :meth:`pin` changes a ledger; what it held before stays as it was.
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

    def rows(self) -> list[tuple[str, str, str]]:
        """Rows of kind, evidence and key, sorted."""
        return sorted((kind, evidence, key) for (kind, evidence), key in self._keys.items())


def read_ledger(path: Path) -> Ledger:
    """The ledger in a file; an empty one where there is no file yet.

    Raises:
        StoreError: A line has not three columns; the message names it.
    """
    if not path.exists():
        return Ledger()
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        columns = line.split("\t")
        if len(columns) != _COLUMNS:
            raise StoreError(f"{path}:{number}: a line of the ledger has to have three columns")
        rows.append((columns[0], columns[1], columns[2]))
    return Ledger(rows)


def ledger_text(ledger: Ledger) -> str:
    """The ledger as the text of its file."""
    return "".join("\t".join(row) + "\n" for row in ledger.rows())
