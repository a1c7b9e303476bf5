"""Findings as text, as JSON, and as GitHub's workflow commands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from loader.lint.places import Edit, Finding
from loader.lint.rules import Level, Rule

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def shown(name: str) -> str:
    r"""A file's name fit to be printed on one line.

    >>> shown("a\nb.md")
    'a\\nb.md'
    """
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name
    )


def as_text(findings: Iterable[Finding], _: Mapping[str, Rule]) -> Iterator[str]:
    """A line a finding, as compilers write them; ``*`` marks what ``--fix`` may mend."""
    for finding in findings:
        place = f"{shown(finding.source)}:{finding.place.line}:{finding.place.column}"
        mark = " [*]" if finding.edit is not None else ""
        yield f"{place}: {finding.code}{mark} {finding.message}"


def as_json(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> Iterator[str]:
    """An array of objects, one a line."""
    records = [
        json.dumps(_record(finding, rules[finding.code]), ensure_ascii=False)
        for finding in findings
    ]
    yield "[" if records else "[]"
    for number, record in enumerate(records, 1):
        yield f"  {record}{',' if number < len(records) else ''}"
    if records:
        yield "]"


def _record(finding: Finding, rule: Rule) -> dict[str, object]:
    place = finding.place
    return {
        "source": shown(finding.source),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "code": finding.code,
        "name": rule.name,
        "level": rule.level.value,
        "message": finding.message,
        "edit": _edit(finding.edit) if finding.edit is not None else None,
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {
        "line": edit.line,
        "column": edit.column,
        "end_column": edit.end_column,
        "text": edit.text,
    }


def as_github(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> Iterator[str]:
    """Workflow commands, which GitHub shows beside the lines of a pull request.

    Escaped as the runner's own toolkit does it (actions/toolkit, ``packages/core/command.ts``): a
    list's text must not end a command or begin another.
    """
    for finding in findings:
        rule, place = rules[finding.code], finding.place
        properties = {
            "file": shown(finding.source),
            "line": str(place.line),
            "col": str(place.column),
            "endLine": str(place.end_line),
            "endColumn": str(place.end_column),
            "title": f"{finding.code} {rule.name}",
        }
        said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        yield f"::{_COMMANDS[rule.level]} {said}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
