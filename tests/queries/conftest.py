"""The graph of the shipped list, and small graphs of lists that a test writes itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.mapping import graphs_of
from loader.reading import read
from loader.records import ListSnapshot
from ontology import PREFIXES
from ontology.iris import Iris
from queries.catalogue import SavedQuery

Row = Mapping[str, str]


@pytest.fixture(scope="session")
def seed(seed_store: Path) -> Store:
    """The shipped list's published graph."""
    name = (seed_store / "current").read_text(encoding="utf-8").strip()
    return Store.read_only(str(seed_store / "snapshots" / name / "db"))


@pytest.fixture(scope="session")
def graph_of() -> Callable[..., Store]:
    """What makes a graph: from the texts of lists, named by their keys."""

    def graph(**lists: str) -> Store:
        snapshots = {
            key: ListSnapshot(key=key, source=f"{key}.md", content=f"{n:064x}")
            for n, key in enumerate(lists)
        }
        read_lists = [read(snapshots[key], text) for key, text in lists.items()]
        store = Store()
        store.extend(graphs_of(resolve(read_lists, Ledger()), Iris()))
        return store

    return graph


@pytest.fixture(scope="session")
def rows_of() -> Callable[..., list[Row]]:
    """What asks a saved query: its rows as texts, IRIs by their prefix, empty where unbound."""

    def rows(store: Store, saved: SavedQuery, **values: str) -> list[Row]:
        solutions = store.query(saved.bind(values), use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [{name: text_of(row[name]) for name in names} for row in solutions]

    return rows


def text_of(term: object) -> str:
    """A term as the tables of answers write it."""
    if isinstance(term, Literal):
        return term.value
    if not isinstance(term, NamedNode):
        return ""
    for prefix, space in {**PREFIXES, **Iris().instance_prefixes}.items():
        if term.value.startswith(space):
            return f"{prefix}:{term.value.removeprefix(space)}"
    return term.value
