"""Writable servers over stores on disk, in processes of their own, and who may write to them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.servers import papers, publish, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.servers import Live, Reply

TOKEN = "open-sesame.123"  # noqa: S105 - of the servers that these tests start
UPDATE = "application/sparql-update"
OWN = "https://w3id.org/curagraph/graph/entities"
MINE = "https://example.org/mine"


class Writing:
    """A client that holds the token of a server."""

    def __init__(self, live: Live) -> None:
        self.live = live

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        content_type: str | None = None,
        **headers: str,
    ) -> Reply:
        """Send a request that shows the token."""
        fields = {"Authorization": f"Bearer {TOKEN}", **headers}
        if content_type is not None:
            fields["Content-Type"] = content_type
        return self.live.ask(method, path, body, fields)

    def update(self, text: str, path: str = "/sparql") -> Reply:
        """Send an update directly."""
        return self.ask("POST", path, text.encode(), UPDATE)

    def insert(self, number: int, graph: str = MINE) -> Reply:
        """Add one statement that tells its number."""
        return self.update(
            f"INSERT DATA {{ GRAPH <{graph}> {{ <https://example.org/s> <https://example.org/p> "
            f"{number} }} }}"
        )

    def values(self, graph: str = MINE) -> list[str]:
        """The objects in a graph, in order."""
        text = f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?o"
        reply = self.live.query(text)
        assert reply.status == 200, reply.body
        return [row["o"]["value"] for row in json.loads(reply.body)["results"]["bindings"]]


@contextmanager
def writable(folder: Path, store: Path | None = None, **settings: object) -> Iterator[Writing]:
    """A writable server, by default over a new store with five papers in a graph of the build.

    Args:
        folder: Where the token and the new store go.
        store: Another store.
        settings: As for ``serving``.
    """
    token = folder / "token"
    token.write_text(TOKEN + "\n", encoding="utf-8")
    token.chmod(0o600)
    if store is None:
        store = folder / "store"
        publish(store, "first", papers(5, OWN))
    chosen: Mapping[str, object] = {
        "writable": "yes",
        "token_file": token,
        "workers": 2,
        "page_workers": 1,
        **settings,
    }
    with serving(store, **chosen) as live:
        yield Writing(live)
