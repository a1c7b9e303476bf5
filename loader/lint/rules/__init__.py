"""The rules, one module a subject.

    D  papers that are doubled          L  links: how they are written, where they lead
    V  venues                           H  headings
    Y  years                            T  characters
    A  authors                          E  entries
    S  comments that silence a rule

Each rule is a function with its documentation beside it; the command line prints it, and a test
holds each rule to its own examples.
"""

from loader.lint.rules import (
    authors,
    characters,
    duplicates,
    entries,
    headings,
    links,
    silencing,
    targets,
    venues,
    years,
)
from loader.lint.rules.base import Level, Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *authors.RULES,
            *characters.RULES,
            *duplicates.RULES,
            *entries.RULES,
            *headings.RULES,
            *links.RULES,
            *silencing.RULES,
            *targets.RULES,
            *venues.RULES,
            *years.RULES,
        ),
        key=lambda rule: rule.code,
    )
)

__all__ = ["RULES", "Level", "Rule"]
