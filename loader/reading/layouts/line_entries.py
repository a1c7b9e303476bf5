"""Entries that are each one line of a paragraph, with a break mark at its end.

**Widget-Net** Ada Lovelace, Ben Two "Widgets at Large" [[paper]](https://a.org/a.pdf)<br>
**Gear** Charles Babbage. Gears in the Small. [[pdf]](https://a.org/b.pdf) In ICML 2018<br>
"""

from __future__ import annotations

from collections.abc import Sequence

from loader.fields.text import has_letter
from loader.reading.blocks import Line
from loader.reading.citation.flat import flat_of
from loader.reading.citation.titles import count_words, marked_titles
from loader.reading.evidence import leads_to_paper
from loader.reading.layouts.fields import is_field

# Share of lines with a title and a paper's link that makes each line an entry.
_MOST = 0.5
# Fewer words without marks, among entries with them, are a remark.
_FEW = 6


def entries_on_lines(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each entry where every line is one; nothing where they are not.

    A line that only a line end parts from the one above goes on with it. What is neither an entry
    nor a field belongs to nobody, since the entry above it is complete.
    """
    units: list[list[Line]] = []
    for line in lines:
        if units and line.wrapped:
            units[-1].append(line)
        else:
            units.append([line])
    if len(units) < 2:
        return []
    whole = [_is_whole(unit) for unit in units]
    if sum(whole) < max(2, _MOST * len(units)):
        return []
    entries: list[list[Line]] = []
    for unit, is_entry in zip(units, whole, strict=True):
        if is_entry:
            entries.append(unit)
        elif all(map(is_field, unit)):
            if entries and _tells_more(unit):
                entries[-1].extend(unit)
        elif sum(count_words(line.text) for line in unit) > _FEW:
            entries.append(unit)
    return entries


def _tells_more(unit: Sequence[Line]) -> bool:
    """Whether fields go on with a complete entry: credits, or links with no words of their own.

    "**Evaluation code**: [Python](…)" begins as an entry does; "Some slides [pdf](…)" are others'.
    """
    own = "".join(span.text for line in unit for span in line.spans if not span.href)
    own = own.strip(" []()|,")
    linked = any(span.href for line in unit for span in line.spans)
    words = has_letter(own) and not own.endswith((":", "："))
    return not linked or not (words or unit[0].spans[0].strong)


def _is_whole(unit: Sequence[Line]) -> bool:
    """Whether lines set off a title, or a name before it, and link to a paper."""
    if not any(span.href for line in unit for span in line.spans):
        return False
    flat = flat_of(tuple(unit))
    return any(map(leads_to_paper, flat.anchors)) and bool(marked_titles(flat))
