"""Entry files: what was read already is a source like any list."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from loader.cli import entry_record
from loader.errors import SourceError
from loader.gathering import Gathered, gather
from loader.records import Link, LinkKind, SectionKind
from loader.sources.text import unpacked

WIDGETS = {
    "title": "Widgets for Gizmos",
    "authors": ["Ada One", "Ben Two"],
    "venue": "NIPS",
    "year": 2016,
    "links": [{"kind": "paper", "url": "https://arxiv.org/abs/2105.11333"}],
    "section_path": ["Sprockets", "2016"],
}


def read(folder: Path, *lines: object, name: str = "mine.jsonl") -> Gathered:
    text = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    file = folder / name
    file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return gather([str(file)])


@pytest.mark.parametrize("name", ["mine.jsonl", "MINE.JSONL", "mine.jsonl.gz"])
def test_a_line_is_an_entry_with_its_place_and_its_words(tmp_path: Path, name: str) -> None:
    (found,) = read(tmp_path, "", {**WIDGETS, "rating": 5}, name=name).lists
    (entry,) = found.entries
    assert found.snapshot.key.lower() == "mine"
    assert (entry.line, entry.end_line, json.loads(entry.raw)["rating"]) == (2, 2, 5)
    assert (entry.title, entry.authors) == ("Widgets for Gizmos", ("Ada One", "Ben Two"))
    assert (entry.venue, entry.venue_as_listed, entry.year) == ("NeurIPS", "NIPS", 2016)
    assert entry.links == (Link(LinkKind.PAPER, "https://arxiv.org/abs/2105.11333"),)
    kinds = [(section.path, section.kind) for section in found.sections]
    assert kinds == [
        (("Sprockets",), SectionKind.TASK),
        (("Sprockets", "2016"), SectionKind.YEAR),
    ]


def test_entries_that_were_printed_are_read_as_they_were(tmp_path: Path, seed_list: Path) -> None:
    (printed,) = gather([str(seed_list)]).lists
    records = [entry_record(printed, entry) for entry in printed.entries]
    (found,) = read(tmp_path, *records).lists
    again = [entry_record(found, entry) for entry in found.entries]
    for before, after in zip(records, again, strict=True):
        for field in ("title", "authors", "venue", "year", "links", "section_path"):
            assert after[field] == before[field]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is no entry: Input data was truncated"),
        ({"title": 3}, "is no entry: Expected `str`, got `int` - at `$.title`"),
        ({"title": " . "}, "no title"),
        ({"title": "x" * 500}, "a title of 500 characters is no title"),
        ({"title": "Widgets", "year": 20}, "is no entry: Expected `int` >= 1500 - at `$.year`"),
    ],
)
def test_what_is_no_entry_is_left_out_with_a_reason(
    tmp_path: Path, line: object, reason: str
) -> None:
    (found,) = read(tmp_path, WIDGETS, line).lists
    assert [entry.line for entry in found.entries] == [1]
    assert [(left.line, left.reason) for left in found.dropped] == [(2, reason)]


def test_nothing_of_an_entry_can_do_harm(tmp_path: Path) -> None:
    line = {
        "title": "Wid\u202egets\nfor all",
        "authors": ["Ada\u0000 One", " "],
        "links": [{"kind": "paper", "url": "javascript:alert(1)"}],
    }
    (found,) = read(tmp_path, line).lists
    (entry,) = found.entries
    assert (entry.title, entry.authors, entry.links) == ("Widgets for all", ("Ada One",), ())


def test_a_file_of_which_no_line_is_an_entry_is_told_why(tmp_path: Path) -> None:
    (failure,) = read(tmp_path, "{").failures
    named = f"{tmp_path / 'mine.jsonl'}:1: is no entry: Input data was truncated; no line of it"
    assert failure == f"{named} is an entry"


def test_a_packed_file_that_is_cut_short_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(WIDGETS).encode())[:-4])
    assert gather([str(file)]).failures == (
        f"{file}: the gzip file is cut short; fetch or write it again",
    )
    file.write_text("not packed", encoding="utf-8")
    (failure,) = gather([str(file)]).failures
    assert failure.startswith(f"{file}: not packed by gzip, as its name says")


def test_a_packed_file_may_not_grow_without_end() -> None:
    bomb = gzip.compress(b"0" * 5_000_000)
    with pytest.raises(SourceError, match="larger than 1 MB"):
        unpacked(bomb, "bomb.jsonl.gz", largest=1024 * 1024)
    both = gzip.compress(b"a") + gzip.compress(b"b")
    assert unpacked(both, "two members") == b"ab"
