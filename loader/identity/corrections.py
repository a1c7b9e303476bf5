"""Corrections by people: ``data/corrections.toml``, or another file of the same form.

A correction names things by references, such as ``arxiv:2105.11333`` or ``name:Ada One``. A stage
says by which references each of what it compares may be named, and gets constraints on them.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Literal

import msgspec

from loader.errors import TableError
from loader.fields.text import key_of
from loader.identity.constraints import Constraints, Pair
from loader.tables import shipped

Kind = Literal["paper", "author", "venue", "task", "repo"]
# References that mean the same in any case and with any marks between words.
_IN_WORDS = ("title", "name", "label")


class _Form(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What corrections have in common.

    Attributes:
        kind: Kind of thing.
        reason: Why, in words for those who see the thing.
    """

    kind: Kind
    reason: str


class Grouping(_Form, forbid_unknown_fields=True, frozen=True):
    """Things that are one, or are not.

    Attributes:
        things: References, at least two.
    """

    things: list[str]


class Renaming(_Form, forbid_unknown_fields=True, frozen=True):
    """What lists write, and what is to be read for it.

    Attributes:
        before: What lists write.
        after: What is to be read.
    """

    before: str = msgspec.field(name="from")
    after: str = msgspec.field(name="to")


class Naming(_Form, forbid_unknown_fields=True, frozen=True):
    """The name that a thing is shown by.

    Attributes:
        thing: A reference by IRI, such as ``author/ada-one``.
        name: The name.
    """

    thing: str
    name: str


class Corrections(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """All that people corrected, in the order of the file."""

    same: list[Grouping] = []
    different: list[Grouping] = []
    rename: list[Renaming] = []
    canonical: list[Naming] = []

    def renames(self, kind: Kind) -> Mapping[str, str]:
        """What is to be read for what lists write, by its words."""
        return {key_of(each.before): each.after for each in self.rename if each.kind == kind}

    def names(self, kind: Kind) -> Mapping[str, str]:
        """Names to show by the key of the thing."""
        prefix = f"{kind}/"
        return {
            each.thing.removeprefix(prefix): each.name
            for each in self.canonical
            if each.kind == kind
        }


NO_CORRECTIONS = Corrections()


def read_corrections(path: Path | None = None) -> Corrections:
    """The corrections in a file; those that come with Curagraph where none is named.

    Raises:
        TableError: The file cannot be read, or a correction is not of its form; the message names
            the file and what is wrong with it.
    """
    path = path or shipped() / "corrections.toml"
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        corrections = msgspec.convert(found, Corrections)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TableError(f"{path}: the corrections cannot be read: {error}") from error
    except msgspec.ValidationError as error:
        raise TableError(f"{path}: not of the form of a correction: {error}") from error
    problem = next(_problems(corrections), None)
    if problem is not None:
        raise TableError(f"{path}: {problem}")
    return corrections


def _problems(corrections: Corrections) -> Iterator[str]:
    for name in ("same", "different"):
        for number, each in enumerate(getattr(corrections, name), start=1):
            if len(set(map(normal, each.things))) < 2:  # noqa: PLR2004 (a pair)
                yield f"[[{name}]] {number} names fewer than two things"
    for number, each in enumerate(corrections.canonical, start=1):
        if not each.thing.startswith(f"{each.kind}/"):
            yield f"[[canonical]] {number} names {each.thing!r}; name it as {each.kind}/KEY"


def normal(reference: str) -> str:
    """A reference in the form in which two are compared.

    >>> normal("title:Widgets: for  Gizmos."), normal("DOI:10.1109/X"), normal("author/ada-one")
    ('title:widgets for gizmos', 'doi:10.1109/x', 'author/ada-one')
    """
    scheme, colon, value = reference.partition(":")
    if not colon or "/" in scheme:
        return reference.strip()
    scheme = scheme.strip().lower()
    return f"{scheme}:{key_of(value) if scheme in _IN_WORDS else value.strip().lower()}"


@dataclass(frozen=True, slots=True)
class Applied:
    """What corrections come to for what a stage compares.

    Attributes:
        constraints: What they put on it.
        unmatched: A line for each reference that names none of it.
    """

    constraints: Constraints
    unmatched: tuple[str, ...]


def applied(corrections: Corrections, kind: Kind, items: Sequence[Iterable[str]]) -> Applied:
    """Corrections of one kind of thing, applied to what a stage compares.

    Args:
        corrections: All corrections.
        kind: Kind of thing that the stage finds.
        items: For each of what it compares, the references that it may be named by.

    >>> one = Grouping("paper", "seen by the authors", ["arxiv:1", "title:Widgets"])
    >>> found = applied(Corrections(same=[one]), "paper", [["arxiv:1"], [], ["title:widgets"]])
    >>> [(pair.one, pair.other) for pair in found.constraints.same], found.unmatched
    ([(0, 2)], ())
    """
    wanted = [("same", each) for each in corrections.same if each.kind == kind]
    wanted += [("different", each) for each in corrections.different if each.kind == kind]
    if not wanted:
        return Applied(Constraints(), ())
    places: dict[str, list[int]] = defaultdict(list)
    for number, references in enumerate(items):
        for reference in dict.fromkeys(map(normal, references)):
            places[reference].append(number)
    same: list[Pair] = []
    different: list[Pair] = []
    unmatched: list[str] = []
    for name, each in wanted:
        groups = [places.get(normal(thing), []) for thing in each.things]
        unmatched += [
            f"[[{name}]] {thing}: nothing is known by that; mend or remove the correction"
            for thing, group in zip(each.things, groups, strict=True)
            if not group
        ]
        if name == "same":
            numbers = sorted({number for group in groups for number in group})
            same += [Pair(numbers[0], number, each.reason) for number in numbers[1:]]
        else:
            different += [
                Pair(min(pair), max(pair), each.reason)
                for one, other in combinations(groups, 2)
                for pair in product(one, other)
                if pair[0] != pair[1]
            ]
    return Applied(Constraints(same, different), tuple(unmatched))
