"""A dump with its named graphs, from the rows of a query: the protocol has no other way."""

from __future__ import annotations

import io
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import (
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse_query_results,
    serialize,
)

from ontology import PREFIXES
from server.errors import QueryFailed
from server.rdf_writing import PREFIXED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_READ_SIZE = 1 << 16


class _Chunks(io.RawIOBase):
    """A readable file of what comes in pieces."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._chunks = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 (any buffer, as RawIOBase has it)
        if not self._rest:
            self._rest = next((each for each in self._chunks if each), b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def quads_of_rows(rows: Iterable[bytes], media_type: str) -> Iterator[bytes]:
    """The quads of rows ``?s ?p ?o ?g`` in JSON, in an RDF format with graphs.

    They are written to a file first: a document of them cannot be made in pieces.

    Raises:
        QueryFailed: They are no such rows.
        EngineError: They broke off.
    """
    form = RdfFormat.from_media_type(media_type)
    if form is None:
        raise QueryFailed(f"{media_type} is no format for graphs")
    prefixes = dict(PREFIXES) if form in PREFIXED else None
    with TemporaryFile() as file:
        serialize(_quads(rows), cast("Any", file), form, prefixes=prefixes)
        file.seek(0)
        while data := file.read(_READ_SIZE):
            yield data


def _quads(rows: Iterable[bytes]) -> Iterator[Quad]:
    found = parse_query_results(io.BufferedReader(_Chunks(rows)), QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        raise QueryFailed("A table of solutions was expected")
    for row in found:
        yield Quad(*(cast("Any", row[name]) for name in ("s", "p", "o", "g")))
