"""Plain queries, answered by the thread that waits for events.

Most of what a look-up took was spent between threads, and in layers that have nothing to do for
it. Here a query goes to a worker as soon as its request is read, and its answer out as soon as it
is there, while nobody waits. Whatever is not plain goes its usual way through Flask: what is
refused, what carries credentials or conditions, what is large, or takes its time. The response is
the same: it is made of the same parts, and a test compares them.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from server.engine.ahead import NotNowError
from server.engine.model import Answer
from server.errors import EngineError
from server.hosts import is_trusted, trusted_hosts
from server.lines import Lines
from server.observing import Served
from server.plain import PATH, query_in, response_to
from server.replay import Recording, date_at
from server.responses import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from server.channel import Channel
    from server.engine.ahead import AsksAhead, Begun
    from server.engine.model import Query
    from server.loop import Sockets
    from server.replay import Replies
    from server.settings import Settings
    from server.tasks import Request

logger = logging.getLogger(__name__)

# Bytes of an answer; to compress more would keep others waiting.
_MOST_ANSWERED = 65_536
# Seconds that a query may take to be begun, and to be answered; then a thread waits for it.
_PATIENCE = 0.05
# Seconds that it may wait to be begun while others are answered, and between two looks at that.
_MOST_WAITED = 1.0
_CHECK_SECONDS = 0.01
# For how many clients a worker is looked for at a time.
_CLIENTS_TRIED = 3
# Seconds between two looks for an idle worker.
_LOOK_SECONDS = 0.002
_MISTAKE = "A query could not be answered"


@dataclass(eq=False, slots=True)
class _Asked:
    """A query whose answer is to go out.

    Attributes:
        channel: Where to.
        request: Who asked for it.
        query: The query.
        begun: Asked of a worker; None while none is idle.
        since_begun: When it was asked, or else when it began to wait.
        since: When the request was read.
    """

    channel: Channel
    request: Request
    query: Query
    begun: Begun | None
    since_begun: float
    since: float
    done: bool = False


class _AtHand:
    """What came of a question, as one that has been begun."""

    descriptor = -1

    def __init__(self, outcome: Answer | EngineError) -> None:
        self._outcome = outcome

    def is_whole(self) -> bool:
        return True

    def answer(self, _left: Callable[[], bool] | None = None) -> Answer:
        if isinstance(self._outcome, EngineError):
            raise self._outcome
        return self._outcome

    def close(self) -> None:
        """Nothing: it has been read."""


class Direct:
    """The plain queries that are under way.

    Attributes:
        given: How many were answered here.
    """

    def __init__(
        self,
        engine: AsksAhead,
        settings: Settings,
        told: Sequence[Callable[[Served], None]],
        replies: Replies | None,
    ) -> None:
        """Nothing is under way yet.

        Args:
            engine: Answers them.
            settings: Which hosts are trusted.
            told: Each is called once for a request that is answered here.
            replies: Where responses are kept that may be given again.
        """
        self._engine = engine
        self._told = tuple(told)
        self._replies = replies
        trusted = trusted_hosts(settings)
        self._trusts = lru_cache(maxsize=64)(lambda host: is_trusted(host, trusted))
        self._sockets: Sockets | None = None
        self._freed = 0
        self.given = 0
        self._progress = self._tried = time.monotonic()
        # Those that no worker has begun, and those that one has, in that order.
        self._waiting: Lines[_Asked] = Lines()
        self._begun: deque[_Asked] = deque()
        self._checked = self._progress

    def attach(self, sockets: Sockets) -> None:
        """Wait for answers with what waits for requests."""
        self._sockets = sockets

    @property
    def busy(self) -> bool:
        """Whether anything is under way that may be late."""
        return bool(self._waiting or self._begun)

    def take(self, channel: Channel, request: Request) -> bool:
        """Whether the response to a request comes from here."""
        since = time.perf_counter()
        query = query_in(request, channel.peer, self._trusts)
        if query is None:
            return False
        asked = _Asked(channel, request, query, None, time.monotonic(), since)
        if self._waiting:
            # Who came before is first.
            self._waiting.append(channel.peer, asked)
            return True
        return self._begin(asked, first=True)

    def look(self) -> None:
        """Begin what can be begun, and let threads take over what is late; called often."""
        now = time.monotonic()
        # A worker that a thread gives back is seen soon; one that is free again here at once.
        tries = max(self._freed, int(now - self._tried > _LOOK_SECONDS))
        self._freed = 0
        while tries and self._waiting:
            self._tried = now
            tries -= 1
            if not self._begin_next():
                break
        while self._begun and _is_over(self._begun[0], now, _PATIENCE):
            self._end(self._begun.popleft())
        if self._waiting and now - self._checked > _CHECK_SECONDS:
            self._checked = now
            # As long as answers come, whoever waits is soon to have one.
            patience = _PATIENCE if now - self._progress > _PATIENCE else _MOST_WAITED
            for asked in self._waiting.shed(lambda each: _is_over(each, now, patience)):
                self._end(asked)

    def _begin_next(self) -> bool:
        """Begin what has waited, of the client whose turn it is; whether anything was begun."""
        # There may be a worker for the next client, and none for one that has some at work.
        for client, asked in self._waiting.heads(_CLIENTS_TRIED):
            try:
                begun = not asked.channel.connected or self._begin(asked, first=False)
            except Exception:
                logger.exception(_MISTAKE)
                _drop(asked)
                begun = True
            if begun:
                self._waiting.pop(client)
                return True
        return False

    def _end(self, asked: _Asked) -> None:
        """See that a thread does what is not done."""
        if not asked.done:
            self._hand_over(asked)

    def _begin(self, asked: _Asked, *, first: bool) -> bool:
        """Ask a worker; whether that is seen to.

        Args:
            asked: What.
            first: Whether the request has just come: then it need not be handed over to a thread,
                and waits where all workers are at work.
        """
        begun = None
        try:
            # Each that turns out to take its time has to find a thread: one that waits for that
            # would hold a worker, and its time would run out.
            if asked.channel.free_threads > len(self._begun):
                begun = self._engine.begin(asked.query)
        except NotNowError:
            if first:
                self._waiting.append(asked.channel.peer, asked)
            return first
        except EngineError:
            pass  # said by the application
        if begun is None:
            if not first:
                self._hand_over(asked)
            return not first
        if isinstance(begun, Answer):
            asked.begun = _AtHand(begun)
            self._answer(asked, begun)
            return True
        asked.begun = begun
        asked.since_begun = time.monotonic()
        self._begun.append(asked)
        if self._sockets is not None:
            self._sockets.once(begun.descriptor, lambda: self._ready(asked))
        return True

    def _ready(self, asked: _Asked) -> None:
        """See what has come from a worker."""
        begun = asked.begun
        if asked.done or begun is None:
            return
        try:
            if not begun.is_whole():
                self._hand_over(asked)
                return
            try:
                answer = begun.answer()
            except EngineError as error:
                # At its deadline just now, say: the thread is told the same.
                asked.begun = _AtHand(error)
                self._hand_over(asked)
            else:
                self._freed += 1
                self._progress = time.monotonic()
                self._answer(asked, answer)
        except Exception:
            logger.exception(_MISTAKE)
            _drop(asked)
        self.look()

    def _hand_over(self, asked: _Asked) -> None:
        """Let a thread do the rest."""
        asked.done = True
        begun = asked.begun
        if not asked.channel.connected:
            if begun is not None:
                begun.close()
            return
        if begun is not None:
            asked.request.begun = (asked.query, begun)
        asked.channel.hand_over()

    def _answer(self, asked: _Asked, answer: Answer) -> None:
        """Send the response."""
        body = answer.read()
        if len(body) > _MOST_ANSWERED or not answer.complete:
            asked.begun = _AtHand(replace_body(answer, body))
            self._hand_over(asked)
            return
        asked.done = True
        head, coded = response_to(asked.request, asked.query, answer, body)
        channel, request = asked.channel, asked.request
        pieces = head.partition(b"\r\nDate: ")
        now = date_at(int(time.time()))
        left = not (
            channel.connected and channel.respond(request, (*pieces[:2], now, pieces[2], coded))
        )
        cache = fields_of(answer, None).get("Cache-Status")
        served = Served(
            request.command,
            PATH,
            channel.peer,
            PATH,
            200,
            time.perf_counter() - asked.since,
            0 if left else len(coded),
            "client-left" if left else "answered",
            asked.query.text,
            answer.snapshot,
            cache,
        )
        self.given += 1
        for tell in self._told:
            tell(served)
        if answer.cache == "hit" and self._replies is not None and request.whole and not left:
            recording = Recording(request.whole, answer.snapshot, [head, coded])
            self._replies.keep(recording, served, channel.peer)


def _is_over(asked: _Asked, now: float, patience: float) -> bool:
    """Whether one is done with, or has waited so many seconds, or nobody waits for it."""
    return asked.done or asked.since_begun + patience < now or not asked.channel.connected


def _drop(asked: _Asked) -> None:
    """Break one client's connection: a mistake here is not the end of the server."""
    asked.done = True
    if asked.begun is not None:
        asked.begun.close()
    asked.channel.give_up()


def replace_body(answer: Answer, body: bytes) -> Answer:
    """The same answer once more, after its bytes were read."""
    return Answer(
        answer.kind,
        answer.media_type,
        answer.snapshot,
        (body,),
        complete=answer.complete,
        seconds=answer.seconds,
        cache=answer.cache,
        cut=answer.cut,
    )
