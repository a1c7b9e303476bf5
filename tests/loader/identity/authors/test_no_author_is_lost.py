"""Whichever lists are added or go, no IRI of an author is lost whose papers are still listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.identity.things import Resolved
from tests.loader.identity.authors.conftest import Paper, listed, paper

# Key of a list, and line.
Place = tuple[str, int]

# Ways to print the authors of three papers: written out, with initials, surname first, with a
# slip, with a middle name, and with a namesake beside.
PAPERS: dict[str, list[tuple[str, ...]]] = {
    "Widgets for Gizmos": [
        ("Ada Onesky", "Ben Twoski", "Cy Threepwood"),
        ("A. Onesky", "B. Twoski"),
        ("Onesky, Ada", "Twosky, Ben"),
        ("Ben Twoski", "Ada Q. Onesky"),
    ],
    "Sprockets in Unlikely Places": [
        ("Ada Onesky", "Amy Onesky"),
        ("A. Onesky", "A. Onesky"),
        ("Onesky, Ada", "Onesky, Amy"),
        ("Amy Onesky", "Ada Onesky", "Dee Fourier"),
    ],
    "Contraptions Beyond Reason": [
        ("Wei Wang", "Wei Wang", "Ben Twoski"),
        ("Ben Twoski", "Wei Wang", "Wei Wang"),
        ("Wang, Wei", "Wei Wang", "B. J. Twoski"),
    ],
}


@st.composite
def reading_lists(draw: st.DrawFn) -> list[Paper]:
    titles = draw(st.lists(st.sampled_from(sorted(PAPERS)), min_size=1, max_size=3, unique=True))
    return [paper(title, *draw(st.sampled_from(PAPERS[title]))) for title in titles]


@given(
    st.lists(reading_lists(), min_size=2, max_size=4),
    st.lists(st.sets(st.integers(0, 3), min_size=1), min_size=2, max_size=5),
)
def test_every_author_is_found_whose_entries_are_listed(
    lists: list[list[Paper]], builds: Sequence[set[int]]
) -> None:
    ledger = Ledger()
    before: dict[str, set[Place]] = {}
    persons: set[str] = set()
    for build in builds:
        chosen = [listed(each, f"l{n}") for n, each in enumerate(lists) if n in build]
        found = resolve(chosen, ledger)
        there = {(each.snapshot.key, e.line) for each in chosen for e in each.entries}
        now = places_of(found)
        lost = {key for key in persons & before.keys() if before[key] & there} - now.keys()
        assert lost == set()
        before = now
        persons |= {key for each in found.entries.values() for key in each.authors}


def places_of(found: Resolved) -> dict[str, set[Place]]:
    """The entries that print an author, by every key that answers for the author."""
    places: dict[str, set[Place]] = defaultdict(set)
    for (of, entry), each in found.entries.items():
        for key in each.authors:
            places[key].add((of, entry.line))
    for author in found.authors:
        for key in author.persons:
            places[author.key] |= places[key]
    for (kind, key), by in found.replaced.items():
        if kind == "author":
            places[key] |= places[by]
    return dict(places)
