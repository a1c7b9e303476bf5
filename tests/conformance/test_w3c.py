"""The runner of W3C's suites tells what is met from what is not; the suites are not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conformance.w3c import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

MANIFEST = """
@prefix : <http://example.org/manifest#> .
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix cnt: <http://www.w3.org/2011/content#> .
@prefix ht: <http://www.w3.org/2011/http#> .
@prefix hts: <http://www.w3.org/2011/http-statusCodes#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ut: <http://www.w3.org/2009/sparql/tests/test-update#> .
<> a mf:Manifest ; mf:entries ( :data :wrong :graph :other :none ) .
:data ut:graphData [ ut:graph <one.nt> ; rdfs:label "http://example.org/g" ] ;
  mf:action [ ht:requests ( [
    ht:methodName "GET" ;
    ht:absolutePath "/sparql/?query=ASK%7B%3Curn:s%3E%20?p%20?o%7D" ;
    ht:resp [ mf:expectedStatus ht:StatusCode2xx ; mf:expectedBoolean true ;
      mf:expectedFormat "boolean" ] ] ) ] .
:wrong mf:action [ ht:requests ( [
    ht:methodName "POST" ; ht:absolutePath "/sparql/" ;
    ht:headers ( [ ht:fieldName "content-type" ; ht:fieldValue "application/sparql-query" ] ) ;
    ht:body [ cnt:chars "ASK { <urn:s> ?p ?o }" ; cnt:characterEncoding "UTF-8" ] ;
    ht:resp [ mf:expectedStatus ht:StatusCode2xx ; mf:expectedBoolean true ] ] ) ] .
:graph mf:action [ ht:requests ( [
    ht:methodName "POST" ; ht:absolutePath "/gsp" ;
    ht:headers ( [ ht:fieldName "content-type" ; ht:fieldValue "text/turtle" ] ) ;
    ht:body [ cnt:chars "<http://www.example/gsp/1> a <x:y> ." ; cnt:characterEncoding "UTF-8" ] ;
    ht:resp [ mf:expectedStatus hts:Created ; mf:expectedLocation "$LOCATION$" ] ] [
    ht:methodName "GET" ; ht:absolutePath "/gsp?graph=$LOCATION$" ;
    ht:resp [ mf:expectedStatus hts:OK ;
      ht:headers ( [ ht:fieldName "content-type" ; ht:fieldValue "text/turtle;charset=utf-8" ] ) ;
      ht:body [ cnt:chars "<http://www.example/gsp/1> a <x:y> ." ;
        cnt:characterEncoding "UTF-8" ] ] ] ) ] .
:other mf:action [ ht:requests ( [
    ht:methodName "GET" ; ht:absolutePath "/gsp?default" ;
    ht:resp [ mf:expectedStatus hts:OK ;
      ht:body [ cnt:chars "<x:y> a <x:y> ." ; cnt:characterEncoding "UTF-8" ] ] ] ) ] .
:none rdfs:comment "in words" .
"""


def test_each_test_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.nt").write_text("<urn:s> <urn:p> <urn:o> .\n", encoding="utf-8")
    manifest = tmp_path / "manifest.ttl"
    manifest.write_text(MANIFEST, encoding="utf-8")
    assert main([str(manifest)]) == 3
    assert capsys.readouterr().out.splitlines() == [
        "passed  data",
        "FAILED  wrong: request 1: the answer is not true",
        "passed  graph",
        "FAILED  other: request 1: the graph is another one",
        "FAILED  none: it holds no requests",
        "2 passed, 3 failed",
    ]
