"""The description of the saved queries for tools (OpenAPI)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from queries.catalogue import load


@pytest.fixture
def openapi(client: FlaskClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").get_json()
    return described


def test_the_description_names_every_query_and_its_parameters(openapi: dict[str, Any]) -> None:
    assert openapi["openapi"].startswith("3.1.")
    for name, saved in load().items():
        operation = openapi["paths"][f"/api/queries/{name}"]["get"]
        named = [parameter["name"] for parameter in operation["parameters"]]
        assert named == [*(each.name for each in saved.parameters), "format"]
        assert operation["operationId"] == name
        assert set(operation["tags"]) <= {tag["name"] for tag in openapi["tags"]}


def test_every_reference_of_the_description_leads_somewhere(openapi: dict[str, Any]) -> None:
    def references(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    found = set(references(openapi))
    assert found
    for reference in found:
        node: Any = openapi
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_operations_are_told_apart(openapi: dict[str, Any]) -> None:
    names = [operation["operationId"] for path in openapi["paths"].values()
             for operation in path.values()]  # fmt: skip
    assert len(set(names)) == len(names)


def test_what_is_described_is_what_is_answered(
    client: FlaskClient, openapi: dict[str, Any]
) -> None:
    """Each operation answers to its defaults in the first of its media types."""
    for path, item in openapi["paths"].items():
        if path == "/sparql":
            continue
        operation = item["get"]
        values = {
            each["name"]: each["schema"]["default"]
            for each in operation.get("parameters", ())
            if "default" in each["schema"]
        }
        response = client.get(path, query_string=values)
        assert response.status_code == 200
        assert response.mimetype == next(iter(operation["responses"]["200"]["content"]))


def test_a_year_is_a_text_of_four_digits_and_a_count_a_number(openapi: dict[str, Any]) -> None:
    def schema(query: str, name: str) -> dict[str, Any]:
        parameters = openapi["paths"][f"/api/queries/{query}"]["get"]["parameters"]
        found: dict[str, Any] = next(each["schema"] for each in parameters if each["name"] == name)
        return found

    assert schema("papers-between-years", "since")["pattern"] == "^[0-9]{4}$"
    assert schema("collaborations", "least") == {
        "type": "integer",
        "minimum": 0,
        "maximum": 999_999_999,
        "default": 1,
    }


def test_the_description_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/openapi.json").headers["ETag"]
    assert client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304
