"""Findings as SARIF 2.1.0, which code hosts and editors show beside the lines.

The form is that of the OASIS standard of 2020; numbers of sections are its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from loader.lint.places import Edit, Finding, Place
from loader.lint.rules import Rule
from ontology import SARIF_SCHEMA


def as_sarif(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> Iterator[str]:
    """A log with one run; each rule is described once."""
    numbers = {code: number for number, code in enumerate(rules)}
    log = {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Curagraph",
                        "version": version("curagraph"),
                        "rules": [_descriptor(rule) for rule in rules.values()],
                    }
                },
                # Section 3.14.17: columns count characters, not halves of surrogate pairs.
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(finding, rules[finding.code], numbers[finding.code])
                    for finding in findings
                ],
            }
        ],
    }
    yield json.dumps(log, ensure_ascii=False, indent=2)


def _descriptor(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _text(rule.summary)},
        "fullDescription": {"text": _text(f"{rule.summary} {' '.join(rule.why.split())}".strip())},
        "help": {
            "text": f"curagraph lint --explain {rule.code}",
            "markdown": f"{rule.why}\n\nInstead of\n\n{_fenced(rule.bad)}\nwrite\n\n"
            f"{_fenced(rule.good)}",
        },
        "defaultConfiguration": {"level": rule.level.value},
    }


def _result(finding: Finding, rule: Rule, number: int) -> dict[str, object]:
    artifact = {"uri": _uri(finding.source)}
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": rule.level.value,
        "message": {"text": _text(finding.message)},
        "locations": [
            {"physicalLocation": {"artifactLocation": artifact, "region": _region(finding.place)}}
        ],
    }
    if finding.edit is not None:
        result["fixes"] = [{"artifactChanges": [_change(artifact, finding.edit)]}]
    return result


def _change(artifact: Mapping[str, str], edit: Edit) -> dict[str, object]:
    gone = Place(edit.line, edit.column, edit.line, edit.end_column)
    return {
        "artifactLocation": artifact,
        "replacements": [{"deletedRegion": _region(gone), "insertedContent": {"text": edit.text}}],
    }


def _region(place: Place) -> dict[str, int]:
    """A region; its end column is the one behind its last character (section 3.30.8)."""
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _text(text: str) -> str:
    r"""Text that no viewer takes for a link or a placeholder (sections 3.11.5 and 3.11.6).

    >>> print(_text("[[paper]](https://x.org) {0}"))
    \[\[paper\]\](https://x.org) {{0}}
    """
    text = text.replace("[", "\\[").replace("]", "\\]")
    return text.replace("{", "{{").replace("}", "}}")


def _fenced(text: str) -> str:
    return f"````markdown\n{text}````\n"


def _uri(source: str) -> str:
    """A URI for a source: relative where its path is, so that a log can be read elsewhere."""
    if "://" in source:
        return quote(source, safe="/:?#[]@!$&'()*+,;=%~")
    path = Path(source)
    uri = quote(os.fsencode(path.as_posix()), safe="/-._~")
    return f"file://{uri}" if path.is_absolute() else uri
