"""Names that people chose: shown in place of those that lists give, and told of with reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loader.fields.text import key_of
from loader.identity.corrections import Corrections
from loader.identity.decisions import Decision, Verdict
from loader.identity.things import Resolved


def with_canonical_names(resolved: Resolved, corrections: Corrections) -> Resolved:
    """What was resolved, each thing by the name that a person chose for it, if one did.

    Each choice becomes a decision about the thing, as does what was read for what lists write.
    """
    if not corrections.canonical and not corrections.rename:
        return resolved
    called = _names(resolved)
    lost = tuple(
        f"[[canonical]] {each.thing}: nothing has this key; mend or remove the correction"
        for each in corrections.canonical
        if each.thing not in called
    )
    papers, authors = corrections.names("paper"), corrections.names("author")
    venues, tasks = corrections.names("venue"), corrections.names("task")
    repositories = corrections.names("repo")
    told = {*_chosen(called, corrections), *_read(resolved, corrections)}
    return replace(
        resolved,
        works=tuple(replace(w, title=papers.get(w.key, w.title)) for w in resolved.works),
        authors=tuple(replace(a, name=authors.get(a.key, a.name)) for a in resolved.authors),
        venues=tuple(replace(v, label=venues.get(v.key, v.label)) for v in resolved.venues),
        tasks=tuple(replace(t, label=tasks.get(t.key, t.label)) for t in resolved.tasks),
        repositories=tuple(
            replace(r, label=repositories.get(r.key, r.label)) for r in resolved.repositories
        ),
        decisions=(*resolved.decisions, *sorted(told, key=lambda each: (each.key, each.between))),
        unmatched=(
            *resolved.unmatched,
            *corrections.unread("author", _printed(resolved)),
            *corrections.unread("task", (path[-1] for _, path in resolved.task_of)),
            *lost,
        ),
    )


def _printed(resolved: Resolved) -> Iterator[str]:
    """Names of authors as lists print them."""
    return (name for _, entry in resolved.entries for name in entry.authors or ())


def _names(resolved: Resolved) -> dict[str, str]:
    """What things are called by lists, by kind and key as in their IRIs."""
    return {
        **{f"paper/{each.key}": each.title for each in resolved.works},
        **{f"author/{each.key}": each.name for each in resolved.authors},
        **{f"venue/{each.key}": each.label for each in resolved.venues},
        **{f"task/{each.key}": each.label for each in resolved.tasks},
        **{f"repo/{each.key}": each.label for each in resolved.repositories},
    }


def _chosen(called: dict[str, str], corrections: Corrections) -> Iterator[Decision]:
    for each in corrections.canonical:
        if each.thing in called:
            key = each.thing.removeprefix(f"{each.kind}/")
            yield _decision(each.kind, key, each.reason, (called[each.thing], each.name))


def _read(resolved: Resolved, corrections: Corrections) -> Iterator[Decision]:
    """What was read for names of authors and headings; the stage of venues tells of its own."""
    reasons = {(each.kind, key_of(each.before)): each for each in corrections.rename}
    for (_, entry), found in resolved.entries.items():
        for name, key in zip(entry.authors or (), found.authors, strict=True):
            renaming = reasons.get(("author", key_of(name)))
            if renaming is not None:
                yield _decision("author", key, renaming.reason, (name, renaming.after))
    for (_, path), key in resolved.task_of.items():
        renaming = reasons.get(("task", key_of(path[-1])))
        if renaming is not None:
            yield _decision("task", key, renaming.reason, (path[-1], renaming.after))


def _decision(kind: str, key: str, reason: str, between: tuple[str, str]) -> Decision:
    return Decision(kind, key, Verdict.SAME, "correction", reason, between)
