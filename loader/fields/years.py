"""Years and dates as lists write them."""

from __future__ import annotations

import re

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19[3-9]\d|20[0-4]\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
_APOSTROPHE = "['’‘`´′]"

_DIGIT = re.compile(r"[0-9]")
# What holds digits and states no year: addresses, DOIs, identifiers of arXiv, pages after a word.
_IDENTIFIERS = re.compile(
    r"https?://\S+|www\.\S+|\b10\.\d{4,9}/\S+|\babs/\S+|"
    r"(?<![\d.])\d{4}\.\d{4,5}(?:v\d+)?(?!\d)|\b[a-z-]{2,9}/\d{7}\b|"
    r"\b(?:pp\.?|p\.|pages?)\s?\d+(?:\s?[-–—]+\s?\d+)?",
    re.IGNORECASE,
)
# 1929-1958 in "15.1 (2014): 1929-1958" are pages; alone it may well be years.
_RANGE = re.compile(r"(?<![\d.])\d{3,5}\s?[-–—]+\s?\d{3,5}(?![\d.]\d|\d)")

_DATES = re.compile(
    rf"""(?:
      # 2024-02-18, 2024.06.18, 2022/5, 2023年5月18日
      (?<![\d.])(?P<iso>{_YEAR})\s?(?:[-./]|年)\s?{_MONTH_NUMBER}(?!\d)
        (?:(?:[-./]|月)\s?{_DAY}(?!\d))?[月日]?
      # 18.06.2024, 06/2024
    | (?<![\d.])(?:{_DAY}[-./])?{_DAY}[-./](?P<last>{_YEAR})(?!\d)
      # 18 Jul 2024, Feb., 2025, March 29th, 2022, Sep'23
    | (?:(?<![\w.]){_DAY}(?:st|nd|rd|th)?,?[ ]?(?:of[ ])?)?
      (?<![^\W\d_]){_MONTHS}\b[.,]*[ ]?
      (?:{_DAY}(?:st|nd|rd|th)?(?!\d)[.,]*[ ])?
      (?:(?P<named>{_YEAR})(?!\d)|{_APOSTROPHE}(?P<named_short>\d\d)(?!\d))
      # 2023 Feb 5
    | (?<![\d.])(?P<first>{_YEAR})[ ,]{{0,2}}{_MONTHS}\b\.?(?:[ ]{_DAY}(?:st|nd|rd|th)?(?!\d))?
      # 20210716
    | (?<![\w.])(?P<run>{_YEAR})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\w.]\d|\w)
    # a year alone
    | (?<![\d.×])(?<!\dx)(?P<full>{_YEAR})(?![\d.]\d|\d|[x×]\d|px|[kK]\b)年?
    | {_APOSTROPHE}\s?(?P<short>\d\d)(?!\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE_WITHOUT_YEAR = re.compile(
    rf"(?:{_DAY}(?:st|nd|rd|th)?,?\s{_MONTHS}|{_MONTHS}\.?\s{_DAY}(?:st|nd|rd|th)?)\.?",
    re.IGNORECASE,
)
# CVPR19, AAAI-22: an acronym with two digits and nothing else.
_GLUED = re.compile(r"[A-Z][A-Za-z&-]*[A-Z][-_]?(?P<glued>[0-3]\d|9\d)")
_SEASON = re.compile(
    r"(?<![^\W\d_])(?:spring|summer|fall|autumn|winter)(?![^\W\d_])", re.IGNORECASE
)
_AROUND = ' ,.:;-–—()[]（）【】*_`"|'
# Between the dates of a span of time, and around them.
_BETWEEN = re.compile(r"(?<!\w)(?:to|and|date|published|updated)(?!\w)|[-–—~/→&]", re.IGNORECASE)
# Two digits after an apostrophe: '24 is 2024, '98 is 1998.
_TURN_OF_CENTURY = 50
# No date is longer; what is longer is not looked at.
_LONGEST_DATE = 60


def year_of(text: str) -> int | None:
    """The publication year that a text states, if any; of several the last, of 2024/2023 the first.

    >>> year_of("ICML'24"), year_of("IEEE JBHI 2022"), year_of("CVPR' 19"), year_of("CVPR19")
    (2024, 2022, 2019, 2019)
    >>> year_of("18 Jul 2024"), year_of("2024.06.18"), year_of("(Feb., 2025)")
    (2024, 2024, 2025)
    >>> year_of("AAAI, 2024/2023.10"), year_of("arXiv, 2022.7/2023.12"), year_of("ICML 20210716")
    (2024, 2022, 2021)
    >>> year_of("arXiv:2312.07353") is None  # an identifier states no year
    True
    >>> year_of("JMLR 15.1 (2014): 1929-1958")  # nor do pages
    2014
    """
    if not _DIGIT.search(text):
        return None
    text = _IDENTIFIERS.sub(" ", text)
    return _last_year(_RANGE.sub(" ", text)) or _last_year(text)


def _last_year(text: str) -> int | None:
    full = short = None
    end = -1
    for found in _DATES.finditer(text):
        digits = found[found.lastgroup or 0]
        # "AAAI, 2024/2023.10": when it was published there, and what was put up before or after.
        second = text[end : found.start()] == "/"
        end = found.end()
        if second:
            continue
        if len(digits) > 2:  # noqa: PLR2004  (two digits are a year cut short)
            full = int(digits)
        else:
            short = in_century(int(digits))
    if full or short:
        return full or short
    glued = _GLUED.fullmatch(text.strip(_AROUND))
    return in_century(int(glued["glued"])) if glued else None


def in_century(two: int) -> int:
    """The year that two digits stand for.

    >>> in_century(24), in_century(98)
    (2024, 1998)
    """
    return two + (1900 if two >= _TURN_OF_CENTURY else 2000)


def without_years(text: str) -> str:
    """The text with what :func:`year_of` reads taken out, and the day and month beside it.

    >>> without_years("ACM MM 2020"), without_years("Oct 2031"), without_years("KDD, Aug. 2023")
    ('ACM MM', '', 'KDD')
    """
    if _DIGIT.search(text):
        text = _DATES.sub(" ", text)
    return " ".join(text.split()).strip(" ,.:;-()[]")


def is_date(text: str) -> bool:
    """Whether a text is a date, or a span of time between two, and says nothing else.

    >>> is_date("（**2024.06.18**）"), is_date("Oct. 12"), is_date("Spring 2019"), is_date("'24")
    (True, True, True, True)
    >>> is_date("ICCV 2021"), is_date("May"), is_date("2001: A Space Odyssey"), is_date("12")
    (False, False, False, False)
    """
    text = text.strip(_AROUND)
    if len(text) > _LONGEST_DATE or not _DIGIT.search(text):
        return False
    if _DATE_WITHOUT_YEAR.fullmatch(text):
        return True
    rest, dates = _DATES.subn(" ", text)
    rest = _BETWEEN.sub(" ", _SEASON.sub(" ", rest))
    return dates > 0 and not rest.strip(_AROUND)
