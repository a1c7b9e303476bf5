"""Which entries speak of the same paper.

Candidates share an identifier or the words of their title; a decision needs more than the one
thing they share. Lists copy wrong links, so a shared identifier counts only where the titles are
alike; follow-ups repeat titles, so a shared title counts only where neither the authors nor the
identifiers contradict it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from networkx.utils import UnionFind

from loader.identity.claims import Claim
from loader.identity.constraints import UNCONSTRAINED, Constraints
from loader.identity.decisions import Verdict

# Share of words that two titles over one identifier have to have in common.
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """A step that joined two claims, or kept them apart although they share something.

    Attributes:
        one: Number of a claim.
        other: Number of another.
        verdict: Whether they speak of one paper.
        rule: Name of the rule.
        evidence: What speaks for it, in one sentence.
    """

    one: int
    other: int
    verdict: Verdict
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Papers:
    """Claims grouped by paper.

    Attributes:
        groups: The claims of each paper, in the order of their first.
        steps: How they came together.
    """

    groups: list[list[Claim]]
    steps: tuple[Step, ...]


def papers_of(claims: Sequence[Claim], constraints: Constraints = UNCONSTRAINED) -> Papers:
    """Claims grouped by paper.

    Args:
        claims: All claims, each at the place that its number says.
        constraints: What people said of claims, by their numbers.

    Cost: near-linear; within a block of candidates a claim is compared with one claim of each
    paper found there so far.
    """
    same: UnionFind[int] = UnionFind(range(len(claims)))
    steps: list[Step] = []
    for pair in constraints.same:
        same.union(pair.one, pair.other)
        steps.append(Step(pair.one, pair.other, Verdict.SAME, "correction", pair.reason))
    for block in _blocks(claims):
        representatives: list[int] = []
        for index in block:
            match = next((r for r in representatives if same_paper(claims[r], claims[index])), None)
            if match is None:
                representatives.append(index)
            elif same[match] != same[index]:
                same.union(match, index)
                steps.append(_step(claims[match], claims[index]))
    groups: dict[int, list[Claim]] = defaultdict(list)
    for index, claim in enumerate(claims):
        groups[same[index]].append(claim)
    return Papers(list(groups.values()), tuple(steps))


def _step(one: Claim, other: Claim) -> Step:
    shared = next(piece for piece in one.shared if piece in other.shared)
    rule = f"shared-{shared.partition(':')[0]}"
    return Step(one.number, other.number, Verdict.SAME, rule, f"both say {shared}")


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
