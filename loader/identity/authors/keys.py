"""Keys of authors: a slug of the name; once several persons are behind it, one with a number.

The ledger pins a person's key by name and paper of each mention, so that a person keeps it when
lists and papers are added. A slug that came to stand for several persons stays the name's own for
ever (``ambiguous:wei-wang``); the persons are pinned anew, with numbers behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from loader.fields.text import key_of
from loader.identity.ledger import Candidate, Ledger

KIND: Literal["author"] = "author"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person who wants a key.

    Attributes:
        slug: Slug of the name to show.
        seen: Key of the paper and printed name of each mention.
    """

    slug: str
    seen: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of persons, in their order, and the slugs that stand for several of them."""

    keys: tuple[str, ...]
    ambiguous: frozenset[str]


def keys_of(persons: Sequence[Wanted], ledger: Ledger) -> Keys:
    """The keys of persons; new ones are pinned in the ledger.

    >>> ledger = Ledger()
    >>> keys_of([Wanted("ada-one", (("p1", "Ada One"),))], ledger).keys
    ('ada-one',)
    >>> two = [Wanted("ada-one", (("p1", "Ada One"),)), Wanted("ada-one", (("p2", "Ada One"),))]
    >>> keys_of(two, ledger)
    Keys(keys=('ada-one-2', 'ada-one-3'), ambiguous=frozenset({'ada-one'}))
    """
    wanted = Counter(person.slug for person in persons)
    ambiguous = {
        slug
        for slug, count in wanted.items()
        if count > 1 or ledger.pinned(KIND, (f"ambiguous:{slug}",))
    }
    for slug in sorted(ambiguous):
        ledger.keep(KIND, f"ambiguous:{slug}", slug)
    evidence = [_evidence(person, ambiguous, ledger) for person in persons]
    order = sorted(range(len(persons)), key=lambda n: (-len(evidence[n]), min(evidence[n])))
    candidates = [Candidate(evidence[n], (persons[n].slug,)) for n in order]
    given = dict(zip(order, ledger.pin_apart(KIND, candidates), strict=True))
    return Keys(tuple(given[n] for n in range(len(persons))), frozenset(ambiguous))


def pieces_of(seen: Iterable[tuple[str, str]], what: str = "mention") -> tuple[str, ...]:
    """Mentions as the ledger writes them; of one name that a paper has twice, numbered.

    >>> pieces_of([("p1", "Wei Wang"), ("p1", "Wei Wang")])
    ('mention:p1|wei wang', 'mention:p1|wei wang|2')
    """
    pieces: Counter[str] = Counter()
    found = []
    for paper, name in seen:
        piece = f"{what}:{paper}|{key_of(name) or name}"
        pieces[piece] += 1
        found.append(piece if pieces[piece] == 1 else f"{piece}|{pieces[piece]}")
    return tuple(found)


def _evidence(person: Wanted, ambiguous: set[str], ledger: Ledger) -> tuple[str, ...]:
    """What a person is pinned by: anew once the key of the mentions is an ambiguous name's."""
    pieces = pieces_of(person.seen)
    if person.slug not in ambiguous and ambiguous.isdisjoint(ledger.pinned(KIND, pieces)):
        return pieces
    return pieces_of(person.seen, "person")
