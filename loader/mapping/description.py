"""What the dataset holds and how it was made: VoID, DCAT and PROV, from counts of the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple

from loader.identity.things import Resolved
from loader.mapping.lists import snapshot_node
from loader.mapping.terms import about, each, integer, text
from ontology import DCAT, DCTERMS, MEDIA_TYPE, PREFIXES, PROV, RDF, RDFS, SCHEMA, VOID, XSD
from ontology.iris import Iris

# Formats of the dump by the last step of its address, with their media types.
DUMPS: Mapping[str, str] = {
    "nq": "application/n-quads",
    "trig": "application/trig",
    "nt": "application/n-triples",
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
_VOCABULARIES = (
    "cg",
    "fabio",
    "pro",
    "biro",
    "frbr",
    "prism",
    "bibo",
    "dcterms",
    "foaf",
    "skos",
    "prov",
    "schema",
    "codemeta",
)

_STATISTICS = {
    VOID.triples: "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }",
    VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    VOID.classes: "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s a ?o }",
}
_CLASS_SIZES = "SELECT ?term (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?term } GROUP BY ?term"
_PROPERTY_SIZES = "SELECT ?term (COUNT(*) AS ?n) WHERE { ?s ?term ?o } GROUP BY ?term"


@dataclass(frozen=True, slots=True)
class Release:
    """What names one build of the dataset.

    Attributes:
        name: Name of the snapshot.
        created: When it was built, in UTC.
        software: Name and version of what built it.
    """

    name: str
    created: datetime
    software: str


def description_triples(
    store: Store, resolved: Resolved, release: Release, iris: Iris
) -> Iterator[Triple]:
    """The description of a store that holds everything else already."""
    dataset = iris.dataset()
    created = Literal(release.created.isoformat(timespec="seconds"), datatype=XSD.dateTime)
    lists = [iris.list(found.snapshot.key) for found in resolved.lists]
    snapshots = [snapshot_node(found.snapshot, iris) for found in resolved.lists]
    yield from about(
        dataset,
        (RDF.type, VOID.Dataset),
        (RDF.type, DCAT.Dataset),
        (DCTERMS.title, text("Curagraph: curated reading lists as a knowledge graph")),
        (RDFS.label, text("Curagraph dataset")),
        (
            DCTERMS.description,
            text("Papers, authors, venues, tasks and code repositories of curated reading lists."),
        ),
        (DCTERMS.created, created),
        (SCHEMA.version, text(release.name)),
        *each(DCTERMS.source, lists),
        (VOID.uriSpace, text(iris.base)),
        (VOID.sparqlEndpoint, iris.endpoint()),
        *each(VOID.vocabulary, (NamedNode(PREFIXES[prefix]) for prefix in _VOCABULARIES)),
        *((term, integer(_count(store, query))) for term, query in _STATISTICS.items()),
    )
    yield from _activity(dataset, snapshots, release, created, iris)
    yield from _distributions(dataset, iris)
    sizes = (
        ("class", VOID.classPartition, VOID["class"], VOID.entities, _CLASS_SIZES),
        ("property", VOID.propertyPartition, VOID.property, VOID.triples, _PROPERTY_SIZES),
    )
    for name, link, term, measure, query in sizes:
        for number, (found, size) in enumerate(_sizes(store, query), start=1):
            part = NamedNode(f"{dataset.value}-{name}-{number}")
            yield Triple(dataset, link, part)
            yield from about(part, (term, found), (measure, integer(size)))


def _activity(
    dataset: NamedNode, snapshots: list[NamedNode], release: Release, created: Literal, iris: Iris
) -> Iterator[Triple]:
    build = iris.dataset("build")
    agent = iris.dataset("curagraph")
    yield Triple(dataset, PROV.wasGeneratedBy, build)
    yield from about(
        build,
        (RDF.type, PROV.Activity),
        (RDFS.label, text(f"Build of {release.name}")),
        (PROV.endedAtTime, created),
        (PROV.wasAssociatedWith, agent),
        *each(PROV.used, snapshots),
    )
    yield from about(
        agent,
        (RDF.type, PROV.SoftwareAgent),
        (RDFS.label, text(release.software)),
    )


def _distributions(dataset: NamedNode, iris: Iris) -> Iterator[Triple]:
    for form, media_type in DUMPS.items():
        dump = iris.dump(form)
        yield Triple(dataset, VOID.dataDump, dump)
        yield Triple(dataset, DCAT.distribution, dump)
        yield from about(
            dump,
            (RDF.type, DCAT.Distribution),
            (RDFS.label, text(f"The whole graph as {media_type}")),
            (DCAT.downloadURL, dump),
            (
                DCAT.mediaType,
                MEDIA_TYPE[media_type],
            ),
        )


def _count(store: Store, query: str) -> int:
    found = store.query(query, use_default_graph_as_union=True)
    return int(next(iter(_solutions(found)))["n"].value)


def _sizes(store: Store, query: str) -> list[tuple[NamedNode, int]]:
    rows = _solutions(store.query(query, use_default_graph_as_union=True))
    return sorted(((row["term"], int(row["n"].value)) for row in rows), key=lambda r: r[0].value)


def _solutions(found: object) -> QuerySolutions:
    if not isinstance(found, QuerySolutions):
        raise TypeError("a SELECT query gives solutions")
    return found
