"""How long the history of a list takes: `python -m tests.bench.history [COMMITS] [LINES]`.

Makes a repository whose commits add, change and remove an entry each in a list of sections of some
sixty lines, and follows a half, then all of them: seconds of processor time, git's included, and
what grows with the number of commits. Each figure is that of a process of its own.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from loader.gathering import gather
from loader.history import with_history
from tests.commits import git

COMMITS, LINES = 2000, 5000
SECTION = 60
# From one commit to the next, in seconds.
STEP = 40_000
WORDS = [
    "Visual",
    "Language",
    "Medical",
    "Image",
    "Report",
    "Graph",
    "Model",
    "Learning",
    "Deep",
    "Transformer",
    "Segmentation",
    "Detection",
    "Retrieval",
    "Generation",
    "Diffusion",
    "Alignment",
    "Prompt",
    "Tuning",
    "Contrastive",
    "Pre-training",
]
CODE = "[[code](https://github.com/ada/widgets)]"


def entry(number: int, chance: random.Random) -> str:
    """A line of a list, unlike all others."""
    title = " ".join(chance.choices(WORDS, k=7))
    link = f"https://arxiv.org/abs/{2000 + number // 90000}.{number % 90000 + 10000:05d}"
    return (
        f"- **{title} {number}** *Ada Lovelace, Grace Hopper* arXiv 2023 [[paper]({link})] {CODE}"
    )


def versions(commits: int, lines: int) -> Iterator[str]:
    """Texts of a list, each with one entry added, changed or removed."""
    chance = random.Random(1)  # noqa: S311 (the same list each time)
    count = 0
    sections: list[list[str]] = [[] for _ in range(max(1, lines // SECTION))]
    for section in sections:
        for _ in range(SECTION - 3):
            count += 1
            section.append(entry(count, chance))
    for _ in range(commits):
        parts = (
            f"## Topic {number}\n\n" + "\n".join(section) + "\n"
            for number, section in enumerate(sections)
        )
        yield "# Awesome Widgets\n\n" + "\n".join(parts)
        section = chance.choice(sections)
        place = chance.randrange(len(section))
        what = chance.random()
        if what < 0.6 or len(section) < SECTION // 2:
            count += 1
            section.insert(place, entry(count, chance))
        elif what < 0.8:
            section[place] = section[place].replace("arXiv 2023", "CVPR 2024")
        else:
            section.pop(place)


def make(folder: Path, commits: int, lines: int) -> None:
    """A checkout with a list of so many commits."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "remote", "add", "origin", "https://github.com/ada/lists.git")
    with subprocess.Popen(
        ["git", "-C", str(folder), "fast-import", "--quiet"],  # noqa: S607
        stdin=subprocess.PIPE,
    ) as taking:
        assert taking.stdin is not None
        for number, text in enumerate(versions(commits, lines)):
            raw = text.encode()
            moment = 1_500_000_000 + number * STEP
            taking.stdin.write(
                b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 1\nx\n"
                b"M 100644 inline list.md\ndata %d\n%s\n" % (moment, len(raw), raw)
            )
    git(folder, "checkout", "--quiet", "main")


def following(folder: Path, left_out: int) -> tuple[float, float, int, int]:
    """What it takes to follow the list up to a commit.

    Args:
        folder: The checkout.
        left_out: How many commits are left out at the end.

    Returns:
        Seconds of processor time and of the clock, changes that were found, and megabytes.
    """
    (found,) = gather([str(folder / "list.md")]).lists
    commit = git(folder, "rev-parse", f"HEAD~{left_out}")
    begun, clock = spent(), time.perf_counter()
    told, note = with_history(
        replace(found, snapshot=replace(found.snapshot, commit=commit)), patience=3600
    )
    seconds, passed = spent() - begun, time.perf_counter() - clock
    assert note is None
    assert told.history is not None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return seconds, passed, len(told.history.former), peak


def spent() -> float:
    """Seconds of processor time of this process and of those it started."""
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in every)


def report(commits: int, lines: int) -> Iterator[str]:
    """Make the repository and measure; the lines of the report."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "lists"
        make(folder, commits, lines)
        size = (folder / "list.md").stat().st_size
        yield f"{commits:,} commits, {lines:,} lines at first, {size / 1e6:.1f} MB at last"
        fresh = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
        with fresh as processes:
            half, whole = (
                processes.submit(following, folder, left_out).result()
                for left_out in (commits // 2, 0)
            )
    for name, (seconds, passed, changes, peak) in (("half", half), ("all", whole)):
        yield (
            f"{name:5} {seconds:6.1f} s of processor, {passed:6.1f} s of the clock, "
            f"{changes:,} former entries, {peak} MB"
        )
    yield f"twice the commits take {whole[0] / half[0]:.2f} times as long"


def main(commits: int = COMMITS, lines: int = LINES) -> None:
    """Print the report."""
    for line in report(commits, lines):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
