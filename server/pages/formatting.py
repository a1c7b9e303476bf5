"""Template filters: hostile text and links made harmless, numbers and terms made readable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from ontology.curie import curie

ELLIPSIS = "…"
MAX_URL = 2_000


def safe_url(value: object) -> str | None:
    """A URL that may stand in a ``href``: http or https with a host; anything else is None.

    >>> safe_url("https://arxiv.org/abs/2105.11333")
    'https://arxiv.org/abs/2105.11333'
    >>> safe_url("javascript:alert(1)") is None
    True
    """
    text = str(value or "")
    # Browsers drop control characters inside a URL, so "java\\nscript:" would become a scheme.
    if len(text) > MAX_URL or any(ord(character) <= ord(" ") for character in text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and parts.hostname else None


def shorten(value: object, length: int = 300) -> str:
    """Text cut to a length in characters, an ellipsis telling that it was cut.

    >>> shorten("Medical visual question answering", 14)
    'Medical visual…'
    """
    text = str(value or "")
    return text if len(text) <= length else text[:length].rstrip() + ELLIPSIS


def trimmed(value: Any) -> Any:  # noqa: ANN401 - JSON
    """JSON with its texts cut to what a page should carry.

    >>> trimmed({"name": "a" * 5000})["name"][-3:]
    'aa…'
    """
    if isinstance(value, str):
        return shorten(value, MAX_URL)
    if isinstance(value, Mapping):
        return {name: trimmed(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [trimmed(part) for part in value]
    return value


def number(value: object) -> str:
    r"""A count with thin spaces between groups of three digits.

    >>> number(12345)
    '12\u202f345'
    """
    return f"{int(str(value)):,}".replace(",", "\u202f")


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count and its noun.

    >>> counted(1, "paper"), counted(2, "paper"), counted(0, "entry", "entries")
    ('1 paper', '2 papers', '0 entries')
    """
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    r"""A part of a whole in per cent.

    >>> share(1, 3)
    '33\u202f%'
    """
    return f"{round(100 * part / whole) if whole else 0}\u202f%"


def site(url: str) -> str:
    """The host of a URL, without ``www.``: what a reader knows a link by.

    >>> site("https://www.med-vqa.com/slake/")
    'med-vqa.com'
    """
    try:
        host = urlsplit(url).hostname or url
    except ValueError:
        return shorten(url, 60)
    return shorten(host.removeprefix("www."), 60)


def key_of(iri: str) -> str:
    """The last part of an IRI's path: the key of a thing.

    >>> key_of("https://w3id.org/curagraph/list/medical-vision-language")
    'medical-vision-language'
    """
    return iri.rstrip("/").rpartition("/")[2]


def sparql_link(query: str) -> str:
    """The address that opens a query in the workbench."""
    return f"/sparql?query={quote(query, safe='')}"


def lines(start: int, end: int) -> str:
    """Lines of a list, as a chip shows them.

    >>> lines(49, 51), lines(7, 7)
    ('49-51', '7')
    """
    return f"{start}" if start == end else f"{start}-{end}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "safe_url": safe_url,
    "shorten": shorten,
    "trimmed": trimmed,
    "number": number,
    "counted": counted,
    "share": share,
    "site": site,
    "curie": curie,
    "key_of": key_of,
    "sparql_link": sparql_link,
}
