"""The log of a file: the commits that touched it, as git tells, each with what it did to it.

Only the first parents of merges are followed. That is what readers of the list saw, one version
after the other: versions of branches that were written side by side have no order, and going from
one to the other would take out what the first brought and bring it again. A branch that was merged
counts as one change, made by the merge.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from loader.sources.git import QUIET, git, in_utc, top_of


def log_of(path: Path, commit: str, *shown: str, patience: float) -> list[tuple[str, str, str]]:
    """Digest and time of each commit of a file, and what is shown of it; the oldest first.

    Renames are followed. It is empty where git does not tell it in time.

    Args:
        path: The file, in a checkout.
        commit: The last commit that counts.
        shown: What git is to show of each.
        patience: Seconds for all of them.
    """
    top = top_of(path)
    if top is None:
        return []
    place = PurePosixPath(path.relative_to(top)).as_posix()
    told = git(
        top,
        "-c",
        "core.quotePath=false",
        "log",
        *QUIET,
        "--first-parent",
        "--diff-merges=first-parent",
        "--follow",
        *shown,
        "--format=%x00%H %cI",
        commit,
        "--",
        place,
        patience=patience,
    )
    return commits_in(told or "")


def commits_in(told: str) -> list[tuple[str, str, str]]:
    r"""What ``git log`` tells, the newest first, each behind a NUL; turned round.

    The order is that of the log: clocks go wrong, and a commit can be given any time. One that says
    it was made before the commit that came before it is taken to be as late as that one.

    >>> commits_in("\0c2 2020-01-01T00:00:00Z\n+two\n\0c1 2023-01-01T01:00:00+01:00\n+one\n")
    [('c1', '2023-01-01T00:00:00Z', '+one\n'), ('c2', '2023-01-01T00:00:00Z', '+two\n')]
    """
    found = []
    latest = ""
    for part in reversed(told.split("\0")[1:]):
        said, _, rest = part.partition("\n")
        digest, _, moment = said.strip().partition(" ")
        time = in_utc(moment)
        if time is not None:
            latest = max(time, latest)
            found.append((digest, latest, rest))
    return found
