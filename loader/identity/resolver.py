"""The whole stage: lists in, things with pinned keys out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from loader.identity import works
from loader.identity.authors import authors_of
from loader.identity.claims import Claim, claims_of, references_to
from loader.identity.corrections import NO_CORRECTIONS, Corrections, applied
from loader.identity.decisions import Decision
from loader.identity.keys import paper_keys
from loader.identity.ledger import Candidate, Ledger
from loader.identity.naming import with_canonical_names
from loader.identity.papers import Papers, papers_of
from loader.identity.repositories import repositories_of
from loader.identity.tasks import tasks_of
from loader.identity.things import Resolved, ResolvedEntry
from loader.identity.venues import venues_of
from loader.records import ReadingList


def resolve(
    lists: Iterable[ReadingList], ledger: Ledger, corrections: Corrections = NO_CORRECTIONS
) -> Resolved:
    """Things that the entries of all lists speak of.

    The result does not depend on the order of the lists. New keys are pinned in the ledger.

    Args:
        lists: All lists.
        ledger: Keys given so far.
        corrections: What people know better.
    """
    lists = sorted(lists, key=lambda found: found.snapshot.key)
    claims = list(claims_of(lists))
    about_papers = applied(corrections, "paper", [list(references_to(c, ledger)) for c in claims])
    papers = papers_of(claims, about_papers.constraints)
    candidates = [candidate_of(group) for group in papers.groups]
    pinned = [ledger.pinned("paper", candidate.evidence) for candidate in candidates]
    replaced = ledger.replaced("paper")
    keys = ledger.pin_apart("paper", candidates)
    former = _former_keys(keys, pinned, replaced, ledger.replaced("paper"))
    authors = authors_of(list(zip(keys, papers.groups, strict=True)), ledger, corrections, former)
    tasks = tasks_of(lists, ledger, corrections)
    venues = venues_of(claims, ledger, corrections)
    venues.name_editions(claim.entry for claim in claims)
    code = (found for group in papers.groups for found in works.code_of(group)[0])
    repositories = repositories_of(code, ledger, corrections)
    stages = (authors, venues, tasks, repositories)
    found = [
        works.work_of(
            key,
            group,
            authors=people,
            tasks=tasks.of,
            venues=venues,
            repositories=repositories.of,
        )
        for key, group, people in zip(keys, papers.groups, authors.of_papers, strict=True)
    ]
    paper_of = {
        claim.number: key for key, group in zip(keys, papers.groups, strict=True) for claim in group
    }
    entries = {
        (claim.list_key, claim.entry): ResolvedEntry(
            work=paper_of[claim.number],
            authors=authors.of_claims[claim.number],
            venue=venues.series_of(claim.entry),
            tasks=works.tasks_of_claim(claim, tasks.of),
        )
        for claim in claims
    }
    there = {
        "paper": keys,
        "author": [each.key for each in authors.things],
        "venue": list(venues.series),
        "task": [each.key for each in tasks.things],
        "repo": [each.key for each in repositories.things],
    }
    resolved = Resolved(
        lists=tuple(lists),
        works=tuple(found),
        authors=authors.things,
        venues=tuple(venues.series[key] for key in sorted(venues.series)),
        editions=tuple(venues.editions[key] for key in sorted(venues.editions)),
        tasks=tasks.things,
        repositories=repositories.things,
        entries=entries,
        task_of=tasks.of,
        repository_of=repositories.of,
        replaced={**_replaced(ledger, there), **venues.replaced_editions},
        named_exactly=tasks.named_exactly,
        decisions=(
            *_about_papers(papers, claims, paper_of),
            *(decision for stage in stages for decision in stage.decisions),
        ),
        unmatched=(
            *about_papers.unmatched,
            *(line for stage in stages for line in stage.unmatched),
        ),
    )
    return with_canonical_names(resolved, corrections)


def _replaced(ledger: Ledger, there: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """By kind and key, what was found to be another thing that is still there.

    Args:
        ledger: Keys given so far.
        there: Keys of the things that there are, by kind.
    """
    known = {kind: frozenset(keys) for kind, keys in there.items()}
    return {
        (kind, key): by
        for kind in known
        for key, by in sorted(ledger.replaced(kind).items())
        if by in known[kind]
    }


def _former_keys(
    keys: Sequence[str],
    pinned: Sequence[Iterable[str]],
    before: Mapping[str, str],
    now: Mapping[str, str],
) -> dict[str, tuple[str, ...]]:
    """By the key of a paper, other keys that it had, or that the paper had which it was part of.

    Args:
        keys: Keys of papers.
        pinned: For each, the keys that its evidence was pinned to.
        before: Keys that were replaced when the build began, each with the key to use.
        now: The same once the papers have their keys.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for key, others in zip(keys, pinned, strict=True):
        found[key].update(others)
        if key in before:
            found[key].add(before[key])
    for other, key in now.items():
        found[key].add(other)
    return {key: tuple(sorted(found[key] - {key})) for key in keys if found[key] - {key}}


def candidate_of(claims: Sequence[Claim]) -> Candidate:
    """What a paper is known by, and the keys it may get."""
    known = works.identifiers_of_work(claims)
    title = claims[0].title_key or claims[0].entry.title
    evidence = sorted({piece for claim in claims for piece in claim.evidence})
    shared = frozenset(piece for claim in claims for piece in claim.shared)
    return Candidate(tuple(evidence), paper_keys(known, title), shared)


def _about_papers(
    papers: Papers, claims: Sequence[Claim], paper_of: Mapping[int, str]
) -> Iterator[Decision]:
    """The steps of grouping, each told of the paper of its first claim."""
    for step in papers.steps:
        yield Decision(
            kind="paper",
            key=paper_of[step.one],
            verdict=step.verdict,
            rule=step.rule,
            evidence=step.evidence,
            between=(claims[step.one].place, claims[step.other].place),
        )
