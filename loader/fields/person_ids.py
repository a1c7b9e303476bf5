"""Identifiers of persons: ORCID, and others by the scheme that gave them."""

from __future__ import annotations

import re

_ORCID = re.compile(
    r"(?:orcid:\s*|https?://(?:www\.)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])", re.IGNORECASE
)
_OTHER = re.compile(r"([a-z][a-z0-9_-]{1,19}):([^\s|:/][^\s|]{0,99})", re.IGNORECASE)


def person_id_of(text: str) -> str | None:
    """The identifier of a person that a text is, as ``scheme:value``; ``None`` where it is none.

    An ORCID needs no scheme; its last digit has to be right (ISO 7064, MOD 11-2).

    >>> person_id_of("https://orcid.org/0000-0002-1825-0097"), person_id_of("dblp:33/1234")
    ('orcid:0000-0002-1825-0097', 'dblp:33/1234')
    >>> person_id_of("0000-0002-1825-0098") is None, person_id_of("Ada One") is None
    (True, True)
    """
    text = text.strip()
    if found := _ORCID.fullmatch(text):
        value = found[1].upper()
        return f"orcid:{value}" if value[-1] == _check_digit(value) else None
    other = _OTHER.fullmatch(text)
    if other is None or other[1].lower() in {"orcid", "http", "https"}:
        return None
    return f"{other[1].lower()}:{other[2]}"


def _check_digit(orcid: str) -> str:
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "X" if check == 10 else str(check)  # noqa: PLR2004 (the digit ten)
