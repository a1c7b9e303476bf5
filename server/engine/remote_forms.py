"""A remote endpoint's answers in this server's own formats, within its limits.

Rows are asked for in JSON and graphs in N-Triples, whatever the client wants: an answer that breaks
off in CSV would look whole, and endpoints differ in how they write the others (Virtuoso's TSV holds
no terms). So an answer comes as the engine over a store gives it.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from pyoxigraph import (
    DefaultGraph,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse,
    parse_query_results,
    serialize,
)

from ontology import PREFIXES
from server.engine.evaluation import rdf_format, write_boolean, write_graph, write_table
from server.engine.output import opened
from server.engine.pump import CHUNK_SIZE, Chunks
from server.errors import RemoteFailed
from server.formats import JSON, N_TRIPLES, TURTLE
from server.rdf_writing import PREFIXED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from server.engine.cutting import Limits
    from server.engine.model import Kind
    from server.engine.output import Output

# What is asked for, by the kind of answer; the first is what most endpoints give.
ASKED: dict[Kind, tuple[str, ...]] = {
    "solutions": (JSON.media_type,),
    "boolean": (JSON.media_type,),
    "graph": (N_TRIPLES.media_type, TURTLE.media_type),
}
# Virtuoso names blank nodes by a scheme of its own, which is no label.
_SCHEME = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How an endpoint's answer becomes one of this server's.

    Attributes:
        asked: What the query that is sent gives.
        kind: What is answered.
        media_type: What it is written in.
        write: Writes the endpoint's bytes, which are of a media type, to an output; gives the limit
            that ended the answer, if one did.
    """

    asked: Kind
    kind: Kind
    media_type: str
    write: Callable[[Iterable[bytes], str, Output], str | None]


def rewriting(kind: Kind, media_type: str, limits: Limits) -> Rewriting:
    """What writes the answer to a query.

    Args:
        kind: What it asks for.
        media_type: What to write.
        limits: How much the answer may hold.
    """

    def write(chunks: Iterable[bytes], found: str, output: Output) -> str | None:
        output = opened(output, kind, media_type)
        if kind == "graph":
            quads = parse(_file(chunks), rdf_format(found))
            triples = (quad.triple for quad in quads)
            return write_graph(triples, rdf_format(media_type), output, limits, PREFIXES)
        results = parse_query_results(_file(_with_labels(chunks)), QueryResultsFormat.JSON)
        if isinstance(results, QueryBoolean):
            write_boolean(results, media_type, output)
            return None
        return write_table(results, media_type, output, limits)

    return Rewriting(kind, kind, media_type, write)


def dumping(media_type: str) -> Rewriting:
    """What writes rows ``?s ?p ?o ?g`` as quads: the protocol has no other way to ask for them.

    Without ``?g`` a row is a statement of the graph that has no name.
    """

    def write(chunks: Iterable[bytes], _found: str, output: Output) -> None:
        form = rdf_format(media_type)
        prefixes = dict(PREFIXES) if form in PREFIXED else None
        serialize(_quads(chunks), cast("BinaryIO", output), form, prefixes=prefixes)

    return Rewriting("solutions", "graph", media_type, write)


def _quads(rows: Iterable[bytes]) -> Iterator[Quad]:
    found = parse_query_results(_file(_with_labels(rows)), QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        raise RemoteFailed("A table of solutions was expected")
    for row in found:
        subject, predicate, said = (cast("Any", row[name]) for name in ("s", "p", "o"))
        yield Quad(subject, predicate, said, cast("Any", row["g"]) or DefaultGraph())


def _file(chunks: Iterable[bytes]) -> io.BufferedReader:
    return io.BufferedReader(Chunks(chunks), CHUNK_SIZE)


def _with_labels(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Results in JSON whose blank nodes are labels; what may go on in the next piece is held."""
    held = b""
    for chunk in chunks:
        held = _SCHEME.sub(rb"\1", held + chunk)
        yield held[:-_LONGEST]
        held = held[-_LONGEST:]
    yield held
