"""The seed graph, and asking it a saved query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, QueryTriples, Store, Triple

from ontology import PREFIXES
from ontology.iris import Iris
from queries.catalogue import load

Row = dict[str, str]


@pytest.fixture(scope="session")
def seed(seed_store: Path) -> Store:
    """The graph of the shipped list."""
    name = (seed_store / "current").read_text(encoding="utf-8").strip()
    return Store.read_only(str(seed_store / "snapshots" / name / "db"))


@pytest.fixture(scope="session")
def ask() -> Callable[..., list[Row]]:
    """Rows of a saved query as texts: `ask(store, name, values)`; "" where there is no value."""

    def rows(store: Store, name: str, values: Mapping[str, str] | None = None) -> list[Row]:
        text = load()[name].bind(values or {})
        found = store.query(text, use_default_graph_as_union=True)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{each: _text(solution[each]) for each in names} for solution in found]

    return rows


@pytest.fixture(scope="session")
def view(seed: Store) -> Callable[[str], Sequence[Triple]]:
    """Triples that an export view makes of the seed graph: `view(name)`."""

    def triples(name: str) -> Sequence[Triple]:
        found = seed.query(load()[name].bind({}), use_default_graph_as_union=True)
        assert isinstance(found, QueryTriples)
        return sorted(set(found), key=str)

    return triples


@pytest.fixture(scope="session")
def bylines(seed_list: Path) -> list[list[str]]:
    """The names of each entry of the shipped list, read from its lines by simpler means."""
    lines = seed_list.read_text(encoding="utf-8").splitlines()
    printed = [line.rstrip("\\ ").strip("* ") for line in lines if line.startswith("*")]
    return [[name.strip() for name in line.replace("&", ",").split(",")] for line in printed]


def _text(term: object) -> str:
    if term is None:
        return ""
    value: str = getattr(term, "value", "")
    for prefix, space in {**Iris().instance_prefixes, **PREFIXES}.items():
        if value.startswith(space):
            return f"{prefix}:{value.removeprefix(space)}"
    return value
