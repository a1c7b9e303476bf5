"""The addresses of linked data: documents by suffix, redirects from identifiers and graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from pyoxigraph import NamedNode
from werkzeug.exceptions import NotFound

from server.context import iris, page_engine
from server.formats import BIBTEX, CITATIONS, CSL_JSON, DOCUMENTS, RIS, media_types
from server.linked_data.bibtex import bibtex
from server.linked_data.csl import csl_json
from server.linked_data.documents import describe
from server.linked_data.formats import formats_for
from server.linked_data.papers import paper_reference
from server.linked_data.rdf import written
from server.linked_data.redirects import (
    paper_with_identifier,
    plain_arxiv_id,
    plain_doi,
    to_successor,
)
from server.linked_data.responses import answer
from server.linked_data.ris import ris
from server.linked_data.things import thing_named
from server.negotiation import HTML, choose

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from server.formats import Format

blueprint = Blueprint("linked_data", __name__)

_WRITERS = {BIBTEX: bibtex, RIS: ris, CSL_JSON: csl_json}
_GRAPHS = {
    "decisions": "/.well-known/void",
    "entities": "/.well-known/void",
    "ontology": "/ontology",
    "queries": "/queries",
    "statistics": "/statistics",
    "void": "/.well-known/void",
}


def respond(kind: str, key: str) -> Response:
    """The document of a thing, in the format other than HTML that the request prefers.

    Raises:
        NotFound: Nothing is known of the thing.
        NothingAcceptable: The request takes none of the formats.
    """
    thing = _thing(kind, key)
    forms = {form.media_type: form for form in formats_for(kind)}
    form = forms[choose(request, tuple(forms))]
    if form in CITATIONS:
        return _citation(key, thing, form)
    return _document(kind, key, thing, form)


@blueprint.get(
    "/<any(paper, author, venue, task, repo, list):kind>/<key>.<any(ttl, jsonld, nt, rdf):suffix>"
)
@blueprint.get("/scheme/<key>.<any(ttl, jsonld, nt, rdf):suffix>", defaults={"kind": "scheme"})
def document(kind: str, key: str, suffix: str) -> Response:
    """The RDF document of a thing in the format that the address names."""
    form = next(form for form in DOCUMENTS if form.extension == suffix)
    return _document(kind, key, _thing(kind, key), form)


@blueprint.get('/paper/<key>.<any(bib, ris, "csl.json"):suffix>')
def citation(key: str, suffix: str) -> Response:
    """How to cite a paper, in the format that the address names."""
    form = next(form for form in CITATIONS if form.extension == suffix)
    return _citation(key, _thing("paper", key), form)


@blueprint.get("/scheme/<key>")
def scheme(key: str) -> AnyResponse:
    """A concept scheme as RDF; people are sent to the page of tasks."""
    if key == "tasks" and choose(request, (HTML, *media_types(DOCUMENTS))) == HTML:
        return _see_other("/tasks")
    return respond("scheme", key)


@blueprint.get("/<any(paper, author, venue, task, list):kind>")
def all_of(kind: str) -> AnyResponse:
    """The page of all things of a kind, for who took a step back from one of them."""
    return redirect(f"/{kind}s", 308)


@blueprint.get("/graph/<any(decisions, entities, ontology, queries, statistics, void):name>")
def graph(name: str) -> AnyResponse:
    """Where the content of a named graph is described."""
    return _see_other(_GRAPHS[name])


@blueprint.get("/graph/list/<key>")
def list_graph(key: str) -> AnyResponse:
    """The list whose claims a named graph holds."""
    _thing("list", key)
    return _see_other(f"/list/{key}")


@blueprint.get("/doi/<path:doi>")
def by_doi(doi: str) -> AnyResponse:
    """The paper with a DOI; arXiv's own DOIs name the arXiv id."""
    wanted = plain_doi(doi)
    return _to_paper("DOI", (wanted, plain_arxiv_id(wanted)))


@blueprint.get("/arxiv/<path:identifier>")
def by_arxiv_id(identifier: str) -> AnyResponse:
    """The paper with an arXiv id, whichever version is named."""
    return _to_paper("arXiv id", (plain_arxiv_id(identifier) or identifier,))


def _document(kind: str, key: str, thing: NamedNode, form: Format) -> Response:
    def body() -> bytes:
        dataset = iris().dataset()
        found = describe(page_engine(), kind, thing, dataset)
        if found is None:
            to_successor(page_engine(), thing, iris(), _suffix())
            raise _unknown(kind, key)
        return written(found, form)

    return answer(page_engine(), kind, key, form, body)


def _citation(key: str, thing: NamedNode, form: Format) -> Response:
    def body() -> bytes:
        paper = paper_reference(page_engine(), thing)
        if paper is None:
            to_successor(page_engine(), thing, iris(), _suffix())
            raise _unknown("paper", key)
        return _WRITERS[form](paper)

    return answer(page_engine(), "paper", key, form, body)


def _suffix() -> str:
    """The suffix of the address that was asked for, with its dot; empty where it has none."""
    suffix = (request.view_args or {}).get("suffix")
    return f".{suffix}" if suffix else ""


def _thing(kind: str, key: str) -> NamedNode:
    thing = thing_named(kind, key, iris())
    if thing is None:
        raise _unknown(kind, key)
    return thing


def _to_paper(label: str, candidates: tuple[str | None, ...]) -> AnyResponse:
    for identifier in candidates:
        paper = paper_with_identifier(page_engine(), identifier) if identifier else None
        path = iris().path_of(paper.value) if paper else None
        if path:
            return _see_other(path)
    raise NotFound(f"No paper of this graph has the {label} “{candidates[0]}”.")


def _see_other(path: str) -> AnyResponse:
    response = redirect(path, 303)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _unknown(kind: str, key: str) -> NotFound:
    return NotFound(f"This graph holds no {kind} with the key “{key}”.")
