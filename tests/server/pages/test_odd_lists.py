"""Lists that are not the shipped one: unknown venues, many people, many words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from loader.build import build
from loader.publishing import SnapshotStore
from server import panels
from server.app import create_app
from server.engine.rows import select
from server.errors import QueryTimeout
from server.settings import Settings

# Names of no two are alike, and no part of one is common among them.
GIVEN = (
    "Ada Bea Cyd Dov Eli Fay Gus Hal Ivo Jan Kay Leo Max "
    "Ned Oda Pia Quin Ray Sue Tim Una Val Wes Xan Yva"
)
PEOPLE = ", ".join(f"{given} {chr(65 + place)}stone" for place, given in enumerate(GIVEN.split()))
LIST = f"""# Reading on Widgets

## Widget Counting

`Journal of Odd Widgets 2022` **Counting Widgets by Hand and by Eye in the Dark** \\
*{PEOPLE}* \\
[[paper](https://example.org/one)] [[code](https://github.com/ada/widgets)]

`ICML Workshop on Widgets 2021` **Even More Widgets** \\
*Ada Astone* \\
[[paper](https://example.org/three)]

`ODDW 2021` **More Widgets** \\
*Ada Astone, Bob Byte* \\
[[paper](https://arxiv.org/abs/2101.00001)]
"""
KINDS = ("paper", "author", "venue", "task", "repo", "list")


def site_over(text: str, file: Path) -> Iterator[FlaskClient]:
    """A client of the application over one list, which is closed at the end."""
    file.write_text(text, encoding="utf-8")
    build([str(file)], SnapshotStore(file.parent / "store"))
    app = create_app(Settings(store=file.parent / "store", workers=1, page_workers=1))
    yield app.test_client()
    app.extensions["curagraph"].close()


@pytest.fixture(scope="module")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The application over a list whose venues are in no table."""
    yield from site_over(LIST, tmp_path_factory.mktemp("odd") / "widgets.md")


def page(site: FlaskClient, address: str) -> str:
    """What a browser is sent, entities resolved."""
    response = site.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, address
    return unescape(response.text)


def test_every_thing_of_a_graph_has_a_page(odd_site: FlaskClient) -> None:
    """Whatever is named below the base, of any kind, answers as HTML."""
    with odd_site.application.app_context():
        rows = select(
            odd_site.application.extensions["curagraph"].page_engine,
            "SELECT DISTINCT ?thing WHERE { ?thing ?property ?value FILTER(isIRI(?thing)) }",
        )
    found = [
        re.fullmatch(r"https://w3id.org/curagraph/((\w+)/[^#]+)", row["thing"].value)
        for row in rows
    ]
    things = {each[1]: each[2] for each in found if each and each[2] in KINDS}
    assert set(things.values()) == set(KINDS)
    for path in things:
        page(odd_site, f"/{path}")


def test_a_venue_of_no_known_kind_is_a_venue(odd_site: FlaskClient) -> None:
    """It has a page, a row, and is counted and found."""
    address = "/venue/oddw"
    assert "Venue, kind not known" in page(odd_site, address)
    assert "not known" in page(odd_site, "/venues")
    assert f'href="{address}"' in page(odd_site, "/search?q=oddw")
    home = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page(odd_site, "/")))
    said = re.search(r"(\d+) venues", home)
    listed = re.search(r"<h2>(\d+) venues", page(odd_site, "/venues"))
    assert said is not None
    assert listed is not None
    assert said[1] == listed[1]


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("counting widgets by hand and by eye in the dark", True),
        ("counting widgets by hand and by eye zebra", False),
        ("counting widgets hand eye dark zebra", False),
    ],
)
def test_every_word_counts(odd_site: FlaskClient, words: str, hit: bool) -> None:  # noqa: FBT001 - a column of the table
    """The fifth as much as the first."""
    found = page(odd_site, f"/search?q={words.replace(' ', '+')}")
    assert ("Counting Widgets by Hand" in found) is hit
    assert ("1 result for" in found) is hit


@pytest.mark.parametrize("words", ["widgets " * 13, "w" * 201])
def test_words_that_are_not_searched_for_are_not_claimed(odd_site: FlaskClient, words: str) -> None:
    """A bound is said, and the words beyond it are not in the heading."""
    found = page(odd_site, f"/search?q={words.strip().replace(' ', '+')}")
    assert "Only the first 12 words, and no more than 200 characters, are searched for." in found
    assert words.strip() not in found.split("<main")[1]


def test_twelve_words_are_all_searched_for(odd_site: FlaskClient) -> None:
    found = page(odd_site, "/search?q=" + "+".join(["widgets"] * 12))
    assert "Only the first" not in found


def test_a_list_is_found_by_its_name(odd_site: FlaskClient) -> None:
    assert 'href="/list/widgets"' in page(odd_site, "/search?q=reading+on")


@pytest.mark.parametrize("kind", ["author", "venue", "task", "repo"])
def test_the_papers_of_a_thing_show_where_they_are_listed(odd_site: FlaskClient, kind: str) -> None:
    """A chip with list and lines on every row."""
    address = {
        "author": "/author/ada-astone",
        "venue": re.findall(r"/venue/[\w-]*odd-widgets", page(odd_site, "/venues"))[0],
        "task": "/task/widget-counting",
        "repo": "/repo/github.com--ada--widgets",
    }[kind]
    papers = page(odd_site, address).split('<ol class="papers">')[1].split("</ol>")[0]
    rows = papers.split('<li class="paper">')[1:]
    assert rows
    assert all('<a class="chip" href="/list/widgets#L' in row for row in rows)


@pytest.mark.parametrize(
    ("address", "points"),
    [
        ("/author/ada-astone", "dcterms:creator"),
        ("/task/widget-counting", "skos:closeMatch"),
        ("/repo/github.com--ada--widgets", "cg:code"),
        ("/list/widgets", "cg:inList"),
    ],
)
def test_a_thing_shows_what_points_to_it(odd_site: FlaskClient, address: str, points: str) -> None:
    """Folded, with the property, and the place of what stands in a list."""
    inbound = page(odd_site, address).split('id="points-here"')[1].split("</section>")[0]
    assert f'<td class="mono">{points}</td>' in inbound
    assert "<details" in inbound
    if points != "dcterms:creator":
        assert '<a class="chip" href="/list/widgets#L' in inbound


def test_many_people_are_folded(odd_site: FlaskClient) -> None:
    """Twenty are seen at once; the other five are in the page as well."""
    people = page(odd_site, "/task/widget-counting").split(">People")[1].split("</section>")[0]
    seen, _, folded = people.partition("<details")
    assert seen.count("<li>") == 20
    assert folded.count("<li>") == 6
    assert "6 more" in folded


def test_a_content_is_not_called_a_commit(odd_site: FlaskClient) -> None:
    """Twelve digits are shown; the rest is in the title."""
    found = re.search(
        r'Read from content <code title="(\w{64})">(\w{12})</code>', page(odd_site, "/list/widgets")
    )
    assert found is not None
    assert found[1].startswith(found[2])


def test_home_stands_without_its_specimen(
    site: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What decorates the page may fail; it is given a second."""
    assert 'class="specimen"' in page(site, "/")
    given: list[float | None] = []

    def late(engine: object, text: str, *, timeout: float | None = None) -> object:
        if "?taskLabel" in text:
            given.append(timeout)
            raise QueryTimeout("Too late")
        return select(engine, text, timeout=timeout)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(panels, "select", late)
    assert 'class="specimen"' not in page(site, "/")
    assert given == [panels.PATIENCE]


NESTED = """# Awesome Cogs

## Visual Question Answering

### Medical VQA

- [A title in words](https://arxiv.org/abs/2105.11333)

## VQA

- [Another title in words](https://arxiv.org/abs/2105.11334)
"""


@pytest.fixture(scope="module")
def nested_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The application over a list that nests tasks and calls one by two names."""
    yield from site_over(NESTED, tmp_path_factory.mktemp("nested") / "cogs.md")


def test_a_task_shows_its_names_and_the_tasks_around_it(nested_site: FlaskClient) -> None:
    broad = page(nested_site, "/task/visual-question-answering")
    assert "Also called <bdi>VQA</bdi>" in broad
    assert 'href="/task/medical-visual-question-answering"' in broad.split("Holds")[1]
    narrow = page(nested_site, "/task/medical-visual-question-answering")
    assert 'href="/task/visual-question-answering"' in narrow.split("Part of")[1]


def test_a_task_is_found_by_any_of_its_names(nested_site: FlaskClient) -> None:
    found = page(nested_site, "/search?q=VQA")
    assert 'href="/task/visual-question-answering"' in found


def test_papers_on_a_task_are_those_of_its_sub_tasks_too(nested_site: FlaskClient) -> None:
    task = "task:visual-question-answering"
    rows = nested_site.get(f"/api/queries/papers-on-a-task?task={task}").text
    assert "2105.11333" in rows
    assert "2105.11334" in rows


def test_the_edition_of_a_workshop_names_its_host_and_the_host_what_is_held_at_it(
    odd_site: FlaskClient,
) -> None:
    workshop = _bare(page(odd_site, "/venue/icml-workshop-2021"))
    assert "Edition of ICML Workshop , 2021, held at ICML 2021" in workshop
    assert "Edition of ICML , 2021 " in _bare(page(odd_site, "/venue/icml-2021"))
    assert "/venue/icml-workshop-2021" in page(odd_site, "/venue/icml-2021")
    assert "Held at it" in page(odd_site, "/venue/icml-2021")


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text))


def test_a_journal_that_no_table_knows_is_one_by_its_name(odd_site: FlaskClient) -> None:
    assert "Journal" in page(odd_site, "/venue/journal-of-odd-widgets").split("<h1")[0]
