"""A person's printed name, split into what reference managers sort and abbreviate by.

Lists print names as one string. What is certain from the string is used (a comma, particles in
lower case, a generational suffix), then the rule of BibTeX: the last word is the family name. A
name of one word, a name in a script without blanks and a group's name cannot be split and stay
as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_SUFFIX = re.compile(r"(?:jr|sr)\.?|[ivx]{2,4}", re.IGNORECASE)
_PARTICLES = frozenset(
    [
        *("af", "al", "ap", "av", "bin", "da", "dal", "das", "de", "degli", "dei", "del", "della"),
        *("den", "der", "des", "di", "do", "dos", "du", "e", "el", "la", "le", "ten", "ter"),
        *("van", "vom", "von", "y", "zu", "zum", "zur"),
    ]
)
_GROUP = re.compile(
    r"\b(?:alliance|association|center|centre|collaboration|committee|community|consortium|"
    r"foundation|group|initiative|institute|laboratory|network|project|society|team|university)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; a name that cannot be split has only ``literal``.

    Attributes:
        literal: The name as printed, for every name.
        family: Family name, or empty.
        given: Given names and initials.
        particle: Words such as ``van der``, before the family name.
        suffix: Such as ``Jr.`` or ``III``.
    """

    literal: str
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""


def split_name(text: str) -> Name:
    """The parts of a printed name.

    >>> name = split_name("Maria Teodora Wetscherek")
    >>> name.family, name.given
    ('Wetscherek', 'Maria Teodora')
    >>> name = split_name("Laurens van der Maaten")
    >>> name.particle, name.family
    ('van der', 'Maaten')
    >>> split_name("Plato").family
    ''
    """
    literal = " ".join(text.split())
    if _GROUP.search(literal):
        return Name(literal)
    before, comma, after = literal.partition(",")
    if comma:
        return _split_at_comma(literal, before.strip(), after.strip())
    words = literal.split(" ")
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""  # noqa: PLR2004 - given, family, suffix
    if len(words) == 1 or not any(character.isalpha() for character in words[-1]):
        return Name(literal)
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return Name(
        literal,
        family=words[-1],
        given=" ".join(words[:start]),
        particle=" ".join(words[start:-1]),
        suffix=suffix,
    )


def _split_at_comma(literal: str, before: str, after: str) -> Name:
    """A name printed as ``Family, Given`` or with a suffix after the comma."""
    if not before or not after:
        return Name(literal)
    if _SUFFIX.fullmatch(after):
        plain = split_name(before)
        return replace(plain, literal=literal, suffix=after) if plain.family else Name(literal)
    return Name(literal, family=before, given=after)
