"""Names that are written wrong: one letter away from another name that is written more often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA

from loader.identity.tasks.names import Words
from loader.identity.tasks.vocabulary import known_tasks

# A shorter name is another word with another letter.
_SHORTEST = 10
# A longer one is a sentence.
_LONGEST = 60
_LONGEST_WORD_APART = 6


def misspelt(counts: Mapping[str, int], words: Mapping[str, Words]) -> dict[str, str]:
    """Names that are most likely another name written wrong, with that name.

    One letter more or less, one wrong, or two that changed places (optimal string alignment); in a
    word that no other name has, for what several names share is a word of its own.

    Args:
        counts: How often each name is written.
        words: The words of each name.

    >>> names = ("languagegrouding", "languagegrounding", "3dobjectdetection", "2dobjectdetection")
    >>> split = [("language", "grouding"), ("language", "grounding"), ("3d", "object", "detection"),
    ...     ("2d", "object", "detection")]
    >>> misspelt(dict(zip(names, (1, 2, 3, 1))), dict(zip(names, split)))
    {'languagegrouding': 'languagegrounding'}
    """
    used: Counter[str] = Counter(word for found in words.values() for word in set(found))
    known = {word for found in known_tasks() for word in found}
    near: dict[str, list[str]] = defaultdict(list)
    names = [name for name in sorted(counts) if _SHORTEST <= len(name) <= _LONGEST]
    for name in names:
        # What is written once is no model for others; so memory does not grow with hapaxes.
        if counts[name] > 1:
            for part in {name, *_one_less(name)}:
                near[part].append(name)
    found: dict[str, str] = {}
    for name in names:
        others = {other for part in (name, *_one_less(name)) for other in near.get(part, ())} - {
            name
        }
        right = [
            other
            for other in others
            if counts[other] > counts[name]
            and OSA.distance(name, other, score_cutoff=1) == 1
            and _is_slip(words[name], words[other], used, known)
        ]
        if right:
            found[name] = max(right, key=lambda other: (counts[other], other))
    return found


def _one_less(name: str) -> Iterator[str]:
    """A name without each of its letters in turn."""
    return (name[:n] + name[n + 1 :] for n in range(len(name)))


def _is_slip(wrong: Words, right: Words, used: Mapping[str, int], known: set[str]) -> bool:
    """Whether two names differ in one word, which only the wrong one has and no table knows."""
    if len(wrong) != len(right):
        return False
    differing = [(a, b) for a, b in zip(wrong, right, strict=True) if a != b]
    if len(differing) != 1:
        return False
    ((slip, meant),) = differing
    if used[slip] > 1 or slip in known or len(slip) < _LONGEST_WORD_APART:
        return False
    return slip.isalpha() and slip[0] == meant[0] and (used[meant] > 1 or meant in known)
