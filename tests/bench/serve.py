"""How fast Curagraph serves, beside Oxigraph's own server: `python -m tests.bench.serve`.

Both serve the same database in one run. Prints, for look-ups and saved queries and for each number
of clients, requests a second, the median and the 99th percentile in milliseconds, and Curagraph's
rate as a ratio to Oxigraph's: cold (its cache is off) and warm. Then how long the first byte of a
large answer takes, and what a steady client waits while others attack. Needs the package
``oxigraph`` and Debian's ``wrk``, which takes little of the processors that it shares with the
servers.

    --store DIR     a published graph; by default a synthetic one is made
    --papers N      its size
    --seconds S     for each measurement
    --clients N...  by default 1 8 64
    --only NAME...  some of the requests
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from ontology.iris import Iris
from queries.catalogue import load
from tests.bench.clients import HOST, Server, first_byte, measured
from tests.bench.steady import steady
from tests.bench.synthetic import PAPERS, publish

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
LOOKUPS = 200
LARGE = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000"
SERVE = (
    "import os; from server.serving import serve; from server.settings import from_environment;"
    "serve(from_environment(os.environ), lambda url: print(url, flush=True))"
)


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


@contextmanager
def running(command: Sequence[str | Path], port: int, **environ: str) -> Iterator[None]:
    """A server's process, until it is no longer needed."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def servers(store: Path, database: Path) -> Iterator[list[Server]]:
    """The three that are compared."""
    with ExitStack() as stack:
        port = free_port()
        # Without its --timeout-s: for that it starts a thread for each query, which sleeps so long,
        # and it is gone once there have been some ten thousand look-ups.
        command: list[str | Path] = [OXIGRAPH, "serve-read-only", "--location", database]
        stack.enter_context(running([*command, "--bind", f"{HOST}:{port}"], port))
        found = [Server("oxigraph", port, "/query", {"union-default-graph": ""})]
        for name, cache in (("cold", "0"), ("warm", "")):
            port = free_port()
            environ = {"CURAGRAPH_STORE": str(store), "CURAGRAPH_PORT": str(port)}
            if cache:
                environ["CURAGRAPH_CACHE_SIZE"] = cache
            stack.enter_context(running([sys.executable, "-c", SERVE], port, **environ))
            found.append(Server(name, port, "/sparql", {}))
        yield found


def report(
    found: Sequence[Server],
    asked: Mapping[str, Sequence[str]],
    clients: Sequence[int],
    seconds: float,
) -> Iterator[str]:
    """The lines of the table."""
    yield f"{'clients':>7}  {'request':28}" + "".join(f"{each.name:>30}" for each in found)
    for count in clients:
        for name, texts in asked.items():
            rows = [measured(each, texts, count, seconds) for each in found]
            base = rows[0].rate or float("nan")
            ratios = ", ".join(
                f"{server.name} {row.rate / base:.2f}"
                for server, row in zip(found[1:], rows[1:], strict=True)
            )
            yield f"{count:7}  {name:28}" + "".join(f"{row!s:>30}" for row in rows) + f"  {ratios}"


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.serve")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--only", nargs="+", default=[])
    chosen = parser.parse_args(arguments)
    if shutil.which("wrk") is None or not OXIGRAPH.exists():
        parser.error("install the package oxigraph and the program wrk (apt-get install wrk)")
    with ExitStack() as stack:
        store = chosen.store
        if store is None:
            store = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "store"
            publish(store, chosen.papers)
        snapshot = (store / "current").read_text(encoding="utf-8").strip()
        database = store / "snapshots" / snapshot / "db"
        asked = {
            name: texts
            for name, texts in questions(database).items()
            if not chosen.only or any(each in name for each in chosen.only)
        }
        found = stack.enter_context(servers(store, database))
        for line in report(found, asked, chosen.clients, chosen.seconds):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        first = ", ".join(f"{each.name} {first_byte(each, LARGE):.1f} ms" for each in found[:2])
        sys.stdout.write(f"first byte of a million rows: {first}\n")
        for line in steady(HOST, found[1].port):
            sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
