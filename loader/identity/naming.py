"""Names that people chose for things, in place of those that lists give."""

from __future__ import annotations

from dataclasses import replace

from loader.identity.corrections import Corrections
from loader.identity.things import Resolved


def with_canonical_names(resolved: Resolved, corrections: Corrections) -> Resolved:
    """What was resolved, each thing by the name that a person chose for it, if one did."""
    if not corrections.canonical:
        return resolved
    known = {
        "paper": {each.key for each in resolved.works},
        "author": {each.key for each in resolved.authors},
        "venue": {each.key for each in resolved.venues},
        "task": {each.key for each in resolved.tasks},
        "repo": {each.key for each in resolved.repositories},
    }
    lost = tuple(
        f"[[canonical]] {each.thing}: nothing has this key; mend or remove the correction"
        for each in corrections.canonical
        if each.thing.removeprefix(f"{each.kind}/") not in known[each.kind]
    )
    papers, authors = corrections.names("paper"), corrections.names("author")
    venues, tasks = corrections.names("venue"), corrections.names("task")
    repositories = corrections.names("repo")
    return replace(
        resolved,
        works=tuple(replace(w, title=papers.get(w.key, w.title)) for w in resolved.works),
        authors=tuple(replace(a, name=authors.get(a.key, a.name)) for a in resolved.authors),
        venues=tuple(replace(v, label=venues.get(v.key, v.label)) for v in resolved.venues),
        tasks=tuple(replace(t, label=tasks.get(t.key, t.label)) for t in resolved.tasks),
        repositories=tuple(
            replace(r, label=repositories.get(r.key, r.label)) for r in resolved.repositories
        ),
        unmatched=(*resolved.unmatched, *lost),
    )
