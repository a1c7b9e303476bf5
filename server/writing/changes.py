"""What a write is to change, as the writer process is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

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
    """

    method: Literal["PUT", "POST", "DELETE"]
    graph: str | None
    base_iri: str = ""
    parts: tuple[tuple[Path, str], ...] = ()
    seconds: float | None = None

    @property
    def text(self) -> str:
        """No text stands for it."""
        return ""

    def request(self) -> dict[str, object]:
        """What the process is told."""
        return {
            "method": self.method,
            "graph": self.graph,
            "base_iri": self.base_iri,
            "parts": [[str(path), media_type] for path, media_type in self.parts],
        }
