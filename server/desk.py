"""What a connection needs of the front server that accepted it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from waitress.task import ThreadedTaskDispatcher

    from server.loop import Sockets
    from server.replay import Replies
    from server.tasks import Request


class TakesPlain(Protocol):
    """What answers plain queries without a thread."""

    def take(self, channel: Any, request: Request, /) -> bool:  # noqa: ANN401 (what asks is a connection)
        """Whether the response to a request comes from here."""
        ...


class Desk(Protocol):
    """The front server, as connections know it."""

    task_dispatcher: ThreadedTaskDispatcher

    @property
    def patience(self) -> float:
        """Seconds that a client may take."""
        ...

    @property
    def replies(self) -> Replies | None:
        """Responses that are given again, if any are."""
        ...

    @property
    def sockets(self) -> Sockets:
        """What waits for events."""
        ...

    @property
    def direct(self) -> TakesPlain | None:
        """What answers plain queries, if anything does."""
        ...

    @property
    def free_threads(self) -> int:
        """How many threads have nothing to do, nor will soon."""
        ...

    def make_room(self, newest: Any) -> None:  # noqa: ANN401 (what asks is a connection)
        """Close the connection that is missed least, if there are too many."""
        ...

    def add_task(self, task: Any) -> None:  # noqa: ANN401 (what asks is a connection)
        """Let a thread do what a connection has to do."""
        ...

    def pull_trigger(self) -> None:
        """Wake the thread that waits for events."""
        ...


class OwnDesk:
    """The front server as one connection sees it, which may answer its next request by itself."""

    def __init__(
        self, desk: Desk, add_task: Callable[[], None], pull_trigger: Callable[[], None]
    ) -> None:
        """Stand in for a front server.

        Args:
            desk: That one.
            add_task: Called in place of its own, for the connection.
            pull_trigger: Called in place of its own.
        """
        self._desk = desk
        self._add_task = add_task
        self.pull_trigger = pull_trigger

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the front server has)
        """Whatever else it has."""
        return getattr(self._desk, name)

    def add_task(self, _task: object) -> None:
        """Have the connection see to its request."""
        self._add_task()
