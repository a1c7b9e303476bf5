"""How fast and in how much memory authors are told apart: `python -m tests.bench.resolve_authors`.

Given entry files (`.jsonl`, `.jsonl.gz`), their authors are resolved and the processor time of each
step is printed. Without any, papers are made up: surnames and given names are drawn as unevenly as
real ones are, teams publish together, and a third of the mentions print initials. Each size runs in
a process of its own, whose largest memory is printed beside.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

from loader.gathering import gather
from loader.identity.authors.clustering import clusters_of
from loader.identity.authors.evidence import corpus_of
from loader.identity.authors.mending import mended
from loader.identity.authors.mentions import Byline, mentions_of, topics_of
from loader.identity.ledger import Ledger
from loader.identity.resolver import resolve
from loader.progress import Silent

SIZES = (62_500, 125_000, 250_000, 500_000, 1_000_000)
_TEAM = 8
_ON_A_PAPER = 4
_PAPERS_OF_A_TEAM = 12

Line = tuple[int, int, float, int]


def made_up(mentions: int, seed: int = 0) -> Iterator[Byline]:
    """Papers with so many mentions: teams of eight write twelve papers of four authors each."""
    random = Random(seed)  # noqa: S311 (names, no secret)
    syllables = [
        a + v + b for a in "bcdfghjklmnpqrstwxyz" for v in "aeiou" for b in ("", "n", "ng")
    ]

    def drawn(power: int, parts: int) -> str:
        """A name; the greater the power, the more often the first syllables come."""
        places = (int(len(syllables) * random.random() ** power) for _ in range(parts))
        return "".join(syllables[place] for place in places).capitalize()

    made = team = 0
    while made < mentions:
        team += 1
        people = []
        for _ in range(_TEAM):
            surname = drawn(3, 1 if random.random() < 0.4 else 3)
            people.append((drawn(2, random.choice((1, 2, 2, 3))), surname))
        for number in range(_PAPERS_OF_A_TEAM):
            authors = random.sample(people, _ON_A_PAPER)
            made += len(authors)
            yield Byline(
                paper=f"{team}-{number}",
                names=tuple(
                    f"{given[0] if random.random() < 1 / 3 else given} {surname}"
                    for given, surname in authors
                ),
                topics=topics_of(" ".join(drawn(2, 3) for _ in range(6))),
                year=random.randint(1995, 2025),
            )


def measured(size: int) -> Line:
    """Mentions, persons, seconds of processor time and megabytes of memory at most."""
    bylines = list(made_up(size))
    begun = time.process_time()
    mentions = mentions_of(bylines)
    corpus = corpus_of(mentions)
    clusters, _ = mended(clusters_of(corpus), corpus)
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return len(mentions), len(clusters.persons), seconds, memory


def apart(work: Callable[[int], Line], size: int) -> Line:
    """What some work comes to in a process of its own."""
    fresh = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with fresh as processes:
        return processes.submit(work, size).result()


def report(names: Sequence[str]) -> Iterator[str]:
    """The lines of the report: on entry files, or on papers made up."""
    if names:
        begun = time.process_time()
        lists = gather(names, None, Silent()).lists
        read = time.process_time()
        found = resolve(lists, Ledger())
        done = time.process_time()
        mentions = sum(len(work.authorships) for work in found.works)
        yield f"{len(found.works):,} papers, {mentions:,} mentions, {len(found.authors):,} authors"
        yield f"read in {read - begun:.1f} s, resolved in {done - read:.1f} s of processor time"
        yield f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB at most"
        return
    yield " mentions    persons  seconds  microseconds each  MB at most"
    for size in SIZES:
        mentions, persons, seconds, memory = apart(measured, size)
        each = 1e6 * seconds / mentions
        yield f"{mentions:9,}  {persons:9,}  {seconds:7.1f}  {each:17.0f}  {memory:10,}"


if __name__ == "__main__":
    for line in report(sys.argv[1:]):
        print(line, flush=True)  # noqa: T201 (a report)
