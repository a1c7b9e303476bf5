"""Which of several formats a request wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.formats import ALIASES, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Request

HTML = "text/html"


def choose(request: Request, offers: Sequence[str]) -> str | None:
    """The offer that the request prefers, or None if it accepts none of them.

    `?format=` with a short name (`ttl`, `json`, `html`) or a media type comes before the Accept
    header. Among equals the first offer wins; without an Accept header, all are equal.
    """
    name = request.args.get("format")
    if name:
        return _named(name, offers)
    accept = [(value.partition(";")[0].strip().lower(), q) for value, q in request.accept_mimetypes]
    if not accept:
        return offers[0] if offers else None
    best = max(offers, key=lambda offer: quality(offer, accept), default=None)
    return best if best is not None and quality(best, accept) > 0 else None


def prefers_html(request: Request, others: Sequence[str]) -> bool:
    """Whether the request would rather have a page than any of `others`: a browser would."""
    return choose(request, (*others, HTML)) == HTML


def quality(offer: str, accept: Iterable[tuple[str, float]]) -> float:
    """How much `offer` is wanted, from 0 to 1: the most specific range that fits decides.

    >>> quality("text/turtle", [("*/*", 0.5), ("text/turtle", 0.0)])
    0.0
    >>> quality("text/turtle", [("*/*", 0.5), ("text/*", 0.8)])
    0.8
    """
    kind = offer.partition("/")[0] + "/*"
    specificity = {"*/*": 1, kind: 2, offer: 4}
    fits = [
        (3 if ALIASES.get(value) == offer else specificity.get(value, 0), q) for value, q in accept
    ]
    best = max(fits, default=(0, 0.0))
    return best[1] if best[0] else 0.0


def _named(name: str, offers: Sequence[str]) -> str | None:
    if name in ("html", HTML):
        return HTML if HTML in offers else None
    for offer in offers:
        form = named(offer)
        if form is not None and named(name, (form,)) is not None:
            return offer
    return None
