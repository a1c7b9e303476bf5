"""The engine over a local store: pools of worker processes over the published snapshot."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import PREFIXES
from server.engine.exchange import Exchange
from server.engine.guard import check, check_graph_names
from server.engine.pool import Losses, Pool, PoolRetiredError
from server.engine.process import WorkerProcess, WorkerSpec
from server.engine.snapshots import Publication, Published
from server.engine.template import Template
from server.engine.watchdog import Watchdog
from server.errors import CuragraphError, EngineError, EngineUnavailable, NoGraph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from server.engine.ahead import Begun
    from server.engine.model import Answer, Query, Snapshot
    from server.settings import Settings

logger = logging.getLogger(__name__)

_REFRESHES = 3


@dataclass(frozen=True, slots=True)
class _Generation:
    """The workers of one snapshot."""

    published: Published
    prefixes: Mapping[str, str]
    queries: Pool
    dumps: Pool

    def kill(self) -> None:
        self.queries.kill()
        self.dumps.kill()


class _Begun:
    """A question that a worker has been asked; see ``Begun``."""

    def __init__(self, exchange: Exchange, snapshot: str, buffer_size: int) -> None:
        self._exchange = exchange
        self._snapshot = snapshot
        self._buffer_size = buffer_size
        self.descriptor = exchange.descriptor
        self.is_whole = exchange.is_whole
        self.close = exchange.close

    def answer(self, left: Callable[[], bool] | None = None) -> Answer:
        self._exchange.leave_when(left)
        return self._exchange.answer(self._snapshot, self._buffer_size)


class LocalEngine:
    """Answers from the published snapshot, and from the next one once it is published."""

    def __init__(
        self,
        settings: Settings,
        workers: int,
        reserve: int = 0,
        template: Template | None = None,
    ) -> None:
        """Open the published snapshot.

        Args:
            settings: Limits, and where the store is.
            workers: How many processes answer queries.
            reserve: How many more answer those of clients who have none running.
            template: What they are forked from; by default, one of its own.

        Raises:
            NoGraph: There is none.
            EngineUnavailable: It cannot be opened.
        """
        self._settings = settings
        self._workers = workers
        self._reserve = reserve
        self._own_template = Template() if template is None else None
        self._template = template or self._own_template
        self._publication = Publication(settings.store)
        self._switching = threading.Lock()
        self._closed = False
        self._losses = Losses()
        self._mark = self._publication.mark()
        try:
            self._generation = self._open(self._publication.read())
        except CuragraphError:
            self._end_template()
            raise
        self._fill()
        self._watchdog = Watchdog()

    def answer(self, query: Query, *, left: Callable[[], bool] | None = None) -> Answer:
        """The answer to ``query``; see ``QueryEngine``."""
        request, seconds = self._request(query)
        return self._ask(
            lambda generation: generation.queries, request, seconds, left, query.client
        )

    def begin(self, query: Query) -> Begun | None:
        """Ask a worker that is idle; see ``AsksAhead``."""
        generation = self._generation
        if self.settled() != generation.published.snapshot.id:
            return None
        request, seconds = self._request(query)
        try:
            worker = generation.queries.take_idle(query.client)
        except PoolRetiredError:
            return None
        if worker is None:
            return None
        exchange = Exchange(
            generation.queries,
            self._watchdog,
            request,
            seconds=seconds,
            left=None,
            client=query.client,
            prefixes=generation.prefixes,
            worker=worker,
        )
        exchange.begin()
        snapshot = generation.published.snapshot.id
        return _Begun(exchange, snapshot, self._settings.buffer_size)

    def _request(self, query: Query) -> tuple[dict[str, object], float]:
        """What a worker is told, and the seconds it has."""
        settings = self._settings
        words = check(query.text, settings.query_size)
        check_graph_names(query)
        request = {
            "text": query.text,
            "own_dataset": "FROM" in words or not query.union,
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "results_type": query.results_type,
            "boolean_type": query.boolean_type,
            "graph_type": query.graph_type,
            "most_rows": query.most_rows,
            "most_bytes": query.most_bytes,
        }
        seconds = settings.query_timeout
        if query.timeout is not None:
            seconds = min(seconds, query.timeout)
        return request, seconds

    def dump(
        self, media_type: str, *, left: Callable[[], bool] | None = None, client: str = ""
    ) -> Answer:
        """The whole graph; see ``QueryEngine``. Dumps have workers of their own.

        They may take an hour, of a client that reads slowly: no client has all the workers.
        """
        seconds = self._settings.dump_timeout
        request = {"dump": media_type}
        return self._ask(lambda generation: generation.dumps, request, seconds, left, client)

    def snapshot(self) -> Snapshot:
        """The snapshot that the next query is asked of."""
        return self._current().published.snapshot

    def settled(self) -> str | None:
        """Id of that snapshot, or None where another was published meanwhile."""
        settled = self._publication.mark() == self._mark
        return self._generation.published.snapshot.id if settled else None

    def refresh(self) -> None:
        """Return once the next query is asked of what is published now; see ``QueryEngine``."""
        with self._switching:
            # Others may publish meanwhile; what cannot be opened stays so.
            for _ in range(_REFRESHES):
                self._switch()
                if self._generation.published.snapshot.id == self._publication.read().snapshot.id:
                    return
        raise EngineUnavailable("What was published cannot be opened yet")

    def close(self) -> None:
        """Stop every query and every worker."""
        with self._switching:
            self._closed = True
        self._generation.kill()
        self._watchdog.stop()
        self._end_template()

    def _end_template(self) -> None:
        if self._own_template is not None:
            self._own_template.close()

    @property
    def pids(self) -> frozenset[int]:
        """Process ids of the workers there are."""
        return self._generation.queries.pids | self._generation.dumps.pids

    @property
    def losses(self) -> Mapping[str, int]:
        """How many workers were ended before their time, by the reason."""
        return self._losses.counts

    def _ask(
        self,
        pool_of: Callable[[_Generation], Pool],
        request: Mapping[str, object],
        seconds: float,
        left: Callable[[], bool] | None,
        client: str = "",
    ) -> Answer:
        while True:
            generation = self._current()
            try:
                exchange = Exchange(
                    pool_of(generation),
                    self._watchdog,
                    request,
                    seconds=seconds,
                    left=left,
                    client=client,
                    prefixes=generation.prefixes,
                )
            except PoolRetiredError:
                # Another snapshot took over between the two lines above.
                if self._closed:
                    raise
            else:
                return exchange.answer(generation.published.snapshot.id, self._settings.buffer_size)

    def _current(self) -> _Generation:
        """The workers to ask; another snapshot, if one was published, is opened first.

        Whoever notices opens it (15 ms); those who ask meanwhile are answered from the old one.
        """
        if self._publication.mark() != self._mark and self._switching.acquire(blocking=False):
            try:
                self._switch()
            finally:
                self._switching.release()
        return self._generation

    def _switch(self) -> None:
        mark = self._publication.mark()
        if mark == self._mark or self._closed:
            return
        try:
            published = self._publication.read()
            if published.snapshot.id != self._generation.published.snapshot.id:
                old = self._generation
                self._generation = self._open(published, old.queries.release())
                old.dumps.retire()
                self._fill(old.queries.leave())
                logger.info("Serving %s now", published.snapshot.id)
        except (NoGraph, EngineError) as error:
            # A server with yesterday's graph is of more use than one without.
            logger.error("The published graph stays as it was: %s", error)  # noqa: TRY400 - says it all
        self._mark = mark

    def _open(self, published: Published, heir: WorkerProcess | None = None) -> _Generation:
        """The workers of a snapshot, of which one is there: that shows that the snapshot opens.

        Args:
            published: The snapshot.
            heir: An idle worker of the last one, which then is a worker of this one or gone.
        """
        settings = self._settings
        spec = WorkerSpec(
            path=published.database.absolute(),
            memory=settings.query_memory,
            base=published.iris.base,
            # Vocabularies only: with one for papers Turtle would write paper:key\#author-1.
            prefixes=PREFIXES,
        )
        patience, length = settings.queue_timeout, settings.queue_length
        losses = self._losses
        queries = Pool(
            spec,
            self._workers,
            patience=patience,
            queue_length=length,
            losses=losses,
            template=self._template,
            spare=settings.long_queries,
            reserve=self._reserve,
        )
        last = int(settings.dumps > 1)
        dumps = Pool(
            spec,
            settings.dumps - last,
            patience=0.0,
            queue_length=0,
            losses=losses,
            template=self._template,
            reserve=last,
        )
        if heir is None:
            queries.give(queries.take())
        else:
            queries.inherit(heir)
        return _Generation(published, published.prefixes, queries, dumps)

    def _fill(self, heirs: Sequence[WorkerProcess] = ()) -> None:
        """Let the others come behind the scenes; they need not be waited for."""
        queries = self._generation.queries

        def fill() -> None:
            try:
                queries.fill(heirs)
            except EngineError as error:
                logger.warning("%s", error)

        threading.Thread(target=fill, name="worker-start", daemon=True).start()
