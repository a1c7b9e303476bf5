"""Headings: where a list's sections are, and what each groups its entries by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from loader.errors import TableError
from loader.fields.links import is_on_page
from loader.fields.text import has_letter, key_of, plain
from loader.fields.venues import venues
from loader.fields.years import is_date, without_years, year_of
from loader.reading.blocks import Heading
from loader.records import PaperKind, SectionKind
from loader.tables import table

# A heading that sections stand below for form alone.
_CONTENTS = frozenset({"table of contents", "contents", "content", "toc", "目录"})
_EMPTY = re.compile(r"\[\s*\]|\(\s*\)")
_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")
# A heading of more words, filling ones aside, is a sentence.
_MOST_WORDS = 3
_TO = re.compile(r"\s{1,4}(?:to|until|and)\s{1,4}|\s{0,4}[-–—~&/]\s{0,4}")
_ANCHOR_WORDS = re.compile(r"\s*\{#[^}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading groups by, and what it says of the entries below it.

    Attributes:
        kind: What it groups by.
        paper_kind: The kind of paper its entries are, if it says so.
        papers: Whether it says that they are papers; ``None`` where it does not say.
    """

    kind: SectionKind
    paper_kind: PaperKind | None = None
    papers: bool | None = None


def heading_text(heading: Heading) -> str:
    """Text of a heading without anchors, images and framing punctuation.

    >>> from loader.reading.blocks import Span
    >>> heading_text(Heading(1, 1, (Span("Survey:"),)))
    'Survey'
    """
    spans = [span for span in heading.spans if not span.image]
    text = ""
    for span in spans:
        # "Papers (see all [here](#all))": a link amid words in brackets is one of them.
        amid = has_letter(text[text.rfind("(") :]) and text.rfind("(") > text.rfind(")")
        if amid or not is_on_page(span.href or ""):
            text += span.text
    if not has_letter(text) and not has_digit(text):
        # A link back to the top is no part of a heading; one around all of it is.
        text = "".join(span.text for span in spans)
    text = _EMPTY.sub("", text)
    text = _ANCHOR_WORDS.sub("", plain(text)).strip(" -–—")
    return text if text.startswith(":") and _SHORTCODE.match(text) else text.strip(" :")


def has_digit(text: str) -> bool:
    """Whether a text holds a digit."""
    return any(character.isdigit() for character in text)


@cache
def _words() -> Mapping[str, Meaning]:
    """Meanings by word, from ``data/section-kinds.toml``."""
    found: dict[str, Meaning] = {}
    for row in table("section-kinds").get("kind", []):
        try:
            paper_kind = PaperKind(row["paper_kind"]) if "paper_kind" in row else None
            meaning = Meaning(SectionKind(row["kind"]), paper_kind, papers=row.get("papers"))
            found.update((key_of(word), meaning) for word in row["words"])
        except (KeyError, ValueError) as error:
            raise TableError(f"section-kinds.toml: {row!r}: {error}") from error
    return found


@cache
def _group(name: str) -> frozenset[str]:
    return frozenset(key_of(word) for word in table("section-kinds").get(name, []))


def known_words(name: str) -> frozenset[str]:
    """A group of words of ``data/section-kinds.toml``: fillers, joins or works."""
    return _group(name)


def fillers() -> frozenset[str]:
    """Words of a heading that change nothing."""
    return _group("fillers")


def meaning_of(text: str) -> Meaning:
    """What a heading groups by: a year, a venue, a type of resource, something else, or a task.

    >>> meaning_of("Survey Papers").kind, meaning_of("Survey").paper_kind
    (<SectionKind.RESOURCE_TYPE: 'resource type'>, <PaperKind.REVIEW: 'review'>)
    >>> meaning_of("2023").kind, meaning_of("CVPR 2024").kind
    (<SectionKind.YEAR: 'year'>, <SectionKind.VENUE: 'venue'>)
    >>> meaning_of("Medical Visual Grounding (Referring)").kind
    <SectionKind.TASK: 'task'>
    """
    if is_date(text) or _is_span(text):
        return Meaning(SectionKind.YEAR)
    words = [word for word in key_of(text).split() if word not in _group("fillers")]
    named = [word for word in words if word not in _group("works")]
    meaning = _meaning_of(named, text)
    if meaning.kind is SectionKind.TASK and not _group("joins").isdisjoint(key_of(text).split()):
        meaning = replace(meaning, papers=None)
    if words and named[-1:] != words[-1:] and len(words) <= _MOST_WORDS:
        # "Dataset Papers" are papers; "Paper Implementations" and "How to read … a paper" are none.
        return replace(meaning, papers=True)
    return meaning


def _is_span(text: str) -> bool:
    """Whether a text is two dates of one year: "2023 Jan. to Mar."."""
    year, ends = year_of(text), _TO.split(text.strip())
    return (
        year is not None
        and len(ends) > 1
        and all(is_date(end) or is_date(f"{end} {year}") for end in ends)
    )


def _meaning_of(words: Sequence[str], text: str) -> Meaning:
    """What a heading groups by, by those of its words that carry weight."""
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
        told = {meaning.papers for meaning in meanings if meaning is not None}
        return first if len(told) == 1 else replace(first, papers=None)
    # "Medical Imaging Toolboxes": the last word says what all of it is.
    last = meanings[-1]
    return Meaning(SectionKind.TASK, papers=False if last and last.papers is False else None)


def paths_of(headings: Sequence[Heading]) -> list[tuple[str, ...]]:
    """The path of heading texts down to each heading, by level; one without text is no step.

    >>> from loader.reading.blocks import Span
    >>> a, b = (Span("A"),), (Span("B"),)
    >>> paths_of([Heading(1, 1, a), Heading(2, 2, b), Heading(1, 3, b)])
    [('A',), ('A', 'B'), ('B',)]
    """
    stack: list[tuple[int, str]] = []
    paths = []
    for heading in headings:
        while stack and stack[-1][0] >= heading.level:
            stack.pop()
        stack.append((heading.level, heading_text(heading)))
        above = (text for _, text in stack[:-1] if key_of(text) not in _CONTENTS)
        paths.append(tuple(text for text in (*above, stack[-1][1]) if text))
    return paths
