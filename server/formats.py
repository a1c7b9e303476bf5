"""The formats that answers are written in: media types, short names, file extensions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an answer.

    Attributes:
        media_type: As the format's own specification registers it.
        names: What ``?format=`` may call it; the first is also its file extension.
        label: What people call it.
    """

    media_type: str
    names: tuple[str, ...]
    label: str

    @property
    def extension(self) -> str:
        """The file extension, without a dot."""
        return self.names[0]


JSON = Format("application/sparql-results+json", ("json", "srj"), "SPARQL Results JSON")
XML = Format("application/sparql-results+xml", ("xml", "srx"), "SPARQL Results XML")
CSV = Format("text/csv", ("csv",), "CSV")
TSV = Format("text/tab-separated-values", ("tsv",), "TSV")

# SPARQLWrapper sends its own names, "n3" and "rdf+xml", beside an Accept header.
TURTLE = Format("text/turtle", ("ttl", "turtle", "n3"), "Turtle")
N_TRIPLES = Format("application/n-triples", ("nt", "ntriples", "n-triples"), "N-Triples")
RDF_XML = Format("application/rdf+xml", ("rdf", "rdfxml", "rdf-xml", "rdf+xml", "xml"), "RDF/XML")
JSON_LD = Format("application/ld+json", ("jsonld", "json-ld", "json"), "JSON-LD")
N_QUADS = Format("application/n-quads", ("nq", "nquads", "n-quads"), "N-Quads")
TRIG = Format("application/trig", ("trig",), "TriG")

BIBTEX = Format("application/x-bibtex", ("bib", "bibtex"), "BibTeX")
RIS = Format("application/x-research-info-systems", ("ris",), "RIS")
CSL_JSON = Format("application/vnd.citationstyles.csl+json", ("csl.json", "csl"), "CSL-JSON")

SOLUTIONS = (JSON, XML, CSV, TSV)
# "SPARQL 1.1 Query Results CSV and TSV Formats" writes tables only: an ASK has no such form.
BOOLEANS = (JSON, XML)
GRAPHS = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, N_QUADS, TRIG)
EVERY = (*SOLUTIONS, *GRAPHS)
# What describes one thing, one vocabulary or one query: a graph without graphs in it.
DOCUMENTS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
CITATIONS = (BIBTEX, RIS, CSL_JSON)

# Broader names that clients use; each means those of these formats that are offered.
ALIASES = {
    "application/json": (JSON.media_type, JSON_LD.media_type),
    "application/xml": (XML.media_type, RDF_XML.media_type),
    "text/xml": (XML.media_type, RDF_XML.media_type),
    "application/x-turtle": (TURTLE.media_type,),
    "text/n3": (TURTLE.media_type,),
    "text/plain": (N_TRIPLES.media_type,),
}


def media_types(formats: tuple[Format, ...]) -> tuple[str, ...]:
    """The media types of ``formats``, in their order."""
    return tuple(each.media_type for each in formats)


def content_type(media_type: str) -> str:
    """Text and citations are in UTF-8 and say so; the others define it themselves.

    >>> content_type("text/turtle")
    'text/turtle; charset=utf-8'
    >>> content_type("application/n-triples")
    'application/n-triples'
    """
    says = media_type.startswith("text/") or media_type in media_types(CITATIONS)
    return f"{media_type}; charset=utf-8" if says else media_type


def named(name: str, formats: tuple[Format, ...] = (*EVERY, *CITATIONS)) -> Format | None:
    """The first of ``formats`` that ``name`` names, by short name or media type.

    >>> named("ttl").media_type
    'text/turtle'
    >>> named("json", GRAPHS).media_type
    'application/ld+json'
    >>> named("pdf") is None
    True
    """
    wanted = name.strip().lower()
    for each in formats:
        if wanted in each.names or wanted == each.media_type:
            return each
    return None
