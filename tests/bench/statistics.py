"""What counting ahead saves: `python -m tests.bench.statistics`.

Asks each question of ``tests/raw`` twice of one store, in one process: of the statistics that the
build wrote, and of the statements that they count. Prints the median of both in milliseconds and
their ratio; a question that takes over a minute is asked once.

    --store DIR     a published graph; by default a synthetic one is made
    --papers N      its size
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from pyoxigraph import QuerySolutions, Store

from queries.catalogue import SavedQuery
from tests.bench.synthetic import PAPERS, publish
from tests.loader.test_statistics import RAW, fast

TIMES = 5
# Seconds after which a question is not asked again.
PATIENCE = 60.0


def seconds(store: Store, query: SavedQuery) -> tuple[float, int]:
    """Median of the time that all rows take, and their number."""
    taken: list[float] = []
    rows = 0
    while len(taken) < TIMES and sum(taken) < PATIENCE:
        start = time.perf_counter()
        found = store.query(query.bind({}), use_default_graph_as_union=True)
        assert isinstance(found, QuerySolutions)
        rows = sum(1 for _ in found)
        taken.append(time.perf_counter() - start)
    return median(taken), rows


def report(store: Store) -> Iterator[str]:
    """A line for each question."""
    yield f"{'question':<28}{'rows':>8}{'counted ahead':>16}{'statements':>14}{'ratio':>9}"
    for name, raw in RAW.items():
        ahead, rows = seconds(store, fast(name))
        counted, _ = seconds(store, raw)
        yield (
            f"{name:<28}{rows:>8,}{ahead * 1000:>13,.1f} ms{counted * 1000:>11,.1f} ms"
            f"{counted / ahead:>9,.0f}"
        )


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.statistics")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--papers", type=int, default=PAPERS)
    chosen = parser.parse_args(arguments)
    with ExitStack() as stack:
        root = chosen.store
        if root is None:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "store"
            publish(root, chosen.papers)
        snapshot = (root / "current").read_text(encoding="utf-8").strip()
        store = Store.read_only(str(root / "snapshots" / snapshot / "db"))
        for line in report(store):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
