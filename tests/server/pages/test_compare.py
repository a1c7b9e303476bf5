"""Two lists side by side: what both hold, what one has over the other, which headings match."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.server.pages.conftest import client_over
from tests.three_lists import TEXTS, build_lists

Seen = Callable[[str], str]

MANY = "\n".join(
    f"- [Subject number {n} of many](https://arxiv.org/abs/2101.{n:05}), Ada One, CVPR 2021"
    for n in range(60)
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    half = "\n".join(MANY.splitlines()[:30])
    alone = "- [A lone subject](https://arxiv.org/abs/2102.00001), Ada One, CVPR 2021"
    texts = {
        **TEXTS,
        "many": f"# Many reads\n\n## VQA\n\n{MANY}\n",
        "half": f"# Half reads\n\n## Half of them\n\n{half}\n",
        "lone": f"# Lone reads\n\n## VQA\n\n{alone}\n",
    }
    yield from client_over(build_lists(tmp_path_factory.mktemp("compare"), texts))


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_two_lists_are_compared_in_numbers(seen: Seen) -> None:
    page = words(seen("/compare?list=alpha&list=gamma"))
    assert "Alpha reads 5 3 2 60 % Gamma reads 3 3 0 100 %" in page
    assert "Of 5 papers in either list, 60 % are in both (Jaccard 0.600)" in page


def test_each_list_shows_what_it_has_over_the_other(seen: Seen) -> None:
    page = seen("/compare?list=alpha&list=gamma")
    only_alpha = page.partition('id="only-1"')[2].partition("</section>")[0]
    assert re.findall(r'class="paper-title" href="([^"]+)"', only_alpha) == [
        "/paper/arxiv-2201.00004",
        "/paper/arxiv-2011.00001",
    ]
    assert "Widgets of the Northern Sea Ada One, Ben Two, Cy Three CVPR code" in words(only_alpha)
    only_gamma = page.partition('id="only-2"')[2].partition("</section>")[0]
    assert "Alpha reads holds all of its papers." in words(only_gamma)


def test_papers_in_common_show_where_either_list_files_them(seen: Seen) -> None:
    page = seen("/compare?list=alpha&list=gamma")
    both = page.partition('id="both"')[2].partition("</section>")[0]
    assert re.findall(r'class="paper-title" href="([^"]+)"', both) == [
        "/paper/arxiv-2301.00005",
        "/paper/arxiv-2003.00002",
        "/paper/arxiv-1905.00003",
    ]
    assert "alpha :23-25 under Image Captioning gamma :17-19 under 2023" in words(both)
    assert 'href="/list/alpha#L23"' in both
    assert '<a href="#both">3</a>' in page
    nothing = seen("/compare?list=alpha&list=many")
    assert "No paper is in both." in words(nothing)


def test_papers_in_common_come_in_pages(seen: Seen) -> None:
    page = seen("/compare?list=many&list=half&both-page=2")
    both = page.partition('id="both"')[2].partition("</section>")[0]
    assert len(re.findall('class="paper-title"', both)) == 5
    assert len(re.findall("under VQA", words(both))) == 5
    assert len(re.findall("under Half of them", words(both))) == 5
    assert 'href="/compare?list=many&list=half&both-page=1" rel="prev"' in both


def test_headings_that_match_stand_side_by_side(seen: Seen) -> None:
    page = seen("/compare?list=alpha&list=beta")
    table = words(page.partition('id="headings"')[2].partition("</section>")[0])
    assert "Visual Question Answering VQA 3 the same Image Captioning Captions of Things 1" in table


def test_what_a_list_has_over_another_comes_in_pages(seen: Seen) -> None:
    """Either list has pages of its own, and the address keeps both lists and the other's page."""
    page = seen("/compare?list=many&list=alpha&page=3&other-page=1")
    only = page.partition('id="only-1"')[2].partition("</section>")[0]
    assert len(re.findall('class="paper-title"', only)) == 10
    assert "Page 3 of 3" in only
    assert 'href="/compare?list=many&list=alpha&other-page=1&page=2" rel="prev"' in only
    assert "There is no page 4. Go to the first." in words(
        seen("/compare?list=many&list=alpha&page=4")
    )


def test_what_is_shown_can_be_taken_as_csv(site: FlaskClient, seen: Seen) -> None:
    page = seen("/compare?list=alpha&list=beta")
    links = re.findall(r'href="(/api/queries/[^"]+)"', page)
    assert len(links) == 3
    first = {}
    for link in links:
        response = site.get(link)
        assert response.status_code == 200
        assert response.mimetype == "text/csv"
        first[link] = next(iter(csv.DictReader(response.text.splitlines())))
    titles = [row["title"] for row in first.values() if "title" in row]
    assert titles == ["Cranks Turned by Hand", "Springs under Strain"]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/compare", "Choose two lists."),
        ("/compare?list=alpha&list=", "Choose two lists."),
        ("/compare?list=alpha&list=alpha", "one and the same list"),
    ],
)
def test_without_two_lists_there_is_a_form(seen: Seen, address: str, says: str) -> None:
    page = seen(address)
    assert says in page
    assert page.count('<select name="list">') == 2


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/compare?list=alpha&list=none", 404),
        ("/compare?list=alpha&list=beta&list=gamma", 400),
        ("/compare?list=alpha&list=%3Cb%3E", 400),
        ("/compare?list=alpha&list=beta&page=x", 400),
    ],
)
def test_what_cannot_be_compared_is_an_error(site: FlaskClient, address: str, status: int) -> None:
    response = site.get(address, headers={"Accept": "text/html"})
    assert response.status_code == status


def test_a_lists_page_leads_to_lists_that_hold_its_papers(seen: Seen) -> None:
    """Most papers in common first; a list with none in common is not among them."""
    section = seen("/list/alpha").partition('id="compare-with"')[2].partition("</section>")[0]
    assert re.findall(r'href="(/compare[^"]+)"', section) == [
        "/compare?list=alpha&list=beta",
        "/compare?list=alpha&list=gamma",
    ]
    assert "4 papers in both" in words(section)
    assert 'id="compare-with"' not in seen("/list/lone")
