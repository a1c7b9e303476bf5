"""Two lists side by side: what both hold, what either has over the other, which headings match."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from werkzeug.exceptions import NotFound

from server.context import iris
from server.pages.browse import MOST_PAGES, Paging
from server.pages.provenance import Filed, filed
from server.panels import Panel, panel
from server.parameters import keys, whole_number

SIZE = 25
TWO = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One of two lists, and what it has over the other.

    Attributes:
        key: The list.
        label: Its name.
        papers: How many papers it holds.
        only: How many of them the other lacks.
        rows: Those of the page.
        paging: Where among them that page is.
    """

    key: str
    label: str
    papers: int
    only: int
    rows: Panel
    paging: Paging


@dataclass(frozen=True, slots=True)
class Both:
    """The papers that both lists hold.

    Attributes:
        rows: Those of the page.
        filed: The entries of either list that name them, by the paper.
        paging: Where among them that page is.
    """

    rows: Panel
    filed: Mapping[str, tuple[Filed, ...]]
    paging: Paging


def compare() -> str:
    """Two lists compared; a form to choose them where fewer are named.

    Raises:
        BadRequest: A key is none, or there are more than two.
        NotFound: There is no such list.
    """
    chosen = keys("list", most=TWO)
    names = panel("list-names")
    if len(set(chosen)) < TWO:
        return render_template("compare.html", names=names, chosen=chosen, sides=())
    one, other = (iris().list(key).value for key in chosen)
    head = panel("compare", list=one, other=other)
    found = head.first
    if found is None:
        raise NotFound("One of these lists is not in this graph; /lists names all of them.")
    common = int(found["common"])
    sides = (
        _side((chosen[0], str(found["label"]), int(found["papers"])), common, one, other, "page"),
        _side(
            (chosen[1], str(found["otherLabel"]), int(found["otherPapers"])),
            common,
            other,
            one,
            "other-page",
        ),
    )
    return render_template(
        "compare.html",
        names=names,
        chosen=chosen,
        head=head,
        common=common,
        both=_both(common, one, other),
        sides=sides,
        headings=panel("compare-headings", list=one, other=other),
    )


def _both(common: int, one: str, other: str) -> Both:
    paging = Paging(
        whole_number("both-page", 1, least=1, most=MOST_PAGES), common, SIZE, "both-page"
    )
    cut: dict[str, str | int] = {"list": one, "other": other, "size": SIZE, "skip": paging.skip}
    return Both(panel("compare-common", **cut), filed(panel("compare-filed", **cut)), paging)


def _side(of: tuple[str, str, int], common: int, one: str, other: str, page: str) -> Side:
    key, label, papers = of
    only = papers - common
    paging = Paging(whole_number(page, 1, least=1, most=MOST_PAGES), only, SIZE, page)
    rows = panel("compare-only", list=one, other=other, size=SIZE, skip=paging.skip)
    return Side(key, label, papers, only, rows, paging)
