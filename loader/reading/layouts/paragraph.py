r"""Entries as paragraphs whose fields stand on lines of their own.

    `arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    *Zihao Zha, Yuxiao Liu, Han Wu* \
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/a/b)]

The lines end in a hard break (a backslash or two blanks). What a line holds is told by its
markup: a strong text is the title, what stands before it names the venue, an emphasised line
without links gives the authors, and links stand in brackets inside or outside the link.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loader.fields.links import is_label
from loader.reading.layouts.base import Anchor, Draft
from loader.reading.markdown import Line, Paragraph, Span, Style


class ParagraphWithBreaks:
    """Title line, author line and link line of a paragraph outside any list."""

    name = "paragraph with hard breaks"

    def drafts(self, paragraph: Paragraph) -> Sequence[Draft]:
        """The entries of a paragraph; two that no blank line parts are still two."""
        if paragraph.in_list:
            return ()
        return [draft for group in _groups(paragraph.lines) if (draft := _draft_of(group))]


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that belong together: a title line starts a group.

    Strong text on the line after a title may be a name set off among the authors.
    """
    group: list[Line] = []
    for line in lines:
        name_in_bold = len(group) == 1 and _is_author_line(line)
        if group and _has_title(line) and not name_in_bold:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _is_title(span: Span) -> bool:
    """Whether a span can be a title: strong, and not the strong label of a link."""
    strong = Style.STRONG in span.style and bool(span.text.strip())
    return strong and not (span.href is not None and is_label(span.text))


def _has_title(line: Line) -> bool:
    return any(_is_title(span) for span in line.spans)


def _draft_of(lines: Sequence[Line]) -> Draft | None:
    """The entry on some lines, or ``None``: a strong text alone is a label, not a paper."""
    if not lines or not _has_title(lines[0]):
        return None
    head = lines[0].spans
    start = next(i for i, span in enumerate(head) if _is_title(span))
    title = _title(head[start:])
    rest = [line for line in lines[1:] if line.text.strip()]
    # A break mark that nothing follows is no break to CommonMark: it stays in the text.
    authors = next((line.text.rstrip("\\ ") for line in rest if _is_author_line(line)), None)
    anchors = tuple(anchor for line in lines for anchor in _anchors(line))
    if authors is None and not anchors:
        return None
    venue = "".join(span.text for span in head[:start] if span.href is None).strip(" []()|,")
    return Draft(lines[0].number, lines[-1].number, title, authors, venue or None, anchors)


def _title(spans: Sequence[Span]) -> str:
    """The first run of strong text, whatever other markup stands in it."""
    run = []
    for span in spans:
        if Style.STRONG not in span.style:
            break
        run.append(span.text)
    return "".join(run)


def _is_author_line(line: Line) -> bool:
    """Whether a line gives names: emphasised (closed or not), and without links.

    Emphasis that a blank before its last asterisk left open is no emphasis to CommonMark, so the
    asterisk is then part of the text.
    """
    if any(span.href is not None for span in line.spans):
        return False
    marked = any(Style.EMPHASIS in span.style for span in line.spans)
    return marked or line.text.strip().startswith(("*", "_"))


def _anchors(line: Line) -> Iterator[Anchor]:
    """Links of a line; spans that share one target without a break are one link."""
    label = ""
    href: str | None = None
    for span in (*line.spans, Span("")):
        if href is not None and span.href != href:
            yield Anchor(line.number, label, href)
        label = span.text if span.href != href else label + span.text
        href = span.href
