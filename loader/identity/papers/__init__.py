"""Which entries speak of the same paper.

:mod:`~loader.identity.papers.facts` takes out of each entry what tells papers apart,
:mod:`~loader.identity.papers.candidates` finds the pairs worth looking at,
:mod:`~loader.identity.papers.rules` judges them, and :mod:`~loader.identity.papers.grouping` joins
them, the surest first. Lists copy wrong links, so a shared identifier never decides alone;
follow-ups repeat titles, so neither does a title that authors, years or identifiers contradict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loader.identity.claims import Claim
from loader.identity.constraints import UNCONSTRAINED, Constraints
from loader.identity.papers.facts import facts_of
from loader.identity.papers.grouping import Grouping, Step
from loader.identity.things import Identifiers

__all__ = ["Papers", "Step", "papers_of"]


@dataclass(frozen=True, slots=True)
class Papers:
    """Claims grouped by paper.

    Attributes:
        groups: The claims of each paper, in the order of their first; identifiers that a list
            copied from another paper are left out.
        steps: How they came together.
    """

    groups: list[list[Claim]]
    steps: tuple[Step, ...]


def papers_of(claims: Sequence[Claim], constraints: Constraints = UNCONSTRAINED) -> Papers:
    """Claims grouped by paper.

    Args:
        claims: All claims, each at the place that its number says.
        constraints: What people said of claims, by their numbers.

    Cost: near-linear; see :mod:`~loader.identity.papers.candidates`.
    """
    grouping = Grouping(facts_of(claims), constraints)
    grouping.run()
    groups = sorted(sorted(each.members) for each in grouping.clusters())
    cleaned = {n: _without(claims[n], links) for n, links in grouping.copied.items()}
    return Papers(
        [[cleaned.get(n, claims[n]) for n in group] for group in groups], tuple(grouping.steps)
    )


def _without(claim: Claim, links: set[str]) -> Claim:
    """A claim without identifiers that are another paper's."""
    pieces = (piece.split(":", 1) for piece in claim.identifiers.pieces if piece not in links)
    return replace(claim, identifiers=Identifiers(**dict(pieces)))
