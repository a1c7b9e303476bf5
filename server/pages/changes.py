"""What a list changed between two days, commit by commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlencode

from flask import render_template
from werkzeug.exceptions import BadRequest, NotFound

import queries
from server.context import iris
from server.linked_data.things import thing_named
from server.pages.formatting import shorten
from server.pages.things import SHOWN
from server.panels import Panel, Row, panel, panel_from
from server.parameters import day

QUERIES = Path(queries.__file__).parent
QUERY = "changes-of-a-list"
# Rows on one page; all of them are in the CSV.
MOST = 500
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
    """The page of what a list changed between the days ``from`` and ``to``.

    Raises:
        NotFound: There is no such list.
        BadRequest: A day is none, or the first is after the last.
    """
    chosen = {name: given for name in ("from", "to") if (given := day(name))}
    if chosen.get("from", "") > chosen.get("to", LATEST):
        raise BadRequest(f"from={chosen['from']} is after to={chosen['to']}: swap the days")
    iri = thing_named("list", key, iris())
    head = panel("list", list=iri.value) if iri is not None else None
    if iri is None or head is None or head.first is None:
        raise NotFound(f"No list has the key “{shorten(key, SHOWN)}” in this graph.")
    found = _first(panel_from(QUERIES, QUERY, list=iri.value, limit=MOST + 1, **chosen))
    asked = {"list": f"list:{key}", **chosen}
    return render_template(
        "changes.html",
        key=key,
        iri=iri.value,
        list=head.first,
        history=panel("list-history", list=iri.value),
        found=found,
        steps=steps(found),
        chosen=chosen,
        saved=f"/queries/{QUERY}?{urlencode(asked)}",
        csv=f"/api/queries/{QUERY}?{urlencode({**asked, 'format': 'csv'})}",
    )


def _first(found: Panel) -> Panel:
    return replace(found, rows=found.rows[:MOST], limit=MOST, cut=len(found.rows) > MOST)


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
