"""What a write is to change, as the writer process is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from server.writing.conditions import Condition
    from server.writing.updates import Update


class Change(Protocol):
    """One change, made whole or not at all."""

    @property
    def seconds(self) -> float | None:
        """What it may take, where that is less than the server allows."""
        ...

    @property
    def text(self) -> str:
        """What errors are told of."""
        ...

    def check(self, snapshot: str) -> None:
        """Return if it may be made to what a snapshot holds.

        Raises:
            PreconditionFailed: That is not what the one who asked wants it to be.
        """
        ...

    def request(self) -> dict[str, object]:
        """What the process is told."""
        ...


@dataclass(frozen=True, slots=True)
class UpdateChange:
    """A SPARQL update."""

    update: Update
    seconds: float | None = None

    @property
    def text(self) -> str:
        """The update as it was sent."""
        return self.update.original

    def check(self, snapshot: str) -> None:
        """An update has its conditions within it."""

    def request(self) -> dict[str, object]:
        """What the process is told."""
        return {
            "update": self.update.text,
            "original": self.update.original,
            "certain": self.update.certain,
        }


@dataclass(frozen=True, slots=True)
class GraphChange:
    """One graph replaced, extended or deleted.

    Attributes:
        method: The method of HTTP that says which.
        graph: Its IRI; None for the default graph.
        base_iri: What relative IRIs in the parts are relative to.
        parts: Files with their media types, whose statements together are sent.
        condition: What the graph has to be.
    """

    method: Literal["PUT", "POST", "DELETE"]
    graph: str | None
    base_iri: str = ""
    parts: tuple[tuple[Path, str], ...] = ()
    condition: Condition | None = None
    seconds: float | None = None

    @property
    def text(self) -> str:
        """No text stands for it."""
        return ""

    def check(self, snapshot: str) -> None:
        """Return if the graph is what it has to be, as far as its tags tell."""
        if self.condition is not None:
            self.condition.check(snapshot)

    def request(self) -> dict[str, object]:
        """What the process is told."""
        return {
            "method": self.method,
            "graph": self.graph,
            "base_iri": self.base_iri,
            "exists": None if self.condition is None else self.condition.exists,
            "parts": [[str(path), media_type] for path, media_type in self.parts],
        }
