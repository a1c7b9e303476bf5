"""Parameters of a page's address, checked before anything is done with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from flask import request
from werkzeug.exceptions import BadRequest

KEY = re.compile(r"[\w.\-]{1,300}", re.ASCII)
SHOWN = 40


def key(name: str) -> str:
    """The key of a thing, such as ``jbhi``, or nothing where it is not given.

    Raises:
        BadRequest: It is no key.
    """
    return _checked_key(name, request.args.get(name, "").strip())


def keys(name: str, most: int) -> tuple[str, ...]:
    """The keys of things of one kind, as often as they are given.

    Raises:
        BadRequest: One is no key, or there are too many.
    """
    given = [value.strip() for value in request.args.getlist(name)]
    found = tuple(_checked_key(name, value) for value in given if value)
    if len(found) > most:
        raise BadRequest(f"{name} is given {len(found)} times: give it {most} times at most")
    return found


def _checked_key(name: str, value: str) -> str:
    if value and not KEY.fullmatch(value):
        raise BadRequest(
            f"{name}={value[:SHOWN]!r} is no key: give the last part of a page's address, such as "
            f"the end of /{name}/…"
        )
    return value


def whole_number(name: str, default: int, *, least: int = 0, most: int) -> int:
    """A whole number between two bounds, or the default where it is not given.

    Raises:
        BadRequest: It is no such number.
    """
    text = request.args.get(name, "").strip()
    if not text:
        return default
    digits = len(str(most))
    if not (
        text.isascii() and text.isdigit() and len(text) <= digits and least <= int(text) <= most
    ):
        raise BadRequest(f"{name}={text[:SHOWN]!r} is no whole number from {least} to {most}")
    return int(text)


def day(name: str) -> str:
    """A day, such as ``2024-03-01``, or nothing where it is not given.

    Raises:
        BadRequest: It is none.
    """
    text = request.args.get(name, "").strip()
    try:
        good = not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        raise BadRequest(f"{name}={text[:SHOWN]!r} is no day: give one such as 2024-03-01")
    return text


def choice(name: str, options: Sequence[str]) -> str:
    """One of some words; the first where none is given.

    Raises:
        BadRequest: It is another word.
    """
    value = request.args.get(name, "").strip() or options[0]
    if value not in options:
        raise BadRequest(f"{name}={value[:SHOWN]!r} is unknown: give one of {', '.join(options)}")
    return value
