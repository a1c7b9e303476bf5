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
from loader.fields.text import has_letter, key_of
from loader.fields.venues import names_venue
from loader.reading.layouts.base import Anchor, Draft
from loader.reading.markdown import Line, Paragraph, Span, Style


class ParagraphWithBreaks:
    """Title line, author line and link line of a paragraph outside any list."""

    name = "paragraph with hard breaks"

    def drafts(self, blocks: Sequence[Paragraph]) -> Sequence[Draft]:
        """The entries of paragraphs; two that no blank line parts are still two."""
        groups = (group for block in blocks if not block.in_list for group in _groups(block.lines))
        return [draft for group in groups if (draft := _draft_of(group))]


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


# What parts fields on a line.
_AROUND = " []()|,:-–—"


def _is_title(span: Span) -> bool:
    """Whether a span can be a title: strong, and not the strong label of a link."""
    strong = Style.STRONG in span.style and bool(span.text.strip())
    return strong and not (span.href is not None and is_label(span.text))


def _has_title(line: Line) -> bool:
    return any(_is_title(span) for span in line.spans)


def _draft_of(lines: Sequence[Line]) -> Draft | None:
    """The entry on some lines, or ``None``.

    A strong text is a title where something speaks for a paper: authors, a venue or year before
    it, or a link with a label that papers' links have. Alone it is a label or stress in prose.
    """
    if not lines or not _has_title(lines[0]):
        return None
    venue, title, rest_of_head = _head(lines[0].spans)
    rest = [line for line in lines[1:] if line.text.strip()]
    # A break mark that nothing follows is no break to CommonMark: it stays in the text.
    authors = next((line.text.rstrip("\\ ") for line in rest if _is_author_line(line)), None)
    anchors = tuple(anchor for line in lines for anchor in _anchors(line))
    labelled = any(is_label(anchor.label) for anchor in anchors)
    prose = bool(key_of(rest_of_head)) and authors is None
    speaks_for_a_paper = authors is not None or venue is not None or labelled
    if not speaks_for_a_paper or prose or not has_letter(title):
        return None
    return Draft(lines[0].number, lines[-1].end, title, authors, venue, anchors)


def _head(spans: Sequence[Span]) -> tuple[str | None, str, str]:
    """Venue, title and what follows on a title line.

    The venue stands before the title or, strong itself, takes the title's place: then the title
    is the text behind it, as in ``[**ICCV 2021**] A title``. The brackets alone tell as much of a
    venue that no table knows.
    """
    start = next(i for i, span in enumerate(spans) if _is_title(span))
    end = next(
        (i for i in range(start, len(spans)) if Style.STRONG not in spans[i].style), len(spans)
    )
    before = "".join(span.text for span in spans[:start] if span.href is None)
    strong = "".join(span.text for span in spans[start:end])
    behind = "".join(span.text for span in spans[end:] if span.href is None)
    bracketed = before.rstrip().endswith("[") and behind.lstrip().startswith("]")
    if bracketed or names_venue(strong):
        return strong, behind.strip(_AROUND), ""
    return before.strip(_AROUND) or None, strong, behind


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
    on_title = False
    for span in (*line.spans, Span("")):
        if href is not None and span.href != href:
            yield Anchor(line.number, label, href, on_title)
            on_title = False
        label = span.text if span.href != href else label + span.text
        on_title = _is_title(span) or (on_title and span.href == href)
        href = span.href
