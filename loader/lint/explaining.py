"""The rules in words, for people: each as its own module documents it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from loader.lint.rules import Rule


def listed(rules: Iterable[Rule]) -> Iterator[str]:
    """A line for each rule; a star marks those that ``--fix`` mends where it can."""
    for rule in rules:
        mark = "*" if rule.mends else " "
        yield f"{rule.code} {mark} {rule.level:8}{rule.name:30}{rule.summary}"


def explained(rule: Rule) -> str:
    """All there is to say of a rule."""
    mends = "; --fix mends it where that is safe" if rule.mends else ""
    parts = [
        f"{rule.code} {rule.name} ({rule.level}{mends})",
        rule.summary,
        rule.why,
        "Instead of",
        textwrap.indent(rule.bad.rstrip("\n"), "    "),
        "write",
        textwrap.indent(rule.good.rstrip("\n"), "    "),
        f"To silence it: <!-- curagraph: ignore {rule.code} --> in the entry or before it.",
    ]
    return "\n\n".join(part for part in parts if part)
