"""Resolved things as triples: papers, their versions, authors, venues, tasks, repositories."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from loader.fields.venues import VenueKind
from loader.identity.things import (
    Author,
    Authorship,
    CodeRepository,
    Edition,
    Identifiers,
    Realization,
    Resolved,
    Task,
    VenueSeries,
    Version,
    Work,
)
from loader.mapping.terms import about, each, in_language, integer, page, text, year
from loader.records import LinkKind, PaperKind
from ontology import (
    BIBO,
    CG,
    CODEMETA,
    DCTERMS,
    FABIO,
    FOAF,
    FRBR,
    ORCID,
    PRISM,
    PRO,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
)
from ontology.iris import Iris

PAPER_CLASSES = {
    PaperKind.RESEARCH: FABIO.ResearchPaper,
    PaperKind.REVIEW: FABIO.ReviewPaper,
}
RESOURCE_PROPERTIES = {
    LinkKind.PROJECT: CG.projectPage,
    LinkKind.DATASET: CG.dataset,
    LinkKind.MODEL: CG.model,
    LinkKind.DEMO: CG.demo,
    LinkKind.VIDEO: CG.video,
    LinkKind.SLIDES: CG.slides,
    LinkKind.BLOG: CG.resource,
    LinkKind.OTHER: CG.resource,
}
_PUBLICATION_CLASSES = {
    VenueKind.CONFERENCE: FABIO.ConferencePaper,
    VenueKind.WORKSHOP: FABIO.WorkshopPaper,
    VenueKind.JOURNAL: FABIO.JournalArticle,
}
_VENUE_CLASSES = {
    VenueKind.CONFERENCE: (SCHEMA.EventSeries,),
    VenueKind.WORKSHOP: (SCHEMA.EventSeries,),
    VenueKind.JOURNAL: (FABIO.Journal, SCHEMA.Periodical),
    VenueKind.REPOSITORY: (FABIO.DocumentRepository,),
}

_IDENTIFIERS = {
    "arxiv": FABIO.hasArXivId,
    "doi": PRISM.doi,
    "acl": CG.aclAnthologyId,
    "openreview": CG.openReviewId,
    "pmid": FABIO.hasPubMedId,
    "pmc": FABIO.hasPubMedCentralId,
    "s2": CG.semanticScholarId,
}


def entity_triples(resolved: Resolved, iris: Iris) -> Iterator[Triple]:
    """Everything the graph of entities holds."""
    for work in resolved.works:
        yield from _work(work, iris)
    for author in resolved.authors:
        yield from _author(author, iris)
    for venue in resolved.venues:
        yield from _venue(venue, iris)
    for edition in resolved.editions:
        yield from _edition(edition, iris)
    yield from about(
        iris.scheme("tasks"),
        (RDF.type, SKOS.ConceptScheme),
        (RDFS.label, text("Tasks of all lists")),
    )
    for task in resolved.tasks:
        yield from _task(task, iris)
    for repository in resolved.repositories:
        yield from _repository(repository, iris)
    for (kind, key), by in resolved.replaced.items():
        yield Triple(iris.thing(kind, key), DCTERMS.isReplacedBy, iris.thing(kind, by))


def _work(work: Work, iris: Iris) -> Iterator[Triple]:
    paper = iris.paper(work.key)
    tasks = [iris.task(key) for key in work.tasks]
    yield from about(
        paper,
        (RDF.type, PAPER_CLASSES[work.kind]),
        (RDF.type, SCHEMA.ScholarlyArticle),
        (DCTERMS.title, text(work.title)),
        (RDFS.label, text(work.title)),
        (FABIO.hasPublicationYear, year(work.year)),
        (CG.venue, iris.venue(work.venue) if work.venue else None),
        (CG.byline, text(work.byline) if work.byline else None),
        (CG.authorCount, integer(work.author_count) if work.author_count else None),
        *_identifiers(work.identifiers),
        *each(CG.task, tasks),
        *each(DCTERMS.subject, tasks),
        *each(CG.code, map(iris.repo, work.repositories)),
        *each(CG.codePage, map(page, work.code_pages)),
        *((RESOURCE_PROPERTIES[kind], page(url)) for kind, url in work.resources),
        *each(FOAF.page, map(page, work.pages)),
    )
    for key in work.repositories:
        yield Triple(iris.repo(key), CODEMETA.referencePublication, paper)
    for authorship in work.authorships:
        yield from _authorship(paper, authorship, iris)
    for realization in work.realizations:
        yield from _realization(paper, work, realization, iris)


def _identifiers(known: Identifiers) -> Iterator[tuple[NamedNode, Literal | None]]:
    for name, predicate in _IDENTIFIERS.items():
        value = getattr(known, name)
        yield predicate, text(value) if value else None


def _authorship(paper: NamedNode, authorship: Authorship, iris: Iris) -> Iterator[Triple]:
    node = NamedNode(f"{paper.value}#author-{authorship.position}")
    author = iris.author(authorship.author)
    yield Triple(paper, DCTERMS.creator, author)
    yield Triple(paper, CG.hasAuthorship, node)
    yield from about(
        node,
        (RDF.type, CG.Authorship),
        (RDFS.label, text(f"{authorship.name_as_listed} (author {authorship.position})")),
        (PRO.withRole, PRO.author),
        (CG.author, author),
        (CG.position, integer(authorship.position)),
        (CG.nameAsListed, text(authorship.name_as_listed)),
    )


def _realization(
    paper: NamedNode, work: Work, realization: Realization, iris: Iris
) -> Iterator[Triple]:
    node = NamedNode(f"{paper.value}#{realization.version}")
    if realization.version is Version.PREPRINT:
        kind = FABIO.Preprint
    elif realization.venue_kind in _PUBLICATION_CLASSES:
        kind = _PUBLICATION_CLASSES[realization.venue_kind]
    else:
        # A venue that is not known says that there is a publication, not of what sort.
        kind = FABIO.Expression
    yield Triple(paper, FRBR.realization, node)
    yield from about(
        node,
        (RDF.type, kind),
        (RDFS.label, text(f"{work.title} ({realization.version})")),
        (FABIO.hasPublicationYear, year(realization.year)),
        (CG.venue, iris.venue(realization.venue) if realization.venue else None),
        (BIBO.presentedAt, iris.venue(realization.edition) if realization.edition else None),
        *_identifiers(realization.identifiers),
        *each(FOAF.page, map(page, realization.pages)),
    )


def _author(author: Author, iris: Iris) -> Iterator[Triple]:
    yield from about(
        iris.author(author.key),
        # A name that several persons bear is none of them.
        (RDF.type, CG.AmbiguousAuthor if author.persons else FOAF.Person),
        (FOAF.name, text(author.name)),
        (RDFS.label, text(author.name)),
        *each(SCHEMA.alternateName, map(text, author.variants)),
        (CG.identityStatus, CG[author.status]),
        *each(CG.possibleAuthor, map(iris.author, author.persons)),
        *each(SCHEMA.identifier, map(text, author.identifiers)),
        *each(SCHEMA.sameAs, map(_page_of_person, author.identifiers)),
    )


def _page_of_person(identifier: str) -> NamedNode | None:
    scheme, _, value = identifier.partition(":")
    return ORCID[value] if scheme == "orcid" else None


def _venue(venue: VenueSeries, iris: Iris) -> Iterator[Triple]:
    classes = _VENUE_CLASSES[venue.kind] if venue.kind else (SCHEMA.CreativeWork,)
    yield from about(
        iris.venue(venue.key),
        *each(RDF.type, classes),
        (RDFS.label, text(venue.label)),
        (SCHEMA.name, text(venue.name) if venue.name else None),
        *each(SCHEMA.alternateName, map(text, venue.aliases)),
    )


def _edition(edition: Edition, iris: Iris) -> Iterator[Triple]:
    workshop = edition.kind is VenueKind.WORKSHOP
    yield from about(
        iris.venue(edition.key),
        (RDF.type, SCHEMA.Event),
        (RDF.type, BIBO.Workshop if workshop else BIBO.Conference),
        (RDFS.label, text(edition.label)),
        *each(SCHEMA.superEvent, map(iris.venue, (edition.series, *edition.within))),
        (DCTERMS.date, year(edition.year)),
    )


def _task(task: Task, iris: Iris) -> Iterator[Triple]:
    yield from about(
        iris.task(task.key),
        (RDF.type, CG.Task),
        (RDF.type, SKOS.Concept),
        (SKOS.prefLabel, in_language(task.label)),
        (RDFS.label, text(task.label)),
        (SKOS.inScheme, iris.scheme("tasks")),
        *each(SKOS.altLabel, map(in_language, task.other_labels)),
        *each(SKOS.broader, map(iris.task, task.broader)),
    )


def _repository(repository: CodeRepository, iris: Iris) -> Iterator[Triple]:
    yield from about(
        iris.repo(repository.key),
        (RDF.type, SCHEMA.SoftwareSourceCode),
        (RDFS.label, text(repository.label)),
        (SCHEMA.codeRepository, page(repository.url)),
    )
