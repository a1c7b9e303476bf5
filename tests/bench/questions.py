"""What servers are asked when they are measured: look-ups, and the saved queries."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from ontology.iris import Iris
from queries.catalogue import load

LOOKUPS = 200


def questions(database: Path) -> dict[str, list[str]]:
    """Queries by name: look-ups of many papers, and each saved query about what is there."""
    store, iris = Store.read_only(str(database)), Iris()
    papers = _sample(store, "?s <http://purl.org/spar/fabio/hasPublicationYear> ?y", LOOKUPS)
    works = _sample(store, "?s <http://purl.org/vocab/frbr/core#realization> ?y", LOOKUPS)
    names = {kind: _one(store, iris, kind) for kind in ("paper", "author", "task", "list")}
    found = {
        "look-up: ASK {}": ["ASK {}"],
        "look-up: statements": [f"SELECT ?p ?o {{ <{each}> ?p ?o }}" for each in papers],
        "look-up: titles": [
            f"SELECT ?t {{ <{each}> <http://purl.org/dc/terms/title> ?t }}" for each in works
        ],
    }
    for name, saved in load().items():
        values = {
            each.name: f"{each.name}:{names[each.name]}"
            for each in saved.parameters
            if each.name in names
        }
        found[name] = [saved.bind(values, iris)]
    return found


def _sample(store: Store, pattern: str, count: int) -> list[str]:
    text = f"SELECT DISTINCT ?s {{ {pattern} }} LIMIT {count}"
    rows = store.query(text, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    return [row["s"].value for row in rows]


def _one(store: Store, iris: Iris, kind: str) -> str:
    prefix = f"{iris.base}{kind}/"
    pattern = f'?s a ?c FILTER(STRSTARTS(STR(?s), "{prefix}") && !CONTAINS(STR(?s), "#"))'
    return _sample(store, pattern, 1)[0].removeprefix(prefix)
