"""Names of persons taken apart, and whether two of them can be one person's.

A name is compared by its surname and its given names: letters without accents, initials as single
letters, hyphens and blanks within given names alike, particles left out. What the order of the
words says is settled here too where the text itself tells ("Last, First", "WANG Wei", "Ishii S").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from anyascii import anyascii

SUFFIXES = frozenset(("jr", "sr", "junior", "senior", "ii", "iii", "iv", "2nd", "3rd"))
_TITLES = frozenset(("dr", "prof", "professor", "phd", "md", "msc", "mr", "mrs", "ms"))
# Parts of surnames that some print and others do not, in the middle of a name.
# With a capital some of them, "Di" and "Le" for one, may be given names.
_CAPITAL_PARTICLES = frozenset(
    ("van", "von", "der", "den", "del", "della", "dos", "bin", "ibn", "vander", "vanden")
)
_PARTICLES = (
    _CAPITAL_PARTICLES
    | frozenset(
        (
            "dello",
            "degli",
            "das",
            "da",
            "de",
            "du",
            "di",
            "do",
            "la",
            "le",
            "el",
            "al",
            "ben",
            "ter",
        )
    )
    | frozenset(("ten", "zu", "zur", "zum", "af", "av", "y", "e"))
)
_TORN_ACCENT = re.compile(r"\s+(?=[\u0300-\u036f])")
_SPACING_ACCENT = re.compile(r"(?<=[^\W\d_])\s?[´¨ˆ˜¸˚`](?=[^\W\d_])")
_ASIDE = re.compile(r"[(\[（【\"“][^)\]）】\"”]*[)\]）】\"”]?")
_NUMBER = re.compile(r"\s(\d{4})$")
_JOINTS = re.compile(r"[-\u2010-\u2015\u2212_]+")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_VOWELS = frozenset("aeiouyAEIOUY")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]{2,4}")
_MOST_INITIALS = 3
# What "ü" and its like may have been written as: with the letter alone, or with a second one.
_TWO_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
    | {"Ø": "Oe", "Å": "Aa", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
)
_REMEMBERED = 1 << 16


class Fit(IntEnum):
    """How two names go together."""

    CONTRARY = 0
    """They cannot be one person's as they are printed."""
    LOOSE = 1
    """One says less: an initial, or a given name left out."""
    EQUAL = 2
    """They say the same."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart.

    Attributes:
        surname: Letters of the surname.
        given: Given names in order, initials as one letter.
        suffix: "jr", "iii" and the like, empty where there is none.
        number: The number that a catalogue put behind it to tell namesakes apart.
        native: The name itself where it is written in Chinese characters.
    """

    surname: str
    given: tuple[str, ...]
    suffix: str = ""
    number: str = ""
    native: str = ""

    @property
    def is_full(self) -> bool:
        """Whether a given name is written out, be it a second one, as in "H. Jin Kim"."""
        return any(len(word) > 1 for word in self.given)

    @property
    def letters(self) -> str:
        """Given names and surname run together."""
        return "".join(self.given) + self.surname

    @property
    def block(self) -> tuple[str, str]:
        """Surname and first letter: names of one person share them, but for slips."""
        return self.surname, self.given[0][0] if self.given else ""


@lru_cache(_REMEMBERED)
def name_of(text: str) -> PersonName:
    """A printed name taken apart.

    >>> name_of("Jean-Luc van der Berg, Jr.")
    PersonName(surname='berg', given=('jean', 'luc'), suffix='jr', number='', native='')
    >>> name_of("Müller, K.H.") == name_of("K. H. Muller")
    True
    >>> name_of("WANG Xiao-Ming") == name_of("Xiao Ming Wang")
    True
    """
    text = _TORN_ACCENT.sub("", unicodedata.normalize("NFC", text).replace("\u00ad", ""))
    number = ""
    if found := _NUMBER.search(text):
        number, text = found[1], text[: found.start()]
    text = _ASIDE.sub(" ", _SPACING_ACCENT.sub("", text)).strip(" ,.;*")
    if _HAN.fullmatch(text):
        return _native(text, number)
    words, suffix = _ordered(text)
    if not words:
        return PersonName("".join(_letters(text)) or text.casefold(), (), suffix, number)
    *before, last = words
    given = [part for n, word in enumerate(before) for part in _given(word, first=n == 0)]
    return PersonName(_joined(last) or last.casefold(), tuple(given), suffix, number)


def spelt_out(text: str) -> PersonName:
    """The name as those write it who put a second letter for an umlaut.

    >>> spelt_out("Jürgen Sørensen").letters
    'juergensoerensen'
    """
    return name_of(unicodedata.normalize("NFC", text).translate(_TWO_LETTERS))


def turned(name: PersonName) -> PersonName | None:
    """The name with its first word as the surname; ``None`` where that makes no name.

    >>> turned(name_of("Wang Wei")) == name_of("Wei Wang")
    True
    """
    if not name.given or len(name.given[0]) == 1 or name.native:
        return None
    first, *others = name.given
    # "Kim Jae Hoon" printed surname first: its last word belongs to the given names.
    return PersonName(first, (*others, name.surname), name.suffix, name.number)


def fit(one: PersonName, other: PersonName) -> Fit:
    """How two names go together.

    >>> fit(name_of("J. H. Lee"), name_of("Jae-Hoon Lee"))
    <Fit.LOOSE: 1>
    >>> fit(name_of("Jae Lee"), name_of("Jun Lee"))
    <Fit.CONTRARY: 0>
    >>> fit(name_of("Yuanxin Li"), name_of("Yuan-Xin Li"))
    <Fit.EQUAL: 2>
    >>> fit(name_of("Ada B. Roe"), name_of("Ada C. Roe"))
    <Fit.CONTRARY: 0>
    """
    if one == other:
        return Fit.EQUAL
    if one.surname != other.surname or exclude(one, other):
        return Fit.CONTRARY
    return fit_given(one.given, other.given)


def exclude(one: PersonName, other: PersonName) -> bool:
    """Whether suffixes, numbers or Chinese characters tell two apart, be the rest as it may.

    >>> exclude(name_of("Ada One Jr."), name_of("Ada One III"))
    True
    """
    return (
        _differ(one.suffix, other.suffix)
        or _differ(one.number, other.number)
        or _differ(one.native, other.native)
    )


def fit_given(one: tuple[str, ...], other: tuple[str, ...]) -> Fit:
    """How the given names of two go together; names left out contradict nothing."""
    if one == other or "".join(one) == "".join(other):
        return Fit.EQUAL
    if not one or not other:
        return Fit.LOOSE
    one, other = _aligned(one, other)
    if not _initial_of(one[0], other[0]):
        return Fit.CONTRARY
    few, many = sorted((one[1:], other[1:]), key=len)
    place = 0
    for word in few:
        while place < len(many) and not _initial_of(word, many[place]):
            place += 1
        if place == len(many):
            return Fit.CONTRARY
        place += 1
    return Fit.LOOSE


def _aligned(
    one: tuple[str, ...], other: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Both with the first two words run together where the other has them so."""
    if len(one) > 1 and one[0] + one[1] == other[0]:
        return (one[0] + one[1], *one[2:]), other
    if len(other) > 1 and other[0] + other[1] == one[0]:
        return one, (other[0] + other[1], *other[2:])
    return one, other


def _initial_of(one: str, other: str) -> bool:
    if len(one) > 1 and len(other) > 1:
        return one == other
    return one[0] == other[0]


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _native(text: str, number: str) -> PersonName:
    """A name in Chinese characters: surname first, one character where no double surname is."""
    return PersonName(_joined(text[0]), (_joined(text[1:]),), "", number, text)


def _ordered(text: str) -> tuple[list[str], str]:
    """The words of a name, surname last, and its suffix."""
    suffix = ""
    parts = [part.strip() for part in text.split(",") if part.strip(" .")]
    if len(parts) > 1 and _plain(parts[-1]) in SUFFIXES:
        suffix = _plain(parts.pop())
    words = [word for part in (*parts[1:], *parts[:1]) for word in _words(part)]
    surname_first = len(parts) > 1
    while len(words) > 2 and _plain(words[-1]) in SUFFIXES:  # noqa: PLR2004 (a name has two words)
        suffix = _plain(words.pop())
    while len(words) > 2 and _plain(words[0]) in _TITLES:  # noqa: PLR2004
        words = words[1:]
    if not surname_first and _leads_with_surname(words):
        words = [*words[1:], words[0]]
    middle = [word for word in words[1:-1] if not _is_particle(word)]
    return [*words[:1], *middle, *words[-1:]] if len(words) > 1 else words, suffix


def _words(text: str) -> list[str]:
    """Words of a name; a stop ends one where no blank does."""
    return [word for word in text.replace(".", ". ").split() if any(c.isalpha() for c in word)]


def _leads_with_surname(words: list[str]) -> bool:
    """Whether the first word is a surname by its writing: "WANG Wei", "Ishii S"."""
    if len(words) < 2 or _are_initials(words[0]):  # noqa: PLR2004
        return False
    if all(_are_initials(word) for word in words[1:]):
        return True
    shouted = words[0].isupper() and len(words[0]) >= _MOST_INITIALS
    return shouted and not any(word.isupper() and len(word) > 1 for word in words[1:])


def _are_initials(word: str) -> bool:
    bare = word.replace(".", "").replace("-", "")
    if len(bare) <= 1:
        return True
    return bare.isupper() and len(bare) <= _MOST_INITIALS and not _VOWELS & set(bare)


def _is_particle(word: str) -> bool:
    key = _plain(word)
    return key in (_PARTICLES if word[:1].islower() else _CAPITAL_PARTICLES)


def _given(word: str, *, first: bool) -> list[str]:
    """Given names in a word: parts about a hyphen, letters of initials that stand together."""
    if first and word.isascii() and _are_initials(word):
        return list(_joined(word))
    return [letters for part in _JOINTS.split(word) if (letters := _joined(part))]


def _plain(word: str) -> str:
    return word.strip(".,").casefold()


def _joined(text: str) -> str:
    return "".join(_letters(text))


def _letters(text: str) -> list[str]:
    lower = text.lower()
    if not lower.isascii():
        decomposed = unicodedata.normalize("NFKD", lower)
        lower = anyascii("".join(c for c in decomposed if not unicodedata.combining(c))).lower()
    return [run for run in _NOT_LETTERS.split(lower) if run]
