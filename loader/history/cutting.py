"""Cutting a version of a list into pieces, so that only what changed is read again.

Two versions of a list have nearly all their lines in common. Each is cut at its headings, and long
sections at items, rows and paragraphs as well. Where a cut falls depends on the lines around it
alone: what is put in or taken out moves the cuts next to it and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from zlib import crc32

from loader.history.scanning import Heading, Scan
from loader.records import Markup

# Lines. A piece begins where no other place so near says more: pieces have some twice as many.
_NEAR = 8
# Characters. A part of a version that is looked at as a whole, or not at all, has as many.
_PART = 1000
_LABEL = re.compile(r"\[([^\[\]\n]{1,200})\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a version, with what stands elsewhere in it and is needed to read them.

    Attributes:
        above: The headings over it, and the head of the table that it goes on with.
        text: Its lines.
        below: The definitions of the links that it refers to.
        digest: Tells it from every piece that may be read otherwise, wherever it stands.
    """

    above: str
    text: str
    below: str
    digest: bytes = field(init=False)

    def __post_init__(self) -> None:
        told = f"{self.above}\0{self.text}\0{self.below}".encode("utf-8", "surrogatepass")
        object.__setattr__(self, "digest", blake2b(told, digest_size=16).digest())

    @property
    def document(self) -> str:
        """A text that is read as these lines are where they stand."""
        return f"{self.above}{self.text}\n\n{self.below}" if self.below else self.above + self.text

    @property
    def lines_above(self) -> int:
        """How many lines of the document are not its own."""
        return self.above.count("\n")


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a version that begins with a heading of the two topmost levels.

    Attributes:
        pieces: Its pieces, each with the number of lines before it.
        lines: How many lines it has.
        first: Its first heading.
        top: Its last heading of level 1.
        alone: Whether it needs nothing of the rest of the version, nor the rest of it.
    """

    pieces: tuple[tuple[int, Piece], ...]
    lines: int
    first: Heading | None
    top: Heading | None
    alone: bool


@dataclass(slots=True)
class Cutter:
    """Cuts the versions of a list, looking only at what the last version did not have.

    Attributes:
        markup: What the list is written in, Markdown or reStructuredText.
    """

    markup: Markup
    _known: dict[tuple[str, Heading | None, Heading | None], _Part] = field(default_factory=dict)

    def pieces_of(self, text: str) -> list[tuple[int, Piece]]:
        r"""A version in pieces, each with the line that it begins on, in order.

        Args:
            text: The version, lines parted by ``\n``.

        Cost: linear in the length of the text.

        >>> [(line, piece.text) for line, piece in Cutter(Markup.MARKDOWN).pieces_of("# A\n- x")]
        [(1, '# A\n- x')]
        """
        known: dict[tuple[str, Heading | None, Heading | None], _Part] = {}
        found: list[tuple[int, Piece]] = []
        line = 1
        title: Heading | None = None
        top: Heading | None = None
        for stretch in _stretches(text) if self.markup is Markup.MARKDOWN else ():
            key = stretch, title, top
            part = known[key] = self._known.get(key) or _part(stretch, self.markup, title, top)
            if not part.alone:
                break
            found += [(line + before, piece) for before, piece in part.pieces]
            line += part.lines
            title, top = title or part.first, part.top or top
        else:
            if known:
                self._known = known
                return found
        return [(1 + before, piece) for before, piece in _part(text, self.markup).pieces]


def _stretches(text: str) -> Iterator[str]:
    """A text cut before headings of the two topmost levels, where the stretch is long enough."""
    begun = 0
    places = sorted(place for mark in ("\n# ", "\n## ") for place in _places_of(mark, text))
    for place in places:
        if place - begun >= _PART:
            yield text[begun:place]
            begun = place + 1
    yield text[begun:]


def _places_of(mark: str, text: str) -> Iterator[int]:
    place = text.find(mark)
    while place >= 0:
        yield place
        place = text.find(mark, place + 1)


def _part(
    text: str, markup: Markup, title: Heading | None = None, top: Heading | None = None
) -> _Part:
    """A stretch in pieces.

    Args:
        text: The stretch.
        markup: What it is written in.
        title: The first heading of the version, where it stands before the stretch.
        top: The heading of level 1 that the stretch stands below, unless it begins with one.
    """
    scan = Scan(text.split("\n"), markup)
    scan.run()
    headings = [scan.headings[place] for place in sorted(scan.headings)]
    return _Part(
        tuple(_pieces(scan, title, [top] if top is not None else [])),
        len(scan.lines),
        headings[0] if headings else None,
        next((each for each in reversed(headings) if each.level == 1), None),
        alone=not scan.is_open and not scan.definitions,
    )


def _pieces(scan: Scan, title: Heading | None, over: list[Heading]) -> Iterator[tuple[int, Piece]]:
    lines = scan.lines
    first = min(scan.headings, default=len(lines))
    begun, above = 0, _above(title, over)
    for place, begins in _places(scan):
        heading = scan.headings.get(place)
        if begins and place > begun:
            body = "\n".join(lines[begun:place])
            yield begun, Piece(above, body, _definitions_for(body, scan.definitions))
        if heading is not None:
            over = [each for each in over if each.level < heading.level]
        if begins and place < len(lines):
            shown = title or (scan.headings[first] if first < place else None)
            begun, above = place, _above(shown, over) + scan.heads.get(place, "")
        if heading is not None:
            over.append(heading)


def _places(scan: Scan) -> Iterator[tuple[int, bool]]:
    """Places at which a piece may begin, in order, and whether one does; the end is one.

    Whether one does hangs on the lines that are near alone, so that a line more or less moves the
    cuts around it and no others. Headings say more than what stands below them.
    """
    places = sorted({*scan.headings, *scan.starts})
    said = [
        (place in scan.headings, crc32(scan.lines[place].encode("utf-8", "surrogatepass")), -place)
        for place in places
    ]
    for number, place in enumerate(places):
        near = (*_near(places, number, -1), *_near(places, number, 1))
        yield place, place == 0 or all(said[number] > said[each] for each in near)
    yield len(scan.lines), True


def _near(places: Sequence[int], number: int, step: int) -> Iterator[int]:
    other = number + step
    while 0 <= other < len(places) and abs(places[other] - places[number]) <= _NEAR:
        yield other
        other += step


def _above(title: Heading | None, over: Sequence[Heading]) -> str:
    """The headings over a piece; a document's first may be its title, which all stand below."""
    shown = [*over] if title is None or title in over else [title, *over]
    return "".join(f"{each.lines}\n\n" for each in shown)


def _definitions_for(text: str, definitions: Mapping[str, str]) -> str:
    if not definitions:
        return ""
    used = {label.lower() for label in _LABEL.findall(text)} & definitions.keys()
    return "\n".join(definitions[label] for label in sorted(used))
