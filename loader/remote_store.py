"""Loading a published graph into a remote store: one named graph after the other.

By the Graph Store HTTP Protocol where the address speaks it, else by SPARQL Update. Each graph is
replaced before the next, the description of them all last; a graph of an earlier build that is no
more goes, and graphs that no build makes stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import httpx
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from loader.errors import RemoteStoreError
from loader.progress import Progress, Silent
from ontology import DCTERMS
from ontology.iris import Iris

if TYPE_CHECKING:
    from pathlib import Path

N_TRIPLES = "application/n-triples"
# Stores refuse large bodies: Oxigraph's server those of more than 128 MB.
GRAPH_BYTES = 32 << 20
UPDATE_BYTES = 1 << 20
_SECONDS = 600.0
_SHOWN = 200
# Graphs that a build makes only where there is something to say in them.
_AT_TIMES = ("decisions",)
# A label before a statement's first blank or behind another, which a literal may hold as well.
_BLANK_NODE = re.compile(rb"(?:^|\s)_:", re.MULTILINE)


def load_into(
    url: str,
    database: Path,
    base: str,
    progress: Progress | None = None,
    auth: httpx.Auth | None = None,
) -> tuple[str, ...]:
    """Make a remote store hold what a database holds.

    Args:
        url: Address of a graph store, or of an update endpoint.
        database: An Oxigraph database.
        base: Base IRI of the build's own graphs.
        progress: Who is told how far it is.
        auth: How to say who asks.

    Returns:
        The graphs that were loaded.

    Raises:
        RemoteStoreError: The store refused one or cannot be reached; those before it are loaded.
    """
    address = address_of(url)
    store = Store.read_only(str(database))
    iris = Iris(base)
    graphs = sorted(str(graph.value) for graph in store.named_graphs())
    # What describes the data comes when they are there.
    graphs.sort(key=lambda graph: graph == iris.graph("void").value)
    with httpx.Client(timeout=_SECONDS, follow_redirects=False, auth=auth) as client:
        remote = _remote(client, address, iris)
        for graph in (progress or Silent()).stage("Sending", graphs, len(graphs)):
            if graph == iris.graph("void").value:
                remote.retire(graphs)
            with TemporaryFile() as file:
                store.dump(file, RdfFormat.N_TRIPLES, from_graph=NamedNode(graph))
                file.seek(0)
                remote.replace(graph, file)
    return tuple(graphs)


def address_of(url: str) -> httpx.URL:
    """An address that a store may be loaded at.

    Raises:
        RemoteStoreError: It is none, or holds a password: that would be in the list of processes.
    """
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise RemoteStoreError(f"{url}: is no address: {error}") from None
    if address.userinfo:
        raise RemoteStoreError(
            f"{_shown(address)}: an address must not hold a password; put NAME:PASSWORD into a "
            "file that only you can read, and name it with --into-login-file"
        )
    return address


def pieces(file: IO[bytes], size: int) -> Iterator[bytes]:
    """N-Triples in pieces of some bytes, cut between lines.

    A document with blank nodes is one piece: in two, a node would be two.
    """
    piece = bytearray()
    if any(_BLANK_NODE.search(line) for line in file):
        size = -1
    file.seek(0)
    for line in file:
        if 0 <= size < len(piece) + len(line) and piece:
            yield bytes(piece)
            piece.clear()
        piece += line
    yield bytes(piece)


class _Remote:
    """A store that answers at an address."""

    def __init__(self, client: httpx.Client, url: httpx.URL, iris: Iris) -> None:
        self._client, self._url, self._iris = client, url, iris

    def send(
        self, method: str, url: httpx.URL, body: bytes | None, headers: dict[str, str]
    ) -> httpx.Response:
        """What the store answers.

        Raises:
            RemoteStoreError: Nothing.
        """
        try:
            return self._client.request(method, url, content=body, headers=headers)
        except httpx.HTTPError as error:
            reason = error or type(error).__name__
            raise RemoteStoreError(f"{_shown(url)}: cannot be reached: {reason}") from error


class _GraphStore(_Remote):
    """A store that speaks the Graph Store HTTP Protocol."""

    def retire(self, kept: Sequence[str]) -> None:
        """Remove graphs that an earlier build left there and that are no more.

        The protocol has no list of graphs: which lists have one is told by that build's
        description.
        """
        reply = self._ask("GET", self._iris.graph("void").value)
        if not reply.is_success:
            return
        try:
            triples = [quad.triple for quad in parse(reply.content, RdfFormat.N_TRIPLES)]
        except SyntaxError as error:
            raise RemoteStoreError(f"{_shown(self._url)}: sends no N-Triples: {error}") from error
        prefix = self._iris.list("").value
        sources = (triple.object for triple in triples if triple.predicate == DCTERMS.source)
        names = [
            kind + each.value.removeprefix(prefix)
            for each in sources
            for kind in ("list/", "history/")
            if isinstance(each, NamedNode) and each.value.startswith(prefix)
        ]
        for graph in (self._iris.graph(name).value for name in (*names, *_AT_TIMES)):
            if graph not in kept:
                gone = self._ask("DELETE", graph)
                if gone.status_code != HTTPStatus.NOT_FOUND:
                    _refuse_failure(gone, self._url, graph)

    def replace(self, graph: str, file: IO[bytes]) -> None:
        """Make a graph what an N-Triples file says."""
        method = "PUT"
        for piece in pieces(file, GRAPH_BYTES):
            _refuse_failure(self._ask(method, graph, piece), self._url, graph)
            method = "POST"

    def _ask(self, method: str, graph: str, body: bytes | None = None) -> httpx.Response:
        headers = {"Accept": N_TRIPLES} if method == "GET" else {}
        if body is not None:
            headers["Content-Type"] = N_TRIPLES
        return self.send(method, self._url.copy_merge_params({"graph": graph}), body, headers)


class _UpdateEndpoint(_Remote):
    """A store that takes SPARQL updates."""

    def speaks(self) -> bool:
        """Whether it does; shown by an update that changes nothing.

        Raises:
            RemoteStoreError: It wants to know who asks.
        """
        reply = self._ask("INSERT DATA { }")
        if reply.status_code == HTTPStatus.UNAUTHORIZED:
            _refuse_failure(reply, self._url, "an update")
        return _accepted(reply)

    def retire(self, kept: Sequence[str]) -> None:
        """Remove graphs of builds that are no more."""
        names = ", ".join(f"<{graph}>" for graph in kept)
        prefix = self._iris.graph("").value
        self._update(
            f"""DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }}
                FILTER(STRSTARTS(STR(?g), "{prefix}") && ?g NOT IN ({names})) }}""",
            prefix,
        )

    def replace(self, graph: str, file: IO[bytes]) -> None:
        """Make a graph what an N-Triples file says."""
        self._update(f"DROP SILENT GRAPH <{graph}>", graph)
        for piece in pieces(file, UPDATE_BYTES):
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{piece.decode()} }} }}", graph)

    def _update(self, text: str, graph: str) -> None:
        _refuse_failure(self._ask(text), self._url, graph)

    def _ask(self, text: str) -> httpx.Response:
        headers = {"Content-Type": "application/sparql-update"}
        return self.send("POST", self._url, text.encode(), headers)


def _remote(client: httpx.Client, url: httpx.URL, iris: Iris) -> _GraphStore | _UpdateEndpoint:
    """The store at an address, spoken to as it wants."""
    endpoint = _UpdateEndpoint(client, url, iris)
    return endpoint if endpoint.speaks() else _GraphStore(client, url, iris)


def _accepted(reply: httpx.Response) -> bool:
    """Whether the store did what it was asked.

    Virtuoso's graph store shows a form, with status 200, to who sends what it does not understand.
    """
    found = reply.headers.get("Content-Type", "").lower()
    return reply.is_success and not (reply.content and found.startswith("text/html"))


def _refuse_failure(reply: httpx.Response, url: httpx.URL, graph: str) -> None:
    if _accepted(reply):
        return
    if reply.status_code == HTTPStatus.UNAUTHORIZED:
        raise RemoteStoreError(
            f"{_shown(url)}: wants to know who asks, or does not know who was told (status 401); "
            "name a file with --into-token-file or --into-login-file"
        )
    if reply.status_code == HTTPStatus.FORBIDDEN:
        raise RemoteStoreError(
            f"{_shown(url)}: forbids writing {graph} (status 403); a Curagraph server keeps the "
            "graphs below its own base for curagraph build there, so give --base another address"
        )
    said = " ".join(reply.text.split())[:_SHOWN]
    raise RemoteStoreError(
        f"{_shown(url)}: refuses {graph} with status {reply.status_code}: {said}; give the "
        "address of a graph store or of an update endpoint"
    )


def _shown(url: httpx.URL) -> str:
    """An address without what it holds of secrets."""
    return str(url.copy_with(username=None, password=None, query=None))
