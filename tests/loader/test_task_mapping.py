"""Tasks in the graph: a scheme a list as its curator wrote it, and one merged over all."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, Store

from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.mapping import graphs_of
from loader.reading import read
from loader.records import ListSnapshot, ReadingList
from loader.validation import violations_of
from ontology.iris import Iris

ENTRY = "- [A title in words](https://arxiv.org/abs/2105.11333)\n\n"
ONE = f"# Awesome Cogs\n\n## Generation\n\n### 2016\n\n#### Image\n\n{ENTRY}## VQA\n\n{ENTRY}"
OTHER = f"# Machine Learning\n\n## Visual Question Answering\n\n{ENTRY}## 目标检测\n\n{ENTRY}"
PREFIXES = """
PREFIX cg: <https://w3id.org/curagraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX task: <https://w3id.org/curagraph/task/>
PREFIX list: <https://w3id.org/curagraph/list/>
"""


def listed(text: str, key: str) -> ReadingList:
    return read(ListSnapshot(key=key, source=f"{key}.md", content="0" * 64), text)


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    resolved = resolve([listed(ONE, "one"), listed(OTHER, "other")], Ledger())
    return list(graphs_of(resolved, Iris()))


@pytest.fixture(scope="module")
def graph(quads: list[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def rows(graph: Store, query: str) -> list[tuple[str, ...]]:
    found = graph.query(PREFIXES + query, use_default_graph_as_union=True)
    return sorted(tuple(str(term.value) for term in row) for row in found)  # type: ignore[union-attr]


def test_each_list_has_a_scheme_of_its_own_headings(graph: Store) -> None:
    """Labels as written, nested as written, what is no task left out of the path."""
    found = rows(
        graph,
        """SELECT ?label ?over WHERE {
             ?concept skos:inScheme <https://w3id.org/curagraph/list/one#tasks> ;
               skos:prefLabel ?label .
             OPTIONAL { ?concept skos:broader/skos:prefLabel ?above }
             BIND(COALESCE(?above, "") AS ?over)
           }""",
    )
    assert found == [("Generation", ""), ("Image", "Generation"), ("VQA", "")]


def test_a_heading_matches_the_task_that_all_lists_share(graph: Store) -> None:
    matches = """SELECT ?label ?task WHERE { ?section a cg:Section ; skos:prefLabel ?label ;
                 %s/rdfs:label ?task }"""
    close = [
        ("Generation", "Generation (Cogs)"),
        ("Image", "Image Generation"),
        ("VQA", "Visual Question Answering"),
        ("Visual Question Answering", "Visual Question Answering"),
        ("目标检测", "目标检测"),
    ]
    assert rows(graph, matches % "skos:closeMatch") == close
    # Only what stands above tells what "Image" names: it is no exact match.
    assert rows(graph, matches % "skos:exactMatch") == close[2:]


def test_the_merged_scheme_has_other_names_and_sub_tasks(graph: Store) -> None:
    names = "SELECT ?name WHERE { task:visual-question-answering skos:altLabel ?name }"
    assert rows(graph, names) == [("VQA",)]
    nested = "SELECT ?label WHERE { ?task a cg:Task ; skos:broader/rdfs:label ?label }"
    assert rows(graph, nested) == [("Generation (Cogs)",)]


def test_a_label_says_which_language_it_is_in(graph: Store) -> None:
    query = "SELECT ?label (LANG(?label) AS ?in) WHERE { ?task a cg:Task ; skos:prefLabel ?label }"
    assert ("目标检测", "zh") in rows(graph, query)
    assert ("Image Generation", "en") in rows(graph, query)


def test_a_list_whose_title_is_a_task_is_about_it(graph: Store) -> None:
    query = "SELECT ?label WHERE { ?list a cg:CuratedList ; dcterms:subject/rdfs:label ?label }"
    assert rows(graph, query) == [("Machine Learning",)]


def test_an_entry_is_filed_under_the_innermost_task(graph: Store) -> None:
    query = "SELECT ?label WHERE { ?paper cg:task/rdfs:label ?label }"
    assert rows(graph, query) == [
        ("Image Generation",), ("Visual Question Answering",), ("目标检测",)
    ]  # fmt: skip


def test_both_schemes_keep_to_the_shapes(quads: list[Quad]) -> None:
    assert violations_of(quads) == []
