"""Headings: where a list's sections are, and what each groups its entries by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from loader.errors import TableError
from loader.fields.text import key_of, plain
from loader.fields.venues import venues
from loader.fields.years import without_years, year_of
from loader.reading.markdown import Heading
from loader.records import PaperKind, SectionKind
from loader.tables import table

_ANCHOR_WORDS = re.compile(r"\s*\{#[^}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading groups by, and the kind of paper it says its entries are."""

    kind: SectionKind
    paper_kind: PaperKind | None = None


def heading_text(heading: Heading) -> str:
    """Text of a heading without anchors and framing punctuation.

    >>> heading_text(Heading(1, 1, "Survey:"))
    'Survey'
    """
    return _ANCHOR_WORDS.sub("", plain(heading.text)).strip(" :-–—")


@cache
def _words() -> Mapping[str, Meaning]:
    """Meanings by word, from ``data/section-kinds.toml``."""
    found: dict[str, Meaning] = {}
    for row in table("section-kinds").get("kind", []):
        try:
            paper_kind = PaperKind(row["paper_kind"]) if "paper_kind" in row else None
            meaning = Meaning(SectionKind(row["kind"]), paper_kind)
            found.update((key_of(word), meaning) for word in row["words"])
        except (KeyError, ValueError) as error:
            raise TableError(f"section-kinds.toml: {row!r}: {error}") from error
    return found


@cache
def _fillers() -> frozenset[str]:
    return frozenset(key_of(word) for word in table("section-kinds").get("fillers", []))


def meaning_of(text: str) -> Meaning:
    """What a heading groups by: a year, a venue, a type of resource, something else, or a task.

    >>> meaning_of("Survey Papers").kind, meaning_of("Survey").paper_kind
    (<SectionKind.RESOURCE_TYPE: 'resource type'>, <PaperKind.REVIEW: 'review'>)
    >>> meaning_of("2023").kind, meaning_of("CVPR 2024").kind
    (<SectionKind.YEAR: 'year'>, <SectionKind.VENUE: 'venue'>)
    >>> meaning_of("Medical Visual Grounding (Referring)").kind
    <SectionKind.TASK: 'task'>
    """
    words = [word for word in key_of(text).split() if word not in _fillers()]
    rest = without_years(" ".join(words))
    if not rest:
        year = year_of(text) is not None
        return Meaning(SectionKind.YEAR if year else SectionKind.OTHER)
    if key_of(rest) in venues():
        return Meaning(SectionKind.VENUE)
    known = _words()
    if rest in known:
        return known[rest]
    meanings = [known.get(word) for word in rest.split()]
    # "Surveys and Tutorials": every word that carries weight is a type of resource.
    first = meanings[0]
    if first is not None and all(meaning is not None for meaning in meanings):
        return first
    return Meaning(SectionKind.TASK)


def paths_of(headings: Sequence[Heading]) -> list[tuple[str, ...]]:
    """The path of heading texts down to each heading, by level.

    >>> paths_of([Heading(1, 1, "A"), Heading(2, 2, "B"), Heading(1, 3, "C")])
    [('A',), ('A', 'B'), ('C',)]
    """
    stack: list[tuple[int, str]] = []
    paths = []
    for heading in headings:
        while stack and stack[-1][0] >= heading.level:
            stack.pop()
        stack.append((heading.level, heading_text(heading)))
        paths.append(tuple(text for _, text in stack))
    return paths
