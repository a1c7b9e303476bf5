"""Statistics: what the graph counts ahead is what questions to its statements count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

import server.pages
from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.mapping import counts, graphs_of, statistics
from loader.mapping.counts import LARGEST_CREW
from loader.records import Entry, Link, LinkKind, ListSnapshot, ReadingList, Section, SectionKind
from ontology.iris import Iris
from queries.catalogue import SavedQuery, load
from queries.catalogue import parse as query_of
from server.collaborations import network
from server.pages import browse
from tests.bench.synthetic import entries as made_up_entries
from tests.bench.synthetic import lists as made_up_lists
from tests.bench.synthetic import name_of

RAW = load(Path(__file__).parents[1] / "raw")
PANELS = load(Path(str(server.pages.__file__)).with_name("panels"))
PREFIXES = """
PREFIX cg: <https://w3id.org/curagraph/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
"""
TABLES = {
    "papers-by-list": (
        "?row qb:dataSet <https://w3id.org/curagraph/statistics#papers-by-list> ; "
        "cg:refList ?list ; cg:paperCount ?papers ."
    ),
    "list-overlaps": (
        "?row qb:dataSet <https://w3id.org/curagraph/statistics#list-overlaps> ; "
        "cg:refList ?list ; cg:refOtherList ?other ; cg:paperCount ?papers ."
    ),
}
NAMES = ("Ada Onesky", "Ben Twoski", "Cy Threelong", "Dee Fourway", "Eli Fiveoak", "Flo Sixpence")
TITLES = tuple(
    f"{what} for {use}"
    for what in ("Widgets", "Sprockets Revisited", "Learning Gizmos", "Cogs and Levers")
    for use in ("Sorting Unlikely Parts", "Repairing Broken Clocks", "Drawing Slow Machines")
)


def fast(name: str) -> SavedQuery:
    """The question as it is put to the statistics."""
    if name in TABLES:
        return query_of(name, f"# title: {name}\n{PREFIXES} SELECT * WHERE {{ {TABLES[name]} }}")
    panel = name.removeprefix("page-")
    return PANELS[panel] if panel != name else load()[name]


def rows(store: Store, query: SavedQuery, **values: str) -> list[tuple[tuple[str, str], ...]]:
    """Solutions in their order, each as names and terms; those of no value are left out."""
    found = store.query(query.bind(values), use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    names = sorted(variable.value for variable in found.variables)
    return [
        tuple((name, str(row[name])) for name in names if row[name] is not None and name != "row")
        for row in found
    ]


def graph(*lists: tuple[Entry, ...]) -> Store:
    read = [
        ReadingList(
            ListSnapshot(key=f"list-{n}", source=f"{n}.md", content="f" * 64),
            f"List {n}",
            tuple(
                Section((path,), 1, SectionKind.TASK)
                for path in dict.fromkeys(entry.section_path[0] for entry in entries)
            ),
            entries,
        )
        for n, entries in enumerate(lists)
    ]
    store = Store()
    store.extend(graphs_of(resolve(read, Ledger()), Iris()))
    return store


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    chosen = draw(st.lists(st.sampled_from(range(len(TITLES))), max_size=8))
    found = []
    for line, number in enumerate(chosen, 3):
        links = [Link(LinkKind.PAPER, f"https://arxiv.org/abs/2101.{number:05}")]
        if draw(st.booleans()):
            links.append(Link(LinkKind.CODE, f"https://github.com/ada/{number}"))
        found.append(
            Entry(
                title=TITLES[number],
                authors=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=4, unique=True))),
                venue=draw(st.sampled_from((None, "CVPR", "MICCAI", "Nature", "Gizmo Days"))),
                year=draw(st.sampled_from((None, 2021, 2022, 2023))),
                section_path=(draw(st.sampled_from(("Widget Grounding", "Cog Retrieval"))),),
                links=tuple(links),
                line=line,
                end_line=line,
                raw=TITLES[number],
                authors_truncated=False,
                venue_as_listed=None,
            )
        )
    return tuple(found)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lists=st.lists(entries(), min_size=1, max_size=3))
def test_statistics_of_any_lists_are_what_their_statements_count(
    lists: list[tuple[Entry, ...]],
) -> None:
    store = graph(*lists)
    for name, raw in RAW.items():
        assert Counter(rows(store, fast(name))) == Counter(rows(store, raw)), name


@pytest.mark.parametrize("name", RAW)
def test_statistics_of_a_large_graph_are_what_its_statements_count(
    made_up: Store, name: str
) -> None:
    """And in the same order, where the question has one."""
    found = rows(made_up, fast(name))
    if name not in TABLES:
        assert found == rows(made_up, RAW[name])
    assert found


@pytest.fixture(scope="module")
def made_up() -> Store:
    store, lists = Store(), made_up_lists(1_200)
    again = replace(lists[0], snapshot=replace(lists[0].snapshot, key="again"))
    store.extend(graphs_of(resolve([*lists, again], Ledger()), Iris()))
    return store


def test_a_crew_of_hundreds_makes_no_pairs() -> None:
    """They would be many, and say little of who works with whom."""
    crew = tuple(f"Ada {name_of(number)}" for number in range(LARGEST_CREW + 1))
    twice = [replace(made, authors=crew) for made in made_up_entries(2)]
    small = [replace(made, authors=crew[:3]) for made in made_up_entries(4)][2:]
    question = fast("strongest-collaborations")
    assert rows(graph(tuple(twice)), question) == []
    assert len(rows(graph((*twice, *small)), question)) == 3


def test_the_server_knows_how_far_the_statistics_go() -> None:
    """It reads what a build wrote, and must not ask for more."""
    assert browse.RANKED == statistics.RANKED
    assert network.FEWEST == counts.FEWEST_JOINT_PAPERS
    assert network.LIMITS.crew == counts.LARGEST_CREW
