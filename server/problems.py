"""Errors as answers: a page for browsers, problem+json (RFC 9457) for everybody else."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, render_template, request
from werkzeug.exceptions import HTTPException

from server.errors import CuragraphError
from server.negotiation import prefers_html
from server.observing import note

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
# What else a client may ask for beside a page; an error has one form for all of them.
_MACHINES = (PROBLEM, "application/json", "text/turtle", "text/csv")


def problem(
    status: int, title: str, detail: str, page_detail: str | None = None, **members: str | float
) -> Response:
    """An error in the form that the request prefers.

    Args:
        status: The HTTP status.
        title: What happened, in a few words.
        detail: What happened here and what to do, for people.
        page_detail: The same for a page, which shows no members.
        members: Further members of the problem+json body: ``code``, ``line``, ``limit``…
    """
    body = _page(status, title, page_detail or detail)
    if body is None:
        report = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        body = json.dumps({**report, **members}, ensure_ascii=False)
        response = Response(body + "\n", status, content_type=PROBLEM)
    else:
        response = Response(body, status, content_type="text/html; charset=utf-8")
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-store"
    return response


def register(app: Flask) -> None:
    """Turn every error of ``app`` into such an answer."""
    app.register_error_handler(CuragraphError, _known)
    app.register_error_handler(HTTPException, _http)


def _known(error: CuragraphError) -> Response:
    note(outcome=error.code)
    response = problem(
        error.status, error.title, error.message, str(error), code=error.code, **error.details
    )
    response.headers.update(error.headers)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.response is not None:
        return error
    detail = error.description or ""
    # The stock sentences advise to check the spelling, and do not say what the limit is.
    if detail == type(error).description:
        limit = request.max_content_length or 0
        own = {
            HTTPStatus.NOT_FOUND: "Nothing is at this address.",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE: f"{limit:,} bytes is the most a body may have.",
        }
        detail = own.get(HTTPStatus(error.code), detail)
    response = problem(error.code, error.name, detail)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _page(status: int, title: str, detail: str) -> str | None:
    if not prefers_html(request, _MACHINES):
        return None
    try:
        return render_template("error.html", status=status, title=title, detail=detail)
    except Exception:  # the page that tells of an error must not hide it behind another
        logger.exception("The error page cannot be rendered")
        return None
