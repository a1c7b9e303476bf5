"""Bylines: authors in one breath with a title: "Deep learning - Yann LeCun", "Tidy data, by …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader.fields.authors import reads_as_authors
from loader.fields.names import is_name
from loader.reading.citation.credits import is_credit_text
from loader.reading.citation.titles import count_words

_BY = re.compile(
    r"(?:\s{1,3}[-–—]{1,3}\s{0,3}|[-–—]{1,3}\s{1,3})(?:by\s{1,3})?(?=\S)|,?\s{1,3}by\s{1,3}(?=\S)"
)
# Longer than a title with its authors.
_LONGEST = 1_000
_MANY = 3
_COMMA = re.compile(r",|&| and ")
_YEAR = re.compile(r"\s{0,3}\(\s{0,3}\d{4}\s{0,3}\)?$")


@dataclass(frozen=True, slots=True)
class Byline:
    """Where a title ends and its authors begin.

    Attributes:
        title: The title.
        credit: The authors, with a year or venue if one stands behind them.
        surely: Whether it can be nothing else: "by" may well stand within a title.
        few: Whether it names one person or two, as words of a title may seem to do.
    """

    title: str
    credit: str
    surely: bool
    few: bool


def byline_of(text: str) -> Byline | None:
    """The byline that ends a text, if one does.

    >>> byline_of("Deep learning - Yann LeCun, Yoshua Bengio").credit
    'Yann LeCun, Yoshua Bengio'
    >>> [byline_of(f"A Primer {by} Ada Lovelace").surely for by in ("by", "- by")]
    [False, True]
    >>> byline_of("Learning by Doing in the Wild") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    for found in _BY.finditer(text):
        title, behind = text[: found.start()], text[found.end() :]
        if count_words(title) < 2:
            continue
        mark = found.group()
        dashed, by = any(dash in mark for dash in "-–—"), "by" in mark
        said = behind.strip()
        said = said if said.count("(") == said.count(")") else said.strip(" )")
        bare = _YEAR.sub("", said)
        people = [person.strip() for person in _COMMA.split(bare) if person.strip()]
        truncated = "et al" in bare
        several = len(people) > 1 and all(" " in person for person in people)
        if (truncated or several) and reads_as_authors(bare):
            return Byline(title, said, surely=dashed or truncated, few=len(people) < _MANY)
        if len(people) == 1 and " " in bare and is_name(bare):
            return Byline(title, said, surely=dashed and (by or bare != said), few=True)
        if any(c.isdigit() for c in said) and is_credit_text(said):
            return Byline(title, said, surely=dashed, few=False)
    return None
