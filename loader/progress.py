"""How a long stage tells how far it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Follows the items of a stage."""

    def stage(self, name: str, items: Iterable[T], total: int) -> Iterator[T]:
        """Give the items on, telling of each; ``total`` is how many there will be."""
        ...


class Silent:
    """Tells nothing."""

    def stage(self, name: str, items: Iterable[T], total: int) -> Iterator[T]:  # noqa: ARG002
        """Give the items on."""
        yield from items
