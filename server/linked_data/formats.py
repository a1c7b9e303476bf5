"""The forms in which a thing is given: RDF for every thing, citations for papers."""

from __future__ import annotations

from server.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format

RDF_FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
"""In order of preference where a client has none."""

BIBTEX = Format("application/x-bibtex", ("bib", "bibtex"), "BibTeX")
RIS = Format("application/x-research-info-systems", ("ris",), "RIS")
CSL_JSON = Format("application/vnd.citationstyles.csl+json", ("csl.json", "csl"), "CSL-JSON")
CITATION_FORMATS = (BIBTEX, RIS, CSL_JSON)


def formats_for(kind: str) -> tuple[Format, ...]:
    """Every form in which a thing of a kind is given.

    >>> [form.extension for form in formats_for("paper")]
    ['ttl', 'jsonld', 'nt', 'rdf', 'bib', 'ris', 'csl.json']
    >>> formats_for("author") == RDF_FORMATS
    True
    """
    return RDF_FORMATS + CITATION_FORMATS if kind == "paper" else RDF_FORMATS
