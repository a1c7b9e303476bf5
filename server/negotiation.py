"""Which of several formats a request wants (RFC 9110, section 12.5.1).

One rule for every address: ``?format=`` comes before the Accept header, and where a request has no
preference (no Accept header, or ``*/*`` as curl and link previews send it) the first offer is
given. What people read (a thing, a vocabulary, a saved query) offers its page first: the page
names the data in its Link headers, and previews and search engines find what they look for. What
only programs read (``/sparql``, ``/api``, ``/export``) offers its data first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from server.errors import NothingAcceptable
from server.formats import ALIASES, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Request

HTML = "text/html"
# Bytes of an Accept header whose meaning is remembered.
_COMMON = 512


def choose(request: Request, offers: Sequence[str], name: str | None = None) -> str:
    """The offer that the request prefers.

    Args:
        request: Says what it accepts.
        offers: Media types, the default first.
        name: As for ``preferred``.

    Raises:
        NothingAcceptable: It accepts none of them.
    """
    chosen = preferred(request, offers, name)
    if chosen is None:
        raise NothingAcceptable(f"{request.path} is offered as: {', '.join(offers)}")
    return chosen


def preferred(request: Request, offers: Sequence[str], name: str | None = None) -> str | None:
    """The offer that the request prefers, or None if it accepts none of them.

    Args:
        request: Says what it accepts.
        offers: Media types, the default first.
        name: A format's short name (``ttl``, ``json``, ``html``) or media type, which comes
            before the Accept header; by default that of ``?format=``; "" for none.
    """
    if name is None:
        name = request.args.get("format")
    return offered(request.headers.get("Accept", ""), tuple(offers), name)


def offered(accept: str, offers: tuple[str, ...], name: str | None = None) -> str | None:
    """The offer that is named, or else preferred by an Accept header; None if none is acceptable.

    >>> offered("text/*;q=0.5, application/json", ("text/csv", "application/json"))
    'application/json'
    >>> offered("", ("text/csv", "text/turtle"), "ttl")
    'text/turtle'
    """
    if name:
        return _named(name, offers)
    return (_remembered if len(accept) <= _COMMON else _best)(accept, offers)


def prefers_html(request: Request, others: Sequence[str], name: str | None = None) -> bool:
    """Whether the request would rather have a page than any of ``others``: a browser would."""
    return preferred(request, (*others, HTML), name) == HTML


def quality(offer: str, accept: Iterable[tuple[str, float]]) -> float:
    """How much ``offer`` is wanted, from 0 to 1: the most specific range that fits decides.

    >>> quality("text/turtle", [("*/*", 0.5), ("text/turtle", 0.0)])
    0.0
    >>> quality("text/turtle", [("*/*", 0.5), ("text/*", 0.8)])
    0.8
    >>> quality("application/ld+json", [("application/json", 1.0)])
    1.0
    """
    kind = offer.partition("/")[0] + "/*"
    specificity = {"*/*": 1, kind: 2, offer: 4}
    fits = [
        (3 if offer in ALIASES.get(value, ()) else specificity.get(value, 0), q)
        for value, q in accept
    ]
    best = max(fits, default=(0, 0.0))
    return best[1] if best[0] else 0.0


def _best(header: str, offers: tuple[str, ...]) -> str | None:
    """The offer that an Accept header prefers."""
    found = parse_accept_header(header, MIMEAccept)
    accept = [(value.partition(";")[0].strip().lower(), q) for value, q in found]
    if not accept:
        return offers[0] if offers else None
    best = max(offers, key=lambda offer: quality(offer, accept), default=None)
    return best if best is not None and quality(best, accept) > 0 else None


# A client sends the same header each time, and most send one of a few.
_remembered = lru_cache(maxsize=1024)(_best)


def _named(name: str, offers: Sequence[str]) -> str | None:
    if name in ("html", HTML):
        return HTML if HTML in offers else None
    for offer in offers:
        form = named(offer)
        if form is not None and named(name, (form,)) is not None:
            return offer
    return None
