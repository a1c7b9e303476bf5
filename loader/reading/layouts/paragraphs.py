r"""Entries as paragraphs outside lists, their fields on lines of their own or on one line.

`arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    *Zihao Zha, Yuxiao Liu, Han Wu* \
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/a/b)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from loader.fields.names import is_name
from loader.reading.blocks import Line, Paragraph, Span
from loader.reading.candidates import Candidate
from loader.reading.citation.credits import is_credit_text
from loader.reading.citation.flat import flat_of
from loader.reading.citation.titles import count_words, marked_titles
from loader.reading.layouts.fields import is_field, split_fields

# Shorter marked text is a label or stress.
_SHORTEST_TITLE = 6


def candidates_in_paragraph(paragraph: Paragraph) -> Iterator[Candidate]:
    """A candidate for each entry of a paragraph; two that no blank line parts are still two."""
    for lines in _parted(_unwrapped(paragraph.lines)):
        head, told = split_fields(lines)
        yield Candidate(lines[0].number, lines[-1].end, head, told)


def is_told(paragraph: Paragraph) -> bool:
    """Whether a paragraph holds nothing but what belongs to the entry above it."""
    return all(is_field(line) for line in paragraph.lines)


def _unwrapped(lines: Sequence[Line]) -> list[Line]:
    """Lines, a wrapped one joined to the line it goes on from.

    Where some lines end in break marks, a line end without one is no end of a field.
    """
    marked = any(not line.wrapped for line in lines[1:])
    found: list[Line] = []
    for line in lines:
        if found and marked and _goes_on(found[-1], line):
            last = found[-1]
            found[-1] = replace(last, end=line.end, spans=(*last.spans, Span(" "), *line.spans))
        else:
            found.append(line)
    return found


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a wrapped line goes on with what the line before began."""
    ended = before.spans[-1].href is not None or line.spans[0].strong
    return line.wrapped and not ended and not is_field(line) and not is_field(before)


def _parted(lines: Sequence[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and _begins_like(line, group[0]):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins_like(line: Line, first: Line) -> bool:
    """Whether a line sets off a title as the line did that began the entry above."""
    if not any(
        (span.strong or span.href) and len(span.text) > _SHORTEST_TITLE for span in line.spans
    ):
        return False
    flat = flat_of((line,))
    places, before = marked_titles(flat), marked_titles(flat_of((first,)))
    if not places or not before or places[0].style is not before[0].style:
        return False
    title = flat.text[places[0].start : places[0].end]
    return count_words(title) > 1 and not is_name(title) and not is_credit_text(title)
