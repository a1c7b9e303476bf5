"""The forms in which a thing is given: RDF for every thing, citations for papers."""

from __future__ import annotations

from server.formats import CITATIONS, DOCUMENTS, Format


def formats_for(kind: str) -> tuple[Format, ...]:
    """Every form in which a thing of a kind is given.

    >>> [form.extension for form in formats_for("paper")]
    ['ttl', 'jsonld', 'nt', 'rdf', 'bib', 'ris', 'csl.json']
    >>> formats_for("author") == DOCUMENTS
    True
    """
    return DOCUMENTS + CITATIONS if kind == "paper" else DOCUMENTS
