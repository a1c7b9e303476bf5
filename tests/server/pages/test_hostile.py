"""Text and links of a list are hostile: they never run, and never break a page."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

PAGES = [
    "/",
    "/papers",
    "/papers?sort=title",
    "/tasks",
    "/authors",
    "/venues",
    "/lists",
    "/search?q=script",
    "/search?q=%22%3E%3Cscript%3Ealert(17)%3C/script%3E",
    "/paper/evil",
    "/paper/long",
    "/author/mallory",
    "/venue/nowhere",
    "/task/harm",
    "/repo/evil",
    "/list/evil",
    "/compare",
    "/compare?list=evil&list=worse",
    "/collaborations",
]


@pytest.mark.parametrize("address", PAGES)
def test_markup_in_a_text_stays_text(hostile_site: FlaskClient, address: str) -> None:
    """No tag and no handler of the graph's texts reaches the page."""
    response = hostile_site.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert not re.search(r"<script>|<img|<b onclick|<i>Nowhere|<u>No|</pre><script", response.text)
    assert response.text.count("</script>") == response.text.count("<script ")


@pytest.mark.parametrize("address", PAGES)
def test_only_http_links_are_links(hostile_site: FlaskClient, address: str) -> None:
    """`javascript:`, `data:` and `vbscript:` may be shown, never followed."""
    page = hostile_site.get(address, headers={"Accept": "text/html"}).text
    hrefs = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert hrefs
    assert all(href.startswith(("/", "#", "https://", "http://")) for href in hrefs)


@pytest.mark.parametrize("address", PAGES)
def test_a_megabyte_of_title_does_not_break_a_page(hostile_site: FlaskClient, address: str) -> None:
    """Long texts are cut, and the cut is seen."""
    page = hostile_site.get(address, headers={"Accept": "text/html"}).text
    assert len(page) < 100_000
    if "AAAA" in page:
        assert "…" in page


def test_a_text_that_turns_the_reading_direction_is_kept_apart(hostile_site: FlaskClient) -> None:
    """A right-to-left override ends with its own element."""
    page = hostile_site.get("/paper/evil", headers={"Accept": "text/html"}).text
    override = "\N{RIGHT-TO-LEFT OVERRIDE}"
    heading = page.split("<h1")[1].split("</h1>")[0]
    assert override in heading
    assert re.search(f"<bdi>[^<]*{override}", heading)


def test_schema_org_cannot_end_its_script(hostile_site: FlaskClient) -> None:
    """The JSON parses, and no `<` is in it."""
    page = hostile_site.get("/paper/evil", headers={"Accept": "text/html"}).text
    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert "<" not in block
    assert json.loads(block)
