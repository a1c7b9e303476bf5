"""Literals as the ontology wants them, and the loop that writes one subject's statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from loader.fields.heading_names import is_han
from ontology import XSD

_NOT_IN_XML = re.compile("[^\\t\\n\\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = NamedNode | Literal | None


def text(value: str) -> Literal:
    """A plain string: names and titles carry no language, so that they compare as typed.

    Characters that XML cannot write are left out, for a graph that one format cannot hold is
    of little use (XML 1.0, section 2.2).
    """
    return Literal(_NOT_IN_XML.sub("", value))


def in_language(value: str) -> Literal:
    """A label of a concept in its language, which is English or Chinese (SKOS, section 5).

    >>> in_language("Object Detection").language, in_language("目标检测").language
    ('en', 'zh')
    """
    return Literal(text(value).value, language="zh" if is_han(value) else "en")


def integer(value: int) -> Literal:
    """An ``xsd:integer``."""
    return Literal(str(value), datatype=XSD.integer)


def year(value: int | None) -> Literal | None:
    """An ``xsd:gYear`` (FaBiO's range for publication years); ``None`` stays ``None``."""
    return None if value is None else Literal(f"{value:04d}", datatype=XSD.gYear)


def moment(value: str | None) -> Literal | None:
    """An ``xsd:dateTime``; ``None`` stays ``None``."""
    return None if value is None else Literal(value, datatype=XSD.dateTime)


def page(url: str) -> NamedNode | None:
    """A page's IRI; ``None`` where the URL is relative or no IRI at all.

    >>> page("docs/paper.pdf") is None
    True
    """
    if not url.startswith(("http://", "https://")):
        return None
    try:
        return NamedNode(url)
    except ValueError:
        return None


def about(subject: NamedNode, *statements: tuple[NamedNode, Value]) -> Iterator[Triple]:
    """Statements about a subject; those without a value say nothing and are left out."""
    for predicate, value in statements:
        if value is not None:
            yield Triple(subject, predicate, value)


def each(predicate: NamedNode, values: Iterable[Value]) -> list[tuple[NamedNode, Value]]:
    """One predicate with many values, for :func:`about`."""
    return [(predicate, value) for value in values]
