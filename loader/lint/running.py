"""Asking the rules of every list of a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from loader.lint.pages import Page, page_of, with_papers
from loader.lint.places import Finding, Place, Remark
from loader.lint.rules import RULES
from loader.lint.silencers import Silence, Silencer, silencers_of
from loader.sources import Source

CODES = tuple(rule.code for rule in RULES)
_NOT_UNDERSTOOD, _WITHOUT_USE = "S001", "S002"


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in a run.

    Attributes:
        pages: The lists in the order they were given.
        findings: What the rules found, list by list and by place.
        silenced: How many findings a comment of a list silences.
    """

    pages: Sequence[Page]
    findings: Sequence[Finding]
    silenced: int


def lint(sources: Iterable[Source], codes: Collection[str] = CODES) -> Result:
    """Ask the rules with these codes of lists that are looked at together.

    A list that is given twice is looked at once.
    """
    once = {source.snapshot.origin or source.snapshot.source: source for source in sources}
    pages = with_papers([page_of(source) for source in once.values()])
    findings: list[Finding] = []
    silenced = 0
    for page in pages:
        heard, number = _heard(page, codes)
        findings.extend(heard)
        silenced += number
    return Result(pages, findings, silenced)


def _heard(page: Page, codes: Collection[str]) -> tuple[list[Finding], int]:
    """What is found in a list, sorted, and how much more of it is silenced."""
    found = [
        Finding(page.source, rule.code, remark.place, remark.message, remark.edit)
        for rule in RULES
        if rule.code in codes
        for remark in rule.check(page)
    ]
    silencers = silencers_of(page, CODES)
    silence = Silence(silencers)
    kept = [item for item in found if not silence.covers(item.place.line, item.code)]
    said = [
        Finding(page.source, code, remark.place, remark.message, remark.edit)
        for code, remark in _on_silencers(silencers, silence, codes)
    ]
    return sorted([*kept, *said], key=_order), len(found) - len(kept)


def _on_silencers(
    silencers: Sequence[Silencer], silence: Silence, codes: Collection[str]
) -> Iterator[tuple[str, Remark]]:
    """What is wrong with the comments themselves.

    That one is of no use is only known where all the rules it names were asked.
    """
    for silencer in silencers:
        if silencer.fault is not None:
            if _NOT_UNDERSTOOD in codes:
                message = f"this comment silences nothing: {silencer.fault}"
                yield _NOT_UNDERSTOOD, Remark(silencer.place, message)
        elif (
            _WITHOUT_USE in codes
            and silencer.codes <= set(codes)
            and not silence.was_used(silencer)
        ):
            message = f"nothing is found here that {', '.join(silencer.said)} would be about"
            yield _WITHOUT_USE, Remark(silencer.place, message)


def _order(finding: Finding) -> tuple[Place, str, str]:
    return finding.place, finding.code, finding.message
