"""Candidates: pairs of entries that may be about one paper, found without comparing all with all.

Each kind of block holds entries that have one thing in common. A block that is large is sorted
and each entry compared with the next ones alone, so that the work grows with the entries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from loader.identity.papers.facts import Facts

Pair = tuple[int, int]

# In a block of so many all pairs are looked at; in a larger one those at most so far apart.
_SMALL = 24
_WINDOW = 4
# Rare words of a title by which others with them are found, two at a time.
_RARE = 4
_SHORTEST_NAME = 3


def pairs_in(blocks: Iterable[Sequence[int]], facts: Sequence[Facts]) -> Iterator[Pair]:
    """Pairs within blocks, each pair once and in a fixed order."""
    seen: set[Pair] = set()
    for block in blocks:
        if len(block) <= _SMALL:
            found: Iterator[Pair] = combinations(sorted(block), 2)
        else:
            found = _neighbours(sorted(block, key=lambda n: (facts[n].title.letters, n)))
        for pair in found:
            if pair not in seen:
                seen.add(pair)
                yield pair


def _neighbours(block: Sequence[int]) -> Iterator[Pair]:
    for place, one in enumerate(block):
        for other in block[place + 1 : place + 1 + _WINDOW]:
            yield (one, other) if one < other else (other, one)


def _blocks(
    numbers: Iterable[int], keys_of: Callable[[int], Iterable[str]]
) -> Iterator[Sequence[int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        for key in dict.fromkeys(keys_of(number)):
            blocks[key].append(number)
    return (block for block in blocks.values() if len(block) > 1)


def by_title(facts: Sequence[Facts]) -> Iterator[Sequence[int]]:
    """Entries with one title, letter by letter."""
    return _blocks(range(len(facts)), lambda n: [facts[n].title.letters])


def by_identifier(facts: Sequence[Facts]) -> Iterator[Sequence[int]]:
    """Entries that link one identifier."""
    return _blocks(range(len(facts)), lambda n: sorted(facts[n].own | facts[n].others))


def by_core(facts: Sequence[Facts], numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Entries with one title but for a name in front, or for its spelling."""

    def keys(number: int) -> Iterator[str]:
        title = facts[number].title
        yield title.letters
        yield title.core
        yield "".join(title.stems)
        yield " ".join(sorted(title.stems))

    return _blocks(numbers, keys)


def by_words(facts: Sequence[Facts], numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Entries whose titles have two of their rarest words in common."""
    often = Counter(stem for n in numbers for stem in facts[n].title.stems)

    def keys(number: int) -> Iterator[str]:
        known = (stem for stem in facts[number].title.stems if often[stem] > 1)
        rare = sorted(known, key=lambda stem: (often[stem], stem))[:_RARE]
        return (" ".join(sorted(two)) for two in combinations(rare, 2))

    return _blocks(numbers, keys)


def by_name_or_code(facts: Sequence[Facts], numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Entries of methods with one name, and such with one repository or page."""

    def keys(number: int) -> Iterator[str]:
        name = facts[number].title.name
        if len(name) >= _SHORTEST_NAME:
            yield f"name:{name}"
        yield from facts[number].code

    return _blocks(numbers, keys)
