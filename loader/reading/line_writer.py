"""Writing lines of spans, whichever markup the marks come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loader.reading.blocks import Line, Span

# RFC 3986 leaves stops, commas and brackets to URLs; at the end of one people mean punctuation.
# The bound keeps a line that is all brackets from costing more than its length.
_ADDRESS = re.compile(r"https?://[^\s<>\"`，。；、（）【】]{1,2048}")
_CLOSING = ".,;:!?'*_"


class LineWriter:
    """Collects spans into lines while a reader of markup turns marks on and off.

    Attributes:
        number: Source line that is being read, from 1.
        strong: How many strong marks are open.
        emphasis: How many marks of emphasis are open.
        href: Target of the open link, if one is open.
    """

    def __init__(self, first: int, last: int) -> None:
        """Start at the source line ``first``; no line is given a number above ``last``."""
        self.number = self._begun = first
        self.strong = self.emphasis = 0
        self.href: str | None = None
        self._last = max(first, last)
        self._wrapped = False
        self._spans: list[Span] = []
        self._lines: list[Line] = []

    @property
    def link_has_text(self) -> bool:
        """Whether the open link has shown text already."""
        last = self._spans[-1] if self._spans else None
        return last is not None and last.href == self.href and bool(last.text.strip())

    def write(self, text: str, *, code: bool = False, image: bool = False) -> None:
        """Add text under the marks that are open; addresses in it become links."""
        strong, emphasis = self.strong > 0, self.emphasis > 0
        if self.href is not None or "://" not in text:
            self._spans.append(Span(text, self.href, strong, emphasis, code, image))
            return
        for piece, href in with_addresses(text):
            self._spans.append(Span(piece, href, strong, emphasis, code))

    def break_line(self, *, wrapped: bool = False) -> None:
        """End the line that is being written; an empty one is none."""
        if any(span.text.strip() or span.href is not None for span in self._spans):
            spans = tuple(self._spans)
            self._lines.append(Line(self._begun, self.number, spans, self._wrapped))
            self._wrapped = wrapped
        self._spans = []
        self._begun = self.number

    def next_source_line(self, *, wrapped: bool) -> None:
        """Pass a line end of the source; within marks it is no more than a blank."""
        if self.strong > 0 or self.emphasis > 0 or self.href is not None:
            self.write(" ")
        else:
            self.break_line(wrapped=wrapped)
        self.at(self.number + 1)

    def at(self, number: int) -> None:
        """Go on at a source line; a line not yet begun begins there."""
        self.number = min(max(number, self.number), self._last)
        if not self._spans:
            self._begun = self.number

    def lines(self) -> tuple[Line, ...]:
        """The lines written, the open one ended."""
        self.break_line()
        return tuple(self._lines)


def with_addresses(text: str) -> Iterator[tuple[str, str | None]]:
    """Pieces of a text: bare web addresses with themselves as target, and what is between.

    >>> [href for _, href in with_addresses("Paper: https://arxiv.org/abs/2312.00109.")]
    [None, 'https://arxiv.org/abs/2312.00109', None]
    """
    end = 0
    for found in _ADDRESS.finditer(text):
        if text[max(0, found.start() - 2) : found.start()] == "](":
            # A link that is not well-formed stays text as a whole, to be seen and mended.
            continue
        address = _without_closing(found.group())
        if found.start() > end:
            yield text[end : found.start()], None
        yield address, address
        end = found.start() + len(address)
    if end < len(text):
        yield text[end:], None


def _without_closing(address: str) -> str:
    """An address without the punctuation of the sentence around it.

    A closing bracket belongs to the address only where it opens one, too.
    """
    while True:
        shorter = address.rstrip(_CLOSING)
        for opening, closing in ("()", "[]"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
