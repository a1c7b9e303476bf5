"""``/queries``: the saved queries for people, each with a form and its answer as a table."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flask import Response, render_template, request
from werkzeug.exceptions import NotFound

from queries import rdf
from queries.catalogue import ParameterError, ParameterType, SavedQuery, load
from server import context
from server.documents import document, serialized
from server.engine.rows import ask, select
from server.formats import CSV, DOCUMENTS, TURTLE, content_type, media_types
from server.missing import missing_thing
from server.negotiation import HTML, choose
from server.saved_queries.asked import FORMAT, formats_of, saved_query, values_in
from server.saved_queries.excerpts import (
    Table,
    Text,
    first_rows,
    first_statements,
    name_of,
)
from server.saved_queries.openapi import tags_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.catalogue import Parameter

_CHOICES = Path(__file__).with_name("choices")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a query's form.

    Attributes:
        parameter: What it is for.
        value: What it holds.
        choices: Values to pick from, each with what people call it.
    """

    parameter: Parameter
    value: str
    choices: tuple[tuple[str, str], ...]

    @property
    def numeric(self) -> bool:
        """Whether it takes a whole number."""
        return self.parameter.type is ParameterType.INTEGER

    @property
    def is_day(self) -> bool:
        """Whether it takes a day."""
        return self.parameter.type is ParameterType.DAY

    @property
    def pattern(self) -> str | None:
        """What a browser may check before the server does."""
        return "[0-9]{4}" if self.parameter.type is ParameterType.YEAR else None


def index() -> str:
    """Every saved query by its first tag, or those with the tag of the address."""
    catalogue = context.catalogue()
    tags = tags_of(catalogue)
    tag = request.args.get("tag", "").strip()
    if tag and tag not in tags:
        raise NotFound(f"No saved query has the tag {tag[:80]!r}; tags are {', '.join(tags)}")
    return render_template(
        "queries/index.html", groups=_grouped(catalogue, tag), tags=tags, chosen=tag
    )


def query(name: str) -> Response:
    """A saved query: as RDF for programs, as form and answer for people."""
    saved = saved_query(name, context.catalogue())
    chosen = choose(request, (HTML, *media_types(DOCUMENTS)))
    if chosen == HTML:
        return _page(saved)
    # No blank nodes: the bytes are the same each time, and the validator is strong.
    return document(serialized(rdf.described(saved, context.iris()), chosen), chosen)


def _page(saved: SavedQuery) -> Response:
    iris = context.iris()
    text, wrong, missing = saved.bind({}, iris), "", ""
    values = dict(request.args.items())
    answer: Table | Text | None = None
    try:
        values = values_in(request)
        text = saved.bind(values, iris)
    except ParameterError as error:
        wrong = str(error)
    else:
        missing = missing_thing(saved, values, context.page_engine(), iris)
        answer = None if missing else _answer(saved, text)
    asked = {each.name: given for each in saved.parameters if (given := values.get(each.name))}
    page = render_template(
        "queries/query.html",
        saved=saved,
        text=text,
        wrong=wrong or missing,
        answer=answer,
        fields=[_field(each, values.get(each.name, "")) for each in saved.parameters],
        downloads=[(form, _address(saved, asked, form.extension)) for form in formats_of(saved)],
        curl=_curl(saved, asked),
    )
    # A default that this graph does not hold is no fault of who opens the page.
    lost = missing and any(values.values())
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.NOT_FOUND if lost else HTTPStatus.OK
    headers = {
        "Vary": "Accept",
        "Cache-Control": "no-cache" if status == HTTPStatus.OK else "no-store",
    }
    return Response(page, status, headers, content_type=content_type(HTML))


def _answer(saved: SavedQuery, text: str) -> Table | Text:
    if saved.kind in ("construct", "describe"):
        return first_statements(context.engine(), text)
    if saved.kind == "ask":
        return Text("yes" if ask(context.engine(), text) else "no", more=False)
    return first_rows(context.engine(), text, context.iris())


def _grouped(catalogue: Mapping[str, SavedQuery], tag: str) -> list[tuple[str, list[SavedQuery]]]:
    groups: dict[str, list[SavedQuery]] = {}
    for saved in sorted(catalogue.values(), key=lambda each: each.title.casefold()):
        if not tag or tag in saved.tags:
            groups.setdefault(tag or next(iter(saved.tags), "other"), []).append(saved)
    return sorted(groups.items())


def _field(parameter: Parameter, given: str) -> Field:
    kind, colon, _ = parameter.default.partition(":")
    questions = load(_CHOICES)
    if parameter.type is not ParameterType.IRI or not colon or kind not in questions:
        return Field(parameter, given or parameter.default, ())
    iris = context.iris()
    rows = select(context.page_engine(), questions[kind].bind({}, iris))
    choices = tuple((name_of(row["thing"].value, iris), row["label"].value) for row in rows)
    return Field(parameter, given or parameter.default, choices)


def _address(saved: SavedQuery, values: Mapping[str, str], ending: str) -> str:
    asked = urlencode({**values, FORMAT: ending}, quote_via=quote)
    return f"/api/queries/{saved.name}?{asked}"


def _curl(saved: SavedQuery, values: Mapping[str, str]) -> str:
    form = CSV if CSV in formats_of(saved) else TURTLE
    address = f"{request.host_url}api/queries/{saved.name}"
    if values:
        address += "?" + urlencode(values, quote_via=quote)
    return f"curl -H {shlex.quote(f'Accept: {form.media_type}')} {shlex.quote(address)}"
