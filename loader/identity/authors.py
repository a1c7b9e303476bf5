"""Authors: which of the names that papers carry are the same person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loader.fields.text import key_of
from loader.identity.claims import Claim
from loader.identity.constraints import UNCONSTRAINED, Constraints
from loader.identity.decisions import Decision
from loader.identity.keys import slug_of
from loader.identity.ledger import Ledger
from loader.identity.things import Author
from loader.identity.works import names_of


@dataclass(frozen=True, slots=True)
class Authors:
    """Authors of papers.

    Attributes:
        things: The authors.
        of_papers: For each paper, in their order, the key of the author at each position.
        of_claims: For each claim, by its number, the key of the author at each position that the
            entry prints.
        decisions: Why names are one person's, or several persons'.
    """

    things: tuple[Author, ...]
    of_papers: tuple[tuple[str, ...], ...]
    of_claims: tuple[tuple[str, ...], ...]
    decisions: tuple[Decision, ...] = ()


def authors_of(
    papers: Sequence[tuple[str, Sequence[Claim]]],
    ledger: Ledger,
    constraints: Constraints = UNCONSTRAINED,  # noqa: ARG001
) -> Authors:
    """The authors of papers; their keys are pinned in the ledger.

    Args:
        papers: Key and claims of each paper.
        ledger: Keys given so far.
        constraints: What people said of mentions, numbered through papers and positions.
    """
    things: dict[str, Author] = {}

    def author(name: str) -> str:
        key = ledger.pin("author", [f"name:{key_of(name) or name}"], lambda: slug_of(name))
        things.setdefault(key, Author(key, name))
        return key

    of_papers = tuple(tuple(map(author, names_of(group).names)) for _, group in papers)
    claims = sorted((claim for _, group in papers for claim in group), key=lambda c: c.number)
    of_claims = tuple(tuple(map(author, claim.entry.authors or ())) for claim in claims)
    return Authors(tuple(things[key] for key in sorted(things)), of_papers, of_claims)
