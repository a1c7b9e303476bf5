"""Identifiers and people win over names."""

from __future__ import annotations

import pytest

from loader.identity.corrections import Corrections, Grouping, Renaming
from loader.identity.things import AuthorStatus
from loader.mapping import graphs_of
from ontology import ORCID, SCHEMA
from ontology.iris import Iris
from tests.loader.identity.authors.conftest import Resolve, crowd, keys, paper, same

ORCID_ONE = "0000-0002-1825-0097"
ORCID_TWO = "0000-0001-5109-3700"


def test_one_identifier_is_one_person_under_any_name(resolved: Resolve) -> None:
    found = resolved(
        paper("Cogs", "Ada Ottway", author_ids=[ORCID_ONE]),
        paper("Gears", "Ada Quon", author_ids=[f"https://orcid.org/{ORCID_ONE}"]),
    )
    assert same(found, "Cogs", "Gears")
    (author,) = found.authors
    assert author.status is AuthorStatus.VERIFIED
    assert author.identifiers == (f"orcid:{ORCID_ONE}",)
    (why,) = [d for d in found.decisions if d.kind == "author"]
    assert (why.verdict, why.rule) == ("same", "shared-identifier")
    pages = [q.object for q in graphs_of(found, Iris()) if q.predicate == SCHEMA.sameAs]
    assert pages == [ORCID[ORCID_ONE]]


def test_two_identifiers_are_two_persons_under_one_name(resolved: Resolve) -> None:
    found = resolved(
        paper("Cogs", "Ada Ottway", "Ben Two", author_ids=[ORCID_ONE]),
        paper("Gears", "Ada Ottway", "Ben Two", author_ids=[ORCID_TWO, None]),
    )
    assert not same(found, "Cogs", "Gears")


def test_a_paper_without_identifier_joins_the_person_who_has_one(resolved: Resolve) -> None:
    found = resolved(
        paper("Cogs", "Ada Ottway", author_ids=[ORCID_ONE]), paper("Gears", "Ada Ottway")
    )
    assert same(found, "Cogs", "Gears")


@pytest.mark.parametrize("wrong", ["0000-0002-1825-0098", "", "Ada Ottway", "orcid:1"])
def test_what_is_no_identifier_says_nothing(wrong: str, resolved: Resolve) -> None:
    found = resolved(
        paper("Cogs", "Ada Ottway", author_ids=[wrong]),
        paper("Gears", "Ida Ottway", author_ids=[wrong]),
    )
    assert not same(found, "Cogs", "Gears")
    assert all(author.identifiers == () for author in found.authors)


def test_people_may_say_that_names_are_one_persons(resolved: Resolve) -> None:
    said = Grouping("author", "She married.", ["name:Ada Ottway", "name:Ada Quon"])
    found = resolved(
        paper("Cogs", "Ada Ottway"), paper("Gears", "Ada Quon"),
        corrections=Corrections(same=[said]),
    )  # fmt: skip
    assert same(found, "Cogs", "Gears")
    (author,) = found.authors
    assert author.status is AuthorStatus.VERIFIED
    assert [(d.rule, d.evidence) for d in found.decisions] == [("correction", "She married.")]


def test_people_may_say_that_a_name_is_two_persons(resolved: Resolve) -> None:
    papers = [paper("Cogs", "Ada Ottway", "Ben Two"), paper("Gears", "Ada Ottway", "Ben Two")]
    places = [f"paper/{work.key}#author-1" for work in resolved(*papers).works]
    said = Grouping("author", "Mother and daughter.", places)
    found = resolved(*papers, corrections=Corrections(different=[said]))
    assert not same(found, "Cogs", "Gears")
    assert {keys(found)["Cogs"][1]} == {keys(found)["Gears"][1]}
    told = {d.key for d in found.decisions if d.rule == "correction"}
    assert told == {"ada-ottway-2", "ada-ottway-3"}


def test_people_may_say_what_to_read_for_a_name(resolved: Resolve) -> None:
    said = Renaming("author", "A misprint.", before="Ada Ottaway", after="Ada Ottway")
    found = resolved(
        paper("Cogs", "Ada Ottaway"), paper("Gears", "Ada Ottway"),
        corrections=Corrections(rename=[said]),
    )  # fmt: skip
    assert same(found, "Cogs", "Gears")


def test_a_correction_that_matches_nobody_is_told(resolved: Resolve) -> None:
    said = Grouping("author", "Once.", ["name:Nobody Here", "name:Ada Ottway"])
    found = resolved(paper("Cogs", "Ada Ottway"), corrections=Corrections(same=[said]))
    (line,) = found.unmatched
    assert "name:Nobody Here" in line


def test_what_people_say_holds_for_a_common_name(resolved: Resolve) -> None:
    papers = [
        paper("Widgets of steel", "Wei Wang", "Ben Two"),
        paper("Moods of owls", "Wei Wang", "Cy Three"),
    ]
    places = [f"paper/{w.key}#author-1" for w in resolved(*papers).works]
    said = Grouping("author", "By his page.", places)
    found = resolved(*crowd(), *papers, corrections=Corrections(same=[said]))
    assert same(found, "Widgets of steel", "Moods of owls")
