"""The whole stage: lists in, things with pinned keys out."""

from __future__ import annotations

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
from loader.identity.things import Resolved
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
    keys = ledger.pin_apart("paper", [candidate_of(group) for group in papers.groups])
    known = set(keys)
    authors = authors_of(list(zip(keys, papers.groups, strict=True)), ledger, corrections)
    tasks = tasks_of(lists, ledger, corrections)
    venues = venues_of(claims, ledger, corrections)
    code = (found for group in papers.groups for found in works.code_of(group)[0])
    repositories = repositories_of(code, ledger, corrections)
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
    places = {(c.list_key, c.entry): venues.place_of(c.entry) for c in claims}
    paper_of = {
        claim.number: key for key, group in zip(keys, papers.groups, strict=True) for claim in group
    }
    resolved = Resolved(
        lists=tuple(lists),
        works=tuple(found),
        authors=authors.things,
        venues=tuple(venues.series[key] for key in sorted(venues.series)),
        editions=tuple(venues.editions[key] for key in sorted(venues.editions)),
        tasks=tasks.things,
        repositories=repositories.things,
        work_of={(c.list_key, c.entry): paper_of[c.number] for c in claims},
        authors_of={(c.list_key, c.entry): authors.of_claims[c.number] for c in claims},
        venue_of={each: place.series if place else None for each, place in places.items()},
        tasks_of={(c.list_key, c.entry): works.tasks_of_claim(c, tasks.of) for c in claims},
        task_of=tasks.of,
        repository_of=repositories.of,
        replaced={key: by for key, by in sorted(ledger.replaced("paper").items()) if by in known},
        replaced_authors=authors.replaced,
        replaced_tasks=tasks.replaced,
        named_exactly=tasks.named_exactly,
        decisions=(
            *_about_papers(papers, claims, paper_of),
            *authors.decisions,
            *venues.decisions,
            *tasks.decisions,
            *repositories.decisions,
        ),
        unmatched=(
            *about_papers.unmatched,
            *venues.unmatched,
            *authors.unmatched,
            *tasks.unmatched,
            *repositories.unmatched,
        ),
    )
    return with_canonical_names(resolved, corrections)


def candidate_of(claims: Sequence[Claim]) -> Candidate:
    """What a paper is known by, and the keys it may get."""
    known = works.identifiers_of_work(claims)
    title = claims[0].title_key or claims[0].entry.title
    evidence = sorted({piece for claim in claims for piece in claim.evidence})
    return Candidate(tuple(evidence), paper_keys(known, title))


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
