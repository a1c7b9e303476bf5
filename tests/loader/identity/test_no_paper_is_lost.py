"""Whichever lists are added, no IRI of a paper is lost."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.reading import read
from loader.records import ListSnapshot, ReadingList

TITLES = ("Deep Gadgets", "Deep Gadgets Revisited", "Widgets for Gizmos")
LINKS = (
    "https://arxiv.org/abs/2101.00005",
    "https://arxiv.org/abs/2101.00006",
    "https://doi.org/10.1109/x.6",
    "https://example.org/4",
)
NAMES = ("Ada Onesky", "Ben Twoski", "Ada Onesky, Ben Twoski", "Cy Threepwood, Dee Fourier")

# Titles, links and authors in any combination: lists copy links, and follow-ups repeat titles.
WRITTEN = "- [{}]({}), {}. *{}*"
ENTRIES = st.builds(
    WRITTEN.format,
    st.sampled_from(TITLES),
    st.sampled_from(LINKS),
    st.sampled_from(NAMES),
    st.sampled_from(("CVPR 2021", "arXiv 2021")),
)

# The two papers named "Widgets" turn out to be one, and the link of the second another's.
COPIES = [
    [
        WRITTEN.format("Deep Gadgets", LINKS[2], "Ada Onesky", "CVPR 2021"),
        WRITTEN.format("Widgets for Gizmos", LINKS[1], "Ada Onesky", "CVPR 2021"),
        WRITTEN.format("Widgets for Gizmos", LINKS[0], "Ben Twoski", "CVPR 2021"),
    ],
    [
        *[WRITTEN.format("Deep Gadgets", LINKS[0], "Ada Onesky", "CVPR 2021")] * 3,
        WRITTEN.format("Widgets for Gizmos", LINKS[0], "Ada Onesky", "CVPR 2021"),
    ],
]


def listed(key: str, entries: Sequence[str]) -> ReadingList:
    return read(ListSnapshot(key, f"{key}.md", "0" * 64), "\n".join(entries))


@example(COPIES)
@given(st.lists(st.lists(ENTRIES, min_size=2, max_size=6), min_size=2, max_size=5))
def test_every_paper_stays_or_leads_to_one_when_lists_are_added(lists: list[list[str]]) -> None:
    ledger = Ledger()
    ever: set[str] = set()
    for count in range(1, len(lists) + 1):
        found = resolve([listed(f"l{n}", each) for n, each in enumerate(lists[:count])], ledger)
        there = {each.key for each in found.works}
        assert ever <= there | {key for kind, key in found.replaced if kind == "paper"}
        ever |= there
