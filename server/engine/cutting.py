"""Answers that end early, as whole documents: so many rows or bytes, and not one more.

Oxigraph writes a table in one go, so that its end is found in the bytes: between two rows, where
the format says that one is over and another begins. A graph is cut between two statements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.formats import CSV, JSON, TSV, XML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from server.engine.output import Output


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer may hold; 0 is no limit.

    Attributes:
        rows: Rows of a table, statements of a graph.
        size: Bytes; the row or statement that passes it is the last.
    """

    rows: int = 0
    size: int = 0

    def reached(self, rows: int, size: int) -> str | None:
        """Which limit ends an answer that holds so much, if one does: ``rows`` or ``bytes``."""
        if self.rows and rows >= self.rows:
            return "rows"
        return "bytes" if self.size and size >= self.size else None


class EnoughError(Exception):
    """The answer is as long as it may be; raised into the serialiser, it ends the query."""


@dataclass(frozen=True, slots=True)
class _Table:
    """How a format writes a table.

    Attributes:
        token: Finds what belongs together; its group is the end of a row that another follows.
        margin: Bytes behind a token that have to be known for it to be told; a row that follows
            has at least as many, so that none is missed at the end.
        end: What makes a document whole that is cut behind a row.
        heads: Ends that are found before that of the first row.
    """

    token: re.Pattern[bytes]
    margin: int
    end: bytes
    heads: int = 0


# Quantifiers are possessive; a quote that stands alone is a string whose end has not come yet.
_TABLES: Mapping[str, _Table] = {
    JSON.media_type: _Table(
        re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|(\}),\{|[^"}]++|\}|"', re.DOTALL), 3, b"]}}"
    ),
    XML.media_type: _Table(
        re.compile(rb"(</result>)<result>|[^<]++|<"), 17, b"</results></sparql>"
    ),
    CSV.media_type: _Table(
        re.compile(rb'"[^"]*+"|(\r\n)(?=.)|[^"\r]++|\r|"', re.DOTALL), 2, b"", 1
    ),
    TSV.media_type: _Table(re.compile(rb"(\n)(?=.)|[^\n]++|\n", re.DOTALL), 1, b"", 1),
}


class CutOutput:
    """An output for a table that ends it at its limits.

    Attributes:
        cut: The limit that ended it, if one did.
    """

    def __init__(self, output: Output, media_type: str, limits: Limits) -> None:
        self.cut: str | None = None
        self._output = output
        self._table = _TABLES[media_type]
        self._limits = limits
        self._held = bytearray()
        self._size = 0
        self._rows = -self._table.heads

    def header(self, payload: bytes) -> None:
        """Say what the bytes to come are."""
        self._output.header(payload)

    def write(self, data: bytes) -> int:
        """Take bytes of the table.

        Raises:
            EnoughError: It has come to its end, and is written.
        """
        if self.cut is not None:
            # The serialiser tries again to write what it still holds, when it is dropped.
            return len(data)
        self._held += data
        self._pass_on(len(self._held) - self._table.margin)
        return len(data)

    def flush(self) -> None:
        """Needed by what writes files."""

    def finish(self) -> None:
        """Write what was held back of a table that ended by itself."""
        self._output.write(bytes(self._held))
        self._held.clear()

    def _pass_on(self, known: int) -> None:
        """Pass on what can be told, up to an end that is to be the last."""
        done = 0
        for token in self._table.token.finditer(self._held):
            if token.end() > known or token[0] == b'"':
                break
            done = token.end()
            if token[1] is None:
                continue
            self._rows += 1
            if self._rows < 1:
                continue
            self.cut = self._limits.reached(self._rows, self._size + token.end(1))
            if self.cut is not None:
                self._output.write(bytes(self._held[: token.end(1)]) + self._table.end)
                raise EnoughError
        if done:
            self._output.write(bytes(self._held[:done]))
            self._size += done
            del self._held[:done]


class CutTriples:
    """The statements of a graph, up to its limits.

    Attributes:
        cut: The limit that ended it, if one did.
    """

    def __init__(self, triples: Iterable[Triple], limits: Limits) -> None:
        self.cut: str | None = None
        self._triples = triples
        self._limits = limits

    def __iter__(self) -> Iterator[Triple]:
        """Each statement; its bytes are those it has in N-Triples, whatever the format."""
        size = 0
        for before, triple in enumerate(self._triples):
            if before and (cut := self._limits.reached(before, size)):
                self.cut = cut
                return
            yield triple
            size += len(str(triple).encode("utf-8", "surrogatepass"))
