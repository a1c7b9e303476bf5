"""Compact JSON-LD with the project's context, without ever asking the network for one."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn, cast

from pyld import jsonld

import ontology
from ontology.iris import Iris
from server.linked_data.nesting import nested

if TYPE_CHECKING:
    from server.linked_data.documents import Document

_FIRST = ("id", "type", "@value", "label", "title", "name", "fullName")
CONTEXT = Iris().context().value


def json_ld(document: Document) -> bytes:
    """A document as compact JSON-LD: one tree, its context given by address.

    A link such as ``schema:x`` is an IRI whose scheme is a prefix of the context: no compact form
    can tell it from a term. A document with one is written in full, without context.
    """
    trees = nested(document.triples, document.thing)
    try:
        compacted = jsonld.compact(trees, _context(), {"documentLoader": _refuse})
    except jsonld.JsonLdError as error:
        if error.code != "IRI confused with prefix":
            raise
        return _written(trees)
    del compacted["@context"]
    return _written({"@context": CONTEXT, **_readable(compacted)})


def _written(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False, indent=2).encode()


def _readable(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The same JSON, each node with its identity first and what points to it last."""
    if isinstance(value, list):
        return [_readable(each) for each in value]
    if isinstance(value, dict):
        return {name: _readable(value[name]) for name in sorted(value, key=_place)}
    return value


def _place(name: str) -> int:
    if name in _FIRST:
        return _FIRST.index(name)
    return len(_FIRST) + (name == "@reverse" or name in _inverse_terms())


@cache
def _inverse_terms() -> frozenset[str]:
    """The terms of the context that run against their property."""
    terms = _context()["@context"].items()
    return frozenset(n for n, term in terms if isinstance(term, dict) and "@reverse" in term)


@cache
def _context() -> dict[str, Any]:
    """The context that the ontology ships, as it is served at ``CONTEXT``."""
    return cast(
        "dict[str, Any]", json.loads(ontology.file("context.jsonld").read_text(encoding="utf-8"))
    )


def _refuse(url: str, _options: object = None) -> NoReturn:
    """The document loader: there is nothing to load, and nothing is loaded."""
    raise jsonld.JsonLdError(
        f"contexts are not loaded from the network: {url}",
        "curagraph.NoNetwork",
        {"url": url},
        code="loading remote context failed",
    )
