"""Patches: since which commit of its checkout a list says what it says.

An entry is as old as its first line, or as its link to the paper: a list's curator who adds a venue
to a line does not add the entry again. Its other lines, and its repository, may be others' as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from loader.records import Commit, Entry, LinkKind
from loader.sources.git import QUIET, git, in_utc, top_of

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
        lines: By lines, blanks around them left out.
        links: By addresses.
    """

    lines: Mapping[str, Commit]
    links: Mapping[str, Commit]

    def since(self, entry: Entry) -> Commit | None:
        """Since which commit an entry is in the list, ``None`` where none tells."""
        line = self.lines.get(entry.raw.partition("\n")[0].strip())
        papers = (link.url for link in entry.links if link.kind is LinkKind.PAPER)
        found = (line, *(self.links.get(url) for url in papers))
        return min((each for each in found if each is not None), key=_time, default=None)


def _time(commit: Commit) -> str:
    return commit.time


def patches_of(path: Path, commit: str) -> Patches | None:
    """What the patches of a file of a checkout brought, ``None`` where git does not tell it.

    Cost: linear in all lines that were ever added to the file.
    """
    top = top_of(path)
    if top is None:
        return None
    place = PurePosixPath(path.relative_to(top)).as_posix()
    changes = git(
        top,
        "log",
        *QUIET,
        # A branch that was merged counts as one change, made by the merge; see ``versions``.
        "--first-parent",
        "--diff-merges=first-parent",
        "--follow",
        "--unified=0",
        "--patch",
        "--format=%x00%H %cI",
        commit,
        "--",
        place,
        patience=PATIENCE,
    )
    return patches_in(changes) if changes else None


def patches_in(changes: str) -> Patches:
    r"""What patches brought, the newest first, each behind a NUL, its commit and its time.

    >>> said = "\0c2 2024-02-01T00:00:00Z\n+++ b/a\n+- One https://x.example/1, then at a venue\n"
    >>> told = patches_in(said + "\0c1 2023-01-01T00:00:00Z\n+- One https://x.example/1\n")
    >>> {address: commit.id for address, commit in told.links.items()}
    {'https://x.example/1': 'c1'}
    """
    lines: dict[str, Commit] = {}
    links: dict[str, Commit] = {}
    for change in changes.split("\0")[1:]:
        said, _, patch = change.partition("\n")
        digest, _, moment = said.strip().partition(" ")
        time = in_utc(moment)
        if time is None:
            continue
        commit = Commit(digest, time)
        for line in patch.split("\n"):
            if not line.startswith("+") or line.startswith("+++ "):
                continue
            text = line[1:].strip()
            if len(text) >= _SHORTEST_LINE:
                lines[text] = min(commit, lines.get(text, commit), key=_time)
            for url in _URL.findall(text):
                address = url.rstrip(".,;:")
                links[address] = min(commit, links.get(address, commit), key=_time)
    return Patches(lines, links)
