"""Keys of authors: a slug of the name; once several persons are behind it, one with a number.

The ledger pins a person's key by paper and every name printed at the place, so that a person keeps
it whichever lists are added or gone. A slug that came to stand for several persons stays the
name's own for ever (``ambiguous:wei-wang``); the persons are pinned anew, with numbers behind it,
and so is that they bear the name (``bears:wei-wang-2|1``), which no list may print any more. While
one person alone bears it, the name's key leads to that person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

from loader.fields.text import key_of
from loader.identity.authors.mentions import Byline
from loader.identity.authors.names import PersonName, name_of
from loader.identity.ledger import Candidate, Ledger

KIND: Literal["author"] = "author"

# Key of a paper, and a name that is printed there.
Mark = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person who wants a key.

    Attributes:
        slugs: Slugs of the names, that of the name to show first.
        seen: Where the person is seen, and under which names: see :func:`marks_of`.
    """

    slugs: tuple[str, ...]
    seen: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of persons, in their order.

    Attributes:
        keys: One a person.
        names: For each key that stands for several persons, the places of these.
    """

    keys: tuple[str, ...]
    names: Mapping[str, tuple[int, ...]]


def keys_of(persons: Sequence[Wanted], ledger: Ledger) -> Keys:
    """The keys of persons; new ones are pinned in the ledger.

    >>> ledger = Ledger()
    >>> one, other = (Wanted(("ada-one",), ((paper, "ada one"),)) for paper in ("p1", "p2"))
    >>> keys_of([one], ledger).keys
    ('ada-one',)
    >>> keys_of([one, other], ledger)
    Keys(keys=('ada-one-2', 'ada-one-3'), names={'ada-one': (0, 1)})
    """
    wanted = Counter(person.slugs[0] for person in persons)
    for slug in sorted(wanted):
        if wanted[slug] > 1:
            ledger.keep(KIND, _name(slug), slug)
    evidence = [
        tuple(p for mark in person.seen for p in _pieces(mark, ledger)) for person in persons
    ]
    order = sorted(range(len(persons)), key=lambda n: (-len(evidence[n]), min(persons[n].seen)))
    candidates = [Candidate(evidence[n], persons[n].slugs[:1]) for n in order]
    given = dict(zip(order, ledger.pin_apart(KIND, candidates, exclusive=True), strict=True))
    bearers: dict[str, list[int]] = defaultdict(list)
    for n, person in enumerate(persons):
        for name in _names_borne(person, given[n], evidence[n], ledger):
            bearers[name].append(n)
    keys = tuple(given[n] for n in range(len(persons)))
    names = {name: tuple(found) for name, found in sorted(bearers.items())}
    for name, found in names.items():
        if len(found) == 1:
            ledger.lead(KIND, name, keys[found[0]])
        else:
            ledger.keep(KIND, _name(name), name)
    return Keys(keys, {name: found for name, found in names.items() if len(found) > 1})


def marks_of(byline: Byline) -> list[tuple[Mark, ...]]:
    """By what the person at each position is known: the paper, and the names printed there.

    A name that several positions have, in whatever order of its words, is numbered.

    >>> marks_of(Byline("p1", ("Wei Wang", "Wang, Wei"), ((), ("W. Wang",))))
    [(('p1', 'wei wang'),), (('p1', 'wang wei|2'), ('p1', 'w wang'))]
    """
    often: Counter[PersonName] = Counter()
    found = []
    for place in range(len(byline.names)):
        names = {key_of(name) or name: name_of(name) for name in byline.listed_at(place)}
        often.update(set(names.values()))
        numbers = ((text, often[name]) for text, name in names.items())
        found.append(
            tuple((byline.paper, text if n == 1 else f"{text}|{n}") for text, n in numbers)
        )
    return found


def with_former_papers(
    marks: Sequence[tuple[Mark, ...]], former: Mapping[str, Sequence[str]], ledger: Ledger
) -> list[tuple[Mark, ...]]:
    """Marks of mentions, with those in what their papers were before that nothing else has now.

    Args:
        marks: Of each mention.
        former: By the key of a paper, keys that it had, or that what it was a part of had.
        ledger: Keys given so far.
    """
    if not former:
        return list(marks)
    taken = {mark for group in marks for mark in group}
    found = []
    for group in marks:
        earlier = (
            (paper, name)
            for key, name in group
            if key in former and not _is_pinned((key, name), ledger)
            for paper in former[key]
        )
        more = [mark for mark in earlier if mark not in taken and _is_pinned(mark, ledger)]
        found.append((*group, *more))
        taken.update(more)
    return found


def pinned_keys(marks: Sequence[Mark], ledger: Ledger) -> frozenset[str]:
    """The keys that one person's mention is pinned to, those of names left out."""
    return ledger.pinned(KIND, (piece for mark in marks for piece in _pieces(mark, ledger)))


def _pieces(mark: Mark, ledger: Ledger) -> Iterator[str]:
    """What is pinned of a mark: anew once its key became that of a name."""
    mention, person = _mention(mark), f"person:{mark[0]}|{mark[1]}"
    if _is_name(mark, ledger):
        yield person
    else:
        yield mention
        if ledger.pinned(KIND, (person,)):
            yield person


def _names_borne(
    person: Wanted, key: str, evidence: Sequence[str], ledger: Ledger
) -> Sequence[str]:
    """Keys that are names' and may have been taken for the person's, now and in earlier builds."""
    mentioned = ledger.pinned(KIND, map(_mention, person.seen))
    found = ledger.pinned(KIND, (*map(_name, person.slugs), *map(_name, mentioned)))
    borne = list(_borne(key, ledger))
    for other in sorted(ledger.pinned(KIND, evidence) - {key}):
        found |= set(_borne(other, ledger))
    for name in sorted(found.difference(borne)):
        borne.append(name)
        ledger.keep(KIND, f"bears:{key}|{len(borne)}", name)
    return borne


def _borne(key: str, ledger: Ledger) -> Iterator[str]:
    for n in count(1):
        found = ledger.pinned(KIND, (f"bears:{key}|{n}",))
        if not found:
            return
        yield from found


def _is_name(mark: Mark, ledger: Ledger) -> bool:
    """Whether the key that a mark was pinned to is that of a name now."""
    return bool(ledger.pinned(KIND, map(_name, ledger.pinned(KIND, (_mention(mark),)))))


def _is_pinned(mark: Mark, ledger: Ledger) -> bool:
    return bool(ledger.pinned(KIND, (_mention(mark), f"person:{mark[0]}|{mark[1]}")))


def _mention(mark: Mark) -> str:
    return f"mention:{mark[0]}|{mark[1]}"


def _name(slug: str) -> str:
    return f"ambiguous:{slug}"
