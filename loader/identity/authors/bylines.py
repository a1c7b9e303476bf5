"""Claims about a paper come to one byline: names in order, other spellings, what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz.fuzz import ratio

from loader.fields.text import key_of
from loader.identity.authors.mentions import Byline, topics_of
from loader.identity.authors.names import fit, name_of
from loader.identity.claims import Claim
from loader.identity.works import arxiv_year, most_claimed, names_of
from loader.records import SectionKind

# Share of letters, in percent, that names at one place have in common when one is misspelt.
_MISSPELT = 75


def byline_of(
    paper: str, claims: Sequence[Claim], renames: Mapping[str, str]
) -> tuple[Byline, list[tuple[int, ...]]]:
    """What the entries about a paper come to, and where the names of each entry are in it.

    Args:
        paper: Key of the paper.
        claims: Its entries.
        renames: What is to be read for what lists write, by its words.

    Returns:
        The byline, which begins with the names of :func:`names_of` and goes on with names that
        other entries have besides; and for each claim the place in it of each name it prints.
    """

    def read(name: str) -> str:
        return renames.get(key_of(name), name)

    names = list(map(read, names_of(claims).names))
    printed: list[dict[str, None]] = [{} for _ in names]
    misprints: list[dict[str, None]] = [{} for _ in names]
    identifiers: list[str | None] = [None] * len(names)
    places: list[tuple[int, ...]] = []
    for claim in claims:
        listed = claim.entry.authors or ()
        said = list(map(read, listed)) if renames else listed
        found = _placed(names, said)
        for n, name in enumerate(said):
            if found[n] == len(names):
                names.append(name)
                printed.append({})
                misprints.append({})
                identifiers.append(None)
            if name != listed[n]:
                misprints[found[n]].setdefault(listed[n])
            if name != names[found[n]]:
                printed[found[n]].setdefault(name)
            if n < len(claim.entry.author_ids):
                identifiers[found[n]] = identifiers[found[n]] or claim.entry.author_ids[n]
        places.append(tuple(found))
    venues = {f"venue:{key_of(c.entry.venue)}" for c in claims if c.entry.venue}
    tasks = {
        f"task:{key_of(section.path[-1])}"
        for claim in claims
        for section in claim.sections
        if section.kind is SectionKind.TASK
    }
    known = next((c.identifiers.arxiv for c in claims if c.identifiers.arxiv), None)
    year = most_claimed(claim.entry.year for claim in claims)
    byline = Byline(
        paper=paper,
        names=tuple(names),
        variants=tuple(map(tuple, printed)) if any(printed) else (),
        misprints=tuple(map(tuple, misprints)) if any(misprints) else (),
        identifiers=tuple(identifiers) if any(identifiers) else (),
        topics=topics_of(claims[0].entry.title, *sorted(venues), *sorted(tasks)),
        year=year if year is not None or known is None else arxiv_year(known),
    )
    return byline, places


def _placed(names: Sequence[str], said: Sequence[str]) -> list[int]:
    """The place among the names of each name that an entry prints; new ones come behind.

    >>> _placed(["Ada One", "Ben Two"], ["B. Two", "Ada Onee", "Cy Three"])
    [1, 2, 3]
    >>> _placed(["Ada One", "Ben Two"], ["Ada Onee", "B. Two"])
    [0, 1]
    """
    if list(said) == list(names[: len(said)]):
        return list(range(len(said)))
    found: list[int | None] = [None] * len(said)
    free = dict.fromkeys(range(len(names)))
    for n, name in enumerate(said):
        nearest_first = sorted(free, key=lambda place: (abs(place - n), place))
        place = next((p for p in nearest_first if _alike(name, names[p])), None)
        if place is not None:
            found[n] = place
            del free[place]
    behind = len(names)
    placed = []
    for n, name in enumerate(said):
        place = found[n]
        if place is None and n in free and _is_misspelt(name, names[n]):
            place = n
            del free[n]
        elif place is None:
            place, behind = behind, behind + 1
        placed.append(place)
    return placed


def _alike(one: str, other: str) -> bool:
    if fit(name_of(one), name_of(other)):
        return True
    return sorted(key_of(one).split()) == sorted(key_of(other).split())


def _is_misspelt(one: str, other: str) -> bool:
    return ratio(name_of(one).letters, name_of(other).letters) >= _MISSPELT
