"""Where a query's syntax error is, made of what Oxigraph's parser says about it.

The parser reports the furthest place at which it looked for something. It looks for a keyword by
taking as many characters as the keyword has, so ``SELEC *`` is reported at column 10, nine behind
the place where it wanted CONSTRUCT. Taking the length of what it wanted off, but staying in the
piece of the text that was read (``server.engine.spacing``), gives the place where reading stopped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from queries.lexer import TokenKind, tokens_of
from server.engine.spacing import place_in, spread
from server.errors import QuerySyntaxError

_REPORT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
_PHRASE = re.compile(r"[A-Z][A-Za-z]* [A-Za-z ]+")
_ANY_CHARACTER = "[_]"
_EXCERPT = 40


def syntax_error(
    text: str, report: str, prefixes: Mapping[str, str] | None = None
) -> QuerySyntaxError:
    """The error for people and, with ``line`` and ``column`` counted from 1, for programs.

    Args:
        text: The query.
        report: What the parser says of ``spread(text)``.
        prefixes: Those that a query here is likely to mean, with their IRIs.

    >>> str(syntax_error("SELEC *", "error at 1:10: expected CONSTRUCT"))
    'Line 1, column 1: cannot read on at “SELEC *”'
    """
    found = _REPORT.fullmatch(report)
    if found is None:
        return QuerySyntaxError(f"The query cannot be read: {report}")
    wanted = found[3].split(", ")
    wide = spread(text)
    offset, start, end = place_in(text, _offset(wide, int(found[1]), int(found[2])))
    # What fails right behind a piece fails for the whole of it.
    offset = start if offset == end else max(start, offset - _looked_ahead(wanted))
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    problem = _problem(text, offset, wanted, prefixes or {})
    return QuerySyntaxError(problem, line=line, column=column)


def undeclared_prefixes(text: str) -> Mapping[str, int]:
    """The prefixes that are used but not declared, each with the offset of its first use.

    >>> dict(undeclared_prefixes("PREFIX a: <http://x/> SELECT * { ?s a:b 'c:d' ; e:f ?o }"))
    {'e': 48}
    """
    declared: set[str] = set()
    used: dict[str, int] = {}
    before = ""
    for offset, name in _names(text):
        prefix = name.partition(":")[0]
        if before == "PREFIX":
            declared.add(prefix)
        elif ":" in name:
            used.setdefault(prefix, offset)
        before = name.upper()
    return {prefix: offset for prefix, offset in used.items() if prefix not in declared}


def _names(text: str) -> Iterator[tuple[int, str]]:
    """Words and prefixed names with their offsets."""
    offset = 0
    for token in tokens_of(text):
        if token.kind in (TokenKind.NAME, TokenKind.WORD):
            yield offset, token.text
        offset += len(token.text)


def _problem(text: str, offset: int, wanted: list[str], prefixes: Mapping[str, str]) -> str:
    missing = undeclared_prefixes(text)
    prefix = next((each for each, place in missing.items() if place == offset), None)
    if prefix is not None:
        return _undeclared(prefix, missing, prefixes)
    phrases = [each for each in wanted if _PHRASE.fullmatch(each)]
    if phrases:
        return phrases[0]
    excerpt = text[offset : offset + _EXCERPT].split("\n", maxsplit=1)[0].rstrip()
    if excerpt:
        return f"cannot read on at “{excerpt}”"
    if wanted == [_ANY_CHARACTER]:
        return "the query cannot be read to its end"
    return "the query ends too early"


def _undeclared(prefix: str, missing: Mapping[str, int], prefixes: Mapping[str, str]) -> str:
    """What to put before the query, for every prefix that it lacks and that is known here."""
    said = f"the prefix “{prefix}:” is not declared"
    lines = [f"PREFIX {each}: <{prefixes[each]}>" for each in missing if each in prefixes]
    if prefix not in prefixes:
        return said
    return f"{said}; put this before the query: {' '.join(lines)}"


def _looked_ahead(wanted: list[str]) -> int:
    """How far behind the place where reading stopped the report may be."""
    lengths = [len(each) if _KEYWORD.fullmatch(each) else 0 for each in wanted]
    # Where the text was too short for a keyword, the longest one began first.
    return max(lengths) if _ANY_CHARACTER in wanted else min(lengths)


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1
