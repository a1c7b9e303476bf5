"""Versions: what a list's file said at each commit of its log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from loader.errors import HistoryError, SourceError
from loader.records import Commit
from loader.sources.git import blobs, top_of
from loader.sources.log import log_of
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
    told = log_of(path, commit, "--raw", "--no-abbrev", patience=patience)
    if not told:
        raise HistoryError("git does not tell the commits of the file in time")
    commits = list(_files_in(told))
    texts = blobs(top, (digest for _, digest in commits), LARGEST, patience)
    for (each, _), raw in zip(commits, texts, strict=True):
        yield Version(each, None if raw is None else _text(raw))


def _files_in(told: Iterable[tuple[str, str, str]]) -> Iterator[tuple[Commit, str]]:
    r"""Commits of ``git log --raw``, with the digest of the file at each.

    >>> told = ("c1", "2024-02-01T00:00:00Z", "\n:100644 100644 b0 b1 M\tlist.md\n")
    >>> list(_files_in([told]))
    [(Commit(id='c1', time='2024-02-01T00:00:00Z', path='list.md'), 'b1')]
    """
    for digest, time, said in told:
        line = next((line for line in said.split("\n") if line.startswith(":")), None)
        if line is None:
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
