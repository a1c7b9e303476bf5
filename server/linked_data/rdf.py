"""A document in each RDF format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from ontology import PREFIXES
from server import rdf_writing
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


def written(document: Document, form: Format) -> bytes:
    """A document in an RDF format.

    Turtle and RDF/XML abbreviate the terms of vocabularies and write our own things in full:
    with a prefix of theirs the ``#`` of every hash node would have to be escaped.

    Raises:
        NotWritable: The format has no way to write some character of the document.
    """
    if form == JSON_LD:
        return json_ld(document)
    return rdf_writing.written(document.triples, _SYNTAX[form], PREFIXES)
