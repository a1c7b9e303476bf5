"""Papers by invented people, resolved as `curagraph resolve` resolves them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from loader.identity import resolve
from loader.identity.corrections import NO_CORRECTIONS, Corrections
from loader.identity.ledger import Ledger
from loader.identity.things import Resolved
from loader.reading.entry_files import read_entries
from loader.records import ListSnapshot, ReadingList

Paper = Mapping[str, Any]
Resolve = Callable[..., Resolved]


def paper(title: str, *authors: str, year: int = 2020, **more: Any) -> Paper:
    return {"title": title, "authors": authors, "year": year, **more}


def listed(papers: Sequence[Paper], key: str = "list") -> ReadingList:
    text = "\n".join(map(json.dumps, papers))
    return read_entries(ListSnapshot(key, f"{key}.jsonl", "0" * 64), text)


def crowd() -> list[Paper]:
    """Papers by many who are called Wei, and by many who are called Wang."""
    letters = "bcdfghjklmnprst"
    names = [f"Wei {c.upper()}ao" for c in letters] + [f"{c.upper()}an Wang" for c in letters]
    return [paper(f"Cogs {n} {again}", name) for n, name in enumerate(names) for again in "ab"]


@pytest.fixture
def resolved() -> Resolve:
    def _resolved(
        *papers: Paper,
        ledger: Ledger | None = None,
        corrections: Corrections = NO_CORRECTIONS,
    ) -> Resolved:
        known = ledger if ledger is not None else Ledger()
        return resolve([listed(papers)], known, corrections)

    return _resolved


def keys(found: Resolved) -> dict[str, tuple[str, ...]]:
    """Keys of the authors by title."""
    return {work.title: tuple(each.author for each in work.authorships) for work in found.works}


def same(found: Resolved, one: str, other: str) -> bool:
    """Whether the first authors of two papers are one person."""
    of = keys(found)
    return of[one][0] == of[other][0]
