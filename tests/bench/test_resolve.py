"""The report on resolving holds what it says."""

from __future__ import annotations

from pathlib import Path

from tests.bench.resolve import entries, report


def test_the_report_has_a_line_for_the_sources_and_one_for_each_number(seed_list: Path) -> None:
    _, of_seed, of_made_up = report([str(seed_list)], counts=[90])
    assert of_seed.split()[1] == "13"
    assert of_made_up.split()[0] == "90"


def test_the_same_number_gives_the_same_entries() -> None:
    assert list(entries(30)) == list(entries(30))
