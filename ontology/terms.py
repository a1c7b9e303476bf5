"""Which terms Curagraph knows: its own, and those of other vocabularies that it writes."""

from __future__ import annotations

import tomllib
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

import ontology
from ontology import CG, PREFIXES


@cache
def definitions() -> tuple[Triple, ...]:
    """Statements of ``curagraph.ttl``."""
    found = parse(ontology.file("curagraph.ttl").read_bytes(), format=RdfFormat.TURTLE)
    return tuple(quad.triple for quad in found)


@cache
def own_terms() -> frozenset[NamedNode]:
    """Classes, properties and concepts that ``curagraph.ttl`` defines."""
    return frozenset(
        triple.subject
        for triple in definitions()
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(str(CG))
    )


@cache
def known_terms() -> frozenset[NamedNode]:
    """Own terms and those listed in ``reused.toml``.

    >>> CG.Entry in known_terms(), CG.Entri in known_terms()
    (True, False)
    """
    reused = tomllib.loads(ontology.file("reused.toml").read_text(encoding="utf-8"))
    return own_terms() | {
        NamedNode(PREFIXES[prefix] + name) for prefix, names in reused.items() for name in names
    }
