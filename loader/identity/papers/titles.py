"""Titles of papers: taken apart for comparing, and how much two of them have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from loader.tables import table

# A name behind which the title proper begins has so many words at most, and that so many at least.
_LONGEST_NAME = 4
_SHORTEST_CORE = 3
# Words that say little of a title count so much of one that says something.
_COMMON = 0.35
# Letters from which on a word may be misspelt by one, and by two.
_ONE_OFF, _TWO_OFF = 6, 8
_ACRONYM = range(3, 6)

_TEX = re.compile(r"\$([^$]*)\$")
_TEX_COMMAND = re.compile(
    r"\\(?:text|math)?(?:bf|it|rm|sf|tt|cal|frak|bb|emph|circ|degree|prime)\b|\\"
)
_TEX_SCRIPT = re.compile(r"[{}^]|(?<=\S)_(?=\S)")
# A plus sign that ends a word names an extension; one between words does not.
_WORD = re.compile(r"[^\W_]+\+*")
_IDEOGRAPH = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_NAME_END = re.compile(r"\s*[:：]\s+|[:：]|\s+[-–—|]+\s+|\s*[—]\s*")
_NUMBERED = re.compile(r"(?<=[a-z])(?:v?\d+(?:\.\d+)?|\++)$|^v?\d+$|\+$")
_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart.

    Attributes:
        words: Its words, case-folded, plain letters.
        name: Letters of what stands before a colon or dash, where that can be a name; or empty.
        letters: All words, with nothing between them.
        core: The words behind the name with nothing between them; ``letters`` where there is none.
        stems: Words that say something, in one spelling and number.
        core_stems: Those behind the name.
        marks: What tells an extension or a part from the first: numbers, versions, plus signs.
    """

    words: tuple[str, ...]
    name: str
    letters: str
    core: str
    stems: tuple[str, ...]
    core_stems: tuple[str, ...]
    marks: frozenset[str]

    @property
    def is_survey(self) -> bool:
        """Whether titles like it are given to several papers."""
        return not words_of("surveys").isdisjoint(self.words)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two titles have in common.

    Attributes:
        shared: Weight of the words in both.
        share: That of all words in either, from 0 to 1.
        contained: Share of the shorter title that is in the longer, from 0 to 1.
        left: Words in the first alone.
        right: Words in the second alone.
    """

    shared: float
    share: float
    contained: float
    left: tuple[str, ...]
    right: tuple[str, ...]


@cache
def words_of(kind: str) -> frozenset[str]:
    """Words of one kind from ``data/titles.toml``."""
    return frozenset(table("titles")[kind])


@cache
def genres() -> Mapping[str, str]:
    """What an entry is that is no paper, by the word that says so."""
    kinds = table("titles")["genres"].items()
    return {word: genre for genre, words in kinds for word in words}


@lru_cache(maxsize=_REMEMBERED)
def title_of(text: str) -> Title:
    r"""A title taken apart.

    >>> title_of("DeepSolo++: Let Transformer Decoder Solo").name
    'deepsolo++'
    >>> title_of(r"PanoHead: Full-Head Synthesis in 360$^{\circ}$").letters
    'panoheadfullheadsynthesisin360'
    """
    text = _TEX.sub(lambda found: _TEX_COMMAND.sub("", found.group(1)), text)
    folded = _folded(_TEX_SCRIPT.sub("", text))
    words = tuple(_words(folded))
    head, tail = _parted(folded)
    name, core = ("".join(head), tail) if head else ("", list(words))
    return Title(
        words=words,
        name=name,
        letters="".join(words),
        core="".join(core),
        stems=_stems(words),
        core_stems=_stems(core),
        marks=_marks(words, head),
    )


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _words(folded: str) -> list[str]:
    found = _WORD.findall(folded)
    if folded.isascii():
        return found
    # Scripts without blanks: each sign for itself.
    parted = (_IDEOGRAPH.sub(lambda sign: f" {sign.group()} ", word).split() for word in found)
    return [word for words in parted for word in words]


def _parted(folded: str) -> tuple[list[str], list[str]]:
    """The words of a leading name and those behind it; nothing where there is none."""
    for end in _NAME_END.finditer(folded):
        head, tail = _words(folded[: end.start()]), _words(folded[end.end() :])
        if head and len(head) <= _LONGEST_NAME and len(tail) >= _SHORTEST_CORE:
            return head, tail
        if len(head) > _LONGEST_NAME:
            break
    return [], []


def _marks(words: Sequence[str], head: Sequence[str]) -> frozenset[str]:
    """Numbers and versions that tell papers of one title apart."""
    found = {word for word in words if word in words_of("marks")}
    for word in head or words[:1]:
        if word.endswith("+"):
            found.add(word)
        number = _NUMBERED.search(word)
        if number:
            found.add(number.group())
    before = ("", *words)
    for place, word in enumerate(words):
        counts = before[place] in words_of("counted") or place == len(words) - 1
        if counts and word in words_of("numbers"):
            found.add(word)
    return frozenset(found)


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    skipped = words_of("function")
    return tuple(dict.fromkeys(stem_of(word) for word in words if word not in skipped))


_SPELLINGS = (
    (re.compile(r"isation"), "ization"),
    (re.compile(r"(?<=\w{3})is(?=e$|es$|ed$|er$|ers$|ing$)"), "iz"),
    (re.compile(r"(?<=\w{3})ys(?=e$|es$|ed$|ing$)"), "yz"),
    (re.compile(r"(?<=\w\w)our(?=$|s$|al$|ed$|ing$|ful$|ite$)"), "or"),
    (re.compile(r"(?<=\w{3})ll(?=ed$|er$|ing$)"), "l"),
    (re.compile(r"(?<=\w{2})re$"), "er"),
    (re.compile(r"(?<=\w)ae(?=\w{3})"), "e"),
)


@lru_cache(maxsize=_REMEMBERED)
def stem_of(word: str) -> str:
    """A word in one number and one spelling; the result need be no word itself.

    >>> stem_of("networks"), stem_of("modelling"), stem_of("behaviour"), stem_of("generalisation")
    ('network', 'modeling', 'behavior', 'generalization')
    """
    if not word.isascii() or len(word) <= 3:  # noqa: PLR2004 - too short to be inflected
        return word
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for pattern, american in _SPELLINGS:
        word = pattern.sub(american, word)
    return word


def weight_of(stems: Iterable[str]) -> float:
    """How much words say: about as much as there are that are not said everywhere."""
    common = _common_stems()
    return sum(_COMMON if stem in common else 1.0 for stem in stems)


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(map(stem_of, words_of("common")))


def share_of(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of the words of two titles that are in both, letter by letter: quick to tell."""
    a, b = set(one), set(other)
    whole = weight_of(a | b)
    return weight_of(a & b) / whole if whole else 0.0


def likeness_of(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """How much the stems of two titles have in common.

    A word misspelt, one written apart or together, and an acronym for words that stand in a row
    count as the same.

    >>> likeness_of(("utilizing", "vqa"), ("utilizing", "visual", "question", "answering")).share
    1.0
    >>> likeness_of(("med", "alpeca"), ("med", "alpaca")).left
    ()
    """
    common = set(one) & set(other)
    left = [stem for stem in one if stem not in common]
    right = [stem for stem in other if stem not in common]
    both = weight_of(common)
    if left and right and (both or max(len(one), len(other)) == 1):
        both += _matched(left, right)
    mine, theirs = weight_of(left), weight_of(right)
    whole = both + mine + theirs
    shorter = both + min(mine, theirs)
    return Likeness(
        both, both / whole if whole else 0.0, both / shorter if shorter else 0.0,
        tuple(left), tuple(right),
    )  # fmt: skip


def _matched(left: list[str], right: list[str]) -> float:
    """Take out of both what stands for the same, and say how much that weighs."""
    taken = 0.0
    for stem in list(left):
        for each in right:
            if is_misspelt(stem, each):
                left.remove(stem)
                right.remove(each)
                taken += weight_of([each])
                break
    for short, long in ((left, right), (right, left)):
        for stem in list(short):
            run = _run_of(stem, long)
            if run:
                short.remove(stem)
                for each in run:
                    long.remove(each)
                taken += max(1.0, weight_of(run))
    return taken


def _run_of(stem: str, words: Sequence[str]) -> Sequence[str]:
    """Words in a row that a stem is written for: together, or by their first letters."""
    for start, word in enumerate(words):
        if not stem.startswith(word):
            continue
        joined = word
        for end in range(start + 1, len(words)):
            joined += words[end]
            if joined == stem:
                return words[start : end + 1]
            if not stem.startswith(joined):
                break
    if len(stem) in _ACRONYM:
        start = "".join(word[0] for word in words).find(stem)
        if start >= 0:
            return words[start : start + len(stem)]
    return []


def is_misspelt(one: str, other: str) -> bool:
    """Whether two words are one but for a letter, or two letters where they are long.

    Numbers are never misspelt; short words and those that begin differently are others ("graph"
    and "grasp", "motion" and "notion", "symmetric" and "asymmetric").

    >>> is_misspelt("alpeca", "alpaca"), is_misspelt("symmetric", "asymmetric")
    (True, False)
    >>> is_misspelt("detection", "direction"), is_misspelt("motion", "notion")
    (False, False)
    """
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < _ONE_OFF or one[0] != other[0] or len(long) - len(short) > 2:  # noqa: PLR2004
        return False
    if not (short.isalpha() and long.isalpha()):
        return False
    ends_alike = one[:2] == other[:2] and one[-1] == other[-1]
    allowed = 2 if len(short) >= _TWO_OFF and ends_alike else 1
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed
