"""What a request asks of the saved queries: which one, with which values, in which format."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest, NotFound

from queries.catalogue import ParameterError
from server.errors import NothingAcceptable
from server.formats import BOOLEANS, GRAPHS, SOLUTIONS
from server.missing import missing_thing
from server.negotiation import preferred

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Request

    from ontology.iris import Iris
    from queries.catalogue import SavedQuery
    from server.engine.model import QueryEngine
    from server.formats import Format

FORMAT = "format"
"""The one parameter of an address that is no query's."""

_SHOWN = 80


def saved_query(name: str, catalogue: Mapping[str, SavedQuery]) -> SavedQuery:
    """The saved query of this name.

    Raises:
        NotFound: There is none.
    """
    found = catalogue.get(name)
    if found is None:
        near = get_close_matches(name[:_SHOWN], catalogue, n=1)
        hint = f"did you mean {near[0]}?" if near else "/queries lists them"
        raise NotFound(f"No saved query is named {name[:_SHOWN]!r}; {hint}")
    return found


def values_in(request: Request) -> dict[str, str]:
    """The values that the address gives, by parameter name.

    Raises:
        ParameterError: A parameter is given twice.
    """
    values = {}
    for name, given in request.args.lists():
        if len(given) > 1:
            raise ParameterError(f"{name[:_SHOWN]!r} is given {len(given)} times; give it once")
        values[name] = given[0]
    values.pop(FORMAT, None)
    return values


def bound(saved: SavedQuery, request: Request, engine: QueryEngine, iris: Iris) -> str:
    """The query with the values of the address.

    Raises:
        BadRequest: A value does not fit its parameter, or there is no such parameter.
        NotFound: A value names a thing that the graph does not hold.
    """
    try:
        values = values_in(request)
        text = saved.bind(values, iris)
    except ParameterError as error:
        raise BadRequest(str(error)) from None
    missing = missing_thing(saved, values, engine, iris)
    if missing:
        raise NotFound(missing)
    return text


def formats_of(saved: SavedQuery) -> tuple[Format, ...]:
    """The formats that the answer of a query can be written in, the default first."""
    return {"select": SOLUTIONS, "ask": BOOLEANS}.get(saved.kind, GRAPHS)


def media_type_for(saved: SavedQuery, request: Request) -> str:
    """The media type that a request wants the answer in.

    Raises:
        NothingAcceptable: It accepts none of those that there are.
    """
    forms = formats_of(saved)
    chosen = preferred(request, tuple(form.media_type for form in forms))
    if chosen is None:
        names = ", ".join(f"{form.media_type} (format={form.extension})" for form in forms)
        raise NothingAcceptable(f"{saved.name} is answered as: {names}")
    return chosen
