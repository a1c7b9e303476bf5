"""The terms Curagraph speaks in: every IRI in Python comes from here or from ``ontology.iris``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from pyoxigraph import NamedNode

BASE = "https://w3id.org/curagraph/"
# The schema that a report of the linter in SARIF names.
SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


class Namespace:
    """A vocabulary's namespace: ``DCTERMS.title`` is the IRI of its term ``title``.

    >>> Namespace("foaf", "http://xmlns.com/foaf/0.1/").name
    <NamedNode value=http://xmlns.com/foaf/0.1/name>
    """

    __slots__ = ("_iri", "prefix")

    def __init__(self, prefix: str, iri: str) -> None:
        self.prefix = prefix
        self._iri = iri

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        return NamedNode(self._iri + name)

    def __getitem__(self, name: str) -> NamedNode:
        return NamedNode(self._iri + name)

    def __str__(self) -> str:
        return self._iri


CG = Namespace("cg", f"{BASE}ontology#")
BIBO = Namespace("bibo", "http://purl.org/ontology/bibo/")
BIRO = Namespace("biro", "http://purl.org/spar/biro/")
CODEMETA = Namespace("codemeta", "https://w3id.org/codemeta/terms/")
DCAT = Namespace("dcat", "http://www.w3.org/ns/dcat#")
DCTERMS = Namespace("dcterms", "http://purl.org/dc/terms/")
DOAP = Namespace("doap", "http://usefulinc.com/ns/doap#")
FABIO = Namespace("fabio", "http://purl.org/spar/fabio/")
FOAF = Namespace("foaf", "http://xmlns.com/foaf/0.1/")
FRBR = Namespace("frbr", "http://purl.org/vocab/frbr/core#")
OA = Namespace("oa", "http://www.w3.org/ns/oa#")
OWL = Namespace("owl", "http://www.w3.org/2002/07/owl#")
PRISM = Namespace("prism", "http://prismstandard.org/namespaces/basic/2.0/")
PRO = Namespace("pro", "http://purl.org/spar/pro/")
PROV = Namespace("prov", "http://www.w3.org/ns/prov#")
QB = Namespace("qb", "http://purl.org/linked-data/cube#")
RDF = Namespace("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("rdfs", "http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("schema", "https://schema.org/")
SD = Namespace("sd", "http://www.w3.org/ns/sparql-service-description#")
SH = Namespace("sh", "http://www.w3.org/ns/shacl#")
SKOS = Namespace("skos", "http://www.w3.org/2004/02/skos/core#")
SPEX = Namespace("spex", "https://purl.expasy.org/sparql-examples/ontology#")
VANN = Namespace("vann", "http://purl.org/vocab/vann/")
VOID = Namespace("void", "http://rdfs.org/ns/void#")
XSD = Namespace("xsd", "http://www.w3.org/2001/XMLSchema#")

# Where identifiers and media types have addresses of their own; no prefixes of ours.
ARXIV = Namespace("arxiv", "https://arxiv.org/abs/")
ARXIV_PDF = Namespace("arxivpdf", "https://arxiv.org/pdf/")
DOI = Namespace("doi", "https://doi.org/")
ENTAILMENT = Namespace("ent", "http://www.w3.org/ns/entailment/")
FORMATS = Namespace("formats", "http://www.w3.org/ns/formats/")
ORCID = Namespace("orcid", "https://orcid.org/")
MEDIA_TYPE = Namespace("iana", "https://www.iana.org/assignments/media-types/")

# Vocabularies only: with a prefix for our own things Turtle would write their hash nodes escaped.
PREFIXES: Mapping[str, str] = {
    namespace.prefix: str(namespace)
    for namespace in (
        CG, BIBO, BIRO, CODEMETA, DCAT, DCTERMS, DOAP, FABIO, FOAF, FRBR, OA, OWL, PRISM, PRO,
        PROV, QB, RDF, RDFS, SCHEMA, SD, SH, SKOS, SPEX, VANN, VOID, XSD,
    )
}  # fmt: skip


def file(name: str) -> Traversable:
    """A file of this package: ``curagraph.ttl``, ``shapes.ttl`` or ``context.jsonld``."""
    return files(__name__) / name
