"""How fast Curagraph serves, beside other servers: `python -m tests.bench.serve`.

All serve the same graph in one run: Oxigraph's own server, and further ones where they are
installed: Virtuoso 7 (`apt-get install virtuoso-opensource-7`) and rdflib-endpoint (`pip install
rdflib-endpoint oxrdflib uvicorn`, here or for the Python of ``--rdflib``). Prints, for look-ups and
saved queries and for each number of clients, requests a second, the median and the 99th percentile
in milliseconds, and Curagraph's rate as a ratio to that of each of the others: cold (its cache is
off) and warm. A query that a server does not answer at all is not asked of it by many: rdflib's
may take two seconds here, Virtuoso's sixty. Then how long the first byte of a large answer takes,
and what a steady client waits while others attack. Needs the package ``oxigraph`` and Debian's
``wrk``, which takes little of the processors that it shares with the servers.

    --store DIR     a published graph; by default a synthetic one is made
    --papers N      its size
    --seconds S     for each measurement
    --clients N...  by default 1 8 64
    --only NAME...  some of the requests
    --rdflib FILE   a Python that has rdflib-endpoint; by default this one
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench.clients import HOST, Measured, Server, first_byte, measured
from tests.bench.peers import OXIGRAPH, curagraphs, others
from tests.bench.questions import questions
from tests.bench.steady import steady
from tests.bench.synthetic import PAPERS, publish

LARGE = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000"


def report(
    own: Sequence[Server],
    peers: Sequence[Server],
    asked: Mapping[str, Sequence[str]],
    clients: Sequence[int],
    seconds: float,
) -> Iterator[str]:
    """The lines of the table.

    Args:
        own: Curagraph's servers.
        peers: The others.
        asked: What they are asked, by name.
        clients: How many ask at a time.
        seconds: How long each measurement takes.
    """
    found = [*peers, *own]
    yield f"{'clients':>7}  {'request':28}" + "".join(f"{each.name:>30}" for each in found)
    for count in clients:
        for name, texts in asked.items():
            rows = {each.name: measured(each, texts, count, seconds) for each in found}
            ratios = "; ".join(
                f"to {peer.name}: {_ratios(own, rows, rows[peer.name])}" for peer in peers
            )
            yield (
                f"{count:7}  {name:28}"
                + "".join(f"{row!s:>30}" for row in rows.values())
                + f"  {ratios}"
            )


def _ratios(own: Sequence[Server], rows: Mapping[str, Measured], peer: Measured) -> str:
    """Curagraph's rates as ratios to another's."""
    if not peer.rate:
        return "no answer"
    return ", ".join(f"{each.name} {rows[each.name].rate / peer.rate:.2f}" for each in own)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.serve")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--rdflib", default=sys.executable)
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
        peers = stack.enter_context(others(database, chosen.rdflib, _say))
        own = stack.enter_context(curagraphs(store))
        for line in report(own, peers, asked, chosen.clients, chosen.seconds):
            _say(line)
        timed = (peers[0], own[0])
        first = ", ".join(f"{each.name} {first_byte(each, LARGE):.1f} ms" for each in timed)
        _say(f"first byte of a million rows: {first}")
        for line in steady(HOST, own[0].port):
            _say(line)


if __name__ == "__main__":
    main(sys.argv[1:])
