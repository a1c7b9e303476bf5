"""A live server whose default graph, which is the union of its graphs, is worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from tests.servers import Live, publish, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE, TWO, THREE = (f"https://example.org/data{number}" for number in (1, 2, 3))


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Three named graphs with one statement each: ``<urn:s1> <urn:p> "one"`` and so on."""
    store = tmp_path_factory.mktemp("conformance") / "store"
    words = zip((ONE, TWO, THREE), ("one", "two", "three"), strict=True)
    quads = [
        Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), Literal(word), NamedNode(graph))
        for n, (graph, word) in enumerate(words, start=1)
    ]
    publish(store, "first", quads)
    with serving(store, workers=2) as live:
        yield live
