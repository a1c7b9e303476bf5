"""Names of venues as words, for comparing: in full, in short, with and without sponsors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache


def words(text: str) -> frozenset[str]:
    """The words of a text as a set, for tables of words that read as text."""
    return frozenset(text.split())


_WORD = re.compile(r"[^\W_]+|[&+]")
# Who runs a venue stands before its acronym, and in its name, as people please.
_SPONSORS = words(
    "ieee acm usenix cvf spie elsevier springer wiley mdpi iapr isca ifip rsj ras asme embs sigkdd "
    "sigsoft sigplan sigops sigsac sigmod sigir siggraph"
)
# Words that names are written with and without.
_FILLERS = words("the of on in for and at to an a & annual proceedings proc international")
# Sorts of venues and of what is said of each of them: a name made of these alone names none.
_GENERIC = words(
    "conference conferences symposium workshop workshops journal transactions letters magazine "
    "meeting congress forum proceedings international annual national european asian american "
    "world joint paper papers track main ieee acm"
)
_ORDINAL = re.compile(
    r"\d+(?:st|nd|rd|th)|(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty-?)?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twent|thirt|fort|fift|sixt)ieth",
    re.IGNORECASE,
)
_STOP_WORDS = words("the of on in for and at to an a & with from")
# ISO 4: an abbreviation leaves out two letters or more, so "Communication" abbreviates nothing.
_SHORTENED = 2


@lru_cache(maxsize=1 << 14)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name without case and accents; ``and`` is ``&``.

    >>> words_of("Computers and Graphics")
    ('computers', '&', 'graphics')
    """
    letters = text
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return tuple("&" if w == "and" else w for w in _WORD.findall(letters.casefold()))


def squeezed(text: str) -> str:
    """A name for comparing: without case, accents, punctuation and blanks; ``and`` is ``&``.

    >>> squeezed("Computers and Graphics") == squeezed("Computers & Graphics")
    True
    >>> squeezed("ACM MM"), squeezed("T-PAMI"), squeezed("S&P")
    ('acmmm', 'tpami', 's&p')
    """
    return "".join(words_of(text))


def carrying(name: Sequence[str]) -> tuple[str, ...]:
    """The words of a name that an abbreviation stands for, without ``of`` and ``the``."""
    return tuple(word for word in name if word not in _STOP_WORDS)


def name_key(name: Sequence[str]) -> tuple[str, ...]:
    """The words that tell a name from others, without sponsors, numbers and fillers.

    >>> name_key(words_of("Proceedings of the 24th IEEE Conference on Widgets"))
    ('conference', 'widgets')
    """
    return tuple(
        word
        for word in name
        if word not in _FILLERS and word not in _SPONSORS and not is_ordinal(word)
    )


def abbreviates(said: Sequence[str], name: Sequence[str]) -> bool:
    """Whether words abbreviate a name of as many words, by the rules of ISO 4.

    >>> abbreviates(("nat", "commun"), ("nature", "communications"))
    True
    >>> abbreviates(("nature", "communication"), ("nature", "communications"))
    False
    """
    return tuple(said) != tuple(name) and all(
        short == word
        or (len(word) - len(short) >= _SHORTENED and (word.startswith(short) or _cut(short, word)))
        for short, word in zip(said, name, strict=True)
    )


def _cut(short: str, word: str) -> bool:
    """Whether letters within were left out, ``natl`` for ``national``."""
    letters = iter(word)
    inside = len(short) > _SHORTENED and short[-1] == word[-1]
    return inside and all(letter in letters for letter in short)


@lru_cache(maxsize=1 << 12)
def is_generic(word: str) -> bool:
    """Whether a word, or what it abbreviates, is said of venues of all names.

    >>> [is_generic(word) for word in ("conference", "conf", "int", "24th", "graphics")]
    [True, True, True, True, False]
    """
    if word in _GENERIC or word in _STOP_WORDS or is_ordinal(word):
        return True
    return any(abbreviates((word,), (whole,)) for whole in _GENERIC if whole[0] == word[0])


@lru_cache(maxsize=1 << 12)
def is_ordinal(word: str) -> bool:
    """Whether a word numbers an event: ``24th``, ``thirty-first``.

    >>> is_ordinal("24th"), is_ordinal("Thirty-Seventh"), is_ordinal("3D")
    (True, True, False)
    """
    return bool(_ORDINAL.fullmatch(word))
