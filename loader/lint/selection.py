"""Which rules are asked, by codes and their beginnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class UnknownCodeError(ValueError):
    """A code that no rule has."""


def codes_of(given: str, known: Iterable[str]) -> frozenset[str]:
    """The codes that a code or the beginning of one names; none where there is no such code.

    >>> sorted(codes_of("D", ["D001", "D002", "L001"])), sorted(codes_of("X1", ["D001"]))
    (['D001', 'D002'], [])
    """
    start = given.strip().upper()
    return frozenset(code for code in known if start and code.startswith(start))


def selected(select: Sequence[str], ignore: Sequence[str], known: Sequence[str]) -> frozenset[str]:
    """The codes that are asked: those selected, or all, without those ignored.

    Args:
        select: Codes or beginnings of codes, several parted by commas.
        ignore: The same, of what is not asked; a longer beginning beats a shorter one.
        known: Every code.

    Raises:
        UnknownCodeError: A code or beginning that fits no rule.

    >>> sorted(selected(["D,L"], ["D00"], ["D001", "L001", "V001"]))
    ['L001']
    >>> sorted(selected(["D001"], ["D"], ["D001", "D002"]))
    ['D001']
    """
    wanted = _lengths(select, known) if select else dict.fromkeys(known, 0)
    unwanted = _lengths(ignore, known)
    return frozenset(code for code, length in wanted.items() if unwanted.get(code, -1) < length)


def _lengths(given: Iterable[str], known: Sequence[str]) -> dict[str, int]:
    """The codes that are named, each with the length of the longest text that names it."""
    found: dict[str, int] = {}
    for text in (part for each in given for part in each.split(",") if part.strip()):
        codes = codes_of(text, known)
        if not codes:
            raise UnknownCodeError(f"{text.strip()}: no rule has this code; --rules lists them")
        for code in codes:
            found[code] = max(found.get(code, 0), len(text.strip()))
    return found
