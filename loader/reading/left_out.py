"""What no entry has: lines with links, links that are none, and blocks that nobody reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from loader.fields.links import is_on_page, target_of
from loader.fields.paper_hosts import leads_to_paper
from loader.fields.text import key_of
from loader.reading.blocks import Line, Span, Unread, lines_in
from loader.reading.sections import Part
from loader.records import Dropped

# Words of a text beside its links, or in their labels, of which a title has as many.
_FEW, _FEWEST_IN_LABELS = 3, 4
_MARK = re.compile(r"\s*(?:[-*+|\[`]|\d{1,4}[.)])")


@dataclass(frozen=True, slots=True)
class Taken:
    """What the entries of a part have.

    Attributes:
        lines: Lines from the first to the last of each entry.
        followed: Lines and targets of the links that entries have.
    """

    lines: Collection[int]
    followed: Collection[int | str]

    def has(self, line: Line) -> bool:
        """Whether entries have all links of a line, or one that tells that they are theirs."""
        hrefs = _hrefs(line)
        known = line.number in self.followed or any(href in self.followed for href in hrefs)
        return known or all(map(is_on_page, hrefs))


def left_out(part: Part, taken: Taken, source: Sequence[str]) -> Iterator[Dropped]:
    """Lines with a link to elsewhere that no entry has, and blocks nobody reads.

    A line looks like an entry if it begins as entries do, says more than labels, and has a link to
    a paper, in a part where most of what has such a link was understood: there it is written
    otherwise than its neighbours. The linter tells of these, too. Of other links it is not known
    what they are: a list links to tools, to lectures and to its friends.

    Args:
        part: The part.
        taken: What its entries have.
        source: The lines of the list.
    """
    yield from (_unread(found) for found in part.unread)
    heading = part.heading.line if part.heading is not None else 0
    lines = list(_written(part))
    to_papers = [line for line in lines if any(map(_leads_to_paper, _hrefs(line)))]
    read = sum(line.number in taken.lines for line in to_papers)
    alike = 2 * read > len(to_papers)
    for line in lines:
        if not taken.has(line):
            like = alike and line in to_papers and line.number != heading
            yield _line(line, taken, like=like and _begins_as_entry(line, source))
        if "](" in line.text:
            yield Dropped(line.number, line.number, "a link is not well-formed and stays text")


def _written(part: Part) -> Iterator[Line]:
    """The lines of a part as they are written: the cells of a row stand on one."""
    for number, lines in groupby(lines_in(part.blocks), key=lambda line: line.number):
        first, *others = lines
        spans = (span for line in others for span in (Span(" "), *line.spans))
        yield replace(
            first,
            number=number,
            end=max(line.end for line in (first, *others)),
            spans=(*first.spans, *spans),
        )


def _unread(found: Unread) -> Dropped:
    return Dropped(found.line, found.end_line, found.reason)


def _line(line: Line, taken: Taken, *, like: bool) -> Dropped:
    if line.number in taken.lines:
        return Dropped(line.number, line.end, "stands below an entry and is not understood")
    if like:
        why = "looks like an entry and is not understood"
        return Dropped(line.number, line.end, why, looks_like_entry=True)
    return Dropped(line.number, line.end, "has a link and is in no entry")


def _begins_as_entry(line: Line, source: Sequence[str]) -> bool:
    """Whether a line begins with the marks that entries begin with and says more than labels."""
    if not _MARK.match(source[line.number - 1]):
        return False
    labels = sum(len(key_of(span.text).split()) for span in line.spans if span.href)
    return len(key_of(line.text).split()) - labels >= _FEW or labels >= _FEWEST_IN_LABELS


def _hrefs(line: Line) -> list[str]:
    return [span.href for span in line.spans if span.href]


def _leads_to_paper(href: str) -> bool:
    url = target_of(href)
    return url is not None and leads_to_paper(url)
