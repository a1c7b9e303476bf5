"""What a rule is: a check with the documentation that is printed, shown and tested."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from loader.lint.pages import Page
from loader.lint.places import Remark


class Level(StrEnum):
    """How sure it is that something is broken; the names are those of SARIF."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


Check = Callable[[Page], Iterator[Remark]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thing that a list's curator would want to mend.

    Attributes:
        code: A letter for the subject and three digits.
        name: What it is called, in words with hyphens.
        level: How sure it is that something is broken.
        summary: What is wrong, in one sentence.
        why: Why it matters and what is left alone.
        bad: A list that the rule finds something in.
        good: The same list, mended.
        mends: Whether what is found can be mended mechanically.
        check: What it finds in a list.
    """

    code: str
    name: str
    level: Level
    summary: str
    why: str
    bad: str
    good: str
    mends: bool
    check: Check


def rule(
    code: str,
    name: str,
    *,
    bad: str,
    good: str,
    level: Level = Level.WARNING,
    mends: bool = False,
) -> Callable[[Check], Rule]:
    """Make a check a rule; the check's docstring gives the summary and the reasons."""

    def of(check: Check) -> Rule:
        summary, _, why = inspect.cleandoc(check.__doc__ or "").partition("\n\n")
        return Rule(
            code=code,
            name=name,
            level=level,
            summary=" ".join(summary.split()),
            why=why.strip(),
            bad=_dedented(bad),
            good=_dedented(good),
            mends=mends,
            check=check,
        )

    return of


def _dedented(text: str) -> str:
    return inspect.cleandoc(text) + "\n"
