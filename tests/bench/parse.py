"""How fast lists are read: `python -m tests.bench.parse [FILE|FOLDER...]`, by default `data/`.

Prints entries and megabytes a second of processor time in one process, beside what markdown-it
alone needs for the same texts in the same run, and how the time grows with the length of a list.
Each figure is that of a process of its own, which remembers nothing of these texts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from markdown_it import MarkdownIt

from loader.errors import SourceError
from loader.reading import read
from loader.records import ListSnapshot
from loader.sources import Source, sources_of

ROUNDS = 3
COPIES = (1, 2, 4, 8, 16)
# Read before the clock starts, for the tables to be there.
WARM_UP = "- [A title of words](https://example.org/a.pdf), Ada Lovelace, ICML 2020"

Text = tuple[ListSnapshot, str]
# Seconds of processor time, and how many entries were found.
Measured = tuple[float, int]


def reading(texts: Sequence[Text]) -> Measured:
    """What it takes to read some texts."""
    read(texts[0][0], WARM_UP)
    begun = time.process_time()
    found = [read(snapshot, text) for snapshot, text in texts]
    return time.process_time() - begun, sum(len(each.entries) for each in found)


def parsing(texts: Sequence[Text]) -> Measured:
    """What it takes markdown-it alone to parse them, which finds no entries."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.parse(WARM_UP)
    begun = time.process_time()
    for _, text in texts:
        parser.parse(text)
    return time.process_time() - begun, 0


def measured(
    work: Callable[[Sequence[Text]], Measured], texts: Sequence[Text], rounds: int
) -> Measured:
    """The median of several processes that each do some work once."""
    fresh = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with fresh as processes:
        taken = [processes.submit(work, texts).result() for _ in range(rounds)]
    return median(seconds for seconds, _ in taken), taken[0][1]


def report(sources: Sequence[Source], rounds: int = ROUNDS) -> Iterator[str]:
    """The lines of the report on some lists."""
    texts = [(source.snapshot, source.text) for source in sources]
    size = sum(len(text.encode()) for _, text in texts) / 1e6
    ours, entries = measured(reading, texts, rounds)
    theirs, _ = measured(parsing, texts, rounds)
    yield f"{len(texts)} lists, {size:.2f} MB, {entries:,} entries"
    yield f"read in {ours:.2f} s: {entries / ours:,.0f} entries/s, {size / ours:.2f} MB/s"
    yield f"markdown-it alone {theirs:.2f} s: reading takes {ours / theirs:.1f} times as long"
    yield "copies  seconds  per copy"
    snapshot, longest = max(texts, key=lambda each: len(each[1]))
    for copies in COPIES:
        taken, _ = measured(reading, [(snapshot, "\n\n".join([longest] * copies))], rounds)
        yield f"{copies:6}  {taken:7.3f}  {taken / copies:8.3f}"


def main(names: Sequence[str]) -> None:
    """Print the report on what is named."""
    found = [source for name in names for source in sources_of(name)]
    for line in report([source for source in found if not isinstance(source, SourceError)]):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:] or [str(Path(__file__).parents[2] / "data")])
