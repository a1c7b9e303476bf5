"""Abbreviations: what lists say they stand for, by brackets or by initials."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from loader.fields.heading_names import bare_heading
from loader.fields.text import key_of
from loader.identity.tasks.names import Words, words_of

# "Chain-of-Thought Reasoning (CoT)", "GNNs (Graph Neural Networks)".
_EXPLAINED = re.compile(r"([^()（）]{2,120}?)\s*[(（]([^()（）]{2,80})[)）]")
_SHORT = re.compile(r"[A-Za-z][A-Za-z0-9&-]{0,8}[A-Z0-9]s?|[A-Z]{2,8}s?")
_WORD = re.compile(r"[A-Za-z0-9]+")
_MINOR = frozenset({"of", "for", "and", "the", "in", "on", "to", "with", "based", "a", "an"})
_FEWEST, _MOST = 2, 7
# Two letters are the initials of too much to be told by them alone.
_TELLING = 3


def explained_in(text: str) -> Iterator[tuple[str, Words]]:
    """Abbreviations that a heading explains in brackets, with what they stand for.

    >>> list(explained_in("Chain-of-Thought Reasoning (CoT)"))
    [('cot', ('chain', 'thought'))]
    >>> list(explained_in("OSD（One-Shot Object Detection）"))
    [('osd', ('one', 'shot', 'object', 'detection'))]
    >>> list(explained_in("Medical Visual Grounding (Referring)"))
    []
    """
    for found in _EXPLAINED.finditer(bare_heading(text)):
        before, inside = found[1].strip(), found[2].strip()
        for short, long in ((inside, before), (before, inside)):
            if _SHORT.fullmatch(short):
                meant = _phrase(short, long)
                if meant is not None:
                    yield key_of(singular_of(short)), words_of(meant)
                    break


def singular_of(short: str) -> str:
    """An abbreviation without the s of its plural.

    >>> singular_of("GANs"), singular_of("NAS")
    ('GAN', 'NAS')
    """
    return short.removesuffix("s")


def _phrase(short: str, long: str) -> str | None:
    """The run of words in a longer text that an abbreviation has the initials of."""
    letters = "".join(c for c in singular_of(short).lower() if c.isalnum())
    words = [(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(long)]
    for begin in range(len(words)):
        end = _matched(letters, [word for word, _, _ in words[begin:]])
        if end is not None:
            return long[words[begin][1] : words[begin + end - 1][2]]
    initials = iter("".join(word[0] for word, _, _ in words))
    skipping = len(letters) >= _TELLING and all(letter in initials for letter in letters)
    # "One-Shot Object Detection" may be OSD: all of it is meant, from the first letter to the last.
    framed = bool(words) and (words[0][0][0], words[-1][0][0]) == (letters[0], letters[-1])
    return long if skipping and framed else None


def _matched(letters: str, words: list[str]) -> int | None:
    """How many of the words from the first have these initials; minor words may be left out."""
    at = 0
    for number, word in enumerate(words, start=1):
        if at < len(letters) and word[0] == letters[at]:
            at += 1
        elif number == 1 or word not in _MINOR:
            return None
        if at == len(letters):
            return number
    return None


def initials_of(text: str) -> set[str]:
    """The initials of a name, with and without its minor words.

    >>> sorted(initials_of("Mixture of Experts"))
    ['me', 'moe']
    """
    words = [found[0].lower() for found in _WORD.finditer(bare_heading(text))]
    major = [word for word in words if word not in _MINOR]
    return {
        "".join(word[0] for word in some)
        for some in (words, major)
        if _FEWEST <= len(some) <= _MOST
    }


def known_abbreviations(names: Iterable[str]) -> dict[str, Words]:
    """What abbreviations among some names stand for, as the names themselves tell.

    Args:
        names: Headings and titles of one list, or of all lists.

    >>> known_abbreviations(["RAG", "Retrieval-Augmented Generation", "RAG for Code"])
    {'rag': ('retrieval', 'augmented', 'generation')}
    """
    names = list(dict.fromkeys(names))
    told: dict[str, Counter[Words]] = defaultdict(Counter)
    for name in names:
        for short, meant in explained_in(name):
            told[short][meant] += 1
    found = {short: _commonest(counts) for short, counts in told.items()}
    wanted = {
        key_of(singular_of(bare))
        for name in names
        if _SHORT.fullmatch(bare := bare_heading(name)) and len(singular_of(bare)) >= _TELLING
    } - found.keys()
    by_initials: dict[str, set[Words]] = defaultdict(set)
    if wanted:
        for name in names:
            for initials in initials_of(name) & wanted:
                by_initials[initials].add(words_of(name))
    # Where the initials are those of several names there is no telling.
    found.update((short, min(some)) for short, some in by_initials.items() if len(some) == 1)
    return dict(sorted(found.items()))


def _commonest(counts: Mapping[Words, int]) -> Words:
    return min(counts, key=lambda words: (-counts[words], words))
