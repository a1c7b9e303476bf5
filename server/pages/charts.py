"""Bars for papers a year, laid out on the server: they need neither script nor inline style."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.panels import Row

BAR = 24
GAP = 12
HEIGHT = 88
LONGEST_SPAN = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One year's bar, in pixels of the drawing.

    Attributes:
        year: The year.
        papers: How many papers it has.
        with_code: How many of them come with code: the dark part of the bar.
        x: Left edge.
        height: Height of the whole bar.
        dark: Height of its dark part.
    """

    year: int
    papers: int
    with_code: int
    x: int
    height: float
    dark: float

    @property
    def middle(self) -> float:
        """Where the bar's labels are centred."""
        return self.x + BAR / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart of papers a year; years without papers keep their place."""

    bars: tuple[Bar, ...]
    width: int
    bar_width: int = BAR
    height: int = HEIGHT


def years_chart(rows: Iterable[Row]) -> Chart | None:
    """The chart of rows with ``year``, ``papers`` and ``withCode``; None without any year.

    >>> chart = years_chart([{"year": 2020, "papers": 1, "withCode": 1},
    ...                      {"year": 2022, "papers": 2, "withCode": 0}])
    >>> [(bar.year, bar.papers, bar.height) for bar in chart.bars]
    [(2020, 1, 44.0), (2021, 0, 0.0), (2022, 2, 88.0)]
    """
    known = {
        int(row["year"]): (int(row["papers"]), int(row.get("withCode", 0)))
        for row in rows
        if isinstance(row.get("year"), int)
    }
    if not known:
        return None
    last = max(known)
    # A wrong year, such as 1023, must not stretch the drawing over a thousand bars.
    first = max(min(known), last - LONGEST_SPAN + 1)
    most = max(papers for papers, _ in known.values())
    bars = tuple(
        Bar(
            year,
            papers,
            with_code,
            place * (BAR + GAP) + GAP // 2,
            HEIGHT * papers / most,
            HEIGHT * with_code / most,
        )
        for place, year in enumerate(range(first, last + 1))
        for papers, with_code in [known.get(year, (0, 0))]
    )
    return Chart(bars, len(bars) * (BAR + GAP))
