r"""Entries as paragraphs outside lists, their fields on lines of their own or on one line.

`arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    *Zihao Zha, Yuxiao Liu, Han Wu* \
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/a/b)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loader.fields.labels import is_label
from loader.fields.names import is_name
from loader.fields.text import has_letter
from loader.fields.years import is_date
from loader.reading.blocks import Line, Paragraph, Span
from loader.reading.candidates import Candidate
from loader.reading.citation.credits import is_credit_text
from loader.reading.citation.flat import GAP, flat_of, is_credit, undecorated
from loader.reading.citation.titles import count_words, marked_titles
from loader.reading.citation.venue_like import is_prose
from loader.reading.layouts.fields import is_field, split_fields
from loader.reading.layouts.line_entries import entries_on_lines

# Shorter marked text is a label or stress.
_SHORTEST_TITLE = 6
# Fewer words are the name of somebody or something.
_FEW = 2
# "[3] …", "(3) …", "3. …": a year in brackets is no number.
_NUMBERED = re.compile(r"\s{0,3}(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])(?=\s|[^\W\d_])")
# Shorter text than this is no description.
_SHORTEST_PROSE = 120


def candidates_in_paragraph(paragraph: Paragraph) -> Iterator[Candidate]:
    """A candidate for each entry of a paragraph; two that no blank line parts are still two."""
    each = entries_on_lines(paragraph.lines)
    for lines in each or _parted(_unwrapped(paragraph.lines)):
        head, told = split_fields(lines)
        yield Candidate(lines[0].number, lines[-1].end, head, told)


def is_told(paragraph: Paragraph, head: Sequence[Line]) -> bool:
    """Whether a paragraph holds nothing but what belongs to the entry above it.

    Args:
        paragraph: The paragraph.
        head: Lines among which the title of that entry is.
    """
    first = paragraph.lines[0]
    if head and (_begins_alike(first, head[0]) or _are_numbered(first, head[0])):
        return False
    if all(is_field(line) for line in paragraph.lines):
        return True
    return bool(head) and _is_marked(head[0]) and _is_emphasised(paragraph)


def describes(paragraph: Paragraph, head: Sequence[Line]) -> bool:
    """Whether a paragraph is prose below a title that marks set off."""
    first = paragraph.lines[0].spans[0]
    plain = not (first.strong or first.emphasis or first.href or first.code)
    prose = plain and len(first.text) > _SHORTEST_PROSE and is_prose(first.text, 8)
    return prose and bool(head) and _is_marked(head[0])


def is_bare_title(lines: Sequence[Line]) -> bool:
    """Whether lines are one line of strong text and nothing else."""
    return (
        len(lines) == 1
        and all(span.strong or not has_letter(span.text) for span in lines[0].spans)
        and not any(span.href for span in lines[0].spans)
        and count_words(lines[0].text) > 1
    )


def _is_marked(line: Line) -> bool:
    """Whether marks set a title off in a line."""
    return any((span.strong or span.href) and count_words(span.text) > 1 for span in line.spans)


def _are_numbered(line: Line, first: Line) -> bool:
    """Whether a line begins with a number, and so does another one."""
    return all(_NUMBERED.match(one.text) is not None for one in (line, first))


def _begins_alike(line: Line, first: Line) -> bool:
    """Whether a line begins with a link, or is strong as a whole, and another one is alike.

    >>> a, b = (Span("A title in words", "https://a.org"), Span("Everybody Dance Now", "b.pdf"))
    >>> _begins_alike(Line(3, 3, (b,)), Line(1, 1, (a,)))
    True
    """
    one, other = _beginning(line), _beginning(first)
    if one is None or other is None or (one.href is None) is not (other.href is None):
        return False
    links = sum(span.href is not None for span in line.spans)
    if (links > 1) if one.href is not None else not is_bare_title((line,)):
        return False
    text = one.text.strip(" .:")
    return count_words(text) > _FEW - (one.href is None) and not (is_label(text) or is_credit(text))


def _beginning(line: Line) -> Span | None:
    """The link or strong text that a line begins with, behind decoration."""
    first = next((span for span in line.spans if has_letter(undecorated(span.text))), None)
    return first if first is not None and (first.href is not None or first.strong) else None


def _is_emphasised(paragraph: Paragraph) -> bool:
    """Whether a paragraph is emphasised but for labelled links and credits behind that."""
    first = paragraph.lines[0].spans[0]
    if not first.emphasis or first.strong or first.href is not None:
        return False
    flat = flat_of(paragraph.lines)
    if marked_titles(flat):
        return False
    begun, rest = 0, ""
    for run in flat.runs:
        if run.emphasis:
            rest, begun = rest + flat.text[begun : run.start], run.end
    rest = (rest + flat.text[begun:]).replace(GAP, " ").strip(" .,;:|[]()\n")
    return not any(map(str.isalnum, rest)) or is_date(rest) or is_credit_text(rest)


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
        if group and (_are_numbered(line, group[0]) or _begins_like(line, group[0])):
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
