"""Every page says what the shipped list says."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

Seen = Callable[[str], str]

PAPER = "/paper/arxiv-2105.11333"
PAGES = [
    "/",
    "/search",
    "/search?q=liu",
    "/papers",
    "/tasks",
    "/authors",
    "/authors?sort=name",
    "/venues",
    "/lists",
    PAPER,
    "/author/bo-liu",
    "/venue/jbhi",
    "/venue/kdd",
    "/venue/kdd-2023",
    "/venue/arxiv",
    "/task/medical-visual-question-answering",
    "/task/medical-visual-grounding-referring",
    "/repo/github.com--supersupermoon--medvill",
    "/list/medical-vision-language",
    "/collaborations",
    "/sparql",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_holds_no_inline_script_style_or_handler(seen: Seen, address: str) -> None:
    """The content security policy forbids them, so a page must do without."""
    page = seen(address)
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in script or "application/" in script for script in scripts)
    assert not re.search(r"<style|\sstyle=|<[^>]+\son\w+=", page.split("<textarea")[0])


@pytest.mark.parametrize("address", [page for page in PAGES if page not in {"/sparql", "/search"}])
def test_every_panel_opens_its_query(site: FlaskClient, seen: Seen, address: str) -> None:
    """What "open as SPARQL" opens is a query that the endpoint answers."""
    links = set(re.findall(r'href="/sparql\?query=([^"]+)"', seen(address)))
    assert links
    for link in links:
        answer = site.get("/sparql", query_string={"query": unquote(link)})
        assert answer.status_code == 200, unquote(link)


@pytest.mark.parametrize("address", PAGES)
def test_every_local_link_of_a_page_leads_somewhere(
    site: FlaskClient, seen: Seen, address: str
) -> None:
    """A link to a thing that has no page would be a dead end."""
    for link in set(
        re.findall(r'href="(/(?:paper|author|venue|task|repo|list)s?/[^"#?]+)', seen(address))
    ):
        assert site.get(link, headers={"Accept": "*/*"}).status_code == 200, link


def test_home_counts_what_the_list_holds(seen: Seen) -> None:
    """13 papers of 81 people on 5 tasks with 5 repositories."""
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", seen("/")))
    for words in ("13 papers", "81 authors", "5 tasks", "8 venues", "5 repositories", "1 list"):
        assert f" {words} " in page


def test_a_paper_shows_its_versions_with_the_lines_that_say_so(seen: Seen) -> None:
    """Preprint and journal article are told apart; the chip names list and lines."""
    page = seen(PAPER)
    assert page.index("Preprint") < page.index("Journal article")
    assert 'href="/list/medical-vision-language#L49"' in page
    assert ">:49-51<" in page
    assert "IEEE JBHI 2022" in page  # as written
    assert 'href="/repo/github.com--supersupermoon--medvill"' in page


def test_authors_stand_in_printed_order(seen: Seen) -> None:
    """Not in the order of their names, nor of their IRIs."""
    byline = seen(PAPER).split('class="byline"')[1].split("</p>")[0]
    order = ["jong-hak-moon", "hyungyung-lee", "woncheol-shin", "young-hak-kim", "edward-choi"]
    assert re.findall(r"/author/([\w-]+)", byline) == order


def test_a_code_link_that_is_no_repository_is_shown_as_what_it_is(seen: Seen) -> None:
    """MAIRA-1's code link is a short link, not a repository."""
    page = seen("/paper/arxiv-2311.13668")
    assert 'href="https://aka.ms/maira"' in page
    assert "not a repository" in page
    assert "/repo/" not in page


def test_a_survey_is_called_one(seen: Seen) -> None:
    """A list's resource-type section says what kind of paper it is, and no task."""
    page = seen("/paper/arxiv-2312.07353")
    assert "Survey" in page
    assert "it stands in no task’s section" in page


def test_an_author_known_by_name_is_said_to_be(seen: Seen) -> None:
    """A name is no identity, and the page says so."""
    page = seen("/author/bo-liu")
    assert "Known by name only" in page
    assert "papers by people who share this name may be mixed" in page.lower()
    assert "/collaborations?author=bo-liu" in page


def test_a_task_without_papers_says_so_kindly(seen: Seen) -> None:
    """The section is empty, the task exists."""
    page = seen("/task/medical-visual-grounding-referring")
    assert "No paper is listed for this task yet" in page
    assert "/list/medical-vision-language#L85" in page


def test_a_list_keeps_its_order_and_has_a_place_for_each_entry(seen: Seen) -> None:
    """Chips link to these anchors."""
    page = seen("/list/medical-vision-language")
    entries = [int(line) for line in re.findall(r'class="line-entry" id="L(\d+)"', page)]
    assert entries == [12, 16, 21, 27, 34, 41, 45, 49, 53, 58, 62, 66, 79]
    assert "Nothing is listed under this heading" in page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bo liu", "/author/bo-liu"),
        ("perez-garcia", "/author/fernando-perez-garcia"),
        ("LLaVA-Med", "/paper/arxiv-2306.00890"),
        ("2105.11333", PAPER),
        ("grounding", "/task/medical-visual-grounding-referring"),
        ("JBHI", "/venue/jbhi"),
    ],
)
def test_search_finds_by_name_title_and_number(seen: Seen, words: str, found: str) -> None:
    """Every word has to be there, in any case."""
    assert f'href="{found}"' in seen(f"/search?q={words}")


def test_search_without_a_hit_says_what_to_do(seen: Seen) -> None:
    """An empty answer is no blank page."""
    assert "Fewer words find more" in seen("/search?q=zebrafish")


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ("", "13 papers"),
        ("task=medical-visual-question-answering", "7 papers"),
        ("task=medical-visual-question-answering&code=1", "3 papers"),
        ("venue=arxiv", "9 papers"),
        ("venue=kdd-2023", "1 paper"),
        ("year=2023", "6 papers"),
        ("code=1&year=2021", "1 paper"),
        ("task=medical-visual-grounding-referring", "0 papers"),
    ],
)
def test_papers_are_filtered_by_all_that_is_chosen(seen: Seen, filters: str, count: str) -> None:
    """Counted by hand in the list."""
    assert f">{count}<" in seen(f"/papers?{filters}")


def test_papers_can_be_sorted(seen: Seen) -> None:
    """The oldest is of 2020; by title, CLIP comes first."""
    first = re.compile(r'class="paper-title" href="([^"]+)"')
    oldest = first.search(seen("/papers?sort=oldest"))
    by_title = first.search(seen("/papers?sort=title"))
    assert oldest is not None
    assert "3394171-3413761" in oldest[1]
    assert by_title is not None
    assert by_title[1] == "/paper/arxiv-2312.07353"


def test_a_page_past_the_end_leads_back(seen: Seen) -> None:
    """A pager that is out of range is no error."""
    assert "There is no page 9" in seen("/papers?page=9")


@pytest.mark.parametrize(
    "address",
    [
        "/papers?year=abc",
        "/papers?page=0",
        "/papers?page=-1",
        "/papers?task=a%20b",
        "/papers?sort=worst",
        "/papers?page=" + "9" * 50,
        "/authors?sort=1",
        "/papers?venue=%3E%7D",
        "/papers?year=%D9%A3",
    ],
)
def test_a_wrong_parameter_is_named(site: FlaskClient, address: str) -> None:
    """Nothing wrong looks like an empty answer."""
    response = site.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert address.split("?")[1].split("=", maxsplit=1)[0] in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/paper/none",
        "/author/none",
        "/repo/none",
        "/venue/none",
        "/task/none",
        "/list/none",
        "/list/a%20b",
        "/venue/%3Cscript%3E",
        "/task/%00",
        "/nothing",
    ],
)
def test_what_is_not_there_is_a_404_with_a_search_box(site: FlaskClient, address: str) -> None:
    """A wrong address ends at a way on."""
    response = site.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert 'action="/search"' in response.text
    assert "<script>" not in response.text


def test_a_thing_is_a_page_or_rdf_as_the_request_wishes(site: FlaskClient) -> None:
    """One address, two readers; caches are told."""
    page = site.get(PAPER, headers={"Accept": "text/html,*/*;q=0.8"})
    turtle = site.get(PAPER, headers={"Accept": "text/turtle"})
    assert page.mimetype == "text/html"
    assert turtle.mimetype == "text/turtle"
    assert "Accept" in page.vary
    assert f'<{PAPER}.ttl>; rel="alternate"; type="text/turtle"' in page.headers["Link"]


def test_the_head_of_a_paper_speaks_to_reference_managers(seen: Seen) -> None:
    """Zotero reads the meta tags, search engines the JSON-LD."""
    page = seen(PAPER)
    assert page.count('<meta name="citation_author"') == 5
    assert '<script type="application/ld+json">' in page
    assert f'<link rel="alternate" href="{PAPER}.bib" type="application/x-bibtex">' in page


def test_a_list_shows_its_curator_what_to_look_at(seen: Callable[[str], str]) -> None:
    page = seen("/list/medical-vision-language")
    problems = page.partition('id="problems"')[2]
    assert "code link is no repository" in problems
    assert "https://aka.ms/maira" in problems
    assert '<a href="#L85">85</a>' in problems
    assert "task section without entries" in problems
