"""Keys through time: papers found to be one, and parted again."""

from __future__ import annotations

from pathlib import Path

from loader.identity.ledger import Candidate, Ledger, ledger_text, read_ledger


def candidate(*evidence: str) -> Candidate:
    shared = frozenset(piece for piece in evidence if not piece.startswith("by:"))
    return Candidate(evidence, tuple(piece.replace(":", "-") for piece in evidence), shared)


ONE = candidate("arxiv:1", "title:one", "by:one|ada")
OTHER = candidate("doi:2", "title:other", "by:other|ada")
BOTH = candidate(*ONE.evidence, *OTHER.evidence)


def pinned(ledger: Ledger, *things: Candidate) -> list[str]:
    return ledger.pin_apart("paper", things)


def test_of_two_papers_found_to_be_one_the_older_key_stays() -> None:
    ledger = Ledger()
    pinned(ledger, OTHER)
    pinned(ledger, OTHER, ONE)
    assert pinned(ledger, BOTH) == ["doi-2"]
    assert ledger.replaced("paper") == {"arxiv-1": "doi-2"}


def test_of_two_as_old_the_one_with_more_evidence_stays() -> None:
    ledger = Ledger()
    more = candidate(*OTHER.evidence, "pmid:3")
    pinned(ledger, ONE, more)
    assert pinned(ledger, candidate(*ONE.evidence, *more.evidence)) == ["doi-2"]


def test_what_was_replaced_stays_so_when_built_again() -> None:
    ledger = Ledger()
    pinned(ledger, ONE, OTHER)
    assert pinned(ledger, BOTH) == pinned(ledger, BOTH) == ["arxiv-1"]
    assert ledger.replaced("paper") == {"doi-2": "arxiv-1"}


def test_papers_parted_again_get_their_keys_back() -> None:
    ledger = Ledger()
    before = pinned(ledger, ONE, OTHER)
    pinned(ledger, BOTH)
    assert pinned(ledger, ONE, OTHER) == before
    assert ledger.replaced("paper") == {}


def test_the_key_of_a_paper_parted_for_the_first_time_stays_with_most_evidence() -> None:
    ledger = Ledger()
    (key,) = pinned(ledger, BOTH)
    small = candidate("arxiv:1")
    large = candidate(*OTHER.evidence)
    parted = pinned(ledger, small, large)
    assert parted[1] == key
    assert parted[0] != key


def test_of_two_that_are_parted_the_one_that_a_key_was_made_from_keeps_it() -> None:
    ledger = Ledger()
    (key,) = pinned(ledger, BOTH)
    assert key == "arxiv-1"
    assert pinned(ledger, OTHER, ONE) == ["doi-2", "arxiv-1"]


def test_what_is_known_by_nothing_of_its_own_keeps_its_key_and_leads_on_once_it_is_gone() -> None:
    ledger = Ledger()
    first, second = pinned(ledger, ONE, ONE)
    assert pinned(ledger, ONE, ONE) == [first, second]
    again = Ledger(ledger.rows())
    assert pinned(again, ONE, ONE) == [first, second]
    assert again.replaced("paper") == {}
    assert pinned(again, ONE) == [first]
    assert again.replaced("paper") == {second: first}


def test_of_many_with_one_title_each_gets_the_next_number_that_nobody_has() -> None:
    ledger = Ledger([("paper", "title:another", "title-twin-3")])
    twins = [Candidate(("title:twin", f"by:twin|{n}"), ("title-twin",)) for n in range(4)]
    assert pinned(ledger, *twins) == ["title-twin", "title-twin-2", "title-twin-4", "title-twin-5"]


def test_a_key_whose_thing_came_to_several_leads_to_that_which_has_what_it_alone_had() -> None:
    ledger = Ledger()
    pinned(ledger, ONE, OTHER)
    pinned(ledger, ONE, OTHER, third := candidate("arxiv:3", "title:three", "by:three|ada"))
    one, other = candidate(*ONE.evidence, "arxiv:3"), candidate(*OTHER.evidence, "by:three|ada")
    assert pinned(ledger, one, other) == ["arxiv-1", "doi-2"]
    assert ledger.replaced("paper") == {"arxiv-3": "doi-2"}
    assert pinned(ledger, ONE, OTHER, third) == ["arxiv-1", "doi-2", "arxiv-3"]


def test_a_paper_whose_lists_are_not_built_is_replaced_by_none() -> None:
    ledger = Ledger()
    pinned(ledger, ONE, OTHER)
    copied = candidate(*ONE.evidence, "doi:2")
    assert pinned(ledger, copied) == ["arxiv-1"]
    assert ledger.replaced("paper") == {}
    assert pinned(ledger, ONE, OTHER) == ["arxiv-1", "doi-2"]


def test_a_chain_of_replacements_leads_to_its_end() -> None:
    ledger = Ledger()
    third = candidate("acl:3", "title:third", "by:third|ada")
    pinned(ledger, third)
    pinned(ledger, third, OTHER)
    pinned(ledger, third, OTHER, ONE)
    pinned(ledger, third, BOTH)
    pinned(ledger, candidate(*third.evidence, *OTHER.evidence))
    assert ledger.replaced("paper") == {"arxiv-1": "acl-3", "doi-2": "acl-3"}


def test_a_ledger_reads_back_what_was_replaced(tmp_path: Path) -> None:
    ledger = Ledger()
    pinned(ledger, ONE)
    pinned(ledger, ONE, OTHER)
    pinned(ledger, BOTH)
    file = tmp_path / "ids.tsv"
    file.write_text(ledger_text(ledger), encoding="utf-8")
    read = read_ledger(file)
    assert read.rows() == ledger.rows()
    assert read.replaced("paper") == {"doi-2": "arxiv-1"}
