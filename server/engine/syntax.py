"""Where a query's syntax error is, made of what Oxigraph's parser says about it.

The parser reports the furthest place at which it looked for something. It looks for a keyword by
taking as many characters as the keyword has, so `SELEC *` is reported at column 10, nine behind the
place where it wanted CONSTRUCT. Taking the length of what it wanted off gives the place where
reading stopped.
"""

from __future__ import annotations

import re

from server.errors import QuerySyntaxError

_REPORT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
_PHRASE = re.compile(r"[A-Z][A-Za-z]* [A-Za-z ]+")
_ANY_CHARACTER = "[_]"
_EXCERPT = 40

_OPAQUE = re.compile(r"""<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*""")
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![\w.:?$@-])(\w[\w.-]*|):(?=[\w%\\])")


def syntax_error(text: str, report: str) -> QuerySyntaxError:
    """The error for people and, with `line` and `column` counted from 1, for programs.

    >>> str(syntax_error("SELEC *", "error at 1:10: expected CONSTRUCT"))
    'Line 1, column 1: cannot read on at “SELEC *”'
    """
    found = _REPORT.fullmatch(report)
    if found is None:
        return QuerySyntaxError(f"The query cannot be read: {report}")
    wanted = found[3].split(", ")
    offset = _stopped_at(text, _offset(text, int(found[1]), int(found[2])), wanted)
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    problem = _problem(text, offset, wanted)
    return QuerySyntaxError(f"Line {line}, column {column}: {problem}", line=line, column=column)


def undeclared_prefix(text: str, start: int = 0) -> str | None:
    """The first prefix used behind `start` that no PREFIX declares.

    >>> undeclared_prefix("PREFIX a: <http://x/> SELECT * { ?s a:b 'c:d' ; e:f ?o }")
    'e'
    """
    declared = set(_DECLARED.findall(text))
    used = _PREFIX.findall(_OPAQUE.sub(" ", text[start:]))
    return next((each for each in used if each not in declared), None)


def _problem(text: str, offset: int, wanted: list[str]) -> str:
    phrases = [each for each in wanted if _PHRASE.fullmatch(each)]
    if phrases:
        return phrases[0]
    prefix = undeclared_prefix(text, offset)
    if prefix is not None:
        return f"the prefix “{prefix}:” is not declared"
    excerpt = text[offset : offset + _EXCERPT].split("\n", maxsplit=1)[0].rstrip()
    if excerpt:
        return f"cannot read on at “{excerpt}”"
    if wanted == [_ANY_CHARACTER]:
        return "the query cannot be read to its end"
    return "the query ends too early"


def _stopped_at(text: str, reported: int, wanted: list[str]) -> int:
    """The offset at which reading stopped, by what was wanted at `reported`."""
    lengths = [len(each) if _KEYWORD.fullmatch(each) else 0 for each in wanted]
    # Where the text was too short for a keyword, the longest one began first.
    back = max(lengths) if _ANY_CHARACTER in wanted else min(lengths)
    return max(0, min(reported - back, len(text)))


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1
