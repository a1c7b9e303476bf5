"""The benchmark runs; what it measures is not a test's business."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from loader.sources import Source, sources_of


def test_the_benchmark_reports_on_the_shipped_list(seed_list: Path) -> None:
    place = Path(__file__).parent / "parse.py"
    spec = importlib.util.spec_from_file_location("bench_parse", place)
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    sources = [s for s in sources_of(str(seed_list)) if isinstance(s, Source)]
    lines = list(bench.report(sources, rounds=1))
    assert lines[0].endswith("13 entries")
    assert len(lines) == 4 + len(bench.COPIES)
