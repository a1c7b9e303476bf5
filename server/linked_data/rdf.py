"""A document in each RDF format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, RdfFormat, serialize

import ontology
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

    Turtle and RDF/XML use the vocabularies' prefixes and name our own things relative to the
    base: prefixes for those would have to escape the ``#`` of every hash node.

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
    return (
        serialize(
            document.triples,
            format=syntax,
            prefixes=dict(ontology.PREFIXES),
            base_iri=ontology.BASE,
        )
        or b""
    )


def _check_xml(document: Document) -> None:
    for triple in document.triples:
        value = triple.object
        if isinstance(value, Literal) and (found := _NOT_XML.search(value.value)):
            raise NothingAcceptable(
                f"XML cannot hold the character U+{ord(found[0]):04X}, which stands in "
                f"{triple.predicate.value} of {triple.subject}; ask for Turtle or JSON-LD"
            )
