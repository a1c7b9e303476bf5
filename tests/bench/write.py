"""How fast Curagraph writes, beside Oxigraph's own server: `python -m tests.bench.write`.

Both hold the same graph on disk. Prints, for each, what one client sees that sends small updates
one after another, and the seconds that a graph of a million statements takes to be put, then the
ratios. Needs the package ``oxigraph``. What Curagraph acknowledges is flushed to disk and read by
every worker; Oxigraph's server writes to its log and answers.

    --store DIR        a published graph, of which a copy is written to; by default an empty one
    --seconds S        of small updates
    --statements N     of the graph that is put
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from tests.oxigraph import oxigraph
from tests.servers import papers, publish
from tests.writable import OWN, TOKEN, UPDATE, writable

GRAPH = "https://example.org/bench"
SECONDS = 10.0
STATEMENTS = 1_000_000
UPLOAD = 1 << 30
HUNDREDTHS = 100


class Writer:
    """A client of a server that may be written to, on one connection."""

    def __init__(self, url: str, update_path: str, store_path: str) -> None:
        address = urlsplit(url)
        self._connection = http.client.HTTPConnection(
            address.hostname or "", address.port, timeout=600
        )
        self._update_path, self._store_path = update_path, store_path

    def update(self, text: str) -> float:
        """Seconds until an update is acknowledged."""
        return self._send("POST", self._update_path, text.encode(), UPDATE)

    def put(self, data: bytes) -> float:
        """Seconds until a graph is acknowledged."""
        path = f"{self._store_path}?graph={GRAPH}/put"
        return self._send("PUT", path, data, "application/n-triples")

    def _send(self, method: str, path: str, body: bytes, media_type: str) -> float:
        headers = {"Content-Type": media_type, "Authorization": f"Bearer {TOKEN}"}
        begun = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        said = response.read()
        if response.status >= http.client.BAD_REQUEST:
            raise RuntimeError(f"{path}: {response.status} {said[:200]!r}")
        return time.perf_counter() - begun


def statements(count: int) -> bytes:
    """A graph of as many statements, five of each subject, as N-Triples."""
    return b"".join(
        b'<https://example.org/s/%d> <https://example.org/p/%d> "value %d" .\n'
        % (number // 5, number % 5, number)
        for number in range(count)
    )


def small(writer: Writer, seconds: float) -> list[float]:
    """Seconds that each of many small updates took."""
    found: list[float] = []
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        found.append(
            writer.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <urn:s> <urn:p> {len(found)} }} }}")
        )
    return found


def report(name: str, updates: list[float], put: float, count: int) -> str:
    """A line for one server."""
    late = quantiles(updates, n=HUNDREDTHS)[-1]
    return (
        f"{name:10} small updates {len(updates) / sum(updates):8.1f}/s, median "
        f"{median(updates) * 1000:7.2f} ms, 99th percentile {late * 1000:7.2f} ms; "
        f"PUT {put:6.2f} s, {count / put:9,.0f} statements/s"
    )


def measure(store: Path, folder: Path, seconds: float, count: int) -> Iterator[str]:
    """The lines of the report."""
    snapshot = (store / "current").read_text(encoding="utf-8").strip()
    database = folder / "oxigraph"
    shutil.copytree(store / "snapshots" / snapshot / "db", database)
    data = statements(count)
    yield f"{len(data):,} bytes are put"
    with ExitStack() as stack:
        theirs = Writer(stack.enter_context(oxigraph("serve", database)), "/update", "/store")
        live = stack.enter_context(
            writable(folder, store, upload_size=UPLOAD, update_timeout=600, update_memory=8192)
        ).live
        ours = Writer(live.url, "/sparql", "/rdf-graph-store")
        found = {}
        for name, writer in (("oxigraph", theirs), ("curagraph", ours)):
            writer.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <urn:s> <urn:p> 'first' }} }}")
            found[name] = small(writer, seconds), writer.put(data)
            yield report(name, *found[name], count)
    (their_updates, their_put), (our_updates, our_put) = found["oxigraph"], found["curagraph"]
    yield (
        f"ratios of rates: small updates {median(their_updates) / median(our_updates):.3f}, "
        f"PUT {their_put / our_put:.2f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.write")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--statements", type=int, default=STATEMENTS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "store"
        if chosen.store is None:
            publish(store, "first", papers(5, OWN))
        else:
            shutil.copytree(chosen.store, store)
        for line in measure(store, Path(name), chosen.seconds, chosen.statements):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
