"""Claims about a paper come to one byline: names in order, other spellings, what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loader.fields.text import key_of
from loader.identity.authors.mentions import Byline, topics_of
from loader.identity.authors.places import Places
from loader.identity.claims import Claim
from loader.identity.works import arxiv_year, most_claimed, names_of
from loader.records import SectionKind


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

    laid = Places(map(read, names_of(claims).names))
    names = laid.names
    printed: list[dict[str, None]] = [{} for _ in names]
    misprints: list[dict[str, None]] = [{} for _ in names]
    identifiers: list[str | None] = [None] * len(names)
    places: list[tuple[int, ...]] = []
    for claim in claims:
        listed = claim.entry.authors or ()
        said = list(map(read, listed)) if renames else listed
        found = laid.of(said)
        for _ in range(len(printed), len(names)):
            printed.append({})
            misprints.append({})
            identifiers.append(None)
        for n, name in enumerate(said):
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
