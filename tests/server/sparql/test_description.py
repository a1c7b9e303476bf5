"""``/sparql`` without a query: a description for programs, the workbench for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib

from tests.server.sparql.asking import BROWSER

if TYPE_CHECKING:
    from tests.server.conftest import Live


def test_programs_get_the_service_description(live: Live) -> None:
    reply = live.get("/sparql", "text/turtle")
    graph = rdflib.Graph().parse(data=reply.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert str(graph.value(service, sd.endpoint)) == f"{live.url}sparql"
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph
    assert len(list(graph.objects(service, sd.resultFormat))) == 10
    sizes = {
        str(graph.value(named, sd.name)): int(str(graph.value(inner, void.triples)))
        for named, inner in graph.subject_objects(sd.graph)
    }
    assert sizes["https://example.org/g2"] == 10
    assert len(sizes) == 4


def test_a_description_is_no_table(live: Live) -> None:
    assert live.get("/sparql", "text/csv").status == 406


@pytest.mark.parametrize("query", ["", "?query=SELECT+*+%7B%7D"])
def test_browsers_get_the_workbench(live: Live, query: str) -> None:
    reply = live.get(f"/sparql{query}", BROWSER)
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = reply.headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy
