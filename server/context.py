"""What the application's modules share, reached from within a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ontology.iris import Iris
    from queries.catalogue import SavedQuery
    from server.engine import QueryEngine
    from server.engine.kept import KeptAnswers
    from server.engine.template import Template
    from server.metrics import Metrics
    from server.observing import Served
    from server.replay import Replies
    from server.settings import Settings
    from server.writing.token import Token
    from server.writing.writer import Writer

_KEY = "curagraph"


@dataclass(frozen=True, slots=True)
class Writing:
    """What a writable server has besides.

    Attributes:
        token: What a request has to show.
        writer: Makes the changes.
    """

    token: Token
    writer: Writer


@dataclass(frozen=True, slots=True)
class Shared:
    """The objects of one application.

    Attributes:
        settings: How it runs.
        engine: Answers queries from outside.
        page_engine: Answers the pages' own queries, so that the former never starve them.
        catalogue: The saved queries by name.
        iris: IRIs below the graph's base.
        kept: The answers that are kept; None where none are.
        metrics: Numbers of what was served.
        writing: Who writes, and for whom; None where the server is read-only.
        told: Each is called once for a request, at its end.
        replies: Responses that are given again; None where none are.
        template: What the engines' processes are forked from; None where they have none.
    """

    settings: Settings
    engine: QueryEngine
    page_engine: QueryEngine
    catalogue: Mapping[str, SavedQuery]
    iris: Iris
    kept: KeptAnswers | None = None
    metrics: Metrics | None = None
    writing: Writing | None = None
    told: Sequence[Callable[[Served], None]] = ()
    replies: Replies | None = None
    template: Template | None = None

    def close(self) -> None:
        """Stop both engines, and writing before them."""
        if self.writing is not None:
            self.writing.writer.close()
        self.engine.close()
        self.page_engine.close()
        if self.template is not None:
            self.template.close()


def shared() -> Shared:
    """What the current application's modules share."""
    return cast("Shared", current_app.extensions[_KEY])


def settings() -> Settings:
    """The current application's settings."""
    return shared().settings


def engine() -> QueryEngine:
    """The engine for queries from outside."""
    return shared().engine


def page_engine() -> QueryEngine:
    """The engine for the pages' own queries."""
    return shared().page_engine


def catalogue() -> Mapping[str, SavedQuery]:
    """The saved queries by name."""
    return shared().catalogue


def iris() -> Iris:
    """IRIs below the graph's base."""
    return shared().iris
