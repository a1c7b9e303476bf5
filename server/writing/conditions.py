"""What a graph has to be for a write to be made (RFC 9110, section 13): If-Match, If-None-Match.

A tag that was given for a graph stands for the snapshot it was read from. Any write makes another
snapshot, also one to another graph: who writes on condition is then told to look again, and never
overwrites what it has not seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.compression import CODINGS
from server.errors import PreconditionFailed
from server.responses import is_tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Request
    from werkzeug.datastructures import ETags

    from server.engine import Query

_CODED = re.compile(rf"\.(?:{'|'.join(CODINGS)})$")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a write.

    Attributes:
        exists: Whether the graph has to be there; None where it does not matter.
        reads: The queries that read the graph, one for each format that a tag may be of.
        wanted: Tags of which one has to be the graph's; None where any will do.
        unwanted: Tags of which none may be.
    """

    exists: bool | None = None
    reads: Sequence[Query] = ()
    wanted: frozenset[str] | None = None
    unwanted: frozenset[str] = frozenset()

    def check(self, snapshot: str) -> None:
        """Return if the write may be made to what a snapshot holds.

        Raises:
            PreconditionFailed: The graph is another one than it has to be.
        """
        if self.wanted is not None and not self._holds(self.wanted, snapshot):
            raise PreconditionFailed("The graph may have changed since that tag was given for it")
        if self._holds(self.unwanted, snapshot):
            raise PreconditionFailed("The graph is still what that tag was given for")

    def _holds(self, tags: Iterable[str], snapshot: str) -> bool:
        return any(is_tag_of(tag, query, snapshot) for tag in tags for query in self.reads)


def condition_of(request: Request, reads: Sequence[Query]) -> Condition | None:
    """The condition of a request, if it has one.

    Args:
        request: Says what it wants in its headers.
        reads: The queries that read the graph it is about.
    """
    wanted, unwanted = request.if_match, request.if_none_match
    if not wanted and not unwanted:
        return None
    if wanted.star_tag or unwanted.star_tag:
        return Condition(exists=wanted.star_tag, reads=reads, unwanted=_plain(unwanted, weak=True))
    # If-Match compares strongly: a weak tag is none of the graph's (section 13.1.1).
    strong = _plain(wanted, weak=False) if wanted else None
    return Condition(None, reads, strong, _plain(unwanted, weak=True))


def _plain(tags: ETags, *, weak: bool) -> frozenset[str]:
    """The tags without the codings that their answers were sent in."""
    return frozenset(_CODED.sub("", each) for each in tags.as_set(include_weak=weak))
