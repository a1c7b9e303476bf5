"""A person keeps the IRI over builds; a name that came to stand for several keeps its own."""

from __future__ import annotations

from loader.identity.corrections import Corrections, Grouping
from loader.identity.ledger import Ledger
from loader.identity.things import AuthorStatus, Resolved
from loader.mapping import graphs_of
from ontology import DCTERMS
from ontology.iris import Iris
from tests.loader.identity.authors.conftest import Resolve, crowd, keys, paper

ONE = paper("Widgets of steel", "Wei Wang", "Ben Two")
OTHER = paper("Moods of owls", "Wei Wang", "Cy Three")


def wei(found: Resolved, title: str) -> str:
    return keys(found)[title][0]


def test_a_person_keeps_the_key_when_papers_are_added(resolved: Resolve) -> None:
    ledger = Ledger()
    resolved(paper("Cogs", "A. Ottway"), ledger=ledger)
    found = resolved(
        paper("Cogs", "A. Ottway"), paper("Gears", "Ada Ottway"), paper("Owls", "Ada Ottway"),
        ledger=ledger,
    )  # fmt: skip
    assert {key for (key,) in keys(found).values()} == {"a-ottway"}
    (author,) = found.authors
    assert author.name == "Ada Ottway"


def test_a_name_that_is_parted_keeps_its_key_and_the_persons_get_their_own(
    resolved: Resolve,
) -> None:
    ledger = Ledger()
    assert wei(resolved(ONE, ledger=ledger), "Widgets of steel") == "wei-wang"
    parted = resolved(*crowd(), ONE, OTHER, ledger=ledger)
    one, other = wei(parted, "Widgets of steel"), wei(parted, "Moods of owls")
    assert {one, other} == {"wei-wang-2", "wei-wang-3"}
    more = [paper(f"Widgets {n}", "Wei Wang", "Dee Four") for n in range(3)]
    again = resolved(*crowd(), *more, OTHER, ONE, ledger=ledger)
    assert wei(again, "Widgets of steel") == one
    assert wei(again, "Moods of owls") == other
    assert wei(again, "Widgets 0") == "wei-wang-4"


def test_a_name_once_parted_is_nobodys_key_again(resolved: Resolve) -> None:
    ledger = Ledger()
    parted = resolved(*crowd(), ONE, OTHER, ledger=ledger)
    left = resolved(ONE, ledger=ledger)
    assert wei(left, "Widgets of steel") == wei(parted, "Widgets of steel")
    new = resolved(paper("Quiet", "Wei Wang", "Eve Five"), ledger=ledger)
    assert wei(new, "Quiet") == "wei-wang-4"
    assert [author.key for author in new.authors if author.persons] == []


def test_a_name_leads_to_the_one_person_while_one_alone_bears_it(resolved: Resolve) -> None:
    ledger = Ledger()
    papers = [paper("Cogs", "Ada Ottway", "Ben Two"), paper("Gears", "Ada Ottway", "Ben Two")]
    places = [f"paper/{work.key}#author-1" for work in resolved(*papers, ledger=ledger).works]
    parting = Corrections(different=[Grouping("author", "Mother and daughter.", places)])
    for _ in range(2):
        parted = resolved(*papers, ledger=ledger, corrections=parting)
        (name,) = [author for author in parted.authors if author.persons]
        assert (name.key, len(name.persons)) == ("ada-ottway", 2)
        assert ("author", "ada-ottway") not in parted.replaced
        joined = resolved(*papers, ledger=ledger)
        (ada,) = [author for author in joined.authors if author.name == "Ada Ottway"]
        assert ada.status is AuthorStatus.NAME_ONLY
        leading = {key for (_, key), by in joined.replaced.items() if by == ada.key}
        assert leading | {ada.key} == {name.key, *name.persons}


def test_the_same_papers_get_the_same_keys_however_often_they_are_built(
    resolved: Resolve,
) -> None:
    ledger = Ledger()
    papers = [*crowd(), ONE, OTHER]
    first = resolved(*papers, ledger=ledger)
    rows = ledger.rows()
    assert resolved(*papers, ledger=ledger).authors == first.authors
    assert ledger.rows() == rows


def test_two_who_are_found_to_be_one_keep_one_key_and_the_other_leads_to_it(
    resolved: Resolve,
) -> None:
    ledger = Ledger()
    papers = [paper("Cogs", "Ada Ottway"), paper("Gears", "Ada Quon"), paper("Owls", "Ada Quon")]
    assert resolved(*papers, ledger=ledger).replaced == {}
    said = Grouping("author", "She married.", ["name:Ada Ottway", "name:Ada Quon"])
    found = resolved(*papers, ledger=ledger, corrections=Corrections(same=[said]))
    assert {key for (key,) in keys(found).values()} == {"ada-quon"}
    assert found.replaced == {("author", "ada-ottway"): "ada-quon"}
    statements = {
        (quad.subject, quad.object)
        for quad in graphs_of(found, Iris())
        if quad.predicate == DCTERMS.isReplacedBy
    }
    assert statements == {(Iris().author("ada-ottway"), Iris().author("ada-quon"))}
    assert resolved(*papers, ledger=ledger).replaced == {}


def test_who_is_parted_from_another_has_one_key_from_then_on(resolved: Resolve) -> None:
    ledger = Ledger()
    papers = [paper("Cogs", "A. Onesky"), paper("Owls", "Ada Onesky"), paper("Nests", "Amy Onesky")]
    whole = [*papers, paper("Cogs", "Ada Onesky")]
    assert len({key for (key, *_) in keys(resolved(*whole, ledger=ledger)).values()}) == 2
    parted = resolved(*papers, ledger=ledger)
    assert len({key for (key, *_) in keys(parted).values()}) == 3
    assert keys(resolved(*papers, ledger=ledger)) == keys(parted)
    again = resolved(*whole, ledger=ledger)
    assert again.replaced == {("author", "a-onesky"): "ada-onesky"}
