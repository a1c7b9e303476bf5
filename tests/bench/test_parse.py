"""The benchmark runs; what it measures is not a test's business."""

from __future__ import annotations

from pathlib import Path

from loader.sources import Source, sources_of
from tests.bench import parse


def test_the_benchmark_reports_on_the_shipped_list(seed_list: Path) -> None:
    sources = [s for s in sources_of(str(seed_list)) if isinstance(s, Source)]
    lines = list(parse.report(sources, rounds=1))
    assert lines[0].endswith("13 entries")
    assert len(lines) == 4 + len(parse.COPIES)
