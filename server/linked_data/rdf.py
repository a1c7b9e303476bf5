"""A document in each RDF format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, RdfFormat, serialize

from ontology import PREFIXES
from server.errors import NothingAcceptable
from server.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from server.linked_data.json_ld import json_ld

if TYPE_CHECKING:
    from server.formats import Format
    from server.linked_data.documents import Document

_SYNTAX = {
    TURTLE: RdfFormat.TURTLE,
    N_TRIPLES: RdfFormat.N_TRIPLES,
    RDF_XML: RdfFormat.RDF_XML,
}
# Production Char of XML 1.0, the other way round: these stand in no XML document, even escaped.
# The carriage return is with them: it is written as it is, and readers make it a line feed.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(document: Document, form: Format) -> bytes:
    """A document in an RDF format.

    Turtle and RDF/XML abbreviate the terms of vocabularies and write our own things in full:
    with a prefix of theirs the ``#`` of every hash node would have to be escaped.

    Raises:
        NothingAcceptable: The format has no way to write some character of the document.
    """
    if form == JSON_LD:
        return json_ld(document)
    if form == N_TRIPLES:
        return serialize(document.triples, format=RdfFormat.N_TRIPLES) or b""
    if form == RDF_XML:
        _check_xml(document)
    syntax = _SYNTAX[form]
    text = serialize(document.triples, format=syntax, prefixes=_prefixes(document)) or b""
    return _steady(text.decode()).encode()


def _steady(text: str) -> str:
    """The text with its prefixes sorted: Oxigraph declares them in another order every time.

    The validator of a document promises the same bytes.
    """
    turtle = re.match(r"(?:@prefix [^\n]*\n)+", text)
    if turtle:
        return "".join(sorted(turtle[0].splitlines(keepends=True))) + text[turtle.end() :]
    return re.sub(
        r"<rdf:RDF( [^>]*)>",
        lambda found: f"<rdf:RDF {' '.join(sorted(found[1].split()))}>",
        text,
        count=1,
    )


def _prefixes(document: Document) -> dict[str, str]:
    """The prefixes of the vocabularies that the document speaks in."""
    text = "\n".join(
        str(term) for triple in document.triples for term in (triple.predicate, triple.object)
    )
    return {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in text}


def _check_xml(document: Document) -> None:
    for triple in document.triples:
        value = triple.object
        if isinstance(value, Literal) and (found := _NOT_XML.search(value.value)):
            raise NothingAcceptable(
                f"XML cannot hold the character U+{ord(found[0]):04X}, which stands in "
                f"{triple.predicate.value} of {triple.subject}; ask for Turtle or JSON-LD"
            )
