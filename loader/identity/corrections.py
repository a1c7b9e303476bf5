"""Corrections by people: ``data/corrections.toml``, or another file of the same form.

A correction names things by references, such as ``arxiv:2105.11333`` or ``name:Ada One``. A stage
says by which references each of what it compares may be named, and gets constraints on them.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Literal

import msgspec
import networkx as nx

from loader.errors import TableError, reason_of
from loader.fields.text import key_of
from loader.identity.constraints import Constraints, Groups, Pair
from loader.tables import shipped

Kind = Literal["paper", "author", "venue", "task", "repo"]
# References that mean the same in any case and with any marks between words.
_IN_WORDS = ("title", "name", "label")
# What is told by identifiers and addresses, not by a name that lists write.
_NOT_READ = ("paper", "repo")


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
        """What is to be read for what lists write, by its words.

        What is read for one may be written by others as well, and something else be read for that.
        """
        steps = _steps(self.rename, kind)
        return {before: _path(steps, before)[-1] for before in steps}

    def unread(self, kind: Kind, written: Iterable[str]) -> tuple[str, ...]:
        """A line for each of what lists write that none of them writes.

        Args:
            kind: Kind of thing.
            written: What lists write of that kind.
        """
        steps = _steps(self.rename, kind)
        there = set(map(key_of, written))
        there.update(
            key_of(name) for before in there & steps.keys() for name in _path(steps, before)
        )
        return tuple(
            f"[[rename]] {each.before}: no list writes this; mend or remove the correction"
            for each in self.rename
            if each.kind == kind and key_of(each.before) not in there
        )

    def names(self, kind: Kind) -> Mapping[str, str]:
        """Names to show by the key of the thing."""
        prefix = f"{kind}/"
        return {
            each.thing.removeprefix(prefix): each.name
            for each in self.canonical
            if each.kind == kind
        }


NO_CORRECTIONS = Corrections()


def _steps(renames: Iterable[Renaming], kind: Kind) -> dict[str, str]:
    """What each correction alone has to be read, by the words of what lists write."""
    return {key_of(each.before): each.after for each in renames if each.kind == kind}


def _path(steps: Mapping[str, str], before: str) -> list[str]:
    """All that is read for what lists write, one for the other, up to where nothing else is.

    >>> steps = {"cvpr": "ICCV", "iccv": "ECCV", "a": "B", "b": "A", "widgets": "WIDGETS"}
    >>> _path(steps, "cvpr"), _path(steps, "a"), _path(steps, "widgets")
    (['ICCV', 'ECCV'], ['B', 'A'], ['WIDGETS'])
    """
    path = [steps[before]]
    seen = {before}
    while (words := key_of(path[-1])) in steps and words not in seen:
        seen.add(words)
        path.append(steps[words])
    return path


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
    except FileNotFoundError:
        raise TableError(
            f"{path}: the corrections cannot be read: there is no such file; name another, or none"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"{path}: the corrections cannot be read as TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: the corrections cannot be read: {reason_of(error)}") from error
    except msgspec.ValidationError as error:
        raise TableError(f"{path}: not of the form of a correction: {error}") from error
    problem = next(_problems(corrections), None)
    if problem is not None:
        raise TableError(f"{path}: {problem}")
    return corrections


def _problems(corrections: Corrections) -> Iterator[str]:
    for name in ("same", "different"):
        for number, each in enumerate(getattr(corrections, name), start=1):
            if len(set(map(comparable, each.things))) < 2:  # noqa: PLR2004 (a pair)
                yield f"[[{name}]] {number} names fewer than two things"
    yield from _blanks(corrections)
    yield from _without_effect(corrections)
    yield from _contradictions(corrections)
    yield from _twice(corrections)
    yield from _circles(corrections)
    for number, each in enumerate(corrections.canonical, start=1):
        if not each.thing.startswith(f"{each.kind}/"):
            yield f"[[canonical]] {number} names {each.thing!r}; name it as {each.kind}/KEY"


def _blanks(corrections: Corrections) -> Iterator[str]:
    """Words that are left out where some are needed."""
    for form in ("same", "different", "rename", "canonical"):
        for number, each in enumerate(getattr(corrections, form), start=1):
            for name, value in msgspec.to_builtins(each).items():
                if not all(map(str.strip, [value] if isinstance(value, str) else value)):
                    yield f"[[{form}]] {number} has nothing in {name!r}"


def _twice(corrections: Corrections) -> Iterator[str]:
    """Corrections of one thing that say two things."""
    read: dict[tuple[str, str], Renaming] = {}
    for number, renaming in enumerate(corrections.rename, start=1):
        first = read.setdefault((renaming.kind, key_of(renaming.before)), renaming)
        if first.after != renaming.after:
            yield (
                f"[[rename]] {number} reads {renaming.before!r} as {renaming.after!r}, another as "
                f"{first.after!r}"
            )
    named: dict[str, Naming] = {}
    for number, naming in enumerate(corrections.canonical, start=1):
        first_name = named.setdefault(naming.thing, naming).name
        if first_name != naming.name:
            yield (
                f"[[canonical]] {number} calls {naming.thing} {naming.name!r}, another "
                f"{first_name!r}"
            )


def _circles(corrections: Corrections) -> Iterator[str]:
    """Misprints that are read as one another, so that none of them is the right one."""
    kinds = {each.kind for each in corrections.rename}
    steps = {kind: _steps(corrections.rename, kind) for kind in kinds}
    for number, each in enumerate(corrections.rename, start=1):
        path = _path(steps[each.kind], key_of(each.before))
        if len(path) > 1 and key_of(path[-1]) == key_of(each.before):
            yield f"[[rename]] {number} goes in a circle: {' -> '.join((each.before, *path))}"


def _without_effect(corrections: Corrections) -> Iterator[str]:
    """Corrections that no stage could apply."""
    for number, each in enumerate(corrections.different, start=1):
        if each.kind == "repo":
            yield f"[[different]] {number} parts repositories; two addresses are two unless joined"
    for number, renaming in enumerate(corrections.rename, start=1):
        if renaming.kind in _NOT_READ:
            yield (
                f"[[rename]] {number} is of a {renaming.kind}, which is not known by what lists "
                "write; name it in [[canonical]]"
            )


def _contradictions(corrections: Corrections) -> Iterator[str]:
    """Corrections that join what another parts, be it in several steps."""
    joined: nx.Graph[tuple[str, str]] = nx.Graph()
    for number, each in enumerate(corrections.same, start=1):
        things = [(each.kind, comparable(thing)) for thing in each.things]
        joined.add_edges_from(pairwise(things), number=number)
    for number, each in enumerate(corrections.different, start=1):
        for one, other in combinations(each.things, 2):
            ends = (each.kind, comparable(one)), (each.kind, comparable(other))
            if ends[0] == ends[1]:
                continue
            if all(end in joined for end in ends) and nx.has_path(joined, *ends):
                steps = pairwise(nx.shortest_path(joined, *ends))
                by = dict.fromkeys(f"[[same]] {joined.edges[step]['number']}" for step in steps)
                yield f"[[different]] {number} parts {one} and {other}, joined by {', '.join(by)}"


def comparable(reference: str) -> str:
    """A reference in the form in which two are compared.

    >>> comparable("title:Widgets: for  Gizmos."), comparable("DOI:10.1109/X")
    ('title:widgets for gizmos', 'doi:10.1109/x')
    >>> comparable("author/ada-one")
    'author/ada-one'
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
        unmatched: A line for each reference that names none of it, and for each correction that
            another contradicts in what they match.
    """

    constraints: Constraints
    unmatched: tuple[str, ...]


def applied(corrections: Corrections, kind: Kind, items: Sequence[Iterable[str]]) -> Applied:
    """Corrections of one kind of thing, applied to what a stage compares.

    What two corrections come to both join and part stays apart: a wrong join is seen last.

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
        for reference in dict.fromkeys(map(comparable, references)):
            places[reference].append(number)
    joining: list[tuple[Grouping, list[int]]] = []
    parting: list[tuple[Grouping, Pair]] = []
    unmatched: list[str] = []
    for name, each in wanted:
        groups = [places.get(comparable(thing), []) for thing in each.things]
        unmatched += [
            f"[[{name}]] {thing}: nothing is known by that; mend or remove the correction"
            for thing, group in zip(each.things, groups, strict=True)
            if not group
        ]
        if name == "same":
            joining.append((each, sorted({number for group in groups for number in group})))
        else:
            parting += [
                (each, Pair(min(pair), max(pair), each.reason))
                for one, other in combinations(groups, 2)
                for pair in product(one, other)
                if pair[0] != pair[1]
            ]
            unmatched += _parting_nothing(each, groups)
    same, refused = _consistent(len(items), joining, parting)
    return Applied(
        Constraints(same, [pair for _, pair in parting]), (*unmatched, *dict.fromkeys(refused))
    )


def _parting_nothing(correction: Grouping, groups: Sequence[Sequence[int]]) -> Iterator[str]:
    """A line for each two references of a correction that name one and the same alone."""
    for (one, mine), (other, theirs) in combinations(
        zip(correction.things, groups, strict=True), 2
    ):
        if len(mine) == 1 and mine == theirs:
            yield f"[[different]] {one} and {other}: name one thing; mend or remove the correction"


def _consistent(
    size: int,
    joining: Iterable[tuple[Grouping, Sequence[int]]],
    parting: Sequence[tuple[Grouping, Pair]],
) -> tuple[list[Pair], list[str]]:
    """Pairs to join that nothing parts, and a line for each two corrections that contradict."""
    groups = Groups(size, [pair for _, pair in parting])
    pairs: list[Pair] = []
    lines: list[str] = []
    for correction, numbers in joining:
        for other in numbers[1:]:
            if groups.join(numbers[0], other):
                pairs.append(Pair(numbers[0], other, correction.reason))
                continue
            ends = {groups.of(numbers[0]), groups.of(other)}
            against = next(
                each
                for each, pair in parting
                if {groups.of(pair.one), groups.of(pair.other)} == ends
            )
            lines.append(
                f"[[same]] {', '.join(correction.things)}: contradicts [[different]] "
                f"{', '.join(against.things)}, which holds; mend or remove one of the two"
            )
    return pairs, lines
