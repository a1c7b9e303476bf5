"""Entries as rows of a table, in whatever order its columns stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from loader.fields.labels import is_label, is_vague, kind_of_label
from loader.fields.text import has_letter, key_of
from loader.fields.venues import names_venue
from loader.fields.words import is_placeholder
from loader.fields.years import is_date
from loader.reading.blocks import Line, Row, Table
from loader.reading.candidates import Anchor, Candidate
from loader.reading.citation.flat import flat_of, is_credit
from loader.reading.citation.titles import count_words
from loader.records import LinkKind
from loader.tables import table as authority_table

# Rows that are looked at to find out what a column holds.
_LOOKED_AT = 40
# Shares of a column's cells that make it one of titles: where its header says so, and where not.
_ENOUGH, _MOST = 0.3, 0.5
# Between the names of two things that a column holds: "Title & Authors", "Paper / Venue".
_JOINED = re.compile(r"\s{0,3}[&/,+;|]\s{0,3}|\s(?:and|with)\s", re.IGNORECASE)

Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns hold what; ``None`` for what none holds."""

    title: int | None
    venue: int | None
    date: int | None
    authors: int | None


class _Grid:
    """The cells of a table, column by column."""

    def __init__(self, table: Table) -> None:
        rows = table.rows[:_LOOKED_AT]
        header = table.header.cells if table.header is not None else ()
        # Cells beyond the header are slips of some rows and make no column.
        self.width = len(header) or max((len(row.cells) for row in rows), default=0)
        self.header = [_text(cell) for cell in header] or [""] * self.width
        titles = _roles()["title"]
        firsts = (_JOINED.split(text, maxsplit=1) for text in self.header)
        self.joint = {n for n, f in enumerate(firsts) if len(f) > 1 and key_of(f[0]) in titles}
        self.cells = [
            [row.cells[n] for row in rows if n < len(row.cells)] for n in range(self.width)
        ]

    def named(self, role: str) -> Iterator[int]:
        """Columns whose header names a role; those whose header is the very word come first."""
        words = _roles()[role]
        keys = [key_of(text) for text in self.header]
        if role != "title":
            # "Title & Authors": what is named first is what the column is of.
            keys = [key if n not in self.joint else "" for n, key in enumerate(keys)]
        yield from (n for n, key in enumerate(keys) if key in words)
        # "Source Code" is no column of sources.
        linked = role in {"venue", "authors", "date"}
        yield from (
            n
            for n, key in enumerate(keys)
            if key not in words
            and len(key.split()) <= 3
            and words & set(key.split())
            and not (linked and kind_of_label(key) not in {None, LinkKind.PAPER})
        )

    def share(self, column: int, test: Callable[[Cell], bool]) -> float:
        """Share of a column's cells that pass a test; of a column without cells none does."""
        cells = self.cells[column]
        return sum(map(test, cells)) / len(cells) if cells else 0.0


def candidates_in_table(table: Table) -> list[Candidate]:
    """A candidate for each row that may be an entry; none where no column holds titles."""
    grid = _Grid(table)
    columns = _columns(grid)
    rows = (one for row in table.rows for one in _records(row, grid.width, columns.title))
    found = (_candidate(row, grid.header, columns) for row in rows)
    return [candidate for candidate in found if candidate is not None]


@cache
def _roles() -> dict[str, frozenset[str]]:
    """Words of headers by what the column holds, from ``data/columns.toml``."""
    rows = authority_table("columns")
    return {role: frozenset(key_of(word) for word in words) for role, words in rows.items()}


def _columns(grid: _Grid) -> _Columns:
    def first(role: str, *taken: int | None) -> int | None:
        return next((n for n in grid.named(role) if n not in taken), None)

    authors = first("authors")
    titles = {n: grid.share(n, _holds_title) for n in range(grid.width) if n != authors}
    venue = next((n for n in grid.named("venue") if titles.get(n, 0.0) <= _MOST), None)
    date = first("date", venue)
    for taken in (venue, date):
        titles.pop(taken if taken is not None else -1, None)
    title = _title_column(grid, titles)
    others = [n for n in range(grid.width) if n not in {title, venue, date, authors}]
    if venue is None:
        venue = next((n for n in others if grid.share(n, _holds_venue) > _MOST), None)
    if date is None:
        date = next((n for n in others if n != venue and grid.share(n, _holds_date) > _MOST), None)
    return _Columns(title, venue, date, authors)


def _title_column(grid: _Grid, titles: dict[int, float]) -> int | None:
    """The column of titles: by its header if its cells bear that out, else by its cells."""
    named = [n for n in grid.named("title") if titles.get(n, 0.0) >= _ENOUGH]
    if named:
        return max(named, key=lambda n: (titles[n], -n))
    linked = {n: grid.share(n, _holds_linked_title) for n in titles}
    best = max(linked, key=lambda n: (linked[n], -n), default=None)
    if best is not None and linked[best] >= _MOST:
        return best
    if any(grid.header):
        return None
    best = max(titles, key=lambda n: (titles[n], -n), default=None)
    return best if best is not None and titles[best] >= _MOST else None


def _text(cell: Cell) -> str:
    return " ".join(line.text for line in cell).strip()


def _holds_title(cell: Cell) -> bool:
    return any(map(_reads_as_title, (line.text for line in cell))) or any(
        _reads_as_title(span.text) for line in cell for span in line.spans
    )


def _holds_linked_title(cell: Cell) -> bool:
    return any(span.href and _reads_as_title(span.text) for line in cell for span in line.spans)


def _holds_venue(cell: Cell) -> bool:
    linked = any(span.href for line in cell for span in line.spans)
    text = _text(cell)
    return not linked and names_venue(text) and not is_date(text)


def _holds_date(cell: Cell) -> bool:
    return is_date(_text(cell))


def _reads_as_title(text: str) -> bool:
    """Whether a text is several words, and no label, venue or date."""
    text = text.strip()
    named = is_label(text) or is_credit(text) or is_date(text)
    return count_words(text) > 2 and has_letter(text) and not named


def _records(row: Row, width: int, title: int | None) -> Iterator[Row]:
    """A row, or the rows that a lost line end has run into one: each has a title in its place."""
    count, rest = divmod(len(row.cells), max(1, width))
    if count > 1 and not rest and width > 1 and title is not None:
        pieces = [row.cells[n * width : (n + 1) * width] for n in range(count)]
        if all(_holds_title(cells[title]) for cells in pieces):
            yield from (replace(row, cells=cells) for cells in pieces)
            return
    yield row


def _candidate(row: Row, header: Sequence[str], columns: _Columns) -> Candidate | None:
    title = columns.title
    if title is None or title >= len(row.cells) or not has_letter(_text(row.cells[title])):
        return None
    anchors = [
        anchor
        for n, cell in enumerate(row.cells)
        if n != title
        for anchor in _anchors(cell, header[n] if n < len(header) else "")
    ]
    return Candidate(
        line=row.line,
        end_line=row.end,
        head=row.cells[title],
        venue=_said(row, _place(row, columns, columns.venue, _holds_venue, len(header))),
        date=_said(row, _place(row, columns, columns.date, _holds_date, len(header))),
        authors=_said(row, columns.authors),
        anchors=tuple(anchors),
        titled=True,
    )


def _place(
    row: Row, columns: _Columns, column: int | None, test: Callable[[Cell], bool], width: int
) -> int | None:
    """Where in a row the text of a column stands: elsewhere, if the row has cells too many."""
    if column is None or column >= len(row.cells):
        return column
    if len(row.cells) > width and not test(row.cells[column]):
        taken = {columns.title, columns.authors}
        found = (n for n, cell in enumerate(row.cells) if n not in taken and test(cell))
        column = next(found, column)
    return None if _is_labels(row.cells[column]) else column


def _is_labels(cell: Cell) -> bool:
    """Whether a cell holds labelled links and nothing else, and so no venue and no date."""
    spans = [span for line in cell for span in line.spans if span.text.strip("[]() ,|/")]
    return bool(spans) and all(span.href and is_label(span.text) for span in spans)


def _said(row: Row, column: int | None) -> str | None:
    """The text of a cell, if it says anything."""
    text = _text(row.cells[column]) if column is not None and column < len(row.cells) else ""
    return text if any(c.isalnum() for c in text) and not is_placeholder(text) else None


def _anchors(cell: Cell, header: str) -> Iterator[Anchor]:
    """Links of a cell; one that does not say what it is, is what its column holds."""
    kind = kind_of_label(header)
    for anchor in flat_of(cell).anchors:
        said = is_label(anchor.label) and not is_vague(anchor.label)
        yield anchor if said or kind is None else replace(anchor, label=header)
