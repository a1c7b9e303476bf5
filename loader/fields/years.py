"""Years as lists write them."""

from __future__ import annotations

import re

_FULL = re.compile(r"(?<![\d.])(19[5-9]\d|20\d\d)(?![\d.]\d|\d)")
_SHORT = re.compile(r"['’‘`´]\s?(\d\d)(?!\d)")
# A month at the end of what is left once the year is gone: "Oct 2031" names no venue.
_MONTH = re.compile(
    r"(?:^|[\s,(])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.,]?$",
    re.IGNORECASE,
)
_ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?")
_AROUND = " ,.:;-()[]"
# Two digits after an apostrophe: '24 is 2024, '98 is 1998.
_TURN_OF_CENTURY = 50


def year_of(text: str) -> int | None:
    """The publication year that a text states, if any; of several the last.

    >>> year_of("ICML'24"), year_of("IEEE JBHI 2022"), year_of("CVPR' 19")
    (2024, 2022, 2019)
    >>> year_of("arXiv:2312.07353") is None  # an identifier states no year
    True
    """
    text = _ARXIV_ID.sub(" ", text)
    full = _FULL.findall(text)
    if full:
        return int(full[-1])
    short = _SHORT.findall(text)
    if not short:
        return None
    two = int(short[-1])
    return two + (1900 if two >= _TURN_OF_CENTURY else 2000)


def without_years(text: str) -> str:
    """The text with what :func:`year_of` reads taken out, and a month beside it.

    >>> without_years("ACM MM 2020"), without_years("Oct 2031"), without_years("KDD, Aug. 2023")
    ('ACM MM', '', 'KDD')
    """
    rest = " ".join(_SHORT.sub(" ", _FULL.sub(" ", text)).split()).strip(_AROUND)
    return _MONTH.sub("", rest).strip(_AROUND)
