"""Documents that are the same until the program changes, as HTTP answers with a validator."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from flask import Response, request
from pyoxigraph import RdfFormat, Triple, serialize

from ontology import PREFIXES
from server.responses import content_type


def document(body: bytes, media_type: str, source: bytes | None = None) -> Response:
    """The answer that holds `body`, or 304 where the client has it already.

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
    """Statements in an RDF format, abbreviated by the prefixes of the vocabularies they use."""
    statements = list(triples)
    written = "\n".join(str(triple) for triple in statements)
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in written}
    form = RdfFormat.from_media_type(media_type)
    return serialize(statements, format=form, prefixes=prefixes) or b""
