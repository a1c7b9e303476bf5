"""How fast entries become papers: `python -m tests.bench.resolve [FILE|FOLDER...]`.

Prints what finding the papers of given lists takes beyond reading them, and the same for made-up
entries in growing number, with the most memory that was held. Made-up titles take their words from
a vocabulary after Zipf's law, which grows as texts' do; two of three papers are listed again,
under the same title or another, with authors or without. Each figure is that of a process of its
own.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from multiprocessing import get_context

from loader.gathering import gather
from loader.identity.claims import claims_of
from loader.identity.papers import papers_of
from loader.records import Entry, Link, LinkKind, ListSnapshot, ReadingList

COUNTS = (10_000, 30_000, 100_000, 300_000)
ENTRIES_A_LIST = 300
# Heaps' law: how many different words so many titles hold.
WORDS, GROWTH = 40, 0.6
SYLLABLES = ("ka", "le", "mi", "no", "ra", "se", "tu", "vi", "wo", "ya", "zel", "bor", "chi", "dra")


@dataclass(frozen=True, slots=True)
class Measured:
    """What it took.

    Attributes:
        entries: How many entries there were.
        papers: How many papers they came to.
        claims: Seconds of processor time until there were claims.
        grouping: Seconds from there to papers.
        held: Megabytes that the process held beyond the entries.
    """

    entries: int
    papers: int
    claims: float
    grouping: float
    held: float


def word_of(number: int) -> str:
    """A word for a number, another for each."""
    word = ""
    while number or not word:
        word += SYLLABLES[number % len(SYLLABLES)]
        number //= len(SYLLABLES)
    return word


def entries(count: int, seed: int = 1) -> Iterator[Entry]:
    """Made-up entries of papers, two of three listed again."""
    chance = random.Random(seed)  # noqa: S311 - nobody has to guess it
    vocabulary = [word_of(number) for number in range(int(WORDS * count**GROWTH))]
    weights = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    made = 0
    paper = 0
    while made < count:
        paper += 1
        words = chance.choices(vocabulary, cum_weights=weights, k=chance.randint(5, 10))
        number = f"{paper // 90_000 + 1001}.{paper % 90_000:05}"
        people = tuple(
            f"{word_of(chance.randrange(900)).title()} {word_of(chance.randrange(20_000)).title()}"
            for _ in range(chance.randint(1, 6))
        )
        for times in range(chance.randint(1, 3)):
            title = " ".join(words).capitalize()
            title = f"{words[0].title()}Net: {title}" if chance.random() < 0.3 else title
            title = f"{title} again" if times and chance.random() < 0.1 else title
            links = (Link(LinkKind.PAPER, f"https://arxiv.org/abs/{number}"),)
            yield Entry(
                line=made + 1,
                end_line=made + 1,
                title=title,
                authors=people if chance.random() < 0.6 else None,
                authors_truncated=False,
                venue=None,
                venue_as_listed=None,
                year=2020,
                links=links if chance.random() < 0.8 else (),
                section_path=(),
                raw=title,
            )
            made += 1


def lists(count: int) -> list[ReadingList]:
    """Made-up lists with that many entries in all, each paper's over several."""
    made = list(entries(count))[:count]
    random.Random(2).shuffle(made)  # noqa: S311 - nobody has to guess it
    return [
        ReadingList(
            ListSnapshot(f"list-{start:07}", "list.md", "0" * 64),
            "",
            (),
            tuple(made[start : start + ENTRIES_A_LIST]),
        )
        for start in range(0, count, ENTRIES_A_LIST)
    ]


def held() -> float:
    """Megabytes that this process held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(read: Sequence[ReadingList]) -> Measured:
    """What resolving the papers of lists takes in this process."""
    before = held()
    begun = time.process_time()
    claims = list(claims_of(read))
    between = time.process_time()
    papers = papers_of(claims)
    ended = time.process_time()
    return Measured(
        len(claims), len(papers.groups), between - begun, ended - between, held() - before
    )


def of_made_up(count: int) -> Measured:
    """What made-up entries take."""
    return measured(lists(count))


def of_sources(names: Sequence[str]) -> Measured:
    """What the lists of sources take beyond reading."""
    return measured(gather(names).lists)


def report(names: Sequence[str], counts: Sequence[int] = COUNTS) -> Iterator[str]:
    """The lines of the report, a process for each."""
    yield "entries    papers   claims s  papers s  ms/entry    MB"
    fresh = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with fresh as processes:
        jobs = [processes.submit(of_sources, list(names))] if names else []
        jobs += [processes.submit(of_made_up, count) for count in counts]
        for job in jobs:
            found = job.result()
            each = 1000 * (found.claims + found.grouping) / found.entries
            yield (
                f"{found.entries:7,} {found.papers:9,} {found.claims:10.2f} "
                f"{found.grouping:9.2f} {each:9.3f} {found.held:5.0f}"
            )


def main(names: Sequence[str]) -> None:
    """Print the report on what is named, and on made-up entries."""
    for line in report(names):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
