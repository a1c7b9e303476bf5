"""Authors keep their IRIs when lists are added and go, whichever of their names these print."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.identity.corrections import Corrections, Grouping, Renaming
from loader.identity.ledger import Ledger
from loader.identity.things import AuthorStatus
from tests.loader.identity.authors.builds import ARXIV, DOI, Site, entry
from tests.loader.identity.authors.conftest import Resolve, keys, paper

WIDGETS = "Widgets for Gizmos and Other Things"
SPROCKETS = "Sprockets in Unlikely Places"
FULL = [entry(WIDGETS, "Ada Onesky", "Ben Twoski", link=ARXIV)]
SHORT = [entry(WIDGETS, "A. Onesky", "B. Twoski", link=ARXIV)]
FULLER = [entry(WIDGETS, "Ada Onesky", "Ben Twoski", "Cy Threepwood", link=ARXIV)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.mark.parametrize("key", ["a", "z"])
def test_a_list_that_prints_initials_changes_no_author(key: str, site: Site) -> None:
    site.build({"m": FULL})
    site.build({key: SHORT})
    assert site.authors() == {"ada-onesky": "Ada Onesky", "ben-twoski": "Ben Twoski"}
    site.build({key: SHORT}, only=True)
    assert site.authors() == {"ada-onesky": "A. Onesky", "ben-twoski": "B. Twoski"}


@pytest.mark.parametrize("key", ["a", "z"])
def test_a_list_that_writes_names_out_changes_no_author(key: str, site: Site) -> None:
    site.build({"m": SHORT})
    site.build({key: FULLER})
    known = {"a-onesky": "Ada Onesky", "b-twoski": "Ben Twoski"}
    assert site.authors() == {**known, "cy-threepwood": "Cy Threepwood"}
    site.build({key: FULL}, only=True)
    assert site.authors() == known


SAME = """
[[same]]
kind = "author"
things = ["author/ada-onesky", "author/ada-married"]
reason = "She married."
"""


def test_a_correction_finds_an_author_by_key_whatever_lists_print(site: Site) -> None:
    first = [*FULL, entry(SPROCKETS, "Ada Married", "Ed Five")]
    site.build({"z": first})
    site.build({"z": first}, corrections=SAME)
    joined = site.authors()
    said = site.build({"a": SHORT}, corrections=SAME)
    assert "correction" not in said
    assert site.authors() == joined
    assert site.replaced() == {"ada-onesky": "ada-married"}


def test_of_lists_as_long_the_one_that_writes_names_out_is_shown(resolved: Resolve) -> None:
    found = resolved(paper("Cogs", "A. Onesky", "Ben Two"), paper("Cogs", "Ada Onesky", "Ben Two"))
    (work,) = found.works
    assert work.byline == "Ada Onesky, Ben Two"


def test_two_of_one_name_in_one_paper_keep_their_keys(resolved: Resolve) -> None:
    ledger = Ledger()
    twice = paper("Cogs", "Ada Ottway", "Ada Ottway")
    first = resolved(twice, ledger=ledger)
    assert keys(first) == {"Cogs": ("ada-ottway-2", "ada-ottway-3")}
    assert keys(resolved(twice, ledger=ledger)) == keys(first)


def test_a_person_keeps_a_numbered_key_when_a_fuller_name_turns_up(resolved: Resolve) -> None:
    ledger = Ledger()
    twice = paper("Cogs", "Ada Ottway", "Ada Ottway")
    resolved(twice, ledger=ledger)
    found = resolved(twice, paper("Cogs", "Ada Beatrix Ottway", "Ada Carola Ottway"), ledger=ledger)
    assert keys(found) == {"Cogs": ("ada-ottway-2", "ada-ottway-3")}
    (name,) = [author for author in found.authors if author.persons]
    assert (name.key, name.status) == ("ada-ottway", AuthorStatus.AMBIGUOUS)


RENAMED = """
[[rename]]
kind = "author"
from = "Ada Onnesky"
to = "Ada Onesky"
reason = "A misprint of that list."
"""


def test_a_name_that_is_read_otherwise_keeps_its_iri(site: Site) -> None:
    misprinted = {"b": [entry(SPROCKETS, "Ada Onnesky", "Ben Twoski")]}
    site.build(misprinted)
    assert "correction" not in site.build(misprinted, corrections=RENAMED)
    renamed = {"ada-onnesky": "Ada Onesky", "ben-twoski": "Ben Twoski"}
    assert site.authors() == renamed
    site.build(misprinted)
    assert site.authors() == {**renamed, "ada-onnesky": "Ada Onnesky"}


def test_a_misprint_that_another_list_does_not_make_is_no_other_name(resolved: Resolve) -> None:
    said = Renaming("author", "A misprint.", before="Ada Onnesky", after="Ada Onesky")
    found = resolved(
        paper("Cogs", "Ada Onesky", "Ben Two"), paper("Cogs", "Ada Onnesky", "Ben Two"),
        corrections=Corrections(rename=[said]),
    )  # fmt: skip
    assert [(author.name, author.variants) for author in found.authors] == [
        ("Ada Onesky", ()),
        ("Ben Two", ()),
    ]


ONE_PAPER = """
[[same]]
kind = "paper"
things = ["arxiv:2105.11333", "doi:10.1109/abc.2020.1"]
reason = "It was published under another title."
"""
PREPRINT = [entry(WIDGETS, link=ARXIV)]
PUBLISHED = [entry("A Theory of Contraptions", "Ada Onesky", "Ben Twoski", link=DOI)]


def test_authors_keep_their_iris_when_their_paper_becomes_another(site: Site) -> None:
    site.build({"a": PREPRINT})
    site.build({"b": PUBLISHED})
    known = {"ada-onesky": "Ada Onesky", "ben-twoski": "Ben Twoski"}
    for corrections in ("", ONE_PAPER, ONE_PAPER, ""):
        site.build({"b": PUBLISHED}, corrections=corrections)
        assert site.authors() == known
        assert site.replaced() == {}


def test_authors_keep_their_iris_when_their_paper_is_parted(site: Site) -> None:
    site.build({"a": PREPRINT}, corrections=ONE_PAPER)
    site.build({"b": PUBLISHED}, corrections=ONE_PAPER)
    known = site.authors()
    assert known == {"ada-onesky": "Ada Onesky", "ben-twoski": "Ben Twoski"}
    for corrections in ("", "", ONE_PAPER):
        site.build({"b": PUBLISHED}, corrections=corrections)
        assert site.authors() == known


def test_who_is_still_on_the_other_part_of_a_paper_keeps_the_iri(resolved: Resolve) -> None:
    ledger = Ledger()
    parts = (
        paper("Cogs", "Ada Onesky", links=[{"kind": "paper", "url": ARXIV}]),
        paper("Owls", "Ada Onesky", "Ben Two", links=[{"kind": "paper", "url": DOI}]),
    )
    joined = Grouping("paper", "Both.", ["title:Cogs", "title:Owls"])
    one = resolved(*parts, ledger=ledger, corrections=Corrections(same=[joined]))
    (work,) = one.works
    parted = resolved(*parts, ledger=ledger)
    assert set(sum(keys(parted).values(), ())) == {each.author for each in work.authorships}
