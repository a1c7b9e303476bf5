"""What a list changed between two days, commit by commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask import render_template
from werkzeug.exceptions import BadRequest, NotFound

import queries
from server.context import iris
from server.linked_data.things import thing_named
from server.pages.browse import MOST_PAGES, Paging
from server.pages.formatting import shorten
from server.pages.things import SHOWN
from server.panels import Row, panel, panel_from
from server.parameters import day, whole_number

QUERIES = Path(queries.__file__).parent
QUERY = "changes-of-a-list"
# Rows a page; all of them are in the CSV.
SIZE = 500
# Greater than any day.
LATEST = "~"


@dataclass(slots=True)
class Changed:
    """An entry that a commit added, changed or removed.

    Attributes:
        first: The first of its rows, which tells what it is.
        fields: Of one that was changed, a row for each field.
    """

    first: Row
    fields: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Step:
    """A commit and what it did, in the order of the rows."""

    first: Row
    entries: list[Changed] = field(default_factory=list)


def changes(key: str) -> str:
    """What a list changed between the days ``from`` and ``to``, in pages.

    Raises:
        NotFound: There is no such list.
        BadRequest: A day is none, the first is after the last, or the page is no number.
    """
    chosen = {name: given for name in ("from", "to") if (given := day(name))}
    if chosen.get("from", "") > chosen.get("to", LATEST):
        raise BadRequest(f"from={chosen['from']} is after to={chosen['to']}: swap the days")
    iri = thing_named("list", key, iris())
    head = panel("list", list=iri.value) if iri is not None else None
    if iri is None or head is None or head.first is None:
        raise NotFound(f"No list has the key “{shorten(key, SHOWN)}” in this graph.")
    counted = panel("changes-count", list=iri.value, **chosen).first or {}
    total = int(counted.get("count", 0))
    paging = Paging(whole_number("page", 1, least=1, most=MOST_PAGES), total, SIZE)
    part = {"limit": paging.size, "skip": paging.skip}
    found = panel_from(QUERIES, QUERY, list=iri.value, **part, **chosen)
    asked = {"list": f"list:{key}", **chosen}
    whole = {**asked, "limit": max(total, 1), "format": "csv"}
    return render_template(
        "changes.html",
        key=key,
        iri=iri.value,
        list=head.first,
        history=panel("list-history", list=iri.value),
        found=found,
        steps=steps(found),
        paging=paging,
        chosen=chosen,
        saved=f"/queries/{QUERY}?{urlencode(asked)}",
        csv=f"/api/queries/{QUERY}?{urlencode(whole)}",
    )


def steps(rows: Iterable[Row]) -> list[Step]:
    """Rows of the saved query by commit and entry, which they come in the order of.

    >>> row = {"when": "2024", "commit": "c", "change": "changed", "entry": "e", "field": "venue"}
    >>> (step,) = steps([row, {**row, "field": "year"}])
    >>> [[each["field"] for each in entry.fields] for entry in step.entries]
    [['venue', 'year']]
    """
    found: list[Step] = []
    for row in rows:
        if not found or found[-1].first["commit"] != row["commit"]:
            found.append(Step(row))
        entries = found[-1].entries
        same = ("entry", "change")
        if not entries or any(entries[-1].first.get(each) != row.get(each) for each in same):
            entries.append(Changed(row))
        if "field" in row:
            entries[-1].fields.append(row)
    return found
