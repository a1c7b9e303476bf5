"""An engine over any SPARQL 1.1 endpoint: the same application for a graph that lives elsewhere.

Requests run on one event loop in a thread of its own, since a task there can be cancelled at any
moment: at its deadline, or when the one who asked has left. Cancelling closes the connection, by
which the endpoint may notice that nobody waits any more.
"""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx

from ontology import BASE, DCTERMS, SCHEMA, VOID
from queries.lexer import keywords
from server.engine.cutting import Limits
from server.engine.guard import check, check_graph_names
from server.engine.model import Answer, Query, Snapshot
from server.engine.pump import Pump
from server.engine.remote_answers import accepted, kind_of, no_answer
from server.engine.remote_forms import ASKED, dumping, rewriting
from server.engine.remote_waiting import Waiting
from server.engine.rows import ask, select
from server.errors import (
    EngineError,
    EngineUnavailable,
    NothingAcceptable,
    QueryTimeout,
    RemoteFailed,
)
from server.formats import JSON_LD, N_QUADS, TRIG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from server.engine.model import Kind
    from server.engine.remote_forms import Rewriting
    from server.settings import Settings

# The description that a build puts beside its data.
_DESCRIPTION = f"""
    SELECT ?version ?created ?base WHERE {{
        ?dataset a {VOID.Dataset} ; {SCHEMA.version} ?version ; {DCTERMS.created} ?created ;
                 {VOID.uriSpace} ?base .
    }} ORDER BY DESC(?created) LIMIT 1"""
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
# What is in graphs, and what is in the one without a name, if there is one.
_EVERY_QUAD = "SELECT ?s ?p ?o ?g WHERE {{ {{ GRAPH ?g {{ ?s ?p ?o }} }} UNION {{ ?s ?p ?o {} }} }}"
_IN_NO_GRAPH = "FILTER NOT EXISTS { GRAPH ?other { ?s ?p ?o } }"
# Whether the default graph is that one; elsewhere it is the union of all, as of Virtuoso's.
_HAS_UNNAMED = f"""ASK {{ GRAPH ?g {{ ?dataset a {VOID.Dataset} ; {DCTERMS.created} ?created }}
                      FILTER NOT EXISTS {{ ?dataset {DCTERMS.created} ?created }} }}"""
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
        return self._answer(query, left)

    def _answer(
        self,
        query: Query,
        left: Callable[[], bool] | None,
        snapshot: str | None = None,
    ) -> Answer:
        check(query.text, self._settings.query_size)
        check_graph_names(query)
        kind = kind_of(query.text)
        media_type = accepted(query, kind)
        seconds = self._settings.query_timeout
        if query.timeout is not None:
            seconds = min(seconds, query.timeout)
        form = rewriting(kind, media_type, Limits(query.most_rows, query.most_bytes))
        return self._asked(query, form, Waiting(self._loop, seconds, left), snapshot)

    def dump(
        self,
        media_type: str,
        *,
        left: Callable[[], bool] | None = None,
        client: str = "",  # noqa: ARG002 (whose turn it is, the endpoint decides)
    ) -> Answer:
        """The whole graph; see ``QueryEngine``."""
        settings = self._settings
        waiting = Waiting(self._loop, settings.dump_timeout, left)
        if media_type in _WITH_GRAPHS:
            apart = ask(self, _HAS_UNNAMED, union=False)
            text = _EVERY_QUAD.format("" if apart else _IN_NO_GRAPH)
            query, form = Query(text, union=False), dumping(media_type)
        else:
            query, form = Query(_EVERYTHING), rewriting("graph", media_type, Limits())
        answer = self._asked(query, form, waiting)
        if answer.cut is not None:
            answer.close()
            raise RemoteFailed(f"The engine at {self._shown} leaves rows out of large answers")
        return answer

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

    def _asked(
        self, query: Query, form: Rewriting, waiting: Waiting, snapshot: str | None = None
    ) -> Answer:
        """What the endpoint answers, in a form of this server's own."""
        if snapshot is None:
            snapshot = self.snapshot().id
        response = waiting.result(self._sent(self._request(query, form.asked)))
        try:
            found = self._judged(response, ASKED[form.asked], waiting)
            cut = self._cut(response)
            chunks = self._chunks(response, waiting)
            pump = Pump(lambda output: form.write(chunks, found, output))
        except BaseException:
            waiting.close(response)
            raise

        def close() -> None:
            pump.stop()
            waiting.close(response)

        held: list[bytes] = []
        size, complete = 0, True
        pieces = self._pieces(pump)
        try:
            for piece in pieces:
                held.append(piece)
                size += len(piece)
                if size > self._settings.buffer_size:
                    complete = False
                    break
        except BaseException:
            close()
            raise

        def rest() -> Iterator[bytes]:
            yield b"".join(held)
            held.clear()
            yield from pieces
            answer.cut = pump.result or cut

        answer = Answer(
            form.kind,
            form.media_type,
            snapshot,
            (b"".join(held),) if complete else rest(),
            complete=complete,
            seconds=time.monotonic() - waiting.started,
            on_close=close,
            cut=(pump.result if complete else None) or cut,
        )
        return answer

    def _pieces(self, pump: Pump) -> Iterator[bytes]:
        try:
            yield from pump
        except SyntaxError as error:
            raise RemoteFailed(
                f"The answer of the engine at {self._shown} breaks off, or is none: {error.msg}"
            ) from None

    def _request(self, query: Query, kind: Kind) -> httpx.Request:
        fields = [("query", query.text)]
        fields += [("default-graph-uri", iri) for iri in query.default_graphs]
        fields += [("named-graph-uri", iri) for iri in query.named_graphs]
        if len(fields) == 1 and query.union and "FROM" not in keywords(query.text):
            # Oxigraph's own; others ignore it, and are set up to ask all graphs.
            fields.append(("union-default-graph", "true"))
        first, *others = ASKED[kind]
        headers = {
            "Accept": ", ".join([first, *(f"{each};q=0.5" for each in others)]),
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

    def _judged(self, response: httpx.Response, asked: tuple[str, ...], waiting: Waiting) -> str:
        """The media type of what is an answer in a format that was asked for.

        Raises:
            EngineError: It is something else, which the error tells.
        """
        if response.status_code == httpx.codes.OK:
            found = str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()
            if found in asked:
                return found
            raise NothingAcceptable(
                f"The engine at {self._shown} answers {found or 'what it does not name'} where "
                f"{asked[0]} was asked for"
            )
        said = waiting.result(_beginning(response))
        raise no_answer(response, said, self._shown)

    def _cut(self, response: httpx.Response) -> str | None:
        """Whether the endpoint says that it left rows out; only Virtuoso is known to do so.

        Raises:
            QueryTimeout: It stopped in the middle, and answers with what it had.
        """
        if response.headers.get("X-SQL-State") == "S1TAT":
            raise QueryTimeout(f"The engine at {self._shown} stopped the query at its time limit")
        return "rows" if "X-SPARQL-MaxRows" in response.headers else None

    def _chunks(self, response: httpx.Response, waiting: Waiting) -> Iterator[bytes]:
        stream = response.aiter_bytes()

        async def following() -> bytes | None:
            try:
                return await anext(stream, None)
            except httpx.HTTPError as error:
                message = f"The engine at {self._shown} broke off: {error or type(error).__name__}"
                raise RemoteFailed(message) from None

        try:
            while (chunk := waiting.result(following())) is not None:
                yield chunk
        finally:
            waiting.close(response)


class _Bare:
    """The engine for its own question: it must not ask for the snapshot to ask for the snapshot."""

    def __init__(self, engine: RemoteEngine) -> None:
        self._engine = engine

    def answer(self, query: Query, *, left: Callable[[], bool] | None = None) -> Answer:
        return self._engine._answer(query, left, "")  # noqa: SLF001 - a part of it

    def dump(
        self, media_type: str, *, left: Callable[[], bool] | None = None, client: str = ""
    ) -> Answer:
        return self._engine.dump(media_type, left=left, client=client)

    def snapshot(self) -> Snapshot:
        return self._engine.snapshot()

    def refresh(self) -> None:
        self._engine.refresh()

    def close(self) -> None:
        self._engine.close()


async def _beginning(response: httpx.Response) -> str:
    """The first characters of a body, in one line."""
    said = b""
    async for chunk in response.aiter_bytes():
        said += chunk
        if len(said) >= _STARTS_WITH:
            break
    await response.aclose()
    return " ".join(said[:_STARTS_WITH].decode(errors="replace").split())
