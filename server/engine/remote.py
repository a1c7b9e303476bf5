"""An engine over any SPARQL 1.1 endpoint: the same application for a graph that lives elsewhere.

Requests run on one event loop in a thread of its own, since a task there can be cancelled at any
moment: at its deadline, or when the one who asked has left. Cancelling closes the connection, by
which the endpoint may notice that nobody waits any more.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYetError
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

import httpx

from ontology import BASE, DCTERMS, SCHEMA, VOID
from server.engine.guard import check, check_graph_names
from server.engine.model import Answer, Query, Snapshot
from server.engine.process import LOOK_SECONDS
from server.engine.remote_answers import Ending, accepted, kind_of, no_answer
from server.engine.remote_dump import quads_of_rows
from server.engine.rows import select
from server.errors import (
    ClientGone,
    EngineError,
    EngineUnavailable,
    NothingAcceptable,
    QueryTimeout,
    RemoteFailed,
)
from server.formats import JSON_LD, N_QUADS, TRIG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from server.settings import Settings

T = TypeVar("T")

# The description that a build puts beside its data.
_DESCRIPTION = f"""
    SELECT ?version ?created ?base WHERE {{
        ?dataset a {VOID.Dataset} ; {SCHEMA.version} ?version ; {DCTERMS.created} ?created ;
                 {VOID.uriSpace} ?base .
    }} ORDER BY DESC(?created) LIMIT 1"""
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_EVERY_QUAD = "SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
_WITH_GRAPHS = frozenset({N_QUADS.media_type, TRIG.media_type, JSON_LD.media_type})
_CONNECT_SECONDS = 5.0
_STARTS_WITH = 4096


class RemoteEngine:
    """Answers what an endpoint answers, within this server's limits of time and size."""

    def __init__(self, settings: Settings) -> None:
        """Connect to the endpoint ``settings.engine``.

        Raises:
            EngineUnavailable: It cannot be reached.
            RemoteFailed: What answers there is no SPARQL endpoint.
        """
        self._settings = settings
        url = httpx.URL(settings.engine)
        self._shown = str(url.copy_with(username=None, password=None, query=None))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="remote", daemon=True)
        self._thread.start()
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=settings.threads),
            follow_redirects=False,
            trust_env=False,
        )
        self._describing = threading.Lock()
        self._described: tuple[int, Snapshot] | None = None
        try:
            self.snapshot()
        except EngineError:
            self.close()
            raise

    def answer(self, query: Query, *, left: Callable[[], bool] | None = None) -> Answer:
        """The answer to ``query``; see ``QueryEngine``."""
        return self._answer(query, self.snapshot().id, left, self._settings.query_timeout)

    def dump(self, media_type: str, *, left: Callable[[], bool] | None = None) -> Answer:
        """The whole graph; see ``QueryEngine``."""
        seconds, snapshot = self._settings.dump_timeout, self.snapshot().id
        if media_type not in _WITH_GRAPHS:
            query = Query(_EVERYTHING, graph_type=media_type)
            return self._answer(query, snapshot, left, seconds)
        rows = self._answer(Query(_EVERY_QUAD), snapshot, left, seconds)
        return Answer(
            "graph",
            media_type,
            snapshot,
            quads_of_rows(rows, media_type),
            complete=False,
            seconds=rows.seconds,
            on_close=rows.close,
        )

    def snapshot(self) -> Snapshot:
        """What the endpoint's data say of their version, and when it was last asked.

        Nobody tells this server that the data changed: the id changes every few seconds, and with
        it everything that was kept.
        """
        seconds = self._settings.engine_refresh
        period = int(time.time() / seconds)
        with self._describing:
            if self._described is None or self._described[0] != period:
                self._described = (period, self._describe(period))
            return self._described[1]

    def refresh(self) -> None:
        """Nothing to do: each query is asked of the endpoint; see ``QueryEngine``."""

    def close(self) -> None:
        """Stop every query and close every connection; once is enough."""
        if self._loop.is_closed():
            return

        async def finish() -> None:
            await self._client.aclose()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(finish(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _describe(self, period: int) -> Snapshot:
        rows = select(_Bare(self), _DESCRIPTION)
        texts: Mapping[str, str] = (
            {name: str(getattr(term, "value", "")) for name, term in rows[0].items()}
            if rows
            else {}
        )
        version = texts.get("version", "remote")
        manifest = {"id": version, "base": texts.get("base", BASE)}
        return Snapshot(f"{version}-{period:x}", texts.get("created", ""), manifest)

    def _answer(
        self, query: Query, snapshot: str, left: Callable[[], bool] | None, seconds: float
    ) -> Answer:
        words = check(query.text, self._settings.query_size)
        check_graph_names(query)
        kind = kind_of(query.text)
        media_type = accepted(query, kind)
        if query.timeout is not None:
            seconds = min(seconds, query.timeout)
        started = time.monotonic()
        waiting = _Waiting(self._loop, started + seconds, seconds, left)
        request = self._request(query, media_type, own_dataset="FROM" in words or not query.union)
        response = waiting.result(self._sent(request))
        try:
            self._judge(response, media_type, waiting)
            chunks = self._chunks(response, waiting, Ending(media_type, self._shown))
            held: list[bytes] = []
            size, complete = 0, True
            for chunk in chunks:
                held.append(chunk)
                size += len(chunk)
                if size > self._settings.buffer_size:
                    complete = False
                    break
        except BaseException:
            waiting.close(response)
            raise

        def rest() -> Iterator[bytes]:
            yield b"".join(held)
            held.clear()
            yield from chunks

        return Answer(
            kind,
            media_type,
            snapshot,
            (b"".join(held),) if complete else rest(),
            complete=complete,
            seconds=time.monotonic() - started,
            on_close=lambda: waiting.close(response),
        )

    def _request(self, query: Query, media_type: str, *, own_dataset: bool) -> httpx.Request:
        fields = [("query", query.text)]
        fields += [("default-graph-uri", iri) for iri in query.default_graphs]
        fields += [("named-graph-uri", iri) for iri in query.named_graphs]
        if len(fields) == 1 and not own_dataset:
            # Oxigraph's own; others ignore it, and are set up to ask all graphs.
            fields.append(("union-default-graph", "true"))
        headers = {
            "Accept": media_type,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode(fields).encode()
        return self._client.build_request(
            "POST", self._settings.engine, content=body, headers=headers
        )

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            message = f"The engine at {self._shown} cannot be reached: {error or 'no answer'}"
            raise EngineUnavailable(message) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            message = f"The engine at {self._shown} broke off: {error or type(error).__name__}"
            raise RemoteFailed(message) from None

    def _judge(self, response: httpx.Response, media_type: str, waiting: _Waiting) -> None:
        """Let through what is an answer in the format that was asked for.

        Raises:
            EngineError: It is something else, which the error tells.
        """
        if response.status_code == httpx.codes.OK:
            found = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if found == media_type:
                return
            raise NothingAcceptable(
                f"The engine at {self._shown} answers {found or 'what it does not name'} where "
                f"{media_type} was asked for"
            )
        said = waiting.result(_beginning(response))
        raise no_answer(response, said, self._shown)

    def _chunks(
        self, response: httpx.Response, waiting: _Waiting, ending: Ending
    ) -> Iterator[bytes]:
        stream = response.aiter_bytes()

        async def following() -> bytes | None:
            try:
                return await anext(stream, None)
            except httpx.HTTPError as error:
                message = f"The engine at {self._shown} broke off: {error or type(error).__name__}"
                raise RemoteFailed(message) from None

        try:
            while (chunk := waiting.result(following())) is not None:
                ending.see(chunk)
                yield chunk
            ending.judge()
        finally:
            waiting.close(response)


class _Bare:
    """The engine for its own question: it must not ask for the snapshot to ask for the snapshot."""

    def __init__(self, engine: RemoteEngine) -> None:
        self._engine = engine

    def answer(self, query: Query, *, left: Callable[[], bool] | None = None) -> Answer:
        settings = self._engine._settings  # noqa: SLF001 - a part of it
        return self._engine._answer(query, "", left, settings.query_timeout)  # noqa: SLF001

    def dump(self, media_type: str, *, left: Callable[[], bool] | None = None) -> Answer:
        return self._engine.dump(media_type, left=left)

    def snapshot(self) -> Snapshot:
        return self._engine.snapshot()

    def refresh(self) -> None:
        self._engine.refresh()

    def close(self) -> None:
        self._engine.close()


class _Waiting:
    """Waits for what the event loop does for one query."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        deadline: float,
        seconds: float,
        left: Callable[[], bool] | None,
    ) -> None:
        self._loop, self._deadline, self._seconds, self._left = loop, deadline, seconds, left

    def result(self, work: Coroutine[object, object, T]) -> T:
        """What some work comes to; it is cancelled where nobody can wait for it any longer.

        Raises:
            QueryTimeout: The query's time is over.
            ClientGone: The one who asked has left.
        """
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        while True:
            rest = self._deadline - time.monotonic()
            try:
                return future.result(max(0.0, min(rest, LOOK_SECONDS)))
            except NotYetError:
                if rest <= LOOK_SECONDS and time.monotonic() >= self._deadline:
                    future.cancel()
                    message = f"The query was stopped after {self._seconds:g} seconds, the most it "
                    raise QueryTimeout(message + "may take", limit=self._seconds) from None
                if self._left is not None and self._left():
                    future.cancel()
                    raise ClientGone("The client left before its answer was ready") from None

    def close(self, response: httpx.Response) -> None:
        """Give the connection back, or close it where the answer is not at its end."""
        if not response.is_closed and self._loop.is_running():
            asyncio.run_coroutine_threadsafe(response.aclose(), self._loop)


async def _beginning(response: httpx.Response) -> str:
    """The first characters of a body, in one line."""
    said = b""
    async for chunk in response.aiter_bytes():
        said += chunk
        if len(said) >= _STARTS_WITH:
            break
    await response.aclose()
    return " ".join(said[:_STARTS_WITH].decode(errors="replace").split())
