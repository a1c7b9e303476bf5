"""Authors: which of the names that papers carry are the same person's.

``names`` takes names apart, ``bylines`` gathers what entries print of a paper's authors, and
``mentions`` numbers every name at its place. ``commonness`` and ``evidence`` weigh what speaks for
two mentions being one person's, ``clustering`` joins those whose names fit and ``mending`` those
whose names differ by a slip (``near``). ``states`` says what is known of each person then,
``telling`` why, and ``keys`` what their IRIs are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from networkx.utils import UnionFind

from loader.identity.authors.bylines import byline_of
from loader.identity.authors.clustering import Clusters, clusters_of
from loader.identity.authors.evidence import Corpus, corpus_of
from loader.identity.authors.keys import (
    KIND,
    Keys,
    Mark,
    Wanted,
    keys_of,
    marks_of,
    pinned_keys,
    with_former_papers,
)
from loader.identity.authors.mending import mended
from loader.identity.authors.mentions import Byline, Mentions, mentions_of
from loader.identity.authors.states import names_to_show, status_of
from loader.identity.authors.telling import Told, decisions_of
from loader.identity.claims import Claim
from loader.identity.constraints import Constraints
from loader.identity.corrections import NO_CORRECTIONS, Corrections, applied
from loader.identity.decisions import Decision
from loader.identity.keys import slug_of
from loader.identity.ledger import Ledger
from loader.identity.things import Author, AuthorStatus
from loader.identity.works import names_of

__all__ = ["Authors", "authors_of"]


@dataclass(frozen=True, slots=True)
class Authors:
    """Authors of papers.

    Attributes:
        things: The authors, and the names that stand for several of them.
        of_papers: For each paper, in their order, the key of the author at each position.
        of_claims: For each claim, by its number, the key of the author at each position that the
            entry prints.
        decisions: Why names are one person's, or several persons'.
        unmatched: A line for each correction that matches nothing.
    """

    things: tuple[Author, ...]
    of_papers: tuple[tuple[str, ...], ...]
    of_claims: tuple[tuple[str, ...], ...]
    decisions: tuple[Decision, ...] = ()
    unmatched: tuple[str, ...] = ()


def authors_of(
    papers: Sequence[tuple[str, Sequence[Claim]]],
    ledger: Ledger,
    corrections: Corrections = NO_CORRECTIONS,
    former: Mapping[str, Sequence[str]] | None = None,
) -> Authors:
    """The authors of papers; their keys are pinned in the ledger.

    The result does not depend on the order of the papers.

    Args:
        papers: Key and claims of each paper.
        ledger: Keys given so far.
        corrections: What people know better.
        former: By the key of a paper, keys that its authors may be pinned by from earlier builds.
    """
    order = sorted(range(len(papers)), key=lambda n: papers[n][0])
    bylines: list[Byline] = []
    placed: list[list[tuple[int, ...]]] = []
    renames = corrections.renames(KIND)
    for n in order:
        byline, places = byline_of(*papers[n], renames)
        bylines.append(byline)
        placed.append(places)
    mentions = mentions_of(bylines)
    marks = with_former_papers(
        [mark for byline in bylines for mark in marks_of(byline)], former or {}, ledger
    )
    about = applied(corrections, KIND, _References(mentions, marks, ledger))
    corpus = corpus_of(mentions, _apart(about.constraints))
    identified = _identified(mentions)
    ties = _ties(about.constraints, identified)
    clusters, rules = mended(clusters_of(corpus, ties), corpus)
    shown = [names_to_show(_printed(person.mentions, mentions)) for person in clusters.persons]
    wanted = [
        Wanted(
            tuple(map(slug_of, names)), tuple(mark for n in person.mentions for mark in marks[n])
        )
        for person, names in zip(clusters.persons, shown, strict=True)
    ]
    keys = keys_of(wanted, ledger)
    key_of_mention = [""] * len(mentions)
    for person, key in zip(clusters.persons, keys.keys, strict=True):
        for mention in person.mentions:
            key_of_mention[mention] = key
    of_papers: list[tuple[str, ...]] = [()] * len(papers)
    of_claims: dict[int, tuple[str, ...]] = {}
    for paper, n in enumerate(order):
        start, claims = mentions.starts[paper], papers[n][1]
        of_papers[n] = tuple(key_of_mention[start : start + len(names_of(claims).names)])
        for claim, where in zip(claims, placed[paper], strict=True):
            of_claims[claim.number] = tuple(key_of_mention[start + place] for place in where)
    told = Told(
        corpus=corpus,
        clusters=clusters,
        rules=rules,
        keys=keys.keys,
        namesakes=keys.names,
        places=[papers[n][1][0].place for n in order],
        constraints=about.constraints,
        identified=identified,
    )
    return Authors(
        things=_things(clusters, corpus, shown, keys, constraints=about.constraints),
        of_papers=tuple(of_papers),
        of_claims=tuple(of_claims[number] for number in sorted(of_claims)),
        decisions=tuple(decisions_of(told)),
        unmatched=about.unmatched,
    )


class _References(Sequence[tuple[str, ...]]):
    """What a correction may name each mention by, worked out where a correction asks for it."""

    def __init__(self, mentions: Mentions, marks: Sequence[Sequence[Mark]], ledger: Ledger) -> None:
        self._mentions = mentions
        self._marks = marks
        self._ledger = ledger

    def __len__(self) -> int:
        return len(self._mentions)

    def __getitem__(self, mention: int) -> tuple[str, ...]:  # type: ignore[override]
        if not 0 <= mention < len(self):
            raise IndexError(mention)
        mentions, paper = self._mentions, self._mentions.paper[mention]
        byline, place = mentions.bylines[paper], mention - mentions.starts[paper]
        names = byline.listed_at(place)
        keys = pinned_keys(self._marks[mention], self._ledger)
        return (
            *(f"name:{name}" for name in names),
            *(f"{KIND}/{key}" for key in sorted(keys) or map(slug_of, names)),
            f"paper/{byline.paper}#author-{place + 1}",
        )


def _apart(constraints: Constraints) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for pair in constraints.different:
        found[pair.one].add(pair.other)
        found[pair.other].add(pair.one)
    return found


def _identified(mentions: Mentions) -> Mapping[str, Sequence[int]]:
    """Mentions by the identifier that entries give for them."""
    found: dict[str, list[int]] = defaultdict(list)
    for mention in range(len(mentions)):
        if (identifier := mentions.identifier(mention)) is not None:
            found[identifier].append(mention)
    return found


def _ties(constraints: Constraints, identified: Mapping[str, Sequence[int]]) -> list[Sequence[int]]:
    """Groups of mentions that are one person's by what people or identifiers say."""
    same: UnionFind[int] = UnionFind()
    for pair in constraints.same:
        same.union(pair.one, pair.other)
    for group in identified.values():
        same.union(*group)
    return [*sorted(sorted(group) for group in same.to_sets())]


def _printed(group: Sequence[int], mentions: Mentions) -> Iterator[str]:
    for mention in group:
        paper = mentions.paper[mention]
        yield from mentions.bylines[paper].names_at(mention - mentions.starts[paper])


def _things(
    clusters: Clusters,
    corpus: Corpus,
    shown: Sequence[tuple[str, ...]],
    keys: Keys,
    *,
    constraints: Constraints,
) -> tuple[Author, ...]:
    """The persons, and the names that stand for several of them."""
    corrected = {
        n
        for pairs in (constraints.same, constraints.different)
        for p in pairs
        for n in (p.one, p.other)
    }
    things: list[Author] = []
    for n, person in enumerate(clusters.persons):
        identifiers = {i for m in person.mentions if (i := corpus.mentions.identifier(m))}
        others = min(corpus.others[corpus.mentions.form[m]] for m in person.mentions)
        verified = bool(identifiers) or not corrected.isdisjoint(person.mentions)
        things.append(
            Author(
                key=keys.keys[n],
                name=shown[n][0],
                variants=shown[n][1:],
                status=status_of(person, others, verified=verified),
                identifiers=tuple(sorted(identifiers)),
            )
        )
    for slug, people in keys.names.items():
        name = names_to_show(shown[n][0] for n in people)[0]
        persons = tuple(sorted(keys.keys[n] for n in people))
        things.append(Author(slug, name, (), AuthorStatus.AMBIGUOUS, (), persons))
    return tuple(sorted(things, key=lambda thing: thing.key))
