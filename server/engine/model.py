"""What a query engine is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from server.formats import JSON, TURTLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import TracebackType
    from typing import Self

Kind = Literal["solutions", "boolean", "graph"]
# How an answer came about where answers are kept: it was there; it was asked for; another question
# that was under way had the same; it is another each time.
CacheUse = Literal["hit", "miss", "collapsed", "bypass"]


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query with the dataset and the formats it is to be answered in.

    Attributes:
        text: The SPARQL text.
        default_graphs: IRIs of the graphs that make up the default graph (``default-graph-uri``).
        named_graphs: IRIs of the graphs that GRAPH sees (``named-graph-uri``). Where either is
            given, both replace what FROM says; where neither is and the text has no FROM, the
            default graph is the union of all graphs.
        results_type: Media type for a SELECT; None if none is acceptable.
        graph_type: Media type for a CONSTRUCT or DESCRIBE; None if none is acceptable.
        boolean_type: Media type for an ASK; None if none is acceptable.
        timeout: Seconds; it may only shorten the engine's own.
        most_rows: Rows or statements after which the answer ends; 0 for no limit.
        most_bytes: Bytes after which it ends, with the row that passes them; 0 for no limit.
        union: Whether the default graph is the union where nothing says otherwise; else it is the
            graph without a name.
        client: Who asks, for taking turns; the answer does not follow from it.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    results_type: str | None = JSON.media_type
    graph_type: str | None = TURTLE.media_type
    boolean_type: str | None = JSON.media_type
    timeout: float | None = None
    most_rows: int = 0
    most_bytes: int = 0
    union: bool = True
    client: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published state of the graph; it never changes.

    Attributes:
        id: Its name, which is the version of the data.
        created: When it was made (ISO 8601, UTC).
        manifest: What its builder says of it.
    """

    id: str
    created: str
    manifest: Mapping[str, object] = field(hash=False)


class Answer:
    """The bytes of one answer, read once; close it, or use it as a context manager.

    Attributes:
        kind: What the query turned out to ask for.
        media_type: What the bytes are.
        snapshot: Id of the snapshot that was asked.
        complete: Whether the whole answer is at hand already, so that it can no longer fail.
        seconds: From the question to the first bytes at hand.
        cache: How it came about; None where nothing is kept.
        cut: The limit that ended it before its time, ``rows`` or ``bytes``, if one did; known once
            all has been read.
    """

    def __init__(
        self,
        kind: Kind,
        media_type: str,
        snapshot: str,
        chunks: Iterable[bytes],
        *,
        complete: bool,
        seconds: float = 0.0,
        on_close: Callable[[], None] | None = None,
        cache: CacheUse | None = None,
        cut: str | None = None,
    ) -> None:
        self.kind = kind
        self.media_type = media_type
        self.snapshot = snapshot
        self.complete = complete
        self.seconds = seconds
        self.cache = cache
        self.cut = cut
        self._chunks = chunks
        self._on_close = on_close

    def __iter__(self) -> Iterator[bytes]:
        """The bytes in the order they go out; raises an EngineError where they break off."""
        try:
            yield from self._chunks
        finally:
            self.close()

    def read(self) -> bytes:
        """The whole answer at once."""
        return b"".join(self)

    def close(self) -> None:
        """Give back what the answer holds; a query that is still running is stopped."""
        if self._on_close is not None:
            self._on_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class QueryEngine(Protocol):
    """Answers SPARQL queries over one graph."""

    def answer(self, query: Query, *, left: Callable[[], bool] | None = None) -> Answer:
        """The answer to ``query``.

        Args:
            query: What is asked.
            left: Tells whether the one who asked has left; asked now and then while waiting.

        Raises:
            EngineError: There is no answer; the class says why.
        """
        ...

    def dump(
        self, media_type: str, *, left: Callable[[], bool] | None = None, client: str = ""
    ) -> Answer:
        """The whole graph in one of the six RDF formats.

        Args:
            media_type: Says which.
            left: As of ``answer``.
            client: Who asks, for taking turns.

        Raises:
            EngineError: There is no answer; the class says why.
        """
        ...

    def snapshot(self) -> Snapshot:
        """The state of the graph that the next query is asked of."""
        ...

    def refresh(self) -> None:
        """Return once the next query is asked of what is published now.

        Raises:
            EngineError: That cannot be opened; the engine goes on with what it has.
        """
        ...

    def close(self) -> None:
        """Stop every query and give back what the engine holds."""
        ...
