"""The saved queries as an OpenAPI 3.1 document, made from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.catalogue import ParameterType
from server.formats import GRAPHS, SOLUTIONS
from server.problems import PROBLEM
from server.saved_queries.asked import FORMAT, formats_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.catalogue import Parameter, SavedQuery

_SCHEMAS: Mapping[ParameterType, dict[str, Any]] = {
    ParameterType.IRI: {
        "type": "string",
        "description": "An IRI, or a prefixed name such as `task:name`.",
    },
    ParameterType.STRING: {"type": "string", "maxLength": 2000},
    ParameterType.INTEGER: {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    ParameterType.YEAR: {"type": "string", "pattern": "^[0-9]{4}$"},
    ParameterType.DAY: {"type": "string", "format": "date"},
}
_FAILURES = {
    "400": "A value does not fit its parameter, or there is no such parameter.",
    "406": "No format that the request accepts is offered.",
    "503": "Busy, or the query needed too much memory; try again.",
    "504": "The query was still running at its deadline.",
}
_TERM = {
    "type": "object",
    "properties": {
        "type": {"enum": ["uri", "literal", "bnode"]},
        "value": {"type": "string"},
        "datatype": {"type": "string"},
        "xml:lang": {"type": "string"},
    },
    "required": ["type", "value"],
}


def description(catalogue: Mapping[str, SavedQuery], version: str) -> dict[str, Any]:
    """The whole document.

    Args:
        catalogue: The saved queries by name.
        version: That of the software.
    """
    paths: dict[str, Any] = {"/api/queries": {"get": _index()}}
    for saved in catalogue.values():
        paths[f"/api/queries/{saved.name}"] = {"get": _operation(saved)}
    paths["/sparql"] = {"get": _sparql()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Curagraph",
            "version": version,
            "summary": "Questions to a knowledge graph made from curated reading lists.",
            "description": "Each saved query is an operation; `/sparql` takes any other question.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in tags_of(catalogue)],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _problem(), "Solutions": _solutions(), "Term": _TERM},
            "responses": {
                status: {
                    "description": words,
                    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
                for status, words in _FAILURES.items()
            },
        },
    }


def tags_of(catalogue: Mapping[str, SavedQuery]) -> list[str]:
    """Every tag of the catalogue once, in alphabetical order."""
    return sorted({tag for saved in catalogue.values() for tag in saved.tags})


def listed(catalogue: Mapping[str, SavedQuery]) -> list[dict[str, Any]]:
    """The catalogue as plain data."""
    return [
        {
            "name": saved.name,
            "title": saved.title,
            "description": saved.description,
            "tags": list(saved.tags),
            "kind": saved.kind,
            "parameters": [
                {
                    "name": each.name,
                    "type": each.type.value,
                    "default": each.default,
                    "label": each.label,
                }
                for each in saved.parameters
            ],
            "page": f"/queries/{saved.name}",
            "answer": f"/api/queries/{saved.name}",
        }
        for saved in catalogue.values()
    ]


def _operation(saved: SavedQuery) -> dict[str, Any]:
    return {
        "operationId": saved.name,
        "summary": saved.title,
        "description": saved.description or saved.title,
        "tags": list(saved.tags),
        "parameters": [*map(_parameter, saved.parameters), _format_parameter(saved)],
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {
                    form.media_type: _content(form.media_type) for form in formats_of(saved)
                },
            },
            "304": {"description": "What the client holds is current."},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in _FAILURES},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    default: str | int = parameter.default
    if parameter.type is ParameterType.INTEGER:
        default = int(parameter.default)
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.label,
        "required": False,
        "schema": {**_SCHEMAS[parameter.type], "default": default},
    }


def _format_parameter(saved: SavedQuery) -> dict[str, Any]:
    names = [form.extension for form in formats_of(saved)]
    return {
        "name": FORMAT,
        "in": "query",
        "description": "The format of the answer; it comes before the Accept header.",
        "required": False,
        "schema": {"type": "string", "enum": names},
    }


def _content(media_type: str) -> dict[str, Any]:
    if media_type == SOLUTIONS[0].media_type:
        return {"schema": {"$ref": "#/components/schemas/Solutions"}}
    return {"schema": {"type": "string"}}


def _index() -> dict[str, Any]:
    return {
        "operationId": "saved-queries",
        "summary": "Every saved query with its parameters",
        "responses": {
            "200": {
                "description": "The catalogue.",
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }


def _sparql() -> dict[str, Any]:
    content = {form.media_type: _content(form.media_type) for form in (*SOLUTIONS, *GRAPHS)}
    return {
        "operationId": "sparql",
        "summary": "Any other question, in SPARQL 1.1",
        "parameters": [
            {
                "name": "query",
                "in": "query",
                "description": "A query; updates are refused.",
                "required": True,
                "schema": {"type": "string"},
            }
        ],
        "responses": {
            "200": {"description": "The answer.", "content": content},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in _FAILURES},
        },
    }


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
        "required": ["title", "status", "detail"],
    }


def _solutions() -> dict[str, Any]:
    binding = {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Term"}}
    return {
        "type": "object",
        "description": "SPARQL 1.1 Query Results JSON Format.",
        "properties": {
            "head": {
                "type": "object",
                "properties": {"vars": {"type": "array", "items": {"type": "string"}}},
            },
            "results": {
                "type": "object",
                "properties": {"bindings": {"type": "array", "items": binding}},
            },
        },
        "required": ["head", "results"],
    }
