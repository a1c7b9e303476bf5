"""Ways of writing a list: snippets and the entries in them, side by side in ``ways/``.

A file of ``ways/`` holds cases of one way to set out a list. Each is the rule that it keeps, the
snippet and what is read from it, closed by lines that hold a full stop alone::

    The title is the link text
    .
    - [Deep Learning](https://doi.org/10.1038/nature14539), Yann LeCun et al., Nature 2015
    .
    1-1 Deep Learning
      by Yann LeCun; ...
      in Nature, 2015
      paper https://doi.org/10.1038/nature14539
    .

``␠`` stands for a blank at the end of a line. An entry begins with its lines and title; below come
who wrote it (``...`` where the list cuts the names short), venue and year, links with what they
lead to, and the sections it stands in. What the list does not say has no line, and a snippet
without entries has ``nothing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from loader.reading import read
from loader.records import Entry, ListSnapshot, Markup

WAYS = sorted((Path(__file__).parent / "ways").glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Case:
    """A rule with a snippet and what is read from it."""

    way: str
    rule: str
    snippet: str
    expected: str

    @property
    def markup(self) -> Markup:
        return Markup.RESTRUCTUREDTEXT if self.way == "restructuredtext" else Markup.MARKDOWN


def cases_in(path: Path) -> list[Case]:
    """The cases of a file, each of three parts that a full stop on a line of its own closes."""
    *parts, rest = f"\n{path.read_text(encoding='utf-8')}".split("\n.\n")
    assert len(parts) % 3 == 0, f"{path}: a case has three parts, each closed by a full stop"
    assert not rest.strip(), f"{path}: close the last case with a full stop"
    texts = [part.strip("\n").replace("␠", " ") for part in parts]
    thirds = zip(texts[::3], texts[1::3], texts[2::3], strict=True)
    return [Case(path.stem, *third) for third in thirds]


CASES = [case for path in WAYS for case in cases_in(path)]


def shown(entry: Entry) -> str:
    """An entry as the files show it."""
    authors = [*(entry.authors or ()), *(["..."] if entry.authors_truncated else [])]
    where = [str(said) for said in (entry.venue, entry.year) if said is not None]
    lines = [
        f"{entry.line}-{entry.end_line} {entry.title}",
        *(["by " + "; ".join(authors)] if authors else []),
        *(["in " + ", ".join(where)] if where else []),
        *(f"{link.kind} {link.url}" for link in entry.links),
        *(["under " + " / ".join(entry.section_path)] if entry.section_path else []),
    ]
    return "\n  ".join(lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.way}: {case.rule}")
def test_a_way_of_writing_is_read(case: Case) -> None:
    snapshot = ListSnapshot(key="list", source="list", content="0" * 64, markup=case.markup)
    found = read(snapshot, case.snippet).entries
    assert ("\n".join(map(shown, found)) or "nothing") == case.expected


def test_no_rule_is_stated_twice() -> None:
    rules = [case.rule for case in CASES]
    assert sorted(set(rules)) == sorted(rules)
