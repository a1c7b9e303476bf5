"""How fast lists are read: `python -m tests.bench.parse [FILE|FOLDER...]`, by default `data/`.

Prints entries and megabytes a second of processor time in one process, beside what markdown-it
alone needs for the same texts in the same run, and how the time grows with the length of a list.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from markdown_it import MarkdownIt

from loader.errors import SourceError
from loader.reading import read
from loader.sources import Source, sources_of

ROUNDS = 3
COPIES = (1, 2, 4, 8, 16)


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median of the processor time that some work takes."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return median(taken)


def report(sources: Sequence[Source], rounds: int = ROUNDS) -> Iterator[str]:
    """The lines of the report on some lists."""
    size = sum(len(source.text.encode()) for source in sources) / 1e6
    entries = sum(len(read(source.snapshot, source.text).entries) for source in sources)
    ours = seconds(lambda: [read(source.snapshot, source.text) for source in sources], rounds)
    parser = MarkdownIt("commonmark").enable("table")
    theirs = seconds(lambda: [parser.parse(source.text) for source in sources], rounds)
    yield f"{len(sources)} lists, {size:.2f} MB, {entries:,} entries"
    yield f"read in {ours:.2f} s: {entries / ours:,.0f} entries/s, {size / ours:.2f} MB/s"
    yield f"markdown-it alone {theirs:.2f} s: reading takes {ours / theirs:.1f} times as long"
    yield "copies  seconds  per copy"
    longest = max(sources, key=lambda source: len(source.text))
    for copies in COPIES:
        text = "\n\n".join([longest.text] * copies)
        taken = seconds(lambda text=text: read(longest.snapshot, text), rounds)  # type: ignore[misc]
        yield f"{copies:6}  {taken:7.3f}  {taken / copies:8.3f}"


def main(names: Sequence[str]) -> None:
    """Print the report on what is named."""
    found = [source for name in names for source in sources_of(name)]
    for line in report([source for source in found if not isinstance(source, SourceError)]):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:] or [str(Path(__file__).parents[2] / "data")])
