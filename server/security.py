"""Headers that every response carries: what browsers may run, and who may read the data."""

from __future__ import annotations

from functools import cache
from http.client import NOT_MODIFIED
from typing import TYPE_CHECKING

from flask import g, request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask, Response

# No inline script anywhere: a list's text that ends up in a page can at worst be looked at.
_POLICY = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'",),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "manifest-src": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
    "base-uri": ("'none'",),
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_CORS_HEADERS = "Accept, Content-Type, If-None-Match"
_CORS_EXPOSED = (
    "Cache-Status, Content-Disposition, ETag, Link, Retry-After, Server-Timing, "
    "Curagraph-Cut, Curagraph-Snapshot"
)
_DAY = 86_400


@cache
def of_data() -> Mapping[str, str]:
    """The headers of a response that holds data, and no page."""
    return {
        **_HEADERS,
        "Content-Security-Policy": _spelt({}),
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": _CORS_EXPOSED,
    }


def allow(directive: str, source: str) -> None:
    """Let the page that is being answered do more than others, such as the workbench.

    Args:
        directive: As in the policy above: ``style-src``.
        source: What it may use besides: ``'unsafe-inline'``.
    """
    g.setdefault("content_policy", []).append((directive, source))


def register(app: Flask) -> None:
    """Put the headers on every response of ``app``."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _policy())
    # Flask calls an answer without a body HTML; what a 304 speaks of may be data.
    if response.mimetype != "text/html" or response.status_code == NOT_MODIFIED:
        # The data is public and no request carries credentials: any page may read it.
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _CORS_EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET")
        response.headers["Access-Control-Allow-Headers"] = _CORS_HEADERS
        response.headers["Access-Control-Max-Age"] = str(_DAY)
    return response


def _policy() -> str:
    more: list[tuple[str, str]] = g.get("content_policy", [])
    allowed: dict[str, tuple[str, ...]] = {}
    for directive, source in more:
        allowed[directive] = (*allowed.get(directive, ()), source)
    return _spelt(allowed)


def _spelt(more: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(
        " ".join((directive, *sources, *more.get(directive, ())))
        for directive, sources in _POLICY.items()
    )
