"""What the published graph says of a thing's identity, gathered for a person or a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from loader.errors import StoreError
from loader.identity.works import CUT_SHORT
from ontology import CG, DCTERMS, FABIO, FOAF, RDF, RDFS, SCHEMA, SKOS
from ontology.iris import KINDS, Iris

# What a thing is called, beside its label.
_NAMES = (SCHEMA.alternateName, SKOS.altLabel, FOAF.name)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of a list that speaks of a thing.

    Attributes:
        place: List and line, such as ``medical-vision-language#L49``.
        words: How the thing is named there.
    """

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """A decision about a thing.

    Attributes:
        verdict: ``same`` or ``different``.
        rule: Name of the rule; ``correction`` where a person decided.
        evidence: What speaks for it.
        compared: Places, names or headings.
    """

    verdict: str
    rule: str
    evidence: str
    compared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a thing is what it is.

    Attributes:
        iri: The thing.
        kind: Kind of thing, as in its IRI.
        label: What it is called.
        replaced_by: The thing that it turned out to be, if it is no longer one of its own.
        status: How sure it is who an author is, in one word.
        names: Other names of it.
        mentions: Where lists speak of it.
        steps: Decisions that joined or parted something.
    """

    iri: str
    kind: str
    label: str
    replaced_by: str | None
    status: str | None
    names: tuple[str, ...]
    mentions: tuple[Mention, ...]
    steps: tuple[Step, ...]


def explain(store: Store, iris: Iris, name: str) -> Explanation:
    """Why a thing is what it is.

    Args:
        store: The published graph.
        iris: IRIs below the graph's base.
        name: The thing's IRI, or what stands behind the base in it: ``paper/arxiv-2105.11333``.

    Raises:
        StoreError: The graph has no such thing; the message says what to name.
    """
    thing, kind = _named(name, iris)
    graph = _Graph(store)
    label = graph.text(thing, RDFS.label)
    replaced_by = graph.one(thing, DCTERMS.isReplacedBy)
    if label is None and replaced_by is None:
        raise StoreError(f"{name}: not in this graph; name a thing by its IRI, or as KIND/KEY")
    status = graph.one(thing, CG.identityStatus)
    names = {
        value.value
        for term in _NAMES
        for value in graph.values(thing, term)
        if value.value != label
    }
    gather = _MENTIONS.get(kind)
    mentions = gather(graph, thing) if gather is not None else ()
    return Explanation(
        iri=thing.value,
        kind=kind,
        label=label or "",
        replaced_by=replaced_by.value if replaced_by is not None else None,
        status=status.value.rpartition("#")[2] if status is not None else None,
        names=tuple(sorted(names)),
        mentions=tuple(sorted(set(mentions), key=lambda found: _in_order(found.place))),
        steps=tuple(_steps(graph, thing)),
    )


def _named(name: str, iris: Iris) -> tuple[NamedNode, str]:
    rest = name.removeprefix(iris.base).lstrip("/")
    kind, slash, key = rest.partition("/")
    try:
        if kind in KINDS and slash and key:
            return iris.thing(kind, key), kind
    except ValueError:
        pass
    kinds = ", ".join(KINDS)
    raise StoreError(f"{name}: no IRI of this graph; name one as KIND/KEY, with {kinds} for KIND")


def _in_order(place: str) -> tuple[str, int]:
    name, _, line = place.rpartition("#L")
    return name, int(line) if line.isdecimal() else 0


class _Graph:
    """Single steps through a store, over all graphs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def values(self, subject: NamedNode, term: NamedNode) -> Iterator[NamedNode | Literal]:
        for quad in self._store.quads_for_pattern(subject, term, None):
            if isinstance(quad.object, NamedNode | Literal):
                yield quad.object

    def nodes(self, subject: NamedNode, term: NamedNode) -> Iterator[NamedNode]:
        return (value for value in self.values(subject, term) if isinstance(value, NamedNode))

    def subjects(self, term: NamedNode, thing: NamedNode) -> Iterator[NamedNode]:
        for quad in self._store.quads_for_pattern(None, term, thing):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def one(self, subject: NamedNode, term: NamedNode) -> NamedNode | Literal | None:
        return next(self.values(subject, term), None)

    def text(self, subject: NamedNode, term: NamedNode) -> str | None:
        found = self.one(subject, term)
        return found.value if found is not None else None

    def place(self, part: NamedNode) -> str:
        """List and line of an entry or a section."""
        found = self.one(part, CG.inList)
        key = found.value.rpartition("/")[2] if found is not None else part.value
        return f"{key}#L{self.text(part, CG.startLine)}"


def _steps(graph: _Graph, thing: NamedNode) -> Iterator[Step]:
    nodes = sorted(graph.nodes(thing, CG.decidedBy), key=lambda node: _number(node.value))
    for node in nodes:
        yield Step(
            verdict="same" if graph.one(node, CG.verdict) == CG.SameThing else "different",
            rule=graph.text(node, CG.rule) or "",
            evidence=graph.text(node, CG.evidence) or "",
            compared=tuple(sorted(value.value for value in graph.values(node, CG.compared))),
        )


def _number(decision: str) -> int:
    return int(decision.rpartition("-")[2])


def _of_paper(graph: _Graph, thing: NamedNode) -> Iterator[Mention]:
    for entry in graph.subjects(SCHEMA.item, thing):
        yield Mention(graph.place(entry), graph.text(entry, RDFS.label) or "")


def _of_author(graph: _Graph, thing: NamedNode) -> Iterator[Mention]:
    """Entries that print the author: others of the same paper may print none."""
    names = {value.value for term in _NAMES for value in graph.values(thing, term)}
    authorships = graph.subjects(CG.author, thing)
    names.update(name for each in authorships if (name := graph.text(each, CG.nameAsListed)))
    for entry in graph.subjects(CG.namesAuthor, thing):
        byline = graph.text(entry, CG.byline) or ""
        printed = set(byline.removesuffix(CUT_SHORT).split(", "))
        # A name that a correction reads as another is in the byline as the list prints it.
        for name in sorted(printed & names) or [byline]:
            yield Mention(graph.place(entry), name)


def _of_venue(graph: _Graph, thing: NamedNode) -> Iterator[Mention]:
    """Entries that name the venue, be it another than that where their paper is held to be."""
    year = graph.one(thing, DCTERMS.date)
    for series in _series_of(graph, thing) if year is not None else (thing,):
        for entry in graph.subjects(CG.namesVenue, series):
            if year is None or graph.text(entry, FABIO.hasPublicationYear) == year.value:
                yield Mention(graph.place(entry), graph.text(entry, CG.venueAsListed) or "")


def _series_of(graph: _Graph, edition: NamedNode) -> Sequence[NamedNode]:
    """The series of an edition: a joint event is of others as well, and is named as its own."""
    series = [
        node
        for node in graph.nodes(edition, SCHEMA.superEvent)
        if SCHEMA.EventSeries in graph.values(node, RDF.type)
    ]
    label = graph.text(edition, RDFS.label) or ""
    return [each for each in series if _is_named_after(graph, label, each)] or series


def _is_named_after(graph: _Graph, label: str, series: NamedNode) -> bool:
    return label.rpartition(" ")[0] == graph.text(series, RDFS.label)


def _of_task(graph: _Graph, thing: NamedNode) -> Iterator[Mention]:
    for term in (SKOS.closeMatch, SKOS.exactMatch):
        for section in graph.subjects(term, thing):
            if CG.Section in graph.values(section, RDF.type):
                yield Mention(graph.place(section), graph.text(section, RDFS.label) or "")


def _of_repository(graph: _Graph, thing: NamedNode) -> Iterator[Mention]:
    for entry in graph.subjects(CG.code, thing):
        if graph.one(entry, CG.inList) is not None:
            yield Mention(graph.place(entry), graph.text(entry, RDFS.label) or "")


_Gatherer = Callable[[_Graph, NamedNode], Iterable[Mention]]
_MENTIONS: Mapping[str, _Gatherer] = {
    "paper": _of_paper,
    "author": _of_author,
    "venue": _of_venue,
    "task": _of_task,
    "repo": _of_repository,
}
