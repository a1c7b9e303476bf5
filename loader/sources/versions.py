"""Versions: what a list's file said at each commit that touched it, as git tells.

Only the first parents of merges are followed. That is what readers of the list saw, one version
after the other: versions of branches that were written side by side have no order, and going from
one to the other would take out what the first brought and bring it again. A branch that was merged
counts as one change, made by the merge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from loader.errors import HistoryError, SourceError
from loader.records import Commit
from loader.sources.git import QUIET, blobs, git, in_utc, top_of
from loader.sources.text import LARGEST, decoded

# Seconds for the versions of one list, what is made of them between included.
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Version:
    """A list's file at a commit.

    Attributes:
        commit: The commit.
        text: What it said, lines parted by a line feed; ``None`` where it was no text.
    """

    commit: Commit
    text: str | None


def versions_of(path: Path, commit: str, patience: float = PATIENCE) -> Iterator[Version]:
    """Every version of a file up to a commit, the oldest first, renames followed.

    One version at a time is held.

    Args:
        path: The file, in a checkout.
        commit: The last commit that counts.
        patience: Seconds for all of them.

    Raises:
        HistoryError: Git does not tell, or takes too long.
    """
    top = top_of(path)
    if top is None:
        raise HistoryError("the file is in no checkout")
    place = PurePosixPath(path.relative_to(top)).as_posix()
    told = git(
        top,
        "-c",
        "core.quotePath=false",
        "log",
        *QUIET,
        "--first-parent",
        "--follow",
        "--raw",
        "--no-abbrev",
        "--format=%x00%H %cI",
        commit,
        "--",
        place,
        patience=patience,
    )
    if told is None:
        raise HistoryError("git does not tell the commits of the file in time")
    commits = list(_commits_in(told))
    commits.reverse()
    texts = blobs(top, (digest for _, digest in commits), LARGEST, patience)
    for (each, _), raw in zip(commits, texts, strict=True):
        yield Version(each, None if raw is None else _text(raw))


def _commits_in(told: str) -> Iterator[tuple[Commit, str]]:
    r"""Commits that ``git log --raw`` tells of, with the digest of the file at each.

    >>> told = "\0c1 2024-02-01T01:00:00+01:00\n\n:100644 100644 b0 b1 M\tlist.md\n"
    >>> list(_commits_in(told))
    [(Commit(id='c1', time='2024-02-01T00:00:00Z', path='list.md'), 'b1')]
    """
    for part in told.split("\0")[1:]:
        head, _, rest = part.partition("\n")
        digest, _, said = head.partition(" ")
        time = in_utc(said.strip())
        line = next((line for line in rest.split("\n") if line.startswith(":")), None)
        if time is None or line is None:
            continue
        about, *paths = line.split("\t")
        words = about.split()
        # Links and modules are no texts.
        if (len(words) > _NEW and words[1].startswith("100") and paths) or words[1:2] == ["000000"]:
            yield Commit(digest, time, paths[-1]), words[_NEW]


# The word of a raw line that is the digest after the commit.
_NEW = 3


def _text(raw: bytes) -> str | None:
    try:
        return decoded(raw, "")
    except SourceError:
        return None if raw.strip() else ""
