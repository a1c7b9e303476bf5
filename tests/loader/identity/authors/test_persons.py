"""Which printed names are one person's, and which are several persons'."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.identity.things import AuthorStatus, Resolved
from loader.mapping import graphs_of
from loader.validation import violations_of
from ontology.iris import Iris
from tests.loader.identity.authors.conftest import Paper, Resolve, crowd, keys, listed, paper, same

ALIKE = {
    "accents": ("Zoë Grünwald", "Zoe Grunwald"),
    "an umlaut in two letters": ("Jörg Müllner", "Joerg Muellner"),
    "a Danish letter": ("Søren Bjørk", "Soeren Bjoerk"),
    "a hyphen": ("Yuan-Xin Quon", "Yuan Xin Quon"),
    "run together": ("Yuan-Xin Quon", "Yuanxin Quon"),
    "the surname first": ("Quon, Yuanxin", "Yuanxin Quon"),
    "the surname in capitals": ("QUON Yuanxin", "Yuanxin Quon"),
    "an initial": ("Y. Quon", "Yuanxin Quon"),
    "initials with and without stops": ("YX Quon", "Y.-X. Quon"),
    "a middle initial": ("Ada B. Ottway", "Ada Ottway"),
    "a suffix": ("Ada Ottway, Jr.", "Ada Ottway"),
    "a particle": ("Ada van der Ottway", "Ada Ottway"),
    "a torn accent": ("Ju ̈rgen Ottway", "Jürgen Ottway"),
    "a hyphen in the surname": ("Ada Ottway Quon", "Ada Ottway-Quon"),
}


@pytest.mark.parametrize("case", ALIKE)
def test_ways_to_print_one_name_are_one_person(case: str, resolved: Resolve) -> None:
    one, other = ALIKE[case]
    found = resolved(paper("Cogs", one), paper("Gears", other))
    assert same(found, "Cogs", "Gears")
    (author,) = found.authors
    assert {author.name, *author.variants} == {one, other}


WITH_COAUTHORS = {
    "one letter too few": ("Eiichiro Tanabata", "Eichiro Tanabata"),
    "one letter off in the surname": ("Ada Szilbersteen", "Ada Szilberstein"),
    "two letters turned": ("Hiroshiro Tanabata", "Hirsohiro Tanabata"),
    "words in another order": ("Tanabata Eiichiro", "Eiichiro Tanabata"),
    "a short form": ("Rob Ottway", "Robert Ottway"),
    "a romanisation": ("Sergey Ottwayevsky", "Sergei Ottwayevskii"),
    "the first name left out": ("C. Dario Ottway", "Dario Ottway"),
    "a part of the surname": ("Ada Ottway-Szilber", "Ada Ottway"),
}


@pytest.mark.parametrize("case", WITH_COAUTHORS)
def test_slips_are_one_person_only_with_shared_coauthors(case: str, resolved: Resolve) -> None:
    one, other = WITH_COAUTHORS[case]
    apart = resolved(paper("Cogs", one, "Ben Two"), paper("Gears", other, "Cy Three"))
    assert not same(apart, "Cogs", "Gears")
    joined = resolved(paper("Cogs", one, "Ben Two"), paper("Gears", other, "Ben Two"))
    assert same(joined, "Cogs", "Gears")


CONTRARY = {
    "given names": ("Ada Ottway", "Ida Ottway"),
    "middle initials": ("Ada B. Ottway", "Ada C. Ottway"),
    "suffixes": ("Ada Ottway Jr.", "Ada Ottway III"),
    "initials": ("J. Ottway", "Ada Ottway"),
    "short names with another letter": ("Jin Ottway", "Jun Ottway"),
    "numbers of a catalogue": ("Ada Ottway 0001", "Ada Ottway 0002"),
}


@pytest.mark.parametrize("case", CONTRARY)
def test_names_that_exclude_each_other_are_two_persons(case: str, resolved: Resolve) -> None:
    one, other = CONTRARY[case]
    found = resolved(paper("Cogs", one, "Ben Two"), paper("Gears", other, "Ben Two"))
    assert not same(found, "Cogs", "Gears")


def test_two_authors_of_one_paper_are_two_persons(resolved: Resolve) -> None:
    found = resolved(paper("Cogs", "Ada Ottway", "Ada Ottway"), paper("Gears", "Ada Ottway"))
    one, other = keys(found)["Cogs"]
    assert one != other


def common(*papers: Paper, resolved: Resolve) -> Resolved:
    return resolved(*crowd(), *papers)


def test_a_common_name_is_parted_where_nothing_is_shared(resolved: Resolve) -> None:
    found = common(
        paper("Widgets of steel", "Wei Wang", "Ben Two"),
        paper("Moods of owls", "Wei Wang", "Cy Three"),
        resolved=resolved,
    )
    assert not same(found, "Widgets of steel", "Moods of owls")
    (name,) = [author for author in found.authors if author.persons]
    assert (name.key, name.status) == ("wei-wang", AuthorStatus.AMBIGUOUS)
    assert name.persons == ("wei-wang-2", "wei-wang-3")
    states = {author.key: author.status for author in found.authors}
    assert states["wei-wang-2"] == states["wei-wang-3"] == AuthorStatus.AMBIGUOUS
    rules = {(d.key, d.verdict, d.rule) for d in found.decisions if d.kind == "author"}
    assert ("wei-wang-2", "different", "namesakes") in rules
    assert violations_of(list(graphs_of(found, Iris()))) == []


def test_a_common_name_is_one_person_by_shared_coauthors(resolved: Resolve) -> None:
    found = common(
        paper("Widgets of steel", "Wei Wang", "Ben Twofold"),
        paper("Moods of owls", "Wei Wang", "Ben Twofold"),
        resolved=resolved,
    )
    assert same(found, "Widgets of steel", "Moods of owls")
    (why,) = [d for d in found.decisions if d.key == "wei-wang" and d.kind == "author"]
    assert (why.verdict, why.rule) == ("same", "common-name")
    assert "both published with Ben Twofold" in why.evidence


def test_a_rare_name_is_one_person_without_further_evidence(resolved: Resolve) -> None:
    found = common(
        paper("Widgets of steel", "Ada Ottway", "Ben Two"),
        paper("Moods of owls", "Ada Ottway", "Cy Three"),
        resolved=resolved,
    )
    assert same(found, "Widgets of steel", "Moods of owls")
    (author,) = [author for author in found.authors if author.key == "ada-ottway"]
    assert author.status is AuthorStatus.NAME_ONLY
    assert [d for d in found.decisions if d.key == "ada-ottway"] == []


def test_an_initial_that_many_fit_stays_apart(resolved: Resolve) -> None:
    found = common(
        paper("Widgets", "B. Wang", "Ben Two"), paper("Owls", "Bo Wang", "Cy Three"),
        paper("Moods", "Bin Wang"), paper("Nests", "Bai Wang"),
        resolved=resolved,
    )  # fmt: skip
    assert not same(found, "Widgets", "Owls")


def test_far_apart_in_time_a_common_name_is_not_one_person(resolved: Resolve) -> None:
    def papers(year: int) -> Resolved:
        return resolved(
            *crowd(),
            paper("Widgets", "Wei Quon", "Ben Two", year=1985),
            paper("Owls", "Wei Quon", "Cy Three", year=year),
        )

    assert same(papers(1990), "Widgets", "Owls")
    assert not same(papers(2023), "Widgets", "Owls")


def test_the_result_does_not_hang_on_the_order_of_papers(resolved: Resolve) -> None:
    papers = [
        *crowd(),
        *(paper(f"Widgets {n}", "Wei Wang", f"Ben {'abcd'[n % 4].upper()}two") for n in range(9)),
        paper("Owls", "W. Wang", "Ben Atwo"), paper("Moods", "Wang Wei", "Ben Btwo"),
    ]  # fmt: skip
    expected = resolved(*papers)
    for seed in range(3):
        random.Random(seed).shuffle(papers)  # noqa: S311 (an order, no secret)
        found = resolved(*papers)
        assert keys(found) == keys(expected)
        assert found.authors == expected.authors


def test_the_fullest_and_most_printed_name_is_shown(resolved: Resolve) -> None:
    (author,) = resolved(
        paper("Cogs", "A. Ottway"), paper("Gears", "A. Ottway"), paper("Owls", "Ada Ottway"),
    ).authors  # fmt: skip
    assert (author.key, author.name, author.variants) == (
        "ada-ottway",
        "Ada Ottway",
        ("A. Ottway",),
    )


def test_entries_of_one_paper_may_print_a_name_in_several_ways(resolved: Resolve) -> None:
    found = resolved(
        paper("Cogs", "Ada Ottway", "Ben Twofold"),
        paper("Cogs", "A. Ottway", "Ben Twofld"),
        paper("Cogs", "Twofold, Ben", "Ottway, Ada"),
    )
    assert keys(found) == {"Cogs": ("ada-ottway", "ben-twofold")}
    of = {entry.line: each.authors for (_, entry), each in found.entries.items()}
    assert of[2] == ("ada-ottway", "ben-twofold")
    assert of[3] == ("ben-twofold", "ada-ottway")
    variants = {author.key: author.variants for author in found.authors}
    assert variants["ben-twofold"] == ("Twofold, Ben", "Ben Twofld")


def test_a_name_without_letters_that_are_known_is_a_person_too(resolved: Resolve) -> None:
    found = resolved(paper("Cogs", "王伟", "ᚠᚢ"), paper("Gears", "王伟", "김"))
    assert same(found, "Cogs", "Gears")
    assert len({author.key for author in found.authors}) == 3


def test_keys_are_pinned_by_paper_and_name(resolved: Resolve) -> None:
    ledger = Ledger()
    resolved(paper("Cogs", "Ada Ottway"), ledger=ledger)
    (row,) = [row for row in ledger.rows() if row[0] == "author"]
    assert row[1].startswith("mention:title-cogs-")
    assert row[1].endswith("|ada ottway")
    assert row[2] == "ada-ottway"


def test_a_surname_alone_is_the_persons_whom_co_authors_tell(resolved: Resolve) -> None:
    found = resolved(
        paper("Cogs", "Ottway", "Ben Twofold"), paper("Gears", "Ada Ottway", "Ben Twofold"),
        paper("Owls", "Ida Ottway", "Cy Three"),
    )  # fmt: skip
    assert same(found, "Cogs", "Gears")
    assert not same(found, "Cogs", "Owls")


def test_slips_of_short_names_are_no_evidence(resolved: Resolve) -> None:
    for one, other in (
        ("Jun Zhou", "Jun Zhu"), ("Junho Ottway", "Yunho Ottway"),
        ("Dongsheng Ottway", "Hongsheng Ottway"),
    ):  # fmt: skip
        found = resolved(paper("Cogs", one, "Ben Two"), paper("Gears", other, "Ben Two"))
        assert not same(found, "Cogs", "Gears"), one


def test_a_name_that_only_an_entry_writes_out_bears_no_paper(resolved: Resolve) -> None:
    """Whoever an initial may stand for is counted by papers, of which there are none then."""
    found = resolved(
        paper("Levers", "Onesky", "Ada Onesky"), paper("Levers", "Dee Four", "A. B. Onesky"),
        paper("Levers", "Ada Onesky"), paper("Levers", "A. Onesky", "Cy Three", "Onesky"),
        paper("Springs", "A. B. Onesky"),
    )  # fmt: skip
    assert {"Levers", "Springs"} == keys(found).keys()


@settings(max_examples=60, deadline=None)
@given(
    papers=st.lists(
        st.tuples(
            st.sampled_from(("Cogs and Gears", "Springs", "Levers")),
            st.lists(
                st.sampled_from(
                    ("A. Onesky", "Ada Onesky", "Onesky", "A. B. Onesky", "Ben Two", "Cy Three")
                ),
                min_size=1,
                unique=True,
            ),
        ),
        min_size=2,
        max_size=5,
    )
)
def test_every_name_of_any_papers_is_somebodys(papers: list[tuple[str, list[str]]]) -> None:
    found = resolve([listed([paper(title, *names) for title, names in papers])], Ledger())
    people = {author.key for author in found.authors}
    assert {key for crew in keys(found).values() for key in crew} <= people
