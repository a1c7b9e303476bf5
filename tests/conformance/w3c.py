"""W3C's test suites for HTTP, against a server: `python -m tests.conformance.w3c MANIFEST...`.

The suites are not part of Curagraph: get https://github.com/w3c/rdf-tests and name, below its
``sparql/sparql11``, ``protocol/manifest.ttl`` and ``graph-store-protocol/manifest-*.ttl``. Each of
their tests is a sequence of requests with what is expected of each. Prints a line for each test;
exits with 1 if one fails. ``tests/conformance`` has a case of our own for each rule they test.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import rdflib
from rdflib import RDF, RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from server.formats import BOOLEANS, GRAPHS, SOLUTIONS, media_types
from tests.servers import publish
from tests.writable import Writing, writable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from tests.servers import Reply

CNT = Namespace("http://www.w3.org/2011/content#")
HT = Namespace("http://www.w3.org/2011/http#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
PATHS = {"/sparql": "/sparql", "/gsp": "/rdf-graph-store"}
HOST = "http://www.example"
STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
FORMATS = {
    "boolean": media_types(BOOLEANS),
    "tabular": media_types(SOLUTIONS),
    "RDF": media_types(GRAPHS),
}


class UnmetError(Exception):
    """An answer is not what the test expects; says in what."""


class Suite:
    """The tests of a manifest, run against a writable server without graphs of a build."""

    def __init__(self, manifest: Path, writing: Writing) -> None:
        self._graph = Graph().parse(manifest, publicID=manifest.resolve().as_uri())
        self._writing = writing
        self._location = ""

    def run(self) -> Iterator[tuple[str, str]]:
        """Name of each test, and what is wrong: nothing where it passes."""
        manifest = self._graph.value(predicate=RDF.type, object=MF.Manifest)
        for test in self._listed(manifest, MF.entries):
            try:
                self._run(test)
            except UnmetError as error:
                yield str(test).rpartition("#")[2], str(error)
            else:
                yield str(test).rpartition("#")[2], ""

    def _run(self, test: Node) -> None:
        self._prepare(test)
        requests = self._listed(self._graph.value(test, MF.action), HT.requests)
        if not requests:
            raise UnmetError("it holds no requests")
        for number, each in enumerate(requests, start=1):
            try:
                self._check(self._graph.value(each, HT.resp), self._send(each))
            except UnmetError as error:
                raise UnmetError(f"request {number}: {error}") from None

    def _prepare(self, test: Node) -> None:
        if self._writing.update("DROP ALL").status >= 300:
            raise UnmetError("the graphs of the test before cannot be dropped")
        for data in self._graph.objects(test, UT.graphData):
            name = quote(self._text(data, RDFS.label), safe="")
            file = Path(self._text(data, UT.graph).removeprefix("file://"))
            path = f"/rdf-graph-store?graph={name}"
            self._writing.ask("PUT", path, file.read_bytes(), "application/n-triples")

    def _send(self, request: Node) -> Reply:
        headers = self._headers(request)
        content_type = headers.pop("Content-Type", None)
        path = self._here(self._text(request, HT.absolutePath))
        method = self._text(request, HT.methodName)
        return self._writing.ask(method, path, self._body(request), content_type, **headers)

    def _check(self, response: Node | None, reply: Reply) -> None:
        wanted = [
            str(each).rpartition("#")[2]
            for each in self._graph.objects(response, MF.expectedStatus)
        ]
        if not any(_is(reply.status, each) for each in wanted):
            raise UnmetError(f"{reply.status}, not {' or '.join(wanted)}: {reply.body[:200]!r}")
        for name, value in self._headers(response).items():
            if reply.headers.get(name, "").replace(" ", "") != value.replace(" ", ""):
                raise UnmetError(f"{name} is {reply.headers.get(name)}, not {value}")
        if self._text(response, MF.expectedLocation):
            self._location = reply.headers["Location"]
        self._check_body(response, reply)

    def _check_body(self, response: Node | None, reply: Reply) -> None:
        media_type = reply.headers.get("Content-Type", "").partition(";")[0]
        form = self._text(response, MF.expectedFormat)
        if form and media_type not in FORMATS[form]:
            raise UnmetError(f"{media_type} is not {form}")
        boolean = self._text(response, MF.expectedBoolean)
        if boolean and json.dumps(json.loads(reply.body)["boolean"]) != boolean:
            raise UnmetError(f"the answer is not {boolean}")
        if self._text(response, MF.expectation):
            # The one test that has this wants an IRI that was made absolute.
            (row,) = json.loads(reply.body)["results"]["bindings"]
            if not re.match("[a-z]+:", row["o"]["value"]):
                raise UnmetError(f"{row['o']['value']} is not absolute")
        expected = self._body(response)
        if expected is not None:
            wanted = Graph().parse(data=expected, format=media_type)
            if not isomorphic(wanted, Graph().parse(data=reply.body, format=media_type)):
                raise UnmetError("the graph is another one")

    def _headers(self, message: Node | None) -> dict[str, str]:
        return {
            self._text(each, HT.fieldName).title(): self._text(each, HT.fieldValue)
            for each in self._listed(message, HT.headers)
        }

    def _listed(self, subject: Node | None, predicate: rdflib.URIRef) -> list[Node]:
        head = self._graph.value(subject, predicate)
        return [] if head is None else list(Collection(self._graph, head))

    def _body(self, message: Node | None) -> bytes | None:
        body = self._graph.value(message, HT.body)
        if body is None:
            return None
        text = self._here(self._text(body, CNT.chars))
        return text.encode(self._text(body, CNT.characterEncoding))

    def _text(self, subject: Node | None, predicate: rdflib.URIRef) -> str:
        value = self._graph.value(subject, predicate)
        return "" if value is None else str(value)

    def _here(self, text: str) -> str:
        """What is said of the suite's server, said of ours."""
        text = text.replace("$LOCATION$", self._location)
        for theirs, ours in PATHS.items():
            here = self._writing.live.url.removesuffix("/") + ours
            for coded in (str, lambda iri: quote(iri, safe="")):
                text = text.replace(coded(f"{HOST}{theirs}"), coded(here))
            text = re.sub(f"^{theirs}(?=[/?]|$)", ours, text)
        return re.sub(r"^/sparql/", "/sparql", text)


def _is(status: int, wanted: str) -> bool:
    """Whether a status is the one of a name such as ``Created``, or of a class of them."""
    found = re.fullmatch(r"StatusCode(\d)xx", wanted)
    return status // 100 == int(found[1]) if found else status == STATUSES[wanted]


def main(manifests: list[str]) -> int:
    """Run the tests of each manifest and tell of them; how many fail."""
    failed = passed = 0
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        publish(store, "empty", [])
        with writable(Path(folder), store) as writing:
            for manifest in manifests:
                for name, problem in Suite(Path(manifest), writing).run():
                    sys.stdout.write(
                        f"FAILED  {name}: {problem}\n" if problem else f"passed  {name}\n"
                    )
                    failed += bool(problem)
                    passed += not problem
    sys.stdout.write(f"{passed} passed, {failed} failed\n")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
