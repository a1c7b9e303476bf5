"""Formats: every one tells the same, and a list's text cannot get out of its place in any."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from loader.lint.formats import as_github, as_json, as_text
from loader.lint.places import Edit, Finding, Place
from loader.lint.rules import RULES
from loader.lint.sarif import as_sarif

RULE = {rule.code: rule for rule in RULES}
HOSTILE = Finding(
    "a,b:c%\n::error::x.md",
    "L001",
    Place(2, 5, 2, 9),
    "'[click](https://x.org) {0} 100% ::set-env name=A::b' has no target",
    Edit(2, 4, 9, ""),
)
PLAIN = Finding("list.md", "D002", Place(3, 1, 4, 2), "'A title' is listed on line 1 too")


def sarif(*findings: Finding) -> dict[str, Any]:
    log: dict[str, Any] = json.loads("\n".join(as_sarif(findings, RULE)))
    return log


def test_text_is_a_line_a_finding() -> None:
    assert list(as_text([PLAIN, HOSTILE], RULE)) == [
        "list.md:3:1: D002 'A title' is listed on line 1 too",
        "a,b:c%\\n::error::x.md:2:5: L001 [*] " + HOSTILE.message,
    ]


def test_json_is_an_array_of_one_object_a_line() -> None:
    lines = list(as_json([PLAIN, HOSTILE], RULE))
    assert json.loads("\n".join(lines)) == [
        {
            "source": "list.md",
            "line": 3,
            "column": 1,
            "end_line": 4,
            "end_column": 2,
            "code": "D002",
            "name": "paper-twice",
            "level": "note",
            "message": PLAIN.message,
            "edit": None,
        },
        {
            "source": "a,b:c%\\n::error::x.md",
            "line": 2,
            "column": 5,
            "end_line": 2,
            "end_column": 9,
            "code": "L001",
            "name": "link-without-target",
            "level": "error",
            "message": HOSTILE.message,
            "edit": {"line": 2, "column": 4, "end_column": 9, "text": ""},
        },
    ]
    assert json.loads(lines[1].rstrip(","))["code"] == "D002"


def test_nothing_found_is_an_empty_array() -> None:
    assert json.loads("\n".join(as_json([], RULE))) == []


def test_a_workflow_command_ends_where_it_has_to() -> None:
    plain, hostile = as_github([PLAIN, HOSTILE], RULE)
    assert plain == (
        "::notice file=list.md,line=3,col=1,endLine=4,endColumn=2,title=D002 paper-twice"
        "::'A title' is listed on line 1 too"
    )
    assert hostile.startswith("::error file=a%2Cb%3Ac%25\\n%3A%3Aerror%3A%3Ax.md,line=2,")
    # The message begins at the first :: behind the command; what it holds begins nothing.
    assert hostile.partition("link-without-target::")[2].startswith("'[click]")
    assert "100%25 ::set-env" in hostile
    assert "\n" not in hostile


def test_a_line_end_in_a_message_is_escaped_for_github() -> None:
    finding = Finding("a.md", "L001", Place(1, 1, 1, 2), "one\r\ntwo")
    (command,) = as_github([finding], RULE)
    assert command.endswith("::one%0D%0Atwo")


def test_sarif_has_the_form_of_its_standard() -> None:
    log = sarif(PLAIN, HOSTILE)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert set(run) == {"tool", "columnKind", "results"}
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "Curagraph"
    assert re.fullmatch(r"\d+(\.\d+)+\S*", driver["version"])
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    for rule in driver["rules"]:
        assert set(rule) == {
            "id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration",
        }  # fmt: skip
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    for result, finding in zip(run["results"], (PLAIN, HOSTILE), strict=True):
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] in {"error", "warning", "note"}
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        place = finding.place
        assert physical["region"] == {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        assert set(physical["artifactLocation"]) == {"uri"}


def test_a_message_in_sarif_holds_no_link_and_no_placeholder() -> None:
    (result,) = sarif(HOSTILE)["runs"][0]["results"]
    assert result["message"]["text"].startswith("'\\[click\\](https://x.org) {{0}} 100%")


def test_a_fix_in_sarif_says_what_goes_and_what_comes() -> None:
    (result,) = sarif(HOSTILE)["runs"][0]["results"]
    ((change,),) = [fix["artifactChanges"] for fix in result["fixes"]]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 9},
            "insertedContent": {"text": ""},
        }
    ]
    assert "fixes" not in sarif(PLAIN)["runs"][0]["results"][0]


@pytest.mark.parametrize(
    ("source", "uri"),
    [
        ("lists/a b.md", "lists/a%20b.md"),
        ("/lists/a.md", "file:///lists/a.md"),
        ("a,b:c%.md", "a%2Cb%3Ac%25.md"),
        ("b\udce9.md", "b%E9.md"),
        ("https://x.org/a b.md", "https://x.org/a%20b.md"),
        ("-", "-"),
    ],
)
def test_a_source_is_a_uri_in_sarif(source: str, uri: str) -> None:
    finding = Finding(source, "L001", Place(1, 1, 1, 2), "x")
    (result,) = sarif(finding)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
