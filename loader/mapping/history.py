"""What became of a list's entries, as triples of a graph of their own: commits, and what they left.

Former entries are no ``cg:Entry`` and have neither ``schema:item`` nor ``cg:inList``: whoever asks
what lists hold is not told what they held.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from pyoxigraph import NamedNode, Triple

from loader.fields.text import key_of
from loader.fields.venue_meaning import meaning_of
from loader.fields.venues import VenueKind
from loader.history.matching import papers_of, title_key
from loader.identity.keys import hash_of
from loader.identity.things import Resolved
from loader.mapping.lists import entry_nodes, snapshot_node
from loader.mapping.terms import about, moment, page, text
from loader.records import (
    Change,
    Commit,
    Entry,
    Field,
    FormerEntry,
    ListHistory,
    ReadingList,
)
from ontology import CG, DCTERMS, FOAF, PROV, RDF, RDFS, SCHEMA
from ontology.iris import Iris

# Half of the words of a title: with a link to one paper they are one title that was mended.
_ALIKE = 0.5


def history_triples(
    reading_list: ReadingList, resolved: Resolved, papers: KnownPapers, iris: Iris
) -> Iterator[Triple]:
    """Everything that the graph of a list's history holds; nothing where none is known."""
    if reading_list.history is not None:
        mapper = _HistoryMapper(reading_list, reading_list.history, resolved, papers, iris)
        yield from mapper.triples()


class KnownPapers:
    """Which paper an entry is about that no list holds any more, as far as others tell."""

    def __init__(self, resolved: Resolved) -> None:
        self._by_title: dict[str, set[str]] = defaultdict(set)
        self._by_link: dict[str, dict[str, str]] = defaultdict(dict)
        for (_, entry), found in resolved.entries.items():
            self._by_title[title_key(entry.title)].add(found.work)
            for each in papers_of(entry.links):
                self._by_link[each][found.work] = entry.title

    def work_of(self, entry: Entry) -> str | None:
        """The paper of its title if there is one alone; else that of its link, if alike."""
        titled = self._by_title.get(title_key(entry.title), set())
        if len(titled) == 1:
            return next(iter(titled))
        linked = {
            work
            for each in papers_of(entry.links)
            for work, title in self._by_link.get(each, {}).items()
            if _are_alike(title, entry.title)
        }
        return next(iter(linked)) if len(linked) == 1 and not titled else None


def _are_alike(one: str, other: str) -> bool:
    words, others = set(key_of(one).split()), set(key_of(other).split())
    return len(words & others) >= _ALIKE * max(len(words | others), 1)


class _HistoryMapper:
    """One list's history with the nodes of what it speaks of at hand."""

    def __init__(
        self,
        reading_list: ReadingList,
        history: ListHistory,
        resolved: Resolved,
        papers: KnownPapers,
        iris: Iris,
    ) -> None:
        self._list, self._history, self._iris = reading_list, history, iris
        self._node = iris.list(reading_list.snapshot.key)
        self._place = iris.changes(reading_list.snapshot.key).value
        self._entries = entry_nodes(reading_list, resolved, iris)
        self._former = [NamedNode(f"{self._place}#{name}") for name in _names(history)]
        self._works = _works(reading_list, history, resolved, papers)

    def triples(self) -> Iterator[Triple]:
        history = self._history
        for commit in history.commits:
            yield from self._commit(commit)
        yield from self._snapshots()
        for node, brought, before in zip(
            self._entries, history.brought, history.before, strict=True
        ):
            yield from about(
                node,
                (PROV.wasGeneratedBy, None if brought is None else self._activity(brought)),
                (PROV.wasRevisionOf, None if before is None else self._former[before]),
            )
        for number, former in enumerate(history.former):
            yield from self._former_entry(number, former)

    def _activity(self, place: int) -> NamedNode:
        return self._commit_node(self._history.commits[place])

    def _commit_node(self, commit: Commit) -> NamedNode:
        return NamedNode(f"{self._place}#commit-{commit.id}")

    def _commit(self, commit: Commit) -> Iterator[Triple]:
        """A commit; who made it is their own affair."""
        snapshot = self._list.snapshot
        shown = f"{snapshot.repository}/commit/{commit.id}" if snapshot.permalink else ""
        yield from about(
            self._commit_node(commit),
            (RDF.type, PROV.Activity),
            (RDFS.label, text(f"Commit {commit.id[:7]}")),
            (PROV.endedAtTime, moment(commit.time)),
            (SCHEMA.version, text(commit.id)),
            (FOAF.page, page(shown)),
        )

    def _snapshots(self) -> Iterator[Triple]:
        """The list at each commit that changed entries, each revising the one before."""
        current = self._list.snapshot
        changing = {place for place in self._history.brought if place is not None}
        for former in self._history.former:
            changing |= {former.since, former.until}
        before: NamedNode | None = None
        for place in sorted(changing):
            commit = self._history.commits[place]
            if commit.path is None:
                continue
            if commit.id == current.commit:
                node = snapshot_node(current, self._iris)
            else:
                node = NamedNode(f"{self._place}#snapshot-{commit.id}")
                yield from about(
                    node,
                    (RDF.type, CG.ListSnapshot),
                    (RDFS.label, text(f"{self._list.title} ({commit.id[:7]})")),
                    (PROV.specializationOf, self._node),
                    (SCHEMA.version, text(commit.id)),
                    (PROV.generatedAtTime, moment(commit.time)),
                    (DCTERMS.source, self._file_at(commit)),
                )
            yield from about(
                node, (PROV.wasGeneratedBy, self._activity(place)), (PROV.wasRevisionOf, before)
            )
            before = node
        now = snapshot_node(current, self._iris)
        if before is not None and before != now:
            yield Triple(now, PROV.wasRevisionOf, before)

    def _file_at(self, commit: Commit, lines: str = "") -> NamedNode | None:
        """Where the list's file is shown as it was at a commit."""
        snapshot = self._list.snapshot
        # Git quotes names that hold a quotation mark or a control character.
        if not snapshot.permalink or commit.path is None or commit.path.startswith('"'):
            return None
        return page(f"{snapshot.repository}/blob/{commit.id}/{quote(commit.path)}{lines}")

    def _former_entry(self, number: int, former: FormerEntry) -> Iterator[Triple]:
        node, entry = self._former[number], former.entry
        since, until = (self._history.commits[place] for place in (former.since, former.until))
        work = self._works[number]
        yield from about(
            node,
            (RDF.type, CG.FormerEntry),
            (RDF.type, None if former.changes else CG.RemovedEntry),
            (RDFS.label, text(entry.title)),
            (CG.wasInList, self._node),
            (CG.wasAbout, self._iris.paper(work) if work is not None else None),
            (CG.wasInSection, text(" > ".join(entry.section_path)) if entry.section_path else None),
            (PROV.value, text(entry.raw)),
            (
                DCTERMS.source,
                self._file_at(
                    self._history.commits[former.last], f"#L{entry.line}-L{entry.end_line}"
                ),
            ),
            (PROV.generatedAtTime, moment(since.time)),
            (PROV.wasGeneratedBy, self._activity(former.since)),
            (PROV.invalidatedAtTime, moment(until.time)),
            (PROV.wasInvalidatedBy, self._activity(former.until)),
            (PROV.wasRevisionOf, None if former.before is None else self._former[former.before]),
        )
        for change in former.changes:
            yield from self._change(node, change)

    def _change(self, former: NamedNode, change: Change) -> Iterator[Triple]:
        node = NamedNode(f"{former.value}-{change.field}")
        yield Triple(former, CG.changedField, node)
        yield from about(
            node,
            (RDF.type, CG.FieldChange),
            (RDF.type, CG.RelabelledAsPublished if is_publication(change) else None),
            (RDFS.label, text(f"{change.field} changed")),
            (CG.field, text(change.field)),
            (CG.valueBefore, text(change.before) if change.before is not None else None),
            (CG.valueAfter, text(change.after) if change.after is not None else None),
        )


def is_publication(change: Change) -> bool:
    """Whether a venue took the place of none, or of a repository of preprints.

    >>> is_publication(Change(Field.VENUE, "arXiv", "ICML"))
    True
    >>> is_publication(Change(Field.VENUE, "ICML", "NeurIPS"))
    False
    >>> is_publication(Change(Field.VENUE, "arXiv", "Under review"))
    False
    """
    return change.field is Field.VENUE and _is_preprint(change.before) > _is_preprint(change.after)


def _is_preprint(venue: str | None) -> bool:
    if venue is None:
        return True
    return meaning_of(venue).kind in {VenueKind.REPOSITORY, VenueKind.NOT_A_VENUE}


def _names(history: ListHistory) -> Iterable[str]:
    """What former entries are called: the same in every build, whatever else is in the history."""
    seen: Counter[str] = Counter()
    for former in history.former:
        ended = history.commits[former.until].id
        entry = former.entry
        name = f"former-{hash_of(repr((ended, entry.section_path, entry.title, entry.raw)), 10)}"
        seen[name] += 1
        yield f"{name}-{seen[name]}" if seen[name] > 1 else name


def _works(
    reading_list: ReadingList, history: ListHistory, resolved: Resolved, papers: KnownPapers
) -> Mapping[int, str | None]:
    """Papers of former entries: those of the entries that they became, else what is known."""
    works: dict[int, str | None] = {}
    for entry, before in zip(reading_list.entries, history.before, strict=True):
        if before is not None:
            works[before] = resolved.entries[reading_list.snapshot.key, entry].work
    # What was before another stands before it.
    for number in range(len(history.former) - 1, -1, -1):
        former = history.former[number]
        work = works[number] = works[number] if number in works else papers.work_of(former.entry)
        if former.before is not None:
            works[former.before] = work
    return works
