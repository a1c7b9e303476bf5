"""Titles of journals in short, by the rules of ISO 4 and the words in ``data/iso4.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from loader.errors import TableError
from loader.fields.venue_names import words
from loader.tables import table

# Articles, conjunctions and prepositions: an abbreviated title goes without.
_LEFT_OUT = words("a an and & the of on in for at to from with by its und der die et de des la")
_PARTS = re.compile(r"[^\s,:;/()]+")


def abbreviated(title: str) -> str:
    """A journal's title as references shorten it; one of a single word stays.

    >>> abbreviated("Nature Reviews Bioengineering")
    'Nat. Rev. Bioeng.'
    >>> abbreviated("IEEE Internet of Things Journal"), abbreviated("The Lancet")
    ('IEEE Internet Things J.', 'Lancet')
    >>> abbreviated("The Lancet Digital Health"), abbreviated("npj Quantum Information")
    ('Lancet Digit. Health', 'npj Quantum Inf.')
    """
    said = [word for word in _PARTS.findall(title) if not _is_left_out(word)]
    if len(said) <= 1:
        return said[0] if said else title
    return " ".join("-".join(map(_in_short, word.split("-"))) for word in said)


def _is_left_out(word: str) -> bool:
    """Whether a title goes without a word; a capital is a section's: "Journal of Physics A"."""
    return word.casefold() in _LEFT_OUT and not (len(word) == 1 and word.isupper())


def _in_short(word: str) -> str:
    known = _abbreviations()
    key = word.casefold()
    short = known.get(key)
    for end in range(len(key), 1, -1):
        if short is not None:
            break
        short = known.get(f"{key[:end]}*")
    # An acronym, or a name of capitals within, is none of the words that it is spelt like.
    if short is None or word[1:] != word[1:].lower():
        return word
    return short.capitalize() if word[0].isupper() else short


@cache
def _abbreviations() -> Mapping[str, str]:
    found = table("iso4").get("abbreviations")
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise TableError("iso4.toml: give a table [abbreviations] of words and abbreviations")
    return found
