"""``POST /sparql`` with an update (SPARQL 1.1 Protocol, section 2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response
from werkzeug.exceptions import BadRequest

from server import context
from server.errors import Unauthorized
from server.protocol import update_of
from server.responses import client_left
from server.writing.changes import UpdateChange
from server.writing.updates import prepared

if TYPE_CHECKING:
    from flask import Request

# A form writes each byte that is no letter or digit as three.
_FORM_FACTOR, _FORM_MARGIN = 3, 65_536


def updated(request: Request) -> Response | None:
    """The answer to an update; None if the request is none, or the server is read-only.

    Raises:
        QueryRefused: The update reaches outside.
        Unauthorized: The request does not show the token.
        BadRequest: It is not as the protocol wants it, or has the update in its address.
        CuragraphError: It was not made; the class says why.
    """
    writing = context.shared().writing
    if writing is None:
        return None
    if "update" in request.args:
        raise BadRequest("An update has to stand in the body of a POST")
    if request.method != "POST":
        return None
    unauthorized = None
    try:
        writing.token.check(request)
    except Unauthorized as error:
        unauthorized = error
    else:
        # Only who may write may send more than a query has.
        limit = context.settings().update_size * _FORM_FACTOR + _FORM_MARGIN
        request.max_content_length = max(limit, request.max_content_length or 0)
    operation = update_of(request)
    if operation is None:
        return None
    if unauthorized is not None:
        raise unauthorized
    update = prepared(operation, writing.writer.base(), context.settings().update_size)
    change = UpdateChange(update, operation.timeout)
    written = writing.writer.make(change, left=client_left())
    return Response(status=204, headers={"Curagraph-Snapshot": written.snapshot})
