"""Which spellings are one venue: those of one row of the table, unless people know better."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loader.fields.text import key_of
from loader.fields.venues import Venue, VenueKind
from loader.identity.constraints import Constraints, Groups
from loader.identity.corrections import Corrections, applied
from loader.identity.keys import slug_of
from loader.identity.ledger import Ledger
from loader.identity.venues.spellings import Said

# A spelling: its words, and the words of the venue's own name.
SpellingKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """One venue, and how entries write it.

    Attributes:
        label: Its name: an acronym, or what most entries write.
        names: Own names of all that was joined in it, its own first.
        venue: What the table says of it, if it is known.
        kind: What it is, or calls itself.
        members: The spellings.
    """

    label: str
    names: tuple[str, ...]
    venue: Venue | None
    kind: VenueKind | None
    members: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Spellings in groups.

    Attributes:
        groups: The groups, in order of their labels.
        of: The group of each spelling, by its place among them.
        spellings: All spellings, in order; constraints number them.
        constraints: What people said of them.
        unmatched: A line for each correction that matches nothing.
    """

    groups: tuple[Group, ...]
    of: dict[SpellingKey, int]
    spellings: tuple[Said, ...]
    constraints: Constraints
    unmatched: tuple[str, ...]


def spelling_key(said: Said) -> SpellingKey:
    """What tells a spelling from others."""
    return key_of(said.name) or said.name, key_of(said.own) or said.own


def grouped(mentions: Iterable[Said], corrections: Corrections, ledger: Ledger) -> Grouped:
    """Spellings as venues: by the table, and as people joined or parted them.

    Args:
        mentions: What entries say, once for each time that they say it.
        corrections: What people know better.
        ledger: Keys given so far, by which corrections may name a venue.
    """
    spellings, counts = _spellings(mentions)
    about = applied(corrections, "venue", [_references(said, ledger) for said in spellings])
    heads = _heads(spellings)
    pairs = [(heads[spelling_key(said)[1]], n) for n, said in enumerate(spellings)]
    joined = Groups(len(spellings), about.constraints.different)
    for one, other in (*((pair.one, pair.other) for pair in about.constraints.same), *pairs):
        joined.join(one, other)
    named = frozenset(heads.values())
    groups = [
        (_group([(spellings[n], counts[n], n in named) for n in numbers]), numbers)
        for numbers in joined.all()
    ]
    groups.sort(key=lambda each: (each[0].label.casefold(), each[0].label, each[1]))
    places = ((n, place) for place, (_, numbers) in enumerate(groups) for n in numbers)
    return Grouped(
        groups=tuple(group for group, _ in groups),
        of={spelling_key(spellings[n]): place for n, place in places},
        spellings=tuple(spellings),
        constraints=about.constraints,
        unmatched=about.unmatched,
    )


def _heads(spellings: Sequence[Said]) -> dict[str, int]:
    """For each venue the spelling that others are joined to: its own name, or else the first."""
    places = {spelling_key(said): n for n, said in enumerate(spellings)}
    found: dict[str, int] = {}
    for n, said in enumerate(spellings):
        own = spelling_key(said)[1]
        found.setdefault(own, places.get((own, own), n))
    return found


def _spellings(mentions: Iterable[Said]) -> tuple[list[Said], list[int]]:
    """Each spelling as it is most often written, in order, and how often it comes."""
    written: dict[SpellingKey, Counter[tuple[str, str]]] = defaultdict(Counter)
    said: dict[tuple[str, str], Said] = {}
    for each in mentions:
        written[spelling_key(each)][each.name, each.own] += 1
        known = said.setdefault((each.name, each.own), each)
        # Of several years, tracks and volumes beside a name none matters here; be it always one.
        if each.text < known.text:
            said[each.name, each.own] = each
    keys = sorted(written)
    return (
        [said[min(written[key], key=lambda names: (-written[key][names], names))] for key in keys],
        [written[key].total() for key in keys],
    )


def _references(said: Said, ledger: Ledger) -> list[str]:
    """What corrections may call a spelling: what is written, the venue's name, its IRI's end.

    One that people parted from the venue that it is read as has an IRI of its own.
    """
    names = dict.fromkeys((said.name, said.own))
    pieces = (f"label:{key_of(name) or name}" for name in names)
    pinned = next(filter(None, (ledger.pinned("venue", [each]) for each in pieces)), None)
    keys = pinned or {slug_of(said.own)}
    return [*(f"label:{name}" for name in names), *(f"venue/{key}" for key in sorted(keys))]


def _group(told: Sequence[tuple[Said, int, bool]]) -> Group:
    """What spellings that are one come to: a venue of the table before what none knows.

    Args:
        told: Each spelling, how often it comes, and whether it stands for what it is read as.
    """
    spellings = tuple(said for said, _, _ in told)
    standing = [
        (said, count) for said, count, stands in told if stands or said.meaning.venue is None
    ]
    if not standing:
        # People parted these from the venue that they are read as: they are what is written.
        label = spellings[0].name
        return Group(label, (label,), None, None, spellings)
    head, _ = min(standing, key=_rank)
    others = sorted({said.own for said, _ in standing} - {head.own})
    venue = head.meaning.venue
    kinds = (said.meaning.kind for said in spellings)
    kind = venue.kind if venue is not None else next(filter(None, kinds), None)
    return Group(head.own, (head.own, *others), venue, kind, spellings)


def _rank(told: tuple[Said, int]) -> tuple[bool, bool, int, str]:
    """Order in which spellings give their group its name."""
    said, count = told
    return said.meaning.venue is None, said.meaning.misspelt, -count, said.own
