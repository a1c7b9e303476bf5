"""History: since when a list says what it says, by the commits of its checkout.

An entry is as old as its first line, or as its link to the paper: a list's curator who adds a venue
to a line does not add the entry again. Its other lines, and its repository, may be others' as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from loader.records import Entry, LinkKind, ReadingList
from loader.sources.git import QUIET, git, in_utc, top_of

# Seconds for all changes of one file: those of a list of 10,000 lines take one or two.
PATIENCE = 60.0
# Shorter lines ("| --- |", "- [") stand in many places.
_SHORTEST_LINE = 20
# Brackets within an address come in pairs: a DOI may hold them.
_URL = re.compile(r"https?://(?:[^\s<>()\[\]\"'|]|\([^\s<>()\[\]\"'|]*\))+")


@dataclass(frozen=True, slots=True)
class History:
    """When what stands in a list was first there, as ``xsd:dateTime`` in UTC.

    Attributes:
        lines: By lines, blanks around them left out.
        links: By addresses.
    """

    lines: Mapping[str, str]
    links: Mapping[str, str]

    def since(self, entry: Entry) -> str | None:
        """Since when an entry is in the list, ``None`` where no commit tells."""
        line = self.lines.get(entry.raw.partition("\n")[0].strip())
        papers = (link.url for link in entry.links if link.kind is LinkKind.PAPER)
        times = (line, *(self.links.get(url) for url in papers))
        return min((time for time in times if time is not None), default=None)


def dated(reading_list: ReadingList) -> ReadingList:
    """A list of a checkout at a known commit, each entry knowing since when it is there."""
    snapshot = reading_list.snapshot
    if snapshot.commit is None or not snapshot.origin.startswith("file:"):
        return reading_list
    history = history_of(Path(unquote(urlsplit(snapshot.origin).path)))
    if history is None:
        return reading_list
    entries = tuple(replace(each, added=history.since(each)) for each in reading_list.entries)
    return replace(reading_list, entries=entries)


def history_of(path: Path) -> History | None:
    """The history of a file of a checkout, ``None`` where git does not tell it.

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
        "--follow",
        "--unified=0",
        "--patch",
        "--format=%x00%cI",
        "HEAD",
        "--",
        place,
        patience=PATIENCE,
    )
    return history_in(changes) if changes else None


def history_in(changes: str) -> History:
    r"""The history that patches tell, the newest first, each behind a NUL and its time.

    >>> said = "\0002024-02-01T00:00:00Z\n+++ b/a\n+- One https://x.example/1, then at a venue\n"
    >>> told = history_in(said + "\0002023-01-01T00:00:00Z\n+- One https://x.example/1 and so on\n")
    >>> told.links
    {'https://x.example/1': '2023-01-01T00:00:00Z'}
    """
    lines: dict[str, str] = {}
    links: dict[str, str] = {}
    for change in changes.split("\0")[1:]:
        said, _, patch = change.partition("\n")
        time = in_utc(said.strip())
        if time is None:
            continue
        for line in patch.split("\n"):
            if not line.startswith("+") or line.startswith("+++ "):
                continue
            text = line[1:].strip()
            if len(text) >= _SHORTEST_LINE:
                lines[text] = min(time, lines.get(text, time))
            for url in _URL.findall(text):
                address = url.rstrip(".,;:")
                links[address] = min(time, links.get(address, time))
    return History(lines, links)
