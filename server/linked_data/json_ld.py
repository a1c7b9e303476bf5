"""Compact JSON-LD with the project's context, without ever asking the network for one."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn, cast

from pyld import jsonld

import ontology
from server.linked_data.nesting import nested

if TYPE_CHECKING:
    from server.linked_data.documents import Document

CONTEXT = f"{ontology.BASE}context.jsonld"


def json_ld(document: Document) -> bytes:
    """A document as compact JSON-LD: one tree, its context given by address."""
    compacted = jsonld.compact(
        nested(document.triples, document.thing),
        _context(),
        {"documentLoader": _refuse},
    )
    tree = {"@context": CONTEXT, **{k: v for k, v in compacted.items() if k != "@context"}}
    return json.dumps(tree, ensure_ascii=False, indent=2).encode()


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
