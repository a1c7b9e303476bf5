"""Where a query's syntax error is, made of what Oxigraph's parser says about it.

The parser reports the furthest place at which it looked for something. It looks for a keyword by
taking as many characters as the keyword has, so `SELEC *` is reported at column 10, nine behind the
place where it wanted CONSTRUCT. Taking the shortest wanted keyword's length off gives the place
where reading stopped.
"""

from __future__ import annotations

import re

from server.errors import QuerySyntaxError

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Z][A-Z0-9_]+")
_PHRASE = re.compile(r"[A-Z][A-Za-z]* [A-Za-z ]+")
_ANYTHING = "[_]"
_EXCERPT = 40


def syntax_error(text: str, message: str) -> QuerySyntaxError:
    """The error for people and, with `line` and `column` counted from 1, for programs.

    >>> str(syntax_error("SELEC *", "error at 1:10: expected CONSTRUCT"))
    'Line 1, column 1: cannot read on at “SELEC *”'
    """
    found = _PLACE.fullmatch(message)
    if found is None:
        return QuerySyntaxError(f"The query cannot be read: {message}")
    wanted = found[3].split(", ")
    reported = _offset(text, int(found[1]), int(found[2]))
    offset = reported - min((_overshoot(each) for each in wanted if each != _ANYTHING), default=0)
    offset = max(0, min(offset, len(text)))
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    phrases = [each for each in wanted if _PHRASE.fullmatch(each)]
    excerpt = text[offset : offset + _EXCERPT].split("\n", maxsplit=1)[0].rstrip()
    if phrases:
        problem = phrases[0]
    elif excerpt:
        problem = f"cannot read on at “{excerpt}”"
    else:
        problem = "the query ends too early"
    return QuerySyntaxError(f"Line {line}, column {column}: {problem}", line=line, column=column)


def _overshoot(wanted: str) -> int:
    return len(wanted) if _KEYWORD.fullmatch(wanted) else 0


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1
