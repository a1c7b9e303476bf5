"""Documents that are the same until the program changes, as HTTP answers with a validator."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from flask import Response, request
from pyoxigraph import RdfFormat, Triple

from ontology import PREFIXES
from server import rdf_writing
from server.formats import content_type


def document(body: bytes, media_type: str, source: bytes | None = None) -> Response:
    """The answer that holds ``body``, or 304 where the client has it already.

    Args:
        body: What goes out.
        media_type: What it is.
        source: What it was made from, where making it twice may give other bytes for the same.
    """
    seen = sha256(media_type.encode() + b"\0" + (body if source is None else source))
    response = Response(body, content_type=content_type(media_type))
    response.set_etag(seen.hexdigest()[:32], weak=source is not None)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    response.make_conditional(request)
    return response


def serialized(triples: Iterable[Triple], media_type: str) -> bytes:
    """Statements in an RDF format, abbreviated by the prefixes of the vocabularies they use.

    Raises:
        ValueError: The media type is none of an RDF format.
        NotWritable: The format has no way to write some character of them.
    """
    form = RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"{media_type} is no format for graphs")
    return rdf_writing.written(tuple(triples), form, PREFIXES)
