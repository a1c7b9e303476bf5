"""Browsing: papers by task, venue, year and code; tasks, authors, venues and lists."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import render_template, request

from server.context import iris
from server.pages.charts import years_chart
from server.panels import panel
from server.parameters import choice, key, whole_number

PAGE = 50
MOST_PAGES = 100_000
# How many authors with most papers the statistics rank.
RANKED = 500
ORDERS = ("newest", "oldest", "title")


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a reader is in a long answer.

    Attributes:
        page: Counted from 1.
        total: How many rows there are in all.
        size: Rows a page.
        name: What the address calls the page's number.
    """

    page: int
    total: int
    size: int = PAGE
    name: str = "page"

    @property
    def skip(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.size

    @property
    def pages(self) -> int:
        """How many pages there are; an empty answer has one, too."""
        return max(1, -(-self.total // self.size))

    def link(self, page: int) -> str | None:
        """The address of another page with all that is chosen, or None where there is none."""
        if not 1 <= page <= self.pages:
            return None
        given = request.args.items(multi=True)
        kept = [(name, value) for name, value in given if value and name != self.name]
        return f"{request.path}?{urlencode([*kept, (self.name, str(page))])}"


def papers() -> str:
    """Papers by task, venue, year and whether code is known, sorted and in pages."""
    task, venue = key("task"), key("venue")
    year = whole_number("year", 0, most=9999)
    code = choice("code", ("0", "1"))
    sort = choice("sort", ORDERS)
    filters: dict[str, str | int] = {}
    if year:
        filters["year"] = year
    if code == "1":
        filters["code"] = code
    if task:
        filters["task"] = iris().task(task).value
    if venue:
        filters["venue"] = iris().venue(venue).value
    counted = panel("papers-count", **filters).first or {}
    paging = Paging(whole_number("page", 1, least=1, most=MOST_PAGES), int(counted.get("count", 0)))
    years = panel("years")
    return render_template(
        "papers.html",
        papers=panel("papers", **filters, sort=sort, size=paging.size, skip=paging.skip),
        paging=paging,
        tasks=panel("tasks"),
        venues=panel("venues"),
        years=years,
        chosen={"task": task, "venue": venue, "year": year, "code": code, "sort": sort},
        orders=ORDERS,
    )


def tasks() -> str:
    """All tasks with their papers and how many of them come with code."""
    return render_template("tasks.html", tasks=panel("tasks"))


def authors() -> str:
    """All authors, by papers or by name, in pages."""
    sort = choice("sort", ("papers", "name"))
    counted = panel("authors-count").first or {}
    size = 4 * PAGE
    paging = Paging(
        whole_number("page", 1, least=1, most=MOST_PAGES), int(counted.get("count", 0)), size
    )
    return render_template(
        "authors.html",
        authors=panel("authors-first", size=paging.size, skip=paging.skip)
        if sort == "papers" and paging.skip + paging.size < RANKED
        else panel("authors", sort=sort, size=paging.size, skip=paging.skip),
        paging=paging,
        sort=sort,
    )


def venues() -> str:
    """All series, journals and repositories of preprints, with papers a year."""
    years = panel("years")
    return render_template(
        "venues.html", venues=panel("venues"), years=years, chart=years_chart(years)
    )


def lists() -> str:
    """The lists that this graph is made from."""
    return render_template("lists.html", lists=panel("lists"))
