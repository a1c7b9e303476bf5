"""An engine that answers what was asked before from memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from server.engine.kept import Flight, KeptAnswer, Key, cost_of, is_volatile
from server.engine.local import LocalEngine
from server.engine.model import Answer
from server.errors import ClientGone, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.engine.ahead import Begun
    from server.engine.kept import KeptAnswers
    from server.engine.model import Query, QueryEngine, Snapshot


class CachingEngine:
    """Asks another engine what it does not know yet.

    Equal questions that come at the same time are asked once. Where the answer is too large to be
    shared, or the one who asked left, each asks by itself. Errors are shared, but never kept.
    """

    def __init__(self, engine: QueryEngine, kept: KeptAnswers) -> None:
        """Wrap an engine.

        Args:
            engine: What is asked.
            kept: Where answers are kept; several engines over one store may share it.
        """
        self.engine = engine
        self._kept = kept
        self.snapshot()

    def answer(self, query: Query, *, left: Callable[[], bool] | None = None) -> Answer:
        """The answer to ``query``; see ``QueryEngine``."""
        if is_volatile(query.text):
            self._kept.count("bypass")
            answer = self.engine.answer(query, left=left)
            answer.cache = "bypass"
            return answer
        while True:
            key = Key(self.snapshot().id, replace(query, timeout=None))
            kept = self._kept.look_up(key)
            if kept is not None:
                self._kept.count("hit")
                return kept.answer("hit")
            flight, first = self._kept.board(key, query.timeout)
            if first:
                return self.ask(key, query, flight, left)
            try:
                kept = flight.wait(left)
            finally:
                self._kept.disembark(flight)
            if kept is not None:
                self._kept.count("collapsed")
                return kept.answer("collapsed")
            if not flight.abandoned:
                return self._asked(query, key, left)

    def begin(self, query: Query) -> Begun | Answer | None:
        """Ask a worker that is idle, unless the answer is kept; see ``AsksAhead``."""
        engine = self.engine
        if not isinstance(engine, LocalEngine) or is_volatile(query.text):
            return None
        snapshot = engine.settled()
        if snapshot is None:
            return None
        self._kept.serve(self, snapshot)
        key = Key(snapshot, replace(query, timeout=None))
        kept = self._kept.look_up(key)
        if kept is not None:
            self._kept.count("hit")
            return kept.answer("hit")
        flight, first = self._kept.board(key, query.timeout)
        if not first:
            # Whoever waits for it needs a thread for that.
            self._kept.disembark(flight)
            return None
        begun = None
        try:
            begun = engine.begin(query)
        finally:
            if begun is None:
                self.drop(key, query, flight)
        return None if begun is None else _BegunFlight(self, key, query, flight, begun)

    def drop(self, key: Key, query: Query, flight: Flight) -> None:
        """Let who waits on ``flight`` ask instead."""
        self._kept.take_off(key, query.timeout)
        flight.land(None, ClientGone("It was not asked to the end"))

    def dump(
        self, media_type: str, *, left: Callable[[], bool] | None = None, client: str = ""
    ) -> Answer:
        """The whole graph; see ``QueryEngine``. It is never kept."""
        return self.engine.dump(media_type, left=left, client=client)

    def snapshot(self) -> Snapshot:
        """The state of the graph that the next query is asked of."""
        snapshot = self.engine.snapshot()
        self._kept.serve(self, snapshot.id)
        return snapshot

    def refresh(self) -> None:
        """Return once the next query is asked of what is published now; see ``QueryEngine``."""
        self.engine.refresh()
        self.snapshot()

    def close(self) -> None:
        """Close the engine that is asked."""
        self.engine.close()

    def ask(
        self,
        key: Key,
        query: Query,
        flight: Flight,
        left: Callable[[], bool] | None,
        begun: Begun | None = None,
    ) -> Answer:
        """Ask, for all who wait on ``flight``.

        Args:
            key: What is asked, of which snapshot.
            query: The same, with the time it may take.
            flight: Theirs.
            left: Tells whether the one who asked has left.
            begun: What has been asked ahead.

        Raises:
            EngineError: There is no answer.
        """

        def all_left() -> bool:
            return left is not None and flight.followers == 0 and left()

        kept, error = None, None
        try:
            # Another may have been faster since this question was looked up.
            kept = self._kept.look_up(key) if begun is None else None
            if kept is not None:
                self._kept.count("hit")
                return kept.answer("hit")
            answer = self._asked(query, key, None if left is None else all_left, begun)
            if answer.complete:
                kept = _whole(key, answer, answer.read())
                self._kept.keep(replace(key, snapshot=kept.snapshot), kept)
                return kept.answer("miss", answer.seconds)
        except EngineError as failed:
            error = failed
            raise
        else:
            return answer
        finally:
            self._kept.take_off(key, query.timeout)
            flight.land(kept, error)

    def _asked(
        self,
        query: Query,
        key: Key,
        left: Callable[[], bool] | None,
        begun: Begun | None = None,
    ) -> Answer:
        """The engine's answer; one that is sent as it comes is kept once it has gone out whole."""
        self._kept.count("miss")
        answer = self.engine.answer(query, left=left) if begun is None else begun.answer(left)
        answer.cache = "miss"
        return answer if answer.complete else _recorded(answer, key, self._kept)


class _BegunFlight:
    """A question that is asked ahead, for all who wait for its answer; see ``Begun``."""

    def __init__(
        self, engine: CachingEngine, key: Key, query: Query, flight: Flight, begun: Begun
    ) -> None:
        self._engine = engine
        self._key = key
        self._query = query
        self._flight = flight
        self._begun = begun
        self._landed = False
        self.descriptor = begun.descriptor
        self.is_whole = begun.is_whole

    def answer(self, left: Callable[[], bool] | None = None) -> Answer:
        self._landed = True
        return self._engine.ask(self._key, self._query, self._flight, left, self._begun)

    def close(self) -> None:
        self._begun.close()
        if not self._landed:
            self._landed = True
            self._engine.drop(self._key, self._query, self._flight)


def _whole(key: Key, answer: Answer, body: bytes) -> KeptAnswer:
    cost = cost_of(key, body)
    return KeptAnswer(answer.kind, answer.media_type, answer.snapshot, body, cost, answer.cut)


def _recorded(answer: Answer, key: Key, kept: KeptAnswers) -> Answer:
    """The same answer, which is kept when its end has been read."""

    def chunks() -> Iterator[bytes]:
        held: list[bytes] = []
        size = 0
        for chunk in answer:
            size += len(chunk)
            if size <= kept.answer_size:
                held.append(chunk)
            else:
                held.clear()
            yield chunk
        if size <= kept.answer_size:
            whole = _whole(key, answer, b"".join(held))
            kept.keep(replace(key, snapshot=answer.snapshot), whole)
        recorded.cut = answer.cut

    recorded = Answer(
        answer.kind,
        answer.media_type,
        answer.snapshot,
        chunks(),
        complete=False,
        seconds=answer.seconds,
        on_close=answer.close,
        cache=answer.cache,
        cut=answer.cut,
    )
    return recorded
