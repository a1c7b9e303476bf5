"""``/ontology``, ``/shapes``, ``/context.jsonld``: what the graph speaks in, as page and as RDF."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from flask import Blueprint, Response, render_template, request
from pyoxigraph import RdfFormat, Triple, parse
from werkzeug.exceptions import NotFound

import ontology
from ontology import PREFIXES
from ontology.curie import curie
from server.documentation import shapes_in, terms_in
from server.documents import document, serialized
from server.formats import DOCUMENTS, JSON_LD, TURTLE, content_type, media_types
from server.negotiation import HTML, choose
from server.responses import links_to

blueprint = Blueprint("vocabulary", __name__)

_FILES = {"ontology": "curagraph.ttl", "shapes": "shapes.ttl"}


@blueprint.get("/<any(ontology,shapes):name>")
def described(name: str) -> Response:
    """The vocabulary, or the shapes, in the form that the request prefers."""
    chosen = choose(request, (HTML, *media_types(DOCUMENTS)))
    return _page(name) if chosen == HTML else _rdf(name, chosen)


@blueprint.get("/<any(ontology,shapes):name>.<ending>")
def file(name: str, ending: str) -> Response:
    """The same in one format, by its file extension."""
    for form in DOCUMENTS:
        if ending == form.extension:
            return _rdf(name, form.media_type)
    offered = ", ".join(f"/{name}.{form.extension}" for form in DOCUMENTS)
    raise NotFound(f"There is no /{name}.{ending[:20]}; there are {offered}")


@blueprint.get("/context.jsonld")
def context() -> Response:
    """The JSON-LD context that documents name."""
    return document(ontology.file("context.jsonld").read_bytes(), JSON_LD.media_type)


def _page(name: str) -> Response:
    triples, prefixes = _parsed(name)
    page = render_template(
        f"vocabulary/{name}.html",
        terms=terms_in(triples) if name == "ontology" else (),
        shapes=shapes_in(triples) if name == "shapes" else (),
        reused=_reused(),
        formats=DOCUMENTS,
        short=lambda iri: curie(iri, prefixes),
    )
    links = links_to((form.media_type, f"/{name}.{form.extension}") for form in DOCUMENTS)
    headers = {"Vary": "Accept", "Cache-Control": "no-cache", "Link": links}
    return Response(page, headers=headers, content_type=content_type(HTML))


def _rdf(name: str, media_type: str) -> Response:
    source = _source(name)
    if media_type == TURTLE.media_type:
        return document(source, media_type)
    return document(serialized(_parsed(name)[0], media_type), media_type, source=source)


def _source(name: str) -> bytes:
    return ontology.file(_FILES[name]).read_bytes()


@cache
def _parsed(name: str) -> tuple[tuple[Triple, ...], Mapping[str, str]]:
    """The statements of a file and the prefixes it writes them with."""
    quads = parse(_source(name), format=RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads), quads.prefixes


@cache
def _reused() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Prefix, namespace and local names of the terms of other vocabularies."""
    listed = tomllib.loads(ontology.file("reused.toml").read_text(encoding="utf-8"))
    return tuple(
        (prefix, PREFIXES[prefix], tuple(sorted(names))) for prefix, names in listed.items()
    )
