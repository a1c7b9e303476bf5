"""Which collaborations are asked for: the parameters of the address, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.exceptions import BadRequest

from server.context import iris
from server.parameters import key, whole_number

LAST_YEAR = 9999
MOST_JOINT = 10_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show.

    Attributes:
        task: Key of the only task, or nothing.
        venue: Key of the only venue, or nothing.
        first: First year.
        last: Last year.
        least: Fewest joint papers of a pair.
        author: Key of the author whose co-authors alone are shown, or nothing.
    """

    task: str = ""
    venue: str = ""
    first: int = 0
    last: int = LAST_YEAR
    least: int = 1
    author: str = ""

    def values(self) -> dict[str, str | int]:
        """The parameters that the queries share; what is not chosen is not among them."""
        chosen: dict[str, str | int] = {
            "task": self.task and iris().task(self.task).value,
            "venue": self.venue and iris().venue(self.venue).value,
            "author": self.author and iris().author(self.author).value,
            "from": self.first,
            "to": self.last if self.last != LAST_YEAR else 0,
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def is_everything(self) -> bool:
        """Whether no paper and no author is left out."""
        return not self.values()

    def address(self, **more: Any) -> str:  # noqa: ANN401 - anything that has a text
        """The query part of an address that asks for the same."""
        parts = {
            "task": self.task,
            "venue": self.venue,
            "from": self.first or "",
            "to": self.last if self.last != LAST_YEAR else "",
            "min": self.least if self.least > 1 else "",
            "author": self.author,
        } | more
        return urlencode({name: value for name, value in parts.items() if value != ""})


def choice() -> Choice:
    """What the request asks for.

    Raises:
        BadRequest: A parameter is not what it should be.
    """
    asked = Choice(
        task=key("task"),
        venue=key("venue"),
        first=whole_number("from", 0, most=LAST_YEAR),
        last=whole_number("to", LAST_YEAR, most=LAST_YEAR),
        least=whole_number("min", 1, least=1, most=MOST_JOINT),
        author=key("author"),
    )
    if asked.first > asked.last:
        raise BadRequest(f"from={asked.first} is after to={asked.last}: swap the years")
    return asked
