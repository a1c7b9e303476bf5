"""Code repositories: one for each host, owner and name, however the address is written."""

from __future__ import annotations

from collections.abc import Iterable

from loader.fields.links import Repository
from loader.identity.keys import repository_key
from loader.identity.ledger import Ledger
from loader.identity.things import CodeRepository


def repositories_of(found: Iterable[Repository], ledger: Ledger) -> dict[str, CodeRepository]:
    """Repositories by their address in lower case; their keys are pinned in the ledger."""
    repositories: dict[str, CodeRepository] = {}
    for each in found:
        if each.address in repositories:
            continue
        key = ledger.pin("repo", [f"url:{each.address}"], lambda each=each: repository_key(each))  # type: ignore[misc]
        repositories[each.address] = CodeRepository(key, f"{each.owner}/{each.name}", each.url)
    return repositories
