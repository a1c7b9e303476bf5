"""What a list changed, as a page: commit by commit, between two days."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from html import unescape
from io import StringIO

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from loader.build import build
from loader.publishing import SnapshotStore
from ontology import SCHEMA
from server.pages import changes
from tests.commits import fresh, git
from tests.server.pages.conftest import client_over

WIDGETS = "- **Widgets for Gizmos** arXiv 2021 [[paper](https://arxiv.org/abs/2105.11333)]\n"
PUBLISHED = WIDGETS.replace("arXiv 2021", "ICML 2022")
GEARS = "- **Gears <script> of Old** ICML 2010 [[paper](https://arxiv.org/abs/1001.00001)]\n"
HEAD = "# Awesome Widgets\n\n## Detection\n\n"
PAGE = "/list/list/changes"


@pytest.fixture(scope="module")
def past_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The application over a list of three commits and one whose history is not known."""
    folder, commit = fresh(tmp_path_factory)
    commit("2021-01-01T00:00:00Z", list=HEAD + WIDGETS + GEARS)
    commit("2022-02-01T00:00:00Z", list=HEAD + PUBLISHED + GEARS)
    commit("2023-03-01T00:00:00Z", list=HEAD + PUBLISHED)
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    other, store = folder.parent / "other.md", folder.parent / "store"
    other.write_text(HEAD + WIDGETS, encoding="utf-8")
    build([str(folder / "list.md"), str(other)], SnapshotStore(store))
    yield from client_over(store)


@pytest.fixture
def page(past_site: FlaskClient) -> Callable[[str], str]:
    def of(address: str) -> str:
        response = past_site.get(address, headers={"Accept": "text/html"})
        assert response.status_code == 200, address
        return response.text

    return of


def days(page: str) -> list[str]:
    return re.findall(r'<time datetime="([0-9-]{10})T', page)


def test_commits_come_the_last_first_with_what_they_did(page: Callable[[str], str]) -> None:
    shown = page(PAGE)
    assert days(shown) == ["2023-03-01", "2022-02-01", "2021-01-01"]
    told = re.findall(r'<span class="tag">(\w+)</span>', shown)
    assert told == ["removed", "changed", "added", "added"]
    assert "<del><bdi>arXiv</bdi></del>" in shown
    assert "<ins><bdi>ICML</bdi></ins>" in shown


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("from=2022-02-01&to=2023-02-28", ["2022-02-01"]),
        ("from=2022-02-02", ["2023-03-01"]),
        ("to=2021-12-31", ["2021-01-01"]),
        ("from=&to=", ["2023-03-01", "2022-02-01", "2021-01-01"]),
        ("from=2030-01-01", []),
    ],
)
def test_days_choose_commits(page: Callable[[str], str], asked: str, expected: list[str]) -> None:
    shown = page(f"{PAGE}?{asked}")
    assert days(shown) == expected
    assert ("Nothing changed from 2030-01-01" in shown) is (not expected)


def test_what_the_form_was_given_stands_in_it(page: Callable[[str], str]) -> None:
    assert 'name="from" value="2022-02-01"' in page(f"{PAGE}?from=2022-02-01")


def test_text_of_a_list_does_nothing(page: Callable[[str], str]) -> None:
    shown = page(PAGE)
    assert "of Old" in shown
    assert "Gears <script>" not in shown


def test_a_commit_leads_to_where_it_is_shown(page: Callable[[str], str]) -> None:
    assert re.search(r'href="https://github.com/ada/lists/commit/[0-9a-f]{40}"', page(PAGE))


def test_the_table_holds_what_the_page_shows(
    past_site: FlaskClient, page: Callable[[str], str]
) -> None:
    (address,) = re.findall(r'href="(/api/queries/changes-of-a-list[^"]+)"', page(PAGE))
    rows = list(csv.DictReader(StringIO(past_site.get(unescape(address)).text)))
    assert [row["change"] for row in rows] == ["removed", "changed", "changed", "added", "added"]


def test_the_saved_query_is_asked_the_same(
    past_site: FlaskClient, page: Callable[[str], str]
) -> None:
    shown = page(f"{PAGE}?from=2022-02-01")
    (address,) = re.findall(r'href="(/queries/changes-of-a-list[^"]+)"', shown)
    form = past_site.get(unescape(address), headers={"Accept": "text/html"})
    assert form.status_code == 200
    assert re.search(r'name="from" value="2022-02-01"[^>]*type="date"', form.text)


def test_the_page_of_a_list_leads_to_its_changes(page: Callable[[str], str]) -> None:
    shown = page("/list/list")
    assert f'<a href="{PAGE}">What changed</a> in 3 versions since 2021-01-01' in shown
    assert "1 change, 1 removal" in shown
    assert len(re.findall(r"Read from commit", shown)) == 1


def test_a_list_without_history_says_so_and_leads_nowhere(page: Callable[[str], str]) -> None:
    assert "Nothing is known of the history of this list." in page("/list/other/changes")
    assert "What changed" not in page("/list/other")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/list/none/changes", 404),
        ("/list/%22%3E/changes", 404),
        (f"{PAGE}?from=yesterday", 400),
        (f"{PAGE}?to=2024-02-30", 400),
        (f"{PAGE}?from=2024-02-02&to=2024-02-01", 400),
        (f"{PAGE}?from=20240201", 400),
        (f"{PAGE}?page=0", 400),
    ],
)
def test_what_cannot_be_answered_is_refused(
    past_site: FlaskClient, address: str, status: int
) -> None:
    assert past_site.get(address, headers={"Accept": "text/html"}).status_code == status


def test_many_changes_come_in_pages_and_all_of_them_in_the_table(
    past_site: FlaskClient, page: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "SIZE", 2)
    pages = [page(f"{PAGE}?from=2020-01-01&page={number}") for number in (1, 2, 3)]
    told = [re.findall(r'<span class="tag">(\w+)</span>', each) for each in pages]
    assert told == [["removed", "changed"], ["changed", "added"], ["added"]]
    (after,) = re.findall(r'href="([^"]+)" rel="next"', pages[1])
    assert page(unescape(after)) == pages[2]
    (address,) = re.findall(r'href="(/api/queries/changes-of-a-list[^"]+)"', pages[2])
    assert len(list(csv.DictReader(StringIO(past_site.get(unescape(address)).text)))) == 5


def test_a_page_after_the_last_leads_to_the_first(page: Callable[[str], str]) -> None:
    shown = page(f"{PAGE}?from=2022-01-01&page=9")
    assert "There is no page 9." in shown
    assert f'href="{PAGE}?from=2022-01-01&amp;page=1"' in shown


def test_the_table_is_whole_however_long_it_is(page: Callable[[str], str]) -> None:
    """The saved query gives its first thousand rows to those who ask for no more."""
    (address,) = re.findall(r'href="(/api/queries/changes-of-a-list[^"]+)"', page(PAGE))
    assert "limit=5" in unescape(address).split("&")


def test_an_address_of_a_former_entry_leads_to_its_place(
    past_site: FlaskClient, page: Callable[[str], str]
) -> None:
    answer = past_site.get("/api/queries/relabelled-preprints?format=csv").text
    (row,) = csv.DictReader(StringIO(answer))
    assert f'id="{row["entry"].partition("#")[2]}"' in page(PAGE)


def test_snapshots_of_the_past_are_not_described_in_the_document_of_the_list(
    past_site: FlaskClient,
) -> None:
    found = parse(past_site.get("/list/list.nt").data, RdfFormat.N_TRIPLES)
    snapshots = {quad.subject for quad in found if quad.predicate == SCHEMA.version}
    assert len(snapshots) == 1
