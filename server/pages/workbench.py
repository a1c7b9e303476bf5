"""What the workbench page at ``/sparql`` needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ontology import PREFIXES
from server.context import catalogue, iris


def workbench_context() -> dict[str, Any]:
    """What ``workbench.html`` shows besides the query that it is opened with.

    Returns:
        ``saved_queries``: the saved queries in the order of their titles, and ``workbench``: what
        its script reads as JSON: the endpoint, the prefixes, and each query by name with its text.
    """
    saved = sorted(catalogue().values(), key=lambda query: query.title.casefold())
    return {
        "saved_queries": saved,
        "workbench": {
            "endpoint": "/sparql",
            "prefixes": prefixes(),
            "queries": {query.name: query.bind({}, iris()) for query in saved},
        },
    }


def prefixes() -> Mapping[str, str]:
    """Every prefix a query may want: vocabularies, then the things themselves."""
    return {**PREFIXES, **{name: str(base) for name, base in iris().instance_prefixes.items()}}
