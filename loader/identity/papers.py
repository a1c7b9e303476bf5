"""Which entries speak of the same paper.

Candidates share an identifier or the words of their title; a decision needs more than the one
thing they share. Lists copy wrong links, so a shared identifier counts only where the titles are
alike; follow-ups repeat titles, so a shared title counts only where neither the authors nor the
identifiers contradict it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from networkx.utils import UnionFind

from loader.fields.links import arxiv_id_of, doi_of
from loader.fields.text import key_of
from loader.identity.things import Identifiers
from loader.records import Entry, LinkKind, ReadingList, Section

# Share of words that two titles over one identifier have to have in common.
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry with what matters for telling papers apart.

    Attributes:
        list_key: Key of the list.
        entry: The entry.
        sections: Sections from the outermost down to the entry's own.
        title_key: Words of the title for comparing.
        identifiers: What its paper links state.
        surnames: Last words of the printed names.
    """

    list_key: str
    entry: Entry
    sections: tuple[Section, ...]
    title_key: str
    identifiers: Identifiers
    surnames: frozenset[str]

    @property
    def shared(self) -> tuple[str, ...]:
        """What other entries of the same paper may have too: identifiers and title."""
        known = self.identifiers
        identifiers = [("arxiv", known.arxiv), ("doi", known.doi)]
        found = [f"{scheme}:{value}" for scheme, value in identifiers if value is not None]
        return (*found, f"title:{self.title_key or self.entry.title}")

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the paper is known by, as the ledger writes it: title with authors besides."""
        names = " ".join(sorted(self.surnames))
        return (*self.shared, f"by:{self.title_key or self.entry.title}|{names}")


def claims_of(lists: Iterable[ReadingList]) -> Iterator[Claim]:
    """Every entry as a claim, list by list and line by line."""
    for reading_list in lists:
        by_path = {section.path: section for section in reading_list.sections}
        for entry in reading_list.entries:
            path = entry.section_path
            above = (by_path.get(path[: n + 1]) for n in range(len(path)))
            yield Claim(
                list_key=reading_list.snapshot.key,
                entry=entry,
                sections=tuple(section for section in above if section is not None),
                title_key=key_of(entry.title),
                identifiers=identifiers_of(entry),
                surnames=frozenset(
                    key_of(name).split()[-1] for name in entry.authors or () if key_of(name)
                ),
            )


def identifiers_of(entry: Entry) -> Identifiers:
    """Identifiers stated by the entry's links to the paper itself."""
    urls = [link.url for link in entry.links if link.kind is LinkKind.PAPER]
    arxiv = next((found for url in urls if (found := arxiv_id_of(url))), None)
    doi = next((found for url in urls if (found := doi_of(url))), None)
    return Identifiers(arxiv, doi)


def papers_of(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims grouped by paper, in the order of their first claim.

    Cost: near-linear; within a block of candidates a claim is compared with one claim of each
    paper found there so far.
    """
    same: UnionFind[int] = UnionFind(range(len(claims)))
    for block in _blocks(claims):
        representatives: list[int] = []
        for index in block:
            match = next((r for r in representatives if same_paper(claims[r], claims[index])), None)
            if match is None:
                representatives.append(index)
            else:
                same.union(match, index)
    groups: dict[int, list[Claim]] = defaultdict(list)
    for index, claim in enumerate(claims):
        groups[same[index]].append(claim)
    return list(groups.values())


def _blocks(claims: Sequence[Claim]) -> Iterator[list[int]]:
    """Indexes of claims that share a piece of evidence."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        for piece in claim.shared:
            blocks[piece].append(index)
    yield from (block for block in blocks.values() if len(block) > 1)


def same_paper(one: Claim, other: Claim) -> bool:
    """Whether two claims that share something speak of the same paper."""
    if one.title_key and one.title_key == other.title_key:
        return not _contradict(one, other)
    a, b = set(one.title_key.split()), set(other.title_key.split())
    shared_identifier = bool(set(one.shared[:-1]) & set(other.shared[:-1]))
    return shared_identifier and bool(a and b) and len(a & b) >= ALIKE * len(a | b)


def _contradict(one: Claim, other: Claim) -> bool:
    """Whether authors or arXiv identifiers of two claims exclude that they are one paper."""
    a, b = one.identifiers.arxiv, other.identifiers.arxiv
    strangers = one.surnames and other.surnames and not one.surnames & other.surnames
    return bool(strangers) or (a is not None and b is not None and a != b)
