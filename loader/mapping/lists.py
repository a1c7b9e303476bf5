"""What each list says, as triples of its own graph: sections, entries and their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from loader.fields.links import repository_of
from loader.identity.keys import hash_of, slug_of
from loader.identity.things import Resolved, ResolvedEntry
from loader.identity.works import Names, byline_of
from loader.mapping.entities import RESOURCE_PROPERTIES
from loader.mapping.terms import Value, about, each, in_language, integer, moment, page, text, year
from loader.records import Entry, Link, LinkKind, ListSnapshot, ReadingList, Section, SectionKind
from ontology import BIRO, CG, DCTERMS, FABIO, FOAF, PROV, RDF, RDFS, SCHEMA, SKOS
from ontology.iris import Iris

SECTION_KINDS = {
    SectionKind.TASK: CG.TaskSection,
    SectionKind.YEAR: CG.YearSection,
    SectionKind.RESOURCE_TYPE: CG.ResourceTypeSection,
    SectionKind.VENUE: CG.VenueSection,
    SectionKind.OTHER: CG.OtherSection,
}
# What the reader calls the venue of a paper whose link leads there.
_ARXIV = "arXiv"


def list_triples(reading_list: ReadingList, resolved: Resolved, iris: Iris) -> Iterator[Triple]:
    """Everything the graph of one list holds."""
    yield from _ListMapper(reading_list, resolved, iris).triples()


def snapshot_node(snapshot: ListSnapshot, iris: Iris) -> NamedNode:
    """A list as it stood: named by the first digits of its commit or content."""
    return NamedNode(f"{iris.list(snapshot.key).value}#snapshot-{_version(snapshot)[:7]}")


class _ListMapper:
    """One list with the IRIs of its sections and snapshot at hand."""

    def __init__(self, reading_list: ReadingList, resolved: Resolved, iris: Iris) -> None:
        self._list = reading_list
        self._resolved = resolved
        self._iris = iris
        self._node = iris.list(reading_list.snapshot.key)
        self._snapshot = snapshot_node(reading_list.snapshot, iris)
        self._sections = self._section_nodes()
        # Of headings with one path the first tells what the section is.
        kinds = {section.path: section.kind for section in reversed(reading_list.sections)}
        self._tasks = {path for path, kind in kinds.items() if kind is SectionKind.TASK}

    def _part(self, fragment: str) -> NamedNode:
        return NamedNode(f"{self._node.value}#{fragment}")

    def _section_nodes(self) -> Mapping[tuple[str, ...], NamedNode]:
        """Section IRIs by path; a heading that comes again counts as the same section."""
        nodes: dict[tuple[str, ...], NamedNode] = {}
        taken: set[str] = set()
        for section in self._list.sections:
            if section.path not in nodes:
                slug = "--".join(map(slug_of, section.path))
                if slug in taken:
                    slug = f"{slug}-{hash_of(repr(section.path))}"
                taken.add(slug)
                nodes[section.path] = self._part(f"section-{slug}")
        return nodes

    def triples(self) -> Iterator[Triple]:
        snapshot = self._list.snapshot
        yield from about(
            self._node,
            (RDF.type, CG.CuratedList),
            (RDF.type, SCHEMA.ItemList),
            (RDFS.label, text(self._list.title)),
            (SCHEMA.numberOfItems, integer(len(self._list.entries))),
            (SCHEMA.codeRepository, page(snapshot.repository or "")),
            (FOAF.page, page(snapshot.home or "")),
            (DCTERMS.license, page(snapshot.licence or "")),
        )
        yield from about(
            self._snapshot,
            (RDF.type, CG.ListSnapshot),
            (RDFS.label, text(f"{self._list.title} ({_version(snapshot)[:7]})")),
            (PROV.specializationOf, self._node),
            (SCHEMA.version, text(_version(snapshot))),
            (PROV.generatedAtTime, moment(snapshot.committed)),
        )
        yield from self._scheme_triples()
        yield from self._section_triples()
        nodes = entry_nodes(self._list, self._resolved, self._iris)
        for position, (entry, node) in enumerate(zip(self._list.entries, nodes, strict=True), 1):
            yield from self._entry_triples(entry, node, position)
        for number, item in enumerate(self._list.dropped, start=1):
            yield from about(
                self._part(f"left-out-{number}"),
                (RDF.type, CG.LeftOut),
                (RDFS.label, text(item.reason)),
                (CG.inList, self._node),
                (PROV.wasQuotedFrom, self._snapshot),
                (CG.startLine, integer(item.line)),
                (CG.endLine, integer(item.end_line)),
            )

    def _scheme_triples(self) -> Iterator[Triple]:
        """The scheme of the list's own tasks, and the task that it is all about, if it is."""
        if self._tasks:
            yield from about(
                self._part("tasks"),
                (RDF.type, SKOS.ConceptScheme),
                (RDFS.label, text(f"Tasks of {self._list.title}")),
            )
        if self._list.subject is not None:
            yield Triple(self._node, DCTERMS.subject, self._task(self._list.subject))

    def _section_triples(self) -> Iterator[Triple]:
        seen: set[tuple[str, ...]] = set()
        for position, section in enumerate(self._list.sections, start=1):
            if section.path in seen:
                continue
            seen.add(section.path)
            concept = self._concept(section) if section.kind is SectionKind.TASK else ()
            yield from about(
                self._sections[section.path],
                (RDF.type, CG.Section),
                (RDFS.label, text(section.path[-1])),
                (DCTERMS.isPartOf, self._sections.get(section.path[:-1], self._node)),
                (CG.inList, self._node),
                (SCHEMA.position, integer(position)),
                (CG.startLine, integer(section.line)),
                (CG.sectionKind, SECTION_KINDS[section.kind]),
                *concept,
            )

    def _concept(self, section: Section) -> Iterator[tuple[NamedNode, Value]]:
        """What makes a task heading a concept as its curator wrote it, and the merged task.

        Where only what stands above tells what it names, the merged task is no exact match.
        """
        above = (section.path[:n] for n in range(len(section.path) - 1, 0, -1))
        broader = next((path for path in above if path in self._tasks), None)
        task = self._task(section)
        exact = (self._list.snapshot.key, section.path) in self._resolved.named_exactly
        yield RDF.type, SKOS.Concept
        yield SKOS.prefLabel, in_language(section.path[-1])
        yield SKOS.inScheme, self._part("tasks")
        yield SKOS.broader, self._sections[broader] if broader is not None else None
        yield SKOS.closeMatch, task
        yield SKOS.exactMatch, task if exact else None

    def _task(self, section: Section) -> NamedNode:
        return self._iris.task(self._resolved.task_of[self._list.snapshot.key, section.path])

    def _entry_triples(self, entry: Entry, node: NamedNode, position: int) -> Iterator[Triple]:
        came_to = self._resolved.entries[self._list.snapshot.key, entry]
        paper = self._iris.paper(came_to.work)
        names = Names(entry.authors, entry.authors_truncated) if entry.authors else None
        yield from about(
            node,
            (RDF.type, CG.Entry),
            (RDF.type, SCHEMA.ListItem),
            (RDFS.label, text(entry.title)),
            (SCHEMA.item, paper),
            (BIRO.references, paper),
            (CG.inList, self._node),
            (CG.inSection, self._section_above(entry)),
            (SCHEMA.position, integer(position)),
            (PROV.wasQuotedFrom, self._snapshot),
            (PROV.value, text(entry.raw)),
            (PROV.generatedAtTime, moment(entry.added)),
            (CG.startLine, integer(entry.line)),
            (CG.endLine, integer(entry.end_line)),
            (DCTERMS.source, self._permalink(entry)),
            (CG.byline, text(byline_of(names) or "") if names else None),
            *each(CG.namesAuthor, map(self._iris.author, dict.fromkeys(came_to.authors))),
            (CG.venueAsListed, text(entry.venue_as_listed) if entry.venue_as_listed else None),
            (CG.namesVenue, self._venue(entry, came_to)),
            (FABIO.hasPublicationYear, year(entry.year)),
            *(self._link(link) for link in entry.links),
        )

    def _venue(self, entry: Entry, came_to: ResolvedEntry) -> NamedNode | None:
        """The venue that an entry or the heading over it names: a link to arXiv names none."""
        if came_to.venue is None or (entry.venue_as_listed is None and entry.venue == _ARXIV):
            return None
        return self._iris.venue(came_to.venue)

    def _section_above(self, entry: Entry) -> NamedNode | None:
        """The innermost section above an entry that is in the graph."""
        path = entry.section_path
        above = (self._sections.get(path[:n]) for n in range(len(path), 0, -1))
        return next((node for node in above if node is not None), None)

    def _permalink(self, entry: Entry) -> NamedNode:
        """The entry's lines where the list lives, or on its page here while that is unknown."""
        lines = f"L{entry.line}-L{entry.end_line}"
        permalink = self._list.snapshot.permalink
        return NamedNode(f"{permalink}#{lines}") if permalink else self._part(lines)

    def _link(self, link: Link) -> tuple[NamedNode, Value]:
        if link.kind is LinkKind.PAPER:
            return FOAF.page, page(link.url)
        if link.kind is LinkKind.CODE:
            found = repository_of(link.url)
            if found is None:
                return CG.codePage, page(link.url)
            return CG.code, self._iris.repo(self._resolved.repository_of[found.address])
        return RESOURCE_PROPERTIES[link.kind], page(link.url)


def _version(snapshot: ListSnapshot) -> str:
    return snapshot.commit or snapshot.content


def entry_nodes(reading_list: ReadingList, resolved: Resolved, iris: Iris) -> list[NamedNode]:
    """IRIs of a list's entries, in their order.

    They are named by section and paper, for line numbers move on every change of a list. A paper
    that stands twice in one section gets a number behind the second.
    """
    seen: Counter[str] = Counter()
    nodes = []
    for entry in reading_list.entries:
        key = resolved.entries[reading_list.snapshot.key, entry].work
        name = f"entry-{hash_of(repr((entry.section_path, key)), 10)}"
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name}-{seen[name]}"
        nodes.append(NamedNode(f"{iris.list(reading_list.snapshot.key).value}#{name}"))
    return nodes
