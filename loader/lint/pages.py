"""A list as the rules see it: what was read of it, and where its links stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from markdown_it import MarkdownIt

from loader.fields.links import host_of, target_of
from loader.fields.text import plain
from loader.identity.claims import claims_of
from loader.identity.papers import papers_of
from loader.lint.places import Place
from loader.lint.scanning import Written, scan
from loader.reading import read
from loader.records import Entry, Markup, ReadingList
from loader.sources import Source

_LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Title:
    """A heading as it is written: its level, its line and its text without marks."""

    level: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link points.

    Attributes:
        link: The link.
        text: Its target as written, without blanks around it.
        url: The URL that it is fit for use as, if any.
        host: That URL's host, empty where it has none.
    """

    link: Written
    text: str
    url: str | None
    host: str


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry of some list of the run.

    Attributes:
        source: What its list was read from.
        entry: The entry.
    """

    source: str
    entry: Entry


@dataclass(frozen=True)
class Page:
    """A list with the places of what it is made of.

    Attributes:
        text: Its Markdown, lines parted by a line feed.
        reading: What was read of it.
        links: Its links and images in order.
        strays: Offsets of each ``](`` that is part of no link.
        brackets: First and last offset of bracketed texts that are no links.
        comments: Where each HTML comment starts and ends.
        headings: Its headings in order.
        plain_lines: Numbers of the lines that are neither code nor HTML.
        papers: For each of its entries that is not the only one on its paper, all entries on
            that paper in the run, by place.
    """

    text: str
    reading: ReadingList
    links: Sequence[Written]
    strays: Sequence[int]
    brackets: Sequence[tuple[int, int]]
    comments: Sequence[tuple[int, int]]
    headings: Sequence[Title]
    plain_lines: frozenset[int]
    papers: Sequence[Sequence[Mention]] = field(default=())

    @property
    def source(self) -> str:
        """What the list was read from, as messages name it."""
        return self.reading.snapshot.source

    @cached_property
    def lines(self) -> Sequence[str]:
        """The text line by line."""
        return self.text.split("\n")

    @cached_property
    def starts(self) -> Sequence[int]:
        """Offset of each line's first character."""
        offsets, at = [], 0
        for line in self.lines:
            offsets.append(at)
            at += len(line) + 1
        return offsets

    @cached_property
    def link_starts(self) -> Sequence[int]:
        """Offset of each link's first character."""
        return [link.start for link in self.links]

    @cached_property
    def lines_of_entries(self) -> frozenset[int]:
        """Numbers of the lines that entries stand on."""
        return frozenset(
            number
            for entry in self.reading.entries
            for number in range(entry.line, entry.end_line + 1)
        )

    @cached_property
    def targets(self) -> Sequence[Target]:
        """Where its links point, but for images, empty links and fragments."""
        found = []
        for link in self.links:
            text = link.target.strip()
            if text and not text.startswith("#") and not link.image:
                url = target_of(text)
                found.append(Target(link, text, url, host_of(url) if url is not None else ""))
        return found

    def line_of(self, offset: int) -> int:
        """The line, from 1, that an offset stands on."""
        return bisect_right(self.starts, offset)

    def place(self, start: int, end: int) -> Place:
        """The place between two offsets of the text."""
        line, end_line = self.line_of(start), self.line_of(end)
        column, end_column = start - self.starts[line - 1], end - self.starts[end_line - 1]
        return Place(line, column + 1, end_line, end_column + 1)

    def place_of_target(self, link: Written) -> Place:
        """Where a link's target stands."""
        return self.place(link.target_start, link.target_end)

    def place_of_line(self, line: int) -> Place:
        """What is written on a line, without the blanks around it."""
        text = self.lines[line - 1]
        first = len(text) - len(text.lstrip())
        return Place(line, first + 1, line, max(first, len(text.rstrip())) + 1)

    def place_of(self, text: str | None, line: int, end_line: int) -> Place:
        """Where a text stands between two lines; the first line where it is not found as it is.

        What is read has lost its markup, so its first words are looked for besides.
        """
        for part in _parts(text or ""):
            for number in range(line, min(end_line, len(self.lines)) + 1):
                column = self.lines[number - 1].find(part)
                if column >= 0:
                    return Place(number, column + 1, number, column + len(part) + 1)
        return self.place_of_line(line)

    def links_of(self, entry: Entry) -> Sequence[Written]:
        """The links that stand on the lines of an entry, images left out."""
        return [link for link in self.links_on(entry.line, entry.end_line) if not link.image]

    def links_on(self, line: int, end_line: int) -> Sequence[Written]:
        """The links and images that begin between two lines, both inclusive."""
        first = self.starts[line - 1]
        behind = self.starts[end_line] if end_line < len(self.lines) else len(self.text) + 1
        starts = self.link_starts
        return self.links[bisect_left(starts, first) : bisect_left(starts, behind)]


def _parts(text: str) -> Iterator[str]:
    words = text.split()
    for number in dict.fromkeys((len(words), 3, 1)):
        if part := " ".join(words[:number]):
            yield part


def quoted(text: str) -> str:
    """A list's text fit for a message: on one line, in quotes, and not too long.

    >>> quoted("MAIRA-1")
    "'MAIRA-1'"
    """
    said = plain(text)
    return f"'{said if len(said) <= _LONGEST_QUOTE else said[: _LONGEST_QUOTE - 1] + '…'}'"


def page_of(source: Source) -> Page:
    """Read a list and find where its links stand; those of Markdown only."""
    text = source.text
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    links: list[Written] = []
    strays: list[int] = []
    brackets: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    headings: list[Title] = []
    plain_lines: set[int] = set()
    markdown = source.snapshot.markup is Markup.MARKDOWN
    for block in _blocks(text) if markdown else ():
        first, behind = starts[block.first], min(starts[block.behind] - 1, len(text))
        if block.html:
            comments.extend(scan(text, first, behind).comments)
            continue
        found = scan(text, first, behind)
        links.extend(found.links)
        strays.extend(found.strays)
        brackets.extend(found.brackets)
        comments.extend(found.comments)
        plain_lines.update(range(block.first + 1, block.behind + 1))
        if block.level:
            headings.append(Title(block.level, block.first + 1, block.text))
    links.sort(key=lambda link: link.start)
    return Page(
        text=text,
        reading=read(source.snapshot, text),
        links=links,
        strays=strays,
        brackets=brackets,
        comments=comments,
        headings=headings,
        plain_lines=frozenset(plain_lines),
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of the text, from ``first`` and before ``behind``, both counted from 0."""

    first: int
    behind: int
    html: bool = False
    level: int = 0
    text: str = ""


def _blocks(text: str) -> Iterator[_Block]:
    """Stretches of inline text and of HTML; code is left out, a row of a table comes once."""
    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    level, last = 0, (-1, -1)
    for token in parser.parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.map is not None and token.type == "html_block":
            yield _Block(token.map[0], token.map[1], html=True)
        elif token.map is not None and token.type == "inline" and tuple(token.map) != last:
            last = (token.map[0], token.map[1])
            yield _Block(*last, level=level, text=token.content)


def with_papers(pages: Sequence[Page]) -> list[Page]:
    """The pages, each knowing which of its papers have several entries in the run."""
    claims = list(claims_of(page.reading for page in pages))
    owners = [number for number, page in enumerate(pages) for _ in page.reading.entries]
    papers: list[list[Sequence[Mention]]] = [[] for _ in pages]
    for group in papers_of(claims).groups:
        if len(group) > 1:
            numbers = [owners[claim.number] for claim in group]
            mentions = [
                Mention(pages[number].source, claim.entry)
                for number, claim in sorted(
                    zip(numbers, group, strict=True), key=lambda pair: (pair[0], pair[1].entry.line)
                )
            ]
            for number in dict.fromkeys(numbers):
                papers[number].append(mentions)
    return [replace(page, papers=found) for page, found in zip(pages, papers, strict=True)]
