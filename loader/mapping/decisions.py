"""Decisions of the identity stage as triples of a graph of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from loader.identity.decisions import Decision, Verdict
from loader.identity.things import Resolved
from loader.mapping.lists import entry_nodes
from loader.mapping.terms import about, each, text
from ontology import CG, RDF, RDFS
from ontology.iris import Iris

_VERDICTS = {Verdict.SAME: CG.SameThing, Verdict.DIFFERENT: CG.DifferentThings}


def decision_triples(resolved: Resolved, iris: Iris) -> Iterator[Triple]:
    """Why things are what they are, numbered for each thing in a stable order."""
    entries = _entries_by_place(resolved, iris) if resolved.decisions else {}
    by_thing: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision in resolved.decisions:
        by_thing[decision.kind, decision.key].append(decision)
    for (kind, key), decisions in sorted(by_thing.items()):
        thing = iris.thing(kind, key)
        ordered = sorted(decisions, key=lambda d: (d.rule, d.between, d.evidence))
        for number, decision in enumerate(ordered, start=1):
            node = NamedNode(f"{thing.value}#decision-{number}")
            yield Triple(thing, CG.decidedBy, node)
            yield from about(
                node,
                (RDF.type, CG.IdentityDecision),
                (RDFS.label, text(f"{decision.verdict}: {decision.rule}")),
                (CG.verdict, _VERDICTS[decision.verdict]),
                (CG.rule, text(decision.rule)),
                (CG.evidence, text(decision.evidence)),
                *each(CG.compared, map(text, decision.between)),
                *each(CG.comparedEntry, (entries.get(place) for place in decision.between)),
            )


def _entries_by_place(resolved: Resolved, iris: Iris) -> Mapping[str, NamedNode]:
    """Entries by list and line, as decisions name them; the first of those on one line."""
    found: dict[str, NamedNode] = {}
    for reading_list in resolved.lists:
        nodes = entry_nodes(reading_list, resolved, iris)
        for entry, node in zip(reading_list.entries, nodes, strict=True):
            found.setdefault(f"{reading_list.snapshot.key}#L{entry.line}", node)
    return found
