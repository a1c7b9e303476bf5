"""Taking a venue text apart: the name, and what lists write around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from loader.fields.text import key_of
from loader.fields.venue_names import words
from loader.fields.venue_remarks import AROUND, is_remark_word
from loader.fields.words import words_of
from loader.fields.years import without_years

# No venue text is longer; what is longer is read so far.
LONGEST = 400

_BRACKETS = str.maketrans("（）【】［］〔〕，：；｜／", "()[][][],:;|/")
_IDENTIFIERS = re.compile(
    r"https?://\S+|\babs/[\w.-]+|(?:\bdoi:?\s?)?\b10\.\d{4,9}/\S+|"
    r"(?<![\d.])\d{4}\.\d{4,5}(?:v\d+)?(?!\d)|\b(?:cs|stat|eess|math|q-bio)\.[A-Z]{2}\b",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<!\w)\*{1,3}(?=\w)|\*{2,3}")
# Science386,439-445(2024): the volume stuck to the name.
_GLUED_VOLUME = re.compile(r"(?<=[a-z.])(?=\d{2,3}[,(])")
# The first of these ends the name: volume, issue, pages, an article's number.
_VOLUME = re.compile(
    r"[(\[]?(?:\.?\d[\d.:,;/()\]–—-]*(?:[a-z]{1,5}\d+)?|"
    r"(?:vol(?:ume)?|no|issue|number|pp?|pages?|isbn|issn|article)[.:]*|art[.:]+)",
    re.IGNORECASE,
)
# Words that go on behind a number make it one of a name or a title: "Top 50 Papers".
_PLAIN_WORD = re.compile(r"[^\W\d_]{3,}\W*")
_ARTICLE_NUMBER = re.compile(r"[a-z]{1,6}\d{3,}")
_PUBLISHERS = words(
    "ieee acm springer elsevier pmlr wiley mdpi usenix aaai openreview openreview.net ceur-ws.org "
    "springer-verlag citeseer jmlr.org ijcai.org mit-press"
)
_PUBLISHER_NAMES = re.compile(
    r"[,.:]\s*(?:the )?(?:[\w&; -]{0,40} (?:press|publishers?|publishing)|"
    r"taylor\s?\S{1,5}\s?francis|"
    r"association for computational linguistics|association for computing machinery|"
    r"springer[\w ,-]{0,40}|curran associates(?:,? inc)?|ieee computer society|"
    r"john wiley[\w &]{0,12}|citeseer)\.?\s*$",
    re.IGNORECASE,
)

# "Computer Vision (ICCV), 2011 IEEE International Conference on": the sort of venue hangs behind.
_SORT = (
    r"(?:conference|symposium|workshop|congress|meeting|transactions|journal|letters)\s(?:on|of)"
)
_HANGING = re.compile(rf"{_SORT}(?=[,.;]|\s\d|$)", re.IGNORECASE)
_CATALOGUED = re.compile(
    r"(?:in:?\s)?(?P<topic>[^,]{3,60}(?:,[^,]{3,40}){0,2}?),\s"
    r"(?:(?P<year>(?:19|20)\d\d)\b[.,]*\s)?(?:[\w/’' -]{1,30}\.\s){0,2}"
    r"(?P<sort>(?:[\w/’'-]{1,20}\s){0,6}" + _SORT + r")(?=[,.;]|\s\d|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a venue text that may name one venue.

    Attributes:
        said: The part as written.
        name: What is left without date, volume, pages, brackets and publisher.
        asides: Texts of the brackets, cleaned in the same way.
        cited: Whether volume or pages were stated, as for nothing but a publication.
    """

    said: str
    name: str
    asides: tuple[str, ...]
    cited: bool


def fragment_of(text: str) -> Fragment:
    """A text with its name laid bare.

    >>> fragment_of("Nature 521.7553 (2015): 436-444").name
    'Nature'
    >>> fragment_of("TOG (SIGGRAPH Asia 2022)")
    Fragment(said='TOG (SIGGRAPH Asia 2022)', name='TOG', asides=('SIGGRAPH Asia',), cited=False)
    """
    outside, asides = _unbracketed(unwrapped(text))
    name, cited = _bare(outside)
    inside = tuple(found for aside in asides if (found := _bare(aside)[0]))
    return Fragment(text, name, inside, cited)


def upright(text: str) -> str:
    """A venue's name whose sort stands behind it, as in catalogues of libraries, turned.

    >>> upright("Neural Networks, 1993., IEEE International Conference on, pp. 407-412")
    'IEEE International Conference on Neural Networks, 1993, pp. 407-412'
    >>> upright("Robotics and Automation (ICRA), 2017 IEEE International Conference on")
    'IEEE International Conference on Robotics and Automation (ICRA), 2017'
    >>> upright("International Conference on Machine Learning, 2017")
    'International Conference on Machine Learning, 2017'
    """
    if _HANGING.search(text) is None:
        return text
    found = _CATALOGUED.match(text)
    if found is None:
        return text
    year = f", {found['year']}" if found["year"] else ""
    return f"{found['sort']} {found['topic']}{year}{text[found.end() :]}"


@lru_cache(maxsize=1 << 13)
def is_publisher(text: str) -> bool:
    """Whether a text names who published something, and not where.

    >>> is_publisher("Morgan & Claypool Publishers"), is_publisher("Yale University Press")
    (True, True)
    >>> is_publisher("Journal of Widgets"), is_publisher("Ofir Press")
    (False, False)
    """
    if key_of(text) in words_of("publisher"):
        return True
    if _PUBLISHER_NAMES.fullmatch(f", {text}") is None:
        return False
    # "Ofir Press" is a person, a university's press is none.
    *before, last = text.split()
    organisation = words_of("organisation")
    telling = any(word.isupper() or key_of(word) in organisation for word in before)
    return telling or last.strip(".").casefold() != "press"


def unwrapped(text: str) -> str:
    """A text with ASCII brackets, without brackets and decoration around the whole.

    >>> unwrapped("【**CVPR 2021** (Oral)】")
    'CVPR 2021 (Oral)'
    """
    text = _EMPHASIS.sub("", text.translate(_BRACKETS).replace("_", " ")).strip(AROUND)
    while len(text) > 1 and text[0] + text[-1] in {"[]", "()", "{}"} and _one_bracket(text):
        text = text[1:-1].strip(AROUND)
    return text


def pieces_of(text: str) -> Iterator[str]:
    """The parts that bars, slashes, semicolons, stops and commas make of a text.

    >>> list(pieces_of("May, 2025 | SIGGRAPH 2025"))
    ['May', '2025', 'SIGGRAPH 2025']
    >>> list(pieces_of("SIGGRAPH Asia 2023 & TOG"))
    ['SIGGRAPH Asia 2023', 'TOG']
    """
    for part in re.split(
        r"[|;,]|\s/\s|(?<=[\w)\]]{4})\.\s|\s[-–—]\s|(?<=\d\d)\s(?:&|\+|and)\s(?=[A-Z])",
        unwrapped(text),
    ):
        if part.strip():
            yield part.strip()


def _one_bracket(text: str) -> bool:
    """Whether the first bracket of a text closes with its last character."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0:
            return place == len(text) - 1
    return False


def _unbracketed(text: str) -> tuple[str, list[str]]:
    """The text outside brackets, and that within each."""
    outside: list[str] = []
    asides: list[str] = []
    depth = start = 0
    for place, character in enumerate(text):
        if character in "([":
            if depth == 0:
                outside.append(text[start:place])
                start = place + 1
            depth += 1
        elif character in ")]" and depth:
            depth -= 1
            if depth == 0:
                asides.append(text[start:place])
                start = place + 1
    rest = text[start:]
    # A bracket that stays open encloses nothing.
    outside.append(rest)
    return " ".join(part for part in outside if part.strip()), asides


def _bare(text: str) -> tuple[str, bool]:
    """A name without identifiers, dates, volume, pages and publisher; whether there were pages."""
    if any(character.isdecimal() for character in text) or "." in text:
        text = _GLUED_VOLUME.sub(" ", _IDENTIFIERS.sub(" ", text))
    text = _PUBLISHER_NAMES.sub("", without_years(text))
    said = text.split()
    end = len(said)
    for place in range(len(said) - 1, 0, -1):
        if _VOLUME.fullmatch(said[place]):
            end = place
        elif _PLAIN_WORD.fullmatch(said[place]) and not is_remark_word(said[place]):
            break
    cited = end < len(said)
    said = said[:end]
    while len(said) > 1 and (_ARTICLE_NUMBER.fullmatch(said[-1]) or _ends_with_publisher(said)):
        said.pop()
    return " ".join(said).strip(AROUND), cited


def _ends_with_publisher(said: list[str]) -> bool:
    """Whether the last word is a publisher's, parted from the name: but ``Proc. IEEE`` is one."""
    before = said[-2].casefold()
    parted = before.endswith((",", ".", ":")) and before != "proc."
    return parted and said[-1].strip(",.").casefold() in _PUBLISHERS
