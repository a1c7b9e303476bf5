"""A paper's page and linked data say what each list says of it, and where lists disagree."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, QuerySolutions, RdfFormat, parse

from ontology import CG, FABIO, RDFS, XSD
from ontology.iris import Iris
from queries.catalogue import load
from server.pages.claims import claims_of
from server.panels import panel
from tests.server.pages.conftest import client_over
from tests.three_lists import TEXTS, build_lists, opened

Seen = Callable[[str], str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from client_over(build_lists(tmp_path_factory.mktemp("claims"), TEXTS))


@pytest.fixture
def said(site: FlaskClient) -> Seen:
    """The section about claims on a paper's page, as one line of words."""

    def section(key: str) -> str:
        response = site.get(f"/paper/{key}", headers={"Accept": "text/html"})
        assert response.status_code == 200
        found = response.text.partition('id="claims"')[2].partition("</section>")[0]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())

    return section


def test_a_page_shows_where_lists_disagree_and_what_the_graph_chose(said: Seen) -> None:
    words = said("arxiv-2011.00001")
    assert "2 lists hold it, and they disagree on venue, year and code." in words
    assert "CVPR “ CVPR 2021 ” differs 2021 differs Ada One, Ben Two, Cy Three" in words
    assert "ECCV “ ECCV 2022 ” differs 2022 differs" in words
    assert "other/widgets differs VQA" in words
    assert "In the graph CVPR 2021 Ada One, Ben Two, Cy Three ada/widgets other/widgets" in words


def test_a_page_says_whom_a_list_leaves_out(said: Seen) -> None:
    words = said("arxiv-1905.00003")
    assert "3 lists hold it, and they disagree on authors." in words
    assert "Ada One, Dora Four leaves out Ben Two, Cy Three differs 2019" in words
    assert "Ada One, Ben Two, Cy Three leaves out Dora Four differs" in words


def test_a_page_is_quiet_where_lists_agree(site: FlaskClient, said: Seen) -> None:
    """A preprint and its publication, initials, and one repository under two addresses."""
    words = said("arxiv-2003.00002")
    assert "3 lists hold it, and none disagrees with another" in words
    assert "differs" not in words
    page = site.get("/paper/arxiv-2003.00002", headers={"Accept": "text/html"}).text
    assert '<details class="claims"><summary>' in page


def test_a_paper_that_is_listed_once_has_nothing_to_compare(said: Seen) -> None:
    assert said("arxiv-2401.00006") == ""


def test_a_list_that_holds_a_paper_twice_is_shown_without_a_quarrel(tmp_path: Path) -> None:
    entry = "`{} 2021` **Widgets of the Northern Sea** \\\n[[paper](https://arxiv.org/abs/2011.00001)]\n"
    text = f"# Twice\n\n## VQA\n\n{entry.format('CVPR')}\n## Retrieval\n\n{entry.format('ECCV')}"
    for site in client_over(build_lists(tmp_path, {"twice": text})):
        page = site.get("/paper/arxiv-2011.00001", headers={"Accept": "text/html"}).text
        assert "One list holds it 2 times." in page
        assert "differs" not in page


def test_linked_data_holds_each_lists_claim(site: FlaskClient) -> None:
    document = site.get("/paper/arxiv-2011.00001.ttl").data
    triples = {quad.triple for quad in parse(document, RdfFormat.TURTLE)}
    iris = Iris()
    for acronym, year in (("cvpr", "2021"), ("eccv", "2022")):
        (entry,) = (
            triple.subject
            for triple in triples
            if triple.predicate == CG.namesVenue and triple.object == iris.venue(acronym)
        )
        of_entry = {(t.predicate, t.object) for t in triples if t.subject == entry}
        assert (FABIO.hasPublicationYear, Literal(year, datatype=XSD.gYear)) in of_entry
        assert (CG.byline, Literal("Ada One, Ben Two, Cy Three")) in of_entry
        assert (CG.namesAuthor, iris.author("cy-three")) in of_entry
        assert any(t.subject == iris.venue(acronym) and t.predicate == RDFS.label for t in triples)


FIRST = ("", "2020", "2021", "arXiv 2019", "arXiv 2020", "ICML 2020", "ICML 2021", "CVPR 2021")
AUTHORS = ("", "Ada One, Ben Two", "B. Two, A. One", "Ada One et al.", "Ada One, Cy Three")
CODE = ("", "ada/one", "Ada/One", "ben/two")
DOIS = 0.3


def drawn_lists(papers: int) -> dict[str, str]:
    """Three lists that say of each paper whatever chance has them say."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    entries: dict[str, list[str]] = {"one": [], "two": [], "three": []}
    for number in range(papers):
        title = f"{chance.choice(WORDS).title()} {number} and {chance.choice(WORDS)} {number}"
        for name in chance.choices(list(entries), k=chance.randint(2, 4)):
            first, authors, code = map(chance.choice, (FIRST, AUTHORS, CODE))
            lines = [f"`{first}` **{title}**" if first else f"**{title}**"]
            lines += [f"*{authors}*"] if authors else []
            form = chance.choice(("abs", "pdf"))
            links = f"[[paper](https://arxiv.org/{form}/2003.{number:05})]"
            if chance.random() < DOIS:
                links += f" [[doi](https://doi.org/10.1145/3300001.{number})]"
            links += f" [[code](https://github.com/{code}{number})]" if code else ""
            entries[name].append(" \\\n".join([*lines, links]))
    return {name: f"# {name}\n\n" + "\n\n".join(found) + "\n" for name, found in entries.items()}


WORDS = ("widgets", "gizmos", "levers", "pulleys", "cranks", "springs", "anvils", "bolts")


def test_a_page_marks_what_the_saved_queries_find(tmp_path: Path) -> None:
    """Both hold claims against each other; they are to hold them to one rule."""
    store = build_lists(tmp_path, drawn_lists(150))
    graph = opened(store)
    queries = {"venue": "venues", "year": "years", "authors": "authors", "code": "code"}
    by_query: dict[str, set[str]] = {}
    for field, name in queries.items():
        text = load()[f"conflicting-{name}"].bind({})
        rows = graph.query(text, use_default_graph_as_union=True)
        assert isinstance(rows, QuerySolutions)
        for row in rows:
            by_query.setdefault(row["paper"].value, set()).add(field)
    assert {field for fields in by_query.values() for field in fields} == set(queries)
    by_page = {}
    for site in client_over(store):
        with site.application.test_request_context():
            for number in range(150):
                paper = Iris().paper(f"arxiv-2003.{number:05}").value
                names = ("paper-claims", "paper-claimed-authors", "paper-versions")
                fields = claims_of(*(panel(name, paper=paper) for name in names)).fields
                if fields:
                    by_page[paper] = set(fields)
    assert by_page == by_query
