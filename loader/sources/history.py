"""Patches: since which commit of its checkout a list says what it says.

An entry is as old as its first line, or as its link to the paper: a list's curator who adds a venue
to a line does not add the entry again. Its other lines, and its repository, may be others' as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from loader.records import Commit
from loader.sources.log import log_of

# Seconds for all changes of one file: those of a list of 10,000 lines take one or two.
PATIENCE = 60.0
# Shorter lines ("| --- |", "- [") stand in many places.
_SHORTEST_LINE = 20
# Brackets within an address come in pairs: a DOI may hold them.
_URL = re.compile(r"https?://(?:[^\s<>()\[\]\"'|]|\([^\s<>()\[\]\"'|]*\))+")


@dataclass(frozen=True, slots=True)
class Patches:
    """Which commit first brought what stands in a list.

    Attributes:
        commits: All of them, the oldest first.
        first: By lines, blanks around them left out, and by addresses: the commit's place.
    """

    commits: tuple[Commit, ...]
    first: Mapping[str, int]

    def since(self, words: Iterable[str]) -> Commit | None:
        """Since which commit any of some lines and addresses is in the list, if one tells."""
        found = (self.first.get(each) for each in words)
        place = min((each for each in found if each is not None), default=None)
        return None if place is None else self.commits[place]


def patches_of(path: Path, commit: str) -> Patches | None:
    """What the patches of a file of a checkout brought, ``None`` where git does not tell it.

    Cost: linear in all lines that were ever added to the file.
    """
    changes = log_of(path, commit, "--unified=0", "--patch", patience=PATIENCE)
    return patches_in(changes) if changes else None


def patches_in(changes: Iterable[tuple[str, str, str]]) -> Patches:
    r"""What patches brought, the oldest first, each with its commit and its time.

    >>> told = patches_in([
    ...     ("c1", "2023-01-01T00:00:00Z", "+- One https://x.example/1\n"),
    ...     ("c2", "2024-02-01T00:00:00Z", "+++ b/a\n+- One https://x.example/1, elsewhere\n"),
    ... ])
    >>> told.since(["https://x.example/1"]).id
    'c1'
    """
    commits: list[Commit] = []
    first: dict[str, int] = {}
    for place, (digest, time, patch) in enumerate(changes):
        commits.append(Commit(digest, time))
        for line in patch.split("\n"):
            if not line.startswith("+") or line.startswith("+++ "):
                continue
            text = line[1:].strip()
            if len(text) >= _SHORTEST_LINE:
                first.setdefault(text, place)
            for url in _URL.findall(text):
                first.setdefault(url.rstrip(".,;:"), place)
    return Patches(tuple(commits), first)
