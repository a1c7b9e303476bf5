"""Identity: the same thing is one node, different things are never one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loader.errors import StoreError
from loader.fields.venues import VenueKind
from loader.identity import resolve
from loader.identity.keys import paper_keys, slug_of
from loader.identity.ledger import Ledger, ledger_text, read_ledger
from loader.identity.things import Identifiers, Resolved, Version, Work
from loader.identity.works import arxiv_year, most_claimed
from loader.mapping import graphs_of
from loader.reading import read
from loader.records import ListSnapshot, PaperKind, ReadingList
from loader.validation import violations_of
from ontology.iris import Iris


def listed(text: str, key: str = "list") -> ReadingList:
    return read(ListSnapshot(key=key, source=f"{key}.md", content="0" * 64), text)


def entry(
    title: str,
    *links: str,
    venue: str = "",
    authors: str = "Ada One, Ben Two",
) -> str:
    label = f"`{venue}` " if venue else ""
    anchors = " ".join(f"[[{'code' if 'git' in url else 'paper'}]({url})]" for url in links)
    return f"{label}**{title}** \\\n*{authors}* \\\n{anchors}\n\n"


def resolved(*texts: str, ledger: Ledger | None = None) -> Resolved:
    lists = [listed(text, f"list-{n}") for n, text in enumerate(texts)]
    return resolve(lists, ledger if ledger is not None else Ledger())


def work(*texts: str) -> Work:
    (only,) = resolved(*texts).works
    return only


ARXIV = "https://arxiv.org/abs/2105.11333"
OTHER_ARXIV = "https://arxiv.org/abs/2201.00001"


def test_a_preprint_and_its_publication_are_one_paper_in_two_versions() -> None:
    found = work(
        entry("Multi-modal Understanding", ARXIV, venue="arXiv 2021"),
        entry("Multi-Modal understanding.", ARXIV, venue="IEEE JBHI 2022"),
    )
    assert [(v.version, v.year, v.venue) for v in found.realizations] == [
        (Version.PREPRINT, 2021, "arxiv"),
        (Version.PUBLISHED, 2022, "jbhi"),
    ]
    assert (found.title, found.year, found.venue) == ("Multi-Modal understanding", 2022, "jbhi")


def test_an_arxiv_link_beside_a_venue_is_evidence_of_both_versions() -> None:
    found = work(entry("LLaVA-Med", ARXIV, venue="NeurIPS 2023"))
    assert [v.version for v in found.realizations] == [Version.PREPRINT, Version.PUBLISHED]
    assert found.realizations[1].edition == "neurips-2023"


def test_a_version_without_evidence_is_not_made_up() -> None:
    assert work(entry("A title", "https://x.org/p")).realizations == ()
    assert [v.version for v in work(entry("A title", ARXIV)).realizations] == [Version.PREPRINT]


def test_the_doi_of_a_preprint_server_names_no_publication() -> None:
    found = work(
        entry("A title", "https://doi.org/10.1101/2020.01.01.123456", venue="bioRxiv 2020")
    )
    (only,) = found.realizations
    assert (only.version, only.venue) == (Version.PREPRINT, "biorxiv")
    assert only.identifiers.doi == found.identifiers.doi == "10.1101/2020.01.01.123456"


def test_identifiers_of_every_kind_are_the_paper_s() -> None:
    number = "0a" * 20
    found = work(
        entry(
            "A title",
            "https://aclanthology.org/2020.acl-main.1",
            "https://openreview.net/forum?id=YicbFdNTTy",
            "https://pubmed.ncbi.nlm.nih.gov/34693536",
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7251955",
            f"https://www.semanticscholar.org/paper/x/{number}",
        )
    )
    known = Identifiers(
        acl="2020.acl-main.1",
        openreview="YicbFdNTTy",
        pmid="34693536",
        pmc="PMC7251955",
        s2=number,
    )
    assert (found.identifiers, found.key) == (known, "acl-2020-acl-main-1")
    assert [v.identifiers.acl for v in found.realizations] == ["2020.acl-main.1"]


def test_a_paper_published_nowhere_yet_has_no_publication() -> None:
    found = work(entry("A title", "https://x.org/p", venue="Preprint 2023"))
    assert [version.version for version in found.realizations] == [Version.PREPRINT]


def test_a_journal_has_no_editions() -> None:
    found = work(entry("A title", venue="IEEE JBHI 2022"))
    assert found.realizations[0].edition is None
    assert found.realizations[0].venue_kind is VenueKind.JOURNAL


TOLD_APART = {
    "a link that was copied": (
        entry("One thing entirely", ARXIV),
        entry("Quite another matter", ARXIV),
    ),
    "one title by strangers": (
        entry("A survey", authors="Ada One"),
        entry("A survey", authors="Cy Three"),
    ),
    "one title with two identifiers": (entry("A title", ARXIV), entry("A title", OTHER_ARXIV)),
    "three strangers": tuple(
        entry("A survey", authors=name) for name in ("Ada One", "Cy Three", "Di Four")
    ),
}


@pytest.mark.parametrize("case", TOLD_APART)
def test_papers_that_differ_have_keys_that_differ(case: str) -> None:
    texts = TOLD_APART[case]
    found = resolved("".join(texts)).works
    assert len({work.key for work in found}) == len(found) == len(texts)


@pytest.mark.parametrize("case", TOLD_APART)
def test_papers_that_differ_keep_their_keys_in_any_order(case: str) -> None:
    texts = TOLD_APART[case]
    ledger = Ledger()
    before = {w.byline: w.key for w in resolved("".join(texts), ledger=ledger).works}
    titles = {w.title: w.key for w in resolved("".join(texts), ledger=ledger).works}
    after = resolved("".join(reversed(texts)), ledger=ledger).works
    if len(before) == len(texts):
        assert {work.byline: work.key for work in after} == before
    elif len(titles) == len(texts):
        assert {work.title: work.key for work in after} == titles
    else:
        assert {work.key for work in after} == {f"arxiv-{work.identifiers.arxiv}" for work in after}


def test_papers_that_differ_conform_to_the_shapes() -> None:
    text = "# Papers\n\n" + "".join(piece for texts in TOLD_APART.values() for piece in texts)
    assert violations_of(list(graphs_of(resolved(text), Iris()))) == []


def test_a_title_without_authors_joins_the_one_that_has_them() -> None:
    bare = "**A title** \\\n[[paper](https://x.org/p)]\n\n"
    found = work(entry("A title", authors="Ada One"), bare)
    assert found.byline == "Ada One"


def test_the_fullest_author_list_is_taken() -> None:
    found = work(
        entry("A title", authors="Ada One et al."), entry("A title", authors="Ada One, Ben Two")
    )
    assert (found.author_count, found.byline) == (2, "Ada One, Ben Two")


def test_authors_cut_short_are_not_counted() -> None:
    found = work(entry("A title", authors="Ada One et al."))
    assert (found.author_count, found.byline) == (None, "Ada One et al.")
    assert len(found.authorships) == 1


def test_names_that_differ_in_accents_and_case_are_one_author() -> None:
    found = resolved(
        entry("One", authors="Fernando Pérez-García"), entry("Two", authors="Fernando Perez-Garcia")
    )
    assert [author.key for author in found.authors] == ["fernando-perez-garcia"]


def test_two_names_in_one_transliteration_stay_two_authors() -> None:
    found = resolved(entry("One", authors="王伟"), entry("Two", authors="王玮"))
    assert len({author.key for author in found.authors if not author.persons}) == 2


def test_code_that_is_no_repository_is_a_page() -> None:
    found = work(
        "**A title** \\\n*Ada One* \\\n"
        "[[code](https://aka.ms/maira)] [[code](https://github.com/A/B)]"
    )
    assert (found.repositories, found.code_pages) == (
        ("github.com--a--b",),
        ("https://aka.ms/maira",),
    )


def test_two_repositories_in_one_spelling_of_the_key_stay_two() -> None:
    found = resolved(
        entry("One", "https://github.com/a/b.js") + entry("Two", "https://github.com/a/b-js")
    )
    assert {repository.url for repository in found.repositories} == {
        "https://github.com/a/b-js",
        "https://github.com/a/b.js",
    }


def test_only_task_headings_give_tasks_and_an_empty_one_gives_one_too() -> None:
    body = entry("A title", ARXIV)
    found = resolved(
        f"# List\n\n## Survey\n\n{body}\n## Grounding\n\n### 2023\n\n{body}\n## Empty\n"
    )
    assert [task.key for task in found.tasks] == ["empty", "grounding"]
    (only,) = found.works
    assert (only.tasks, only.kind) == (("grounding",), PaperKind.REVIEW)


def test_the_order_of_lists_makes_no_difference() -> None:
    one, two = listed(entry("One", ARXIV), "a"), listed(entry("Two", OTHER_ARXIV), "b")
    forth, back = Ledger(), Ledger()
    assert resolve([one, two], forth) == resolve([two, one], back)
    assert forth.rows() == back.rows()


def test_a_paper_keeps_its_key_when_a_better_identifier_turns_up() -> None:
    ledger = Ledger()
    (before,) = resolved(entry("A title"), ledger=ledger).works
    (after,) = resolved(entry("A title", ARXIV), ledger=ledger).works
    assert before.key == after.key
    assert before.key.startswith("title-a-title-")


def test_a_key_that_another_thing_has_gets_a_hash() -> None:
    ledger = Ledger([("author", "name:wang wei", "wang-wei")])
    assert ledger.pin("author", ["name:王伟"], lambda: "wang-wei").startswith("wang-wei-")


def test_a_ledger_reads_back_what_it_wrote(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.pin("paper", ["arxiv:2105.11333", "title:x"], lambda: "arxiv-2105.11333")
    file = tmp_path / "ids.tsv"
    file.write_text(ledger_text(ledger), encoding="utf-8")
    assert read_ledger(file).rows() == ledger.rows()
    assert read_ledger(tmp_path / "missing").rows() == []


@pytest.mark.parametrize("line", [b"broken", b"paper\tx\ta b", b"paper\tx\t<y>", b"caf\xe9"])
def test_a_damaged_ledger_is_named(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "ids.tsv"
    file.write_bytes(b"paper\tx\ty\n" + line + b"\n")
    with pytest.raises(StoreError, match=r"ids\.tsv"):
        read_ledger(file)


@pytest.mark.parametrize(
    ("words", "same"), [("one two six seven", False), ("one two three six", True)]
)
def test_titles_over_one_link_are_alike_from_half_their_words(words: str, same: bool) -> None:  # noqa: FBT001
    text = entry("One two three four", ARXIV) + entry(words, ARXIV)
    assert (len(resolved(text).works) == 1) is same


@pytest.mark.parametrize(
    ("identifier", "year"), [("2105.11333", 2021), ("0704.0001", 2007), ("hep-th/9201001", 1992)]
)
def test_an_arxiv_identifier_tells_the_year_of_its_first_version(
    identifier: str, year: int
) -> None:
    assert arxiv_year(identifier) == year


def test_the_year_most_entries_give_wins_and_the_later_of_two() -> None:
    assert most_claimed([2021, 2022, 2021, None]) == 2021
    assert most_claimed([2021, 2022]) == 2022
    assert most_claimed([None]) is None


def test_keys_hold_letters_digits_and_hyphens_only() -> None:
    assert slug_of("Ålesund & Ω!") == "alesund-o"
    assert slug_of("!!!").startswith("x-")
    assert paper_keys(Identifiers(arxiv="cs/0112017"), "x")[0] == "arxiv-cs-0112017"
    (long,) = paper_keys(Identifiers(), "a" * 200)
    assert re.fullmatch(r"title-a{60}-[0-9a-f]{6}", long)


def test_the_shipped_list_becomes_what_it_says(seed_list: Path) -> None:
    found = resolve([listed(seed_list.read_text(encoding="utf-8"))], Ledger())
    assert (len(found.works), len(found.authors)) == (13, 81)
    assert [venue.label for venue in found.venues] == [
        "ACM MM", "arXiv", "ICCV", "ISBI", "JBHI", "KDD", "MICCAI", "NeurIPS",
    ]  # fmt: skip
    assert len(found.tasks) == len(found.repositories) == 5
    assert sum(work.kind is PaperKind.REVIEW for work in found.works) == 3
    assert sum(len(work.realizations) == 2 for work in found.works) == 3
    assert [url for work in found.works for url in work.code_pages] == [
        "https://aka.ms/maira",
        "https://www.med-vqa.com/slake/",
        "https://ieeexplore.ieee.org/abstract/document/10182304/",
    ]
