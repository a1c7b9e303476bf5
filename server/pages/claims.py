"""What lists say of one paper, and where they disagree, by the rules of the saved queries.

``conflicting-venues``, ``-years``, ``-authors`` and ``-code`` ask the whole graph; a page asks for
the claims about its paper and holds them against each other here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from ontology import FABIO
from server.pages.provenance import Chip, chip
from server.panels import Row

ET_AL = " et al."
FIELDS = ("venue", "year", "authors", "code")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one entry of one list says of a paper.

    Attributes:
        row: The list, the words, the year and what else has one value.
        chip: Where it stands.
        code: Labels of the repositories it gives, by their IRIs.
        authors: Names of the authors it names, by their IRIs.
    """

    row: Row
    chip: Chip
    code: Mapping[str, str]
    authors: Mapping[str, str]

    @property
    def list(self) -> str:
        """IRI of the list."""
        return str(self.row["list"])

    @property
    def year(self) -> str:
        """The year it states, or nothing."""
        return str(self.row.get("year", ""))

    @property
    def venue(self) -> str:
        """IRI of the venue it names, or nothing."""
        return str(self.row.get("venue", ""))

    @property
    def names_server(self) -> bool:
        """Whether the venue is one of preprints."""
        return "server" in self.row

    @property
    def is_whole(self) -> bool:
        """Whether it prints authors, and all that it knows of."""
        byline = str(self.row.get("byline", ""))
        return bool(byline) and not byline.endswith(ET_AL)


@dataclass(frozen=True, slots=True)
class Claims:
    """What lists say of a paper.

    Attributes:
        each: The claims, list by list and line by line.
        differing: Fields on which each claim disagrees with one of another list, by its place.
        left_out: Names that a claim leaves out and another list prints, by its place.
    """

    each: tuple[Claim, ...]
    differing: Mapping[int, frozenset[str]]
    left_out: Mapping[int, tuple[str, ...]]

    @property
    def fields(self) -> tuple[str, ...]:
        """What lists disagree on."""
        found = frozenset().union(*self.differing.values())
        return tuple(field for field in FIELDS if field in found)

    @property
    def lists(self) -> int:
        """How many lists hold the paper."""
        return len({claim.list for claim in self.each})


def claims_of(rows: Iterable[Row], named: Iterable[Row], versions: Iterable[Row]) -> Claims:
    """The claims about a paper, held against each other.

    Args:
        rows: What entries say, a row for each repository.
        named: Whom entries name, a row for each.
        versions: The preprint and the publication, as far as they are known.
    """
    people: dict[str, dict[str, str]] = defaultdict(dict)
    for row in named:
        people[str(row["entry"])][str(row["author"])] = str(row["name"])
    together: dict[str, list[Row]] = {}
    for row in rows:
        together.setdefault(str(row["entry"]), []).append(row)
    each = tuple(
        Claim(
            row=parts[0],
            chip=chip(parts[0]),
            code={str(row["code"]): str(row["codeLabel"]) for row in parts if "code" in row},
            authors=people[entry],
        )
        for entry, parts in together.items()
    )
    differing: dict[int, set[str]] = defaultdict(set)
    for field, one, other in _disagreements(each, tuple(versions)):
        differing[one].add(field)
        differing[other].add(field)
    left_out = {
        n: tuple(sorted(set(_left_out(each, n)), key=str.casefold)) for n in range(len(each))
    }
    return Claims(each, {n: frozenset(found) for n, found in differing.items()}, left_out)


def _disagreements(
    claims: Sequence[Claim], versions: Sequence[Row]
) -> Iterator[tuple[str, int, int]]:
    """Field and places of every two claims of different lists that disagree."""
    venues = _said(claims, lambda claim: {claim.venue})
    years = _said(claims, lambda claim: {claim.year})
    code = _said(claims, lambda claim: claim.code)
    for (n, one), (m, other) in permutations(enumerate(claims), 2):
        if _apart(one.venue, other.venue, one, other, venues) and not (
            one.names_server or other.names_server
        ):
            yield "venue", n, m
        if _apart(one.year, other.year, one, other, years) and not _of_two_versions(
            one, other, versions
        ):
            yield "year", n, m
        if any(_apart(a, b, one, other, code) for a in one.code for b in other.code):
            yield "code", n, m
        if other.is_whole and one.authors.keys() - _named_by(other.list, claims):
            yield "authors", n, m


def _said(
    claims: Sequence[Claim], of: Callable[[Claim], Iterable[str]]
) -> Mapping[str, frozenset[str]]:
    """All that each list says in some field."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        found[claim.list].update(of(claim))
    return {each: frozenset(said) for each, said in found.items()}


def _apart(
    value: str, other_value: str, one: Claim, other: Claim, said: Mapping[str, frozenset[str]]
) -> bool:
    """Whether two values differ of which neither list says the other's."""
    return bool(
        value
        and other_value
        and value not in said[other.list]
        and other_value not in said[one.list]
    )


def _of_two_versions(one: Claim, other: Claim, versions: Sequence[Row]) -> bool:
    """Whether one speaks of the preprint and the other of the publication."""
    return any(
        _speaks_of(one, a, versions) and _speaks_of(other, b, versions)
        for a, b in permutations(versions, 2)
        if a["version"] != b["version"]
    )


def _speaks_of(claim: Claim, version: Row, versions: Sequence[Row]) -> bool:
    of_preprint = _is_preprint(version)
    if claim.venue:
        return claim.names_server == of_preprint
    if claim.year == str(version.get("year", "")):
        return True
    # The publication may have no year of its own, and the paper's is then no preprint's.
    return (
        not of_preprint
        and claim.year == str(version.get("chosen", ""))
        and any(_is_preprint(a) and str(a.get("year", claim.year)) != claim.year for a in versions)
    )


def _is_preprint(version: Row) -> bool:
    return version.get("type") == FABIO.Preprint.value


def _named_by(its: str, claims: Sequence[Claim]) -> frozenset[str]:
    return frozenset(author for claim in claims if claim.list == its for author in claim.authors)


def _left_out(claims: Sequence[Claim], place: int) -> Iterator[str]:
    """Names that other lists print and the list of a whole claim does not."""
    claim = claims[place]
    if claim.is_whole:
        named = _named_by(claim.list, claims)
        for other in claims:
            if other.list != claim.list:
                yield from (name for iri, name in other.authors.items() if iri not in named)
