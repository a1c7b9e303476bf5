"""The build: every stage in its order, from sources to the published snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import Quad, Store

import queries.rdf
from loader.archive import load_lists, save_lists
from loader.doubtful_venues import DoubtfulVenue, doubtful_venues
from loader.errors import SourceError, ValidationError
from loader.gathering import Gathered, gather
from loader.history import with_history
from loader.identity import resolve
from loader.identity.corrections import Corrections, read_corrections
from loader.identity.ledger import Ledger
from loader.identity.things import Resolved
from loader.mapping import graph_quads, graphs_of
from loader.mapping.description import Release, description_triples
from loader.progress import Progress, Silent
from loader.publishing import Manifest, SnapshotStore, carry_over, load
from loader.records import ReadingList
from loader.sources import Reach
from loader.storage.layout import timestamp
from loader.validation import violations_of
from ontology import BASE
from ontology.iris import Iris
from ontology.terms import definitions

SOFTWARE = f"curagraph {version('curagraph')}"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build came to.

    Attributes:
        manifest: Of the published snapshot.
        changed: Whether this build published it; one that comes to the same publishes nothing.
        read: Lists that this build read.
        kept: Lists of earlier builds that are still in the graph.
        failures: One line for each source or list that could not be read.
        notes: One line for each file without entries that nobody named as a list, and for each
            list whose history cannot be read.
        unmatched: A line for each correction that matches nothing any more.
        doubtful_venues: Names of venues that are written wrong, and those that no table has.
    """

    manifest: Manifest
    changed: bool
    read: tuple[ReadingList, ...]
    kept: tuple[ReadingList, ...]
    failures: tuple[str, ...]
    notes: tuple[str, ...]
    unmatched: tuple[str, ...]
    doubtful_venues: tuple[DoubtfulVenue, ...]


def build(
    names: Sequence[str],
    store: SnapshotStore,
    *,
    only: bool = False,
    validate: bool = True,
    base: str = BASE,
    corrections: Corrections | None = None,
    reach: Reach | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Read sources, resolve what they speak of together with earlier lists, and publish.

    Args:
        names: Sources, see :mod:`loader.sources`.
        store: Where to publish.
        only: Whether lists of earlier builds leave the graph.
        validate: Whether the graph has to conform to its shapes before it is published.
        base: Base IRI of everything that gets one.
        corrections: What people know better; those that come with Curagraph by default.
        reach: How sources on the web are reached; by the environment where it is not given.
        progress: Who is told how far the build is.

    Raises:
        SourceError: No source gave an entry.
        ValidationError: The graph breaks its shapes.
        StoreError: The store cannot be used.
        TableError: An authority table cannot be used.
    """
    progress = progress or Silent()
    corrections = corrections if corrections is not None else read_corrections()
    gathered = gather(names, reach, progress)
    lists, failures = _without_namesakes(gathered)
    if not lists:
        raise SourceError("\n".join(failures) or "no source was named")
    with store.building() as workplace:
        published = store.published()
        earlier = load_lists(published) if published is not None and not only else []
        lists, refused = _without_usurpers(lists, earlier)
        failures += refused
        if not lists:
            raise SourceError("\n".join(failures))
        followed = progress.stage("Following history", lists, len(lists))
        told = [with_history(found) for found in followed]
        lists = [found for found, _ in told]
        notes = (*gathered.notes, *(note for _, note in told if note is not None))
        fresh = {found.snapshot.key for found in lists}
        kept = [found for found in earlier if found.snapshot.key not in fresh]
        ledger = store.ledger()
        resolved = resolve([*kept, *lists], ledger, corrections)
        iris = Iris(base)
        quads = list(_statements(resolved, iris))
        if validate:
            _refuse_violations(quads)
        loading = progress.stage("Loading", quads, len(quads))
        manifest, changed = _publish(
            store, workplace, loading, resolved=resolved, ledger=ledger, iris=iris
        )
    return BuildReport(
        manifest=manifest,
        changed=changed,
        read=tuple(lists),
        kept=tuple(kept),
        failures=tuple(failures),
        notes=notes,
        unmatched=resolved.unmatched,
        doubtful_venues=doubtful_venues(lists, corrections.renames("venue")),
    )


def _publish(
    store: SnapshotStore,
    workplace: Path,
    quads: Iterable[Quad],
    *,
    resolved: Resolved,
    ledger: Ledger,
    iris: Iris,
) -> tuple[Manifest, bool]:
    """Load what was made of the lists, and publish it unless it is published already.

    Returns:
        What tells of the published snapshot, and whether it is a new one.
    """
    created = datetime.now(UTC)

    def describe(filled: Store, digest: str) -> Iterator[Quad]:
        release = Release(store.name_for(created, digest), created, SOFTWARE)
        triples = description_triples(filled, resolved, release, iris)
        return graph_quads(triples, iris.graph("void"))

    digest, total = load(workplace, quads, describe)
    save_lists(workplace, resolved.lists)
    with store.switching():
        # What was published when the build began may have been written to since.
        published, before = store.published(), store.manifest()
        if published is not None and before is not None:
            total = carry_over(published, Iris(before.base), workplace)
        name = store.name_for(created, digest)
        manifest = _manifest(resolved, created, digest, total, iris, name=name)
        if before is not None and before.same_content(manifest):
            return before, False
        store.publish(workplace, manifest, ledger)
        return manifest, True


def _without_namesakes(gathered: Gathered) -> tuple[list[ReadingList], list[str]]:
    """The lists that were read, the first alone of those with one key, and all failures."""
    lists: dict[str, ReadingList] = {}
    failures = list(gathered.failures)
    for found in gathered.lists:
        snapshot = found.snapshot
        other = lists.setdefault(snapshot.key, found)
        if other is not found:
            failures.append(
                f"{snapshot.source}: would be the list {snapshot.key!r} as "
                f"{other.snapshot.source} is; give one of them another key in lists.toml"
            )
    return list(lists.values()), failures


def _without_usurpers(
    lists: Sequence[ReadingList], earlier: Sequence[ReadingList]
) -> tuple[list[ReadingList], list[str]]:
    """The lists that are new or built again, and a line for each that only has another's name."""
    origins = {found.snapshot.key: found.snapshot.origin for found in earlier}
    good, refused = [], []
    for found in lists:
        snapshot = found.snapshot
        before = origins.get(snapshot.key) or snapshot.origin
        if before == snapshot.origin:
            good.append(found)
        else:
            refused.append(
                f"{snapshot.source}: the list {snapshot.key!r} was built from {before}; give this "
                "one another key in lists.toml, or build with --only"
            )
    return good, refused


def _statements(resolved: Resolved, iris: Iris) -> Iterator[Quad]:
    yield from graphs_of(resolved, iris)
    yield from graph_quads(definitions(), iris.graph("ontology"))
    yield from graph_quads(queries.rdf.triples(iris), iris.graph("queries"))


def _refuse_violations(quads: Iterable[Quad]) -> None:
    found = violations_of(quads)
    if found:
        lines = "\n".join(str(violation) for violation in found)
        raise ValidationError(f"the graph breaks its shapes, nothing was published:\n{lines}")


def _manifest(
    resolved: Resolved, created: datetime, digest: str, total: int, iris: Iris, *, name: str
) -> Manifest:
    return Manifest(
        id=name,
        created=timestamp(created),
        content=digest,
        base=iris.base,
        quads=total,
        lists=tuple(
            {"key": found.snapshot.key, "title": found.title, "entries": len(found.entries)}
            for found in resolved.lists
        ),
        counts={
            "papers": len(resolved.works),
            # A name of several persons is none of them.
            "authors": sum(not author.persons for author in resolved.authors),
            "venues": len(resolved.venues),
            "tasks": len(resolved.tasks),
            "repositories": len(resolved.repositories),
            "lists": len(resolved.lists),
        },
        software=SOFTWARE,
    )
