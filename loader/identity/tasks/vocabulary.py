"""The table of tasks in ``data/tasks.toml``: words, and which names are one task's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from loader.errors import TableError
from loader.identity.tasks.names import Words, squeezed, words_of
from loader.tables import table

# Written with two capitals at least; "RE" is one, and "re" in "person re-identification" is not.
ABBREVIATION = re.compile(r"(?:[A-Z0-9][a-z]?){2,6}s?")

# "Video understanding models" work on what is said before; "diffusion models" are a thing.
_MODELS = "model"
_ACTION = ("tion", "ing", "ment", "sis", "ction")
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Domain:
    """What processes are done to, told by words above.

    Attributes:
        noun: What is said before the process.
        words: Names that tell of it, each in words.
        processes: The processes that it holds for; all of them where none is named.
    """

    noun: str
    words: tuple[Words, ...]
    processes: frozenset[Words]


@cache
def group(name: str) -> frozenset[Words]:
    """A group of names of the table, each in words."""
    return frozenset(words_of(each) for each in _table().get(name, []))


@cache
def phrases(name: str) -> frozenset[str]:
    """A group of the table as it is written."""
    return frozenset(_table().get(name, []))


@cache
def domains() -> tuple[Domain, ...]:
    """Domains in the order of the table: what is special comes first."""
    return tuple(
        Domain(
            row["noun"],
            tuple(words_of(each) for each in row["words"]),
            frozenset(words_of(each) for each in row.get("processes", [])),
        )
        for row in _table().get("domain", [])
    )


@cache
def known_tasks() -> Mapping[Words, str]:
    """Names of tasks by the words of each name that they have.

    Raises:
        TableError: Two tasks have one name.
    """
    found: dict[Words, str] = {}
    for row in _table().get("task", []):
        for name in (row["name"], *row.get("also", [])):
            words = words_of(name)
            if found.setdefault(words, row["name"]) != row["name"]:
                raise TableError(
                    f"tasks.toml: {name!r} is called {found[words]!r} and {row['name']!r}"
                )
    return found


@cache
def expansions() -> Mapping[str, Words]:
    """What abbreviations of one word stand for wherever a list does not say otherwise."""
    found: dict[str, Words] = {}
    for row in _table().get("task", []):
        for name in row.get("also", []):
            words = words_of(name)
            if ABBREVIATION.fullmatch(name) and len(words) == 1:
                found[words[0]] = words_of(row["name"])
    return found


def name_key(words: Words) -> str:
    """What names of one task have in common.

    >>> name_key(("visual", "question", "answering")) == name_key(("visual", "qa"))
    True
    """
    known = _known().get(squeezed(words))
    if known is not None:
        return known
    acts = len(words) >= _FEWEST and words[-1] == _MODELS and words[-2].endswith(_ACTION)
    if acts and words[-2] != "diffusion":
        return name_key(words[:-1])
    return squeezed(words)


@cache
def _known() -> Mapping[str, str]:
    return {squeezed(words): squeezed(words_of(name)) for words, name in known_tasks().items()}


def _table() -> dict[str, Any]:
    return table("tasks")
