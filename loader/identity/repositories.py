"""Code repositories: one for each host, owner and name, however the address is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loader.fields.links import Repository
from loader.identity.constraints import Groups, Pair
from loader.identity.corrections import Corrections, applied
from loader.identity.decisions import Decision, Verdict
from loader.identity.keys import hash_of, repository_key
from loader.identity.ledger import Candidate, Ledger
from loader.identity.things import CodeRepository


@dataclass(frozen=True, slots=True)
class Repositories:
    """Repositories that code links lead to.

    Attributes:
        things: The repositories, by key.
        of: Key of the repository by host, owner and name in lower case.
        decisions: Which addresses people said are one repository's: it moved, or was renamed.
        unmatched: A line for each correction that matches nothing.
    """

    things: tuple[CodeRepository, ...]
    of: dict[str, str]
    decisions: tuple[Decision, ...] = ()
    unmatched: tuple[str, ...] = ()


def repositories_of(
    found: Iterable[Repository], ledger: Ledger, corrections: Corrections
) -> Repositories:
    """The repositories that addresses lead to; their keys are pinned in the ledger.

    Addresses are different repositories unless a correction says otherwise.
    """
    by_address = {each.address: each for each in found}
    addresses = sorted(by_address)
    references = (
        (f"url:{address}", f"repo/{repository_key(by_address[address])}") for address in addresses
    )
    about = applied(corrections, "repo", list(references))
    joined = Groups(len(addresses))
    for pair in about.constraints.same:
        joined.join(pair.one, pair.other)
    groups = [[by_address[addresses[n]] for n in group] for group in joined.all()]
    keys = ledger.pin_apart("repo", list(map(_candidate, groups)))
    of: dict[str, str] = {}
    things: dict[str, CodeRepository] = {}
    for key, members in zip(keys, groups, strict=True):
        first = members[0]
        things[key] = CodeRepository(key, f"{first.owner}/{first.name}", first.url)
        of.update((each.address, key) for each in members)
    return Repositories(
        tuple(things[key] for key in sorted(things)),
        of,
        tuple(_decision(pair, addresses, of) for pair in about.constraints.same),
        about.unmatched,
    )


def _candidate(members: Sequence[Repository]) -> Candidate:
    """What a repository is known by, and the keys it may get: two names may come to one."""
    evidence = tuple(f"url:{each.address}" for each in members)
    key = repository_key(members[0])
    return Candidate(evidence, (key, f"{key}-{hash_of(evidence[0])}"))


def _decision(pair: Pair, addresses: list[str], of: dict[str, str]) -> Decision:
    between = (addresses[pair.one], addresses[pair.other])
    return Decision("repo", of[between[0]], Verdict.SAME, "correction", pair.reason, between)
