"""Mentions grouped into persons, block by block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from networkx.utils import UnionFind

from loader.identity.authors.evidence import (
    Corpus,
    Profile,
    Weighed,
    can_be_one,
    fullest,
    profile_of,
    weigh,
)

# Groups of a block that are all compared with each other; beyond, those that share a co-author
# or a name and the largest are.
_MOST_COMPARED = 60
_LARGEST = 20
_MOST_ROUNDS = 16
# A name that this few others are to be expected to bear is one person's to begin with.
_NOBODY_ELSE = 0.012
# A surname with more initials than this is too common to be looked at as a whole.
_FEW_BLOCKS = 8
# Logarithm of the odds from which two groups are one person's: somewhat more sure than not.
SURE_ENOUGH = 1.4


@dataclass(frozen=True, slots=True)
class Joined:
    """Two groups that became one, with a mention and the fullest name of each."""

    one: int
    other: int
    forms: tuple[int, int]
    weighed: Weighed


@dataclass(slots=True)
class Person:
    """A group of mentions that came out as one person's.

    Attributes:
        mentions: Their numbers, ascending.
        rival: Logarithm of the odds that the likeliest of the other groups is the same person.
        rival_mention: A mention of that group, ``None`` where there is no such group.
        weakest: The lowest of the odds that its parts were joined at.
    """

    mentions: list[int]
    rival: float = -inf
    rival_mention: int | None = None
    weakest: float = inf


@dataclass(slots=True)
class Clusters:
    """Persons, by their first mention, and how their mentions came together."""

    persons: list[Person]
    joined: list[Joined]


def clusters_of(corpus: Corpus, tied: Iterable[Sequence[int]] = ()) -> Clusters:
    """Mentions grouped into persons.

    Args:
        corpus: What is known of all papers.
        tied: Groups of mentions that are one person's whatever the evidence says.

    Cost: near-linear; within a block of one surname and initial a group is compared with those
    that it shares a co-author or its name with, and with the largest.
    """
    tied = [sorted(group) for group in tied]
    persons: list[Person] = []
    joined: list[Joined] = []
    for mentions, ties in _rooms(corpus, tied):
        persons += agglomerated(_begun(mentions, ties, corpus), corpus, joined)
    return Clusters(sorted(persons, key=lambda person: person.mentions[0]), joined)


def _rooms(
    corpus: Corpus, tied: Sequence[Sequence[int]]
) -> Iterator[tuple[list[int], list[Sequence[int]]]]:
    """Mentions of each block, blocks that something bridges together, with the ties between them.

    A tie bridges blocks, another name that an entry prints for a mention, and a surname alone.
    """
    form, block = corpus.mentions.form, corpus.block
    bridged: UnionFind[int] = UnionFind()
    for mention, others in corpus.mentions.others.items():
        bridged.union(block[form[mention]], *(block[other] for other in others))
    for blocks in _of_bare_surnames(corpus):
        bridged.union(*blocks)
    for group in tied:
        bridged.union(*(block[form[mention]] for mention in group))
    rooms: dict[int, list[int]] = defaultdict(list)
    for mention in range(len(form)):
        of = block[form[mention]]
        rooms[bridged[of] if of in bridged.parents else of].append(mention)
    ties: dict[int, list[Sequence[int]]] = defaultdict(list)
    for group in tied:
        ties[bridged[block[form[group[0]]]]].append(group)
    for room, mentions in rooms.items():
        yield mentions, ties.get(room, [])


def _of_bare_surnames(corpus: Corpus) -> Iterator[set[int]]:
    """Blocks of each surname that is printed alone somewhere and that few people bear."""
    names = corpus.mentions.forms.names
    bare = {name.surname for name in names if not name.given}
    blocks: dict[str, set[int]] = defaultdict(set)
    for name, block in zip(names, corpus.block, strict=True):
        if name.surname in bare:
            blocks[name.surname].add(block)
    yield from (found for found in blocks.values() if 1 < len(found) <= _FEW_BLOCKS)


def _begun(mentions: Sequence[int], ties: Sequence[Sequence[int]], corpus: Corpus) -> list[Profile]:
    """Groups to begin with: a rare name's mentions together, a common one's each alone."""
    found = [profile_of(group, corpus) for group in ties]
    known = {mention for group in ties for mention in group}
    by_form: dict[int, list[int]] = defaultdict(list)
    for mention in mentions:
        if mention not in known:
            by_form[corpus.mentions.form[mention]].append(mention)
    for form, alike in by_form.items():
        papers = {corpus.mentions.paper[mention] for mention in alike}
        rare = corpus.others[form] <= _NOBODY_ELSE and len(papers) == len(alike)
        if rare and not any(_is_special(mention, corpus) for mention in alike):
            found.append(profile_of(alike, corpus))
        else:
            found += (profile_of([mention], corpus) for mention in alike)
    return found


def _is_special(mention: int, corpus: Corpus) -> bool:
    """Whether more than the name tells who it is, or who not."""
    mentions = corpus.mentions
    known = mentions.identifier(mention) is not None
    return known or mention in mentions.others or mention in corpus.apart


def agglomerated(profiles: list[Profile], corpus: Corpus, joined: list[Joined]) -> list[Person]:
    """Groups joined as long as the evidence for any two is good, best first.

    Args:
        profiles: Groups to begin with.
        corpus: What is known of all papers.
        joined: Takes the steps.
    """
    known: dict[tuple[int, int], Weighed | None] = {}
    weakest = dict.fromkeys(range(len(profiles)), inf)
    alive = list(range(len(profiles)))
    for _ in range(_MOST_ROUNDS):
        found = []
        for a, b in _pairs(alive, profiles):
            if (a, b) not in known:
                one, other = profiles[a], profiles[b]
                fits = can_be_one(one, other, corpus)
                known[a, b] = weigh(one, other, corpus) if fits else None
            weighed = known[a, b]
            if weighed is not None and weighed.total > SURE_ENOUGH:
                found.append((-weighed.total, a, b))
        changed: set[int] = set()
        for odds, a, b in sorted(found):
            weighed = known[a, b]
            if weighed is None or a in changed or b in changed:
                continue
            one, other = profiles[a], profiles[b]
            forms = (fullest(one, corpus), fullest(other, corpus))
            joined.append(Joined(one.mentions[0], other.mentions[0], forms, weighed))
            one.join(other)
            weakest[a] = min(weakest[a], weakest.pop(b), -odds)
            changed |= {a, b}
        if not changed:
            break
        alive = [place for place in alive if place in weakest]
        known = {pair: w for pair, w in known.items() if changed.isdisjoint(pair)}
    return _persons(alive, profiles, weakest, known)


def _persons(
    alive: Sequence[int],
    profiles: Sequence[Profile],
    weakest: dict[int, float],
    known: dict[tuple[int, int], Weighed | None],
) -> list[Person]:
    persons = {n: Person(sorted(profiles[n].mentions), weakest=weakest[n]) for n in alive}
    for (a, b), weighed in known.items():
        if weighed is None or a not in persons or b not in persons:
            continue
        for one, other in ((persons[a], persons[b]), (persons[b], persons[a])):
            if weighed.total > one.rival:
                one.rival, one.rival_mention = weighed.total, other.mentions[0]
    return list(persons.values())


def _pairs(alive: Sequence[int], profiles: Sequence[Profile]) -> Iterable[tuple[int, int]]:
    """Places of groups to compare, the lower first."""
    if len(alive) <= _MOST_COMPARED:
        return ((a, b) for n, a in enumerate(alive) for b in alive[n + 1 :])
    by_size = sorted(alive, key=lambda place: (-len(profiles[place].papers), place))
    by_coauthor: dict[int, list[int]] = defaultdict(list)
    by_form: dict[int, list[int]] = defaultdict(list)
    for place in by_size:
        for forms in profiles[place].coauthors.values():
            for form in forms:
                by_coauthor[form].append(place)
        for form in profiles[place].forms:
            by_form[form].append(place)
    pairs: set[tuple[int, int]] = set()
    for places in (*by_coauthor.values(), *by_form.values()):
        pairs.update(_some_pairs(places))
    largest = by_size[:_LARGEST]
    pairs.update((min(a, b), max(a, b)) for a in largest for b in alive if a != b)
    return sorted(pairs)


def _some_pairs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """All pairs of the first ones with all; of the others each with the next."""
    for n, a in enumerate(places):
        others = places[n + 1 :] if n < _LARGEST else places[n + 1 : n + 2]
        yield from ((min(a, b), max(a, b)) for b in others)
