"""The index of the saved queries."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from queries.catalogue import load
from server.saved_queries.openapi import tags_of
from tests.server.saved_queries.looking import page, problem


def test_the_index_links_to_every_query_once(client: FlaskClient) -> None:
    links = [link for link in page(client, "/queries").links if link.startswith("/queries/")]
    assert sorted(links) == [f"/queries/{name}" for name in load()]


@pytest.mark.parametrize("tag", ["curation", "views"])
def test_the_index_is_filtered_by_tag_without_script(client: FlaskClient, tag: str) -> None:
    links = [link for link in page(client, f"/queries?tag={tag}").links if "/queries/" in link]
    assert sorted(links) == [f"/queries/{n}" for n, saved in load().items() if tag in saved.tags]


def test_a_tag_that_no_query_has_is_not_found(client: FlaskClient) -> None:
    page(client, "/queries?tag=%3Cscript%3E", 404)
    assert "tags are authors, code" in problem(client, "/queries?tag=nothing", 404)


def test_the_catalogue_is_data(client: FlaskClient) -> None:
    listed = {each["name"]: each for each in client.get("/api/queries").get_json()["queries"]}
    assert set(listed) == set(load())
    assert listed["papers-between-years"]["parameters"][0] == {
        "name": "since",
        "type": "year",
        "default": "2020",
        "label": "From",
    }


def test_no_tag_is_the_plural_of_another() -> None:
    tags = set(tags_of(load()))
    assert {tag for tag in tags if f"{tag}s" in tags} == set()
