"""Stores on disk and servers over HTTP, as real as a user's."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

BASE = "https://w3id.org/curagraph/"

_SERVE = (
    "import os; from server.serving import serve; from server.settings import from_environment;"
    "serve(from_environment(os.environ), lambda url: print(url, flush=True))"
)


def publish(store: Path, name: str, quads: Iterable[Quad]) -> None:
    """Publish a snapshot as the loader does."""
    folder = store / "snapshots" / name
    folder.mkdir(parents=True)
    database = Store(str(folder / "db"))
    database.bulk_extend(quads)
    database.flush()
    del database
    manifest = {"id": name, "created": "2026-11-23T20:00:00Z", "base": BASE}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    pointer = store / "current.new"
    pointer.write_text(name, encoding="utf-8")
    pointer.replace(store / "current")


def papers(count: int, graph: str = "https://example.org/g1") -> list[Quad]:
    """``count`` papers with a title each."""
    title, name = NamedNode("http://purl.org/dc/terms/title"), NamedNode(graph)
    return [
        Quad(NamedNode(f"{BASE}paper/{number}"), title, Literal(f"Paper {number} — “é”"), name)
        for number in range(count)
    ]


def mixed() -> list[Quad]:
    """300 papers in one graph, ten of them in another too, and terms of every kind."""
    kinds = NamedNode("https://example.org/kinds")
    subject, about = NamedNode("https://example.org/s"), NamedNode("https://example.org/about")
    terms = (
        Literal("language", language="en"),
        Literal(7),
        Literal('quo"te, comma\tand\nline'),
        NamedNode("https://example.org/o?a=1&b=2"),
        BlankNode("b"),
    )
    void = NamedNode(f"{BASE}graph/void")
    return [
        *papers(300),
        *papers(10, "https://example.org/g2"),
        *(Quad(subject, about, term, kinds) for term in terms),
        Quad(NamedNode(BASE), about, Literal("itself"), void),
    ]


@dataclass(frozen=True)
class Reply:
    """A whole response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        """The problem+json body."""
        assert self.headers["Content-Type"] == "application/problem+json"
        problem: dict[str, Any] = json.loads(self.body)
        assert problem["status"] == self.status
        return problem


@dataclass(frozen=True)
class Live:
    """A server in a process of its own."""

    url: str
    store: Path
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urlsplit(self.url).port or 0

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request and read the whole response."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            fields = {name.title(): value for name, value in response.getheaders()}
            return Reply(response.status, fields, response.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str | None = None, **parameters: str) -> Reply:
        """The response to a GET with parameters."""
        target = f"{path}?{urlencode(parameters)}" if parameters else path
        return self.ask("GET", target, headers={"Accept": accept} if accept else {})

    def query(self, text: str, accept: str | None = None, **parameters: str) -> Reply:
        """GET the answer to a query."""
        return self.get("/sparql", accept, query=text, **parameters)


def descendants(pid: int) -> set[int]:
    """The processes that ``pid`` started, that those started, and so on."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        # One that has just ended has none.
        with suppress(OSError):
            for child in map(int, task.read_text(encoding="ascii").split()):
                found |= {child} | descendants(child)
    return found


def workers_of(pid: int) -> set[int]:
    """A server's processes but the one that others are forked from."""
    return {each for each in descendants(pid) if not is_template(each, pid)}


def is_template(pid: int, server: int) -> bool:
    """Whether a server's query processes are forked from this one."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return b"server.engine.forks" in command and status.rpartition(")")[2].split()[1] == str(server)


@contextmanager
def serving(store: Path, **settings: object) -> Iterator[Live]:
    """A server over ``store``, stopped by SIGTERM at the end."""
    # Most tests count workers, questions and answers: nobody else is to ask any.
    chosen = {"store": store, "port": 0, "warm_pages": "off", **settings}
    environ = {f"CURAGRAPH_{name.upper()}": str(value) for name, value in chosen.items()}
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE],
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    try:
        assert url, process.communicate(timeout=10)[1]
        yield Live(url, store, process)
    finally:
        process.terminate()
        process.communicate(timeout=10)


def raw(live: Live, request: str) -> bytes:
    """Everything the server sends until it closes the connection."""
    received = bytearray()
    with socket.create_connection(("127.0.0.1", live.port), timeout=20) as connection:
        connection.sendall(request.encode())
        try:
            while data := connection.recv(1 << 16):
                received += data
        except ConnectionResetError:
            pass
    return bytes(received)
