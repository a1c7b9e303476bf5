"""Questions that are asked ahead: by one who cannot wait, and goes on once there is an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.engine.model import Answer, Query


class NotNowError(Exception):
    """Every worker is at work; soon one may not be."""


class Begun(Protocol):
    """A question that a worker has been asked."""

    @property
    def descriptor(self) -> int:
        """Can be read once there is something of the answer."""
        ...

    def is_whole(self) -> bool:
        """Whether nothing is missing; to be asked once the descriptor can be read."""
        ...

    def answer(self, left: Callable[[], bool] | None = None) -> Answer:
        """The answer, which is waited for; once is enough.

        Args:
            left: As of ``QueryEngine.answer``.

        Raises:
            EngineError: There is none.
        """
        ...

    def close(self) -> None:
        """Stop it, unless it has been answered."""
        ...


class AsksAhead(Protocol):
    """An engine that can be asked without waiting."""

    def begin(self, query: Query) -> Begun | Answer | None:
        """The question once it is asked, or its answer where that is at hand.

        Returns:
            None where it takes a wait to ask, as when a worker has to be started.

        Raises:
            NotNowError: It could be asked if another question had its answer.
            EngineError: It is refused.
        """
        ...
