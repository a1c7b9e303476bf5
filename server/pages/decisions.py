"""Why a thing is one thing: the decisions about it, for its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ontology import CG
from server.pages.provenance import Chip, chips
from server.panels import Panel, Row, panel


@dataclass(frozen=True, slots=True)
class Decision:
    """One step that joined or parted something.

    Attributes:
        verdict: What was decided, in a word.
        rule: Name of the rule.
        evidence: What speaks for it.
        compared: Names or headings that were compared.
        chips: Entries that were compared.
    """

    verdict: str
    rule: str
    evidence: str
    compared: tuple[str, ...]
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions about a thing.

    Attributes:
        panel: Of their query; its rows are what each compared.
        steps: The decisions.
    """

    panel: Panel
    steps: tuple[Decision, ...]


def decisions(iri: str) -> Decisions:
    """The decisions about a thing; of many the first."""
    found = panel("decisions", thing=iri)
    return Decisions(found, steps_of(found))


def steps_of(rows: Iterable[Row]) -> tuple[Decision, ...]:
    """Each decision once, with what it compared gathered from its rows."""
    by_decision: dict[str, list[Row]] = {}
    for row in rows:
        by_decision.setdefault(str(row["decision"]), []).append(row)
    return tuple(
        Decision(
            verdict="same" if parts[0]["verdict"] == CG.SameThing.value else "different",
            rule=str(parts[0]["rule"]),
            evidence=str(parts[0]["evidence"]),
            compared=tuple(str(row["compared"]) for row in parts if "compared" in row),
            chips=chips(row for row in parts if "entry" in row),
        )
        for parts in by_decision.values()
    )
