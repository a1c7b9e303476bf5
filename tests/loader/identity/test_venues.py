"""Identity of venues: every spelling of one is one series, and each step says why."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

from loader.fields.venues import VenueKind
from loader.identity import resolve
from loader.identity.corrections import NO_CORRECTIONS, Corrections, read_corrections
from loader.identity.decisions import Verdict
from loader.identity.ledger import Ledger
from loader.identity.things import Resolved
from loader.mapping import graphs_of
from loader.reading import read
from loader.records import ListSnapshot, ReadingList
from loader.validation import violations_of
from ontology import BIBO, RDF, SCHEMA
from ontology.iris import Iris
from server.cli import main

IRIS = Iris()


def listed(*venues: str, key: str = "list") -> ReadingList:
    """A list of papers that differ, each of which appeared at one of some venues."""
    names = itertools.product(("Widget", "Gizmo", "Sprocket", "Gadget"), ("Nets", "Trees", "Maps"))
    text = "".join(
        f"- [A theory of {' '.join(name)}](https://x.org/{n}.pdf), Ada One. *{venue}*\n"
        for n, (venue, name) in enumerate(zip(venues, names, strict=False))
    )
    found = read(ListSnapshot(key=key, source=f"{key}.md", content="0" * 64), text)
    assert [each.venue_as_listed for each in found.entries] == list(venues)
    return found


def resolved(
    *venues: str, corrections: Corrections = NO_CORRECTIONS, ledger: Ledger | None = None
) -> Resolved:
    return resolve([listed(*venues)], ledger if ledger is not None else Ledger(), corrections)


def series(found: Resolved) -> list[str | None]:
    """Key of the venue of each entry, in the list's order."""
    return [found.entries["list", entry].venue for entry in found.lists[0].entries]


@pytest.mark.parametrize(
    ("venues", "key"),
    [
        (
            ("NeurIPS 2019", "NIPS 2016", "Advances in Neural Information Processing Systems"),
            "neurips",
        ),
        (("ECML PKDD 2019", "ECML 2013", "ECML/PKDD'08"), "ecml-pkdd"),
        (("Nature Communications 2020", "Nat. Commun. 2021"), "nature-communications"),
        (("CVPRW 2020", "CVPR Workshop 2021"), "cvpr-workshop"),
        (("MICCAI 2020", "MICCAI'19", "MICCAAI 2022"), "miccai"),
        (("INTERSPEECH 2019", "Eurospeech 2003"), "interspeech"),
    ],
)
def test_all_spellings_of_a_venue_are_one_series(venues: tuple[str, ...], key: str) -> None:
    found = resolved(*venues)
    assert set(series(found)) == {key}
    assert [each.key for each in found.venues if each.kind is not VenueKind.REPOSITORY][:1]


def test_each_spelling_that_is_not_the_venues_own_name_says_why_it_is_taken_for_it() -> None:
    found = resolved("NeurIPS 2019", "NIPS 2016", "NeruIPS 2021", "ECML 2013", "ICML 2019 WS")
    told = {(d.rule, d.key, d.between) for d in found.decisions if d.kind == "venue"}
    assert told == {
        ("known-spelling", "neurips", ("NIPS", "NeurIPS")),
        ("misspelt-venue", "neurips", ("NeruIPS", "NeurIPS")),
        ("part-of-series", "ecml-pkdd", ("ECML", "ECML PKDD")),
        ("workshops-of-host", "icml-workshop", ("ICML WS", "ICML Workshop")),
    }
    assert all(d.verdict is Verdict.SAME for d in found.decisions if d.kind == "venue")


def test_a_venue_by_its_own_name_needs_no_decision() -> None:
    found = resolved("NeurIPS 2019", "neurips'20", "Widgets 2030")
    assert [d for d in found.decisions if d.kind == "venue"] == []


def test_the_order_of_lists_changes_no_key() -> None:
    lists = [
        listed("NIPS 2016", "Widgets 2030", key="a"),
        listed("WIDGETS 2031", "ICML 2020", key="b"),
    ]
    one, other = (resolve(each, Ledger()) for each in (lists, lists[::-1]))
    assert (one.venues, one.editions, one.decisions) == (
        other.venues,
        other.editions,
        other.decisions,
    )
    assert [each.key for each in one.venues] == ["icml", "neurips", "widgets"]


def test_a_workshops_edition_is_held_at_that_of_its_host() -> None:
    found = resolved("ICML 2020 Workshop on Widgets", "MLMI 2021")
    editions = {each.key: each for each in found.editions}
    assert set(editions) == {"icml-workshop-2020", "icml-2020", "mlmi-2021", "miccai-2021"}
    assert editions["icml-workshop-2020"].within == ("icml-2020",)
    assert editions["mlmi-2021"].within == ("miccai-2021",)
    store = Store()
    store.extend(graphs_of(found, IRIS))
    edition = IRIS.venue("icml-workshop-2020")
    above = {q.object for q in store.quads_for_pattern(edition, SCHEMA.superEvent, None)}
    assert above == {IRIS.venue("icml-workshop"), IRIS.venue("icml-2020")}
    kinds = {q.object for q in store.quads_for_pattern(edition, RDF.type, None)}
    assert kinds == {SCHEMA.Event, BIBO.Workshop}


def test_an_edition_stays_while_an_entry_names_it_though_others_of_the_paper_name_another() -> None:
    ledger = Ledger()
    lists = [
        read(
            ListSnapshot(key=key, source=f"{key}.md", content="0" * 64),
            f"- [A theory of Widgets](https://x.org/1.pdf), Ada Onesky. *{venue}*\n",
        )
        for key, venue in (("a", "CVPR 2021"), ("b", "NeurIPS 2022"), ("c", "NeurIPS 2022"))
    ]
    assert [each.key for each in resolve(lists[:1], ledger).editions] == ["cvpr-2021"]
    found = resolve(lists, ledger)
    assert [each.edition for work in found.works for each in work.realizations] == ["neurips-2022"]
    assert [each.key for each in found.editions] == ["cvpr-2021", "neurips-2022"]


def test_what_grew_out_of_a_workshop_has_editions_of_both_kinds() -> None:
    found = resolved("ML4H 2018", "ML4H 2021")
    assert [(e.key, e.kind.value) for e in found.editions] == [
        ("ml4h-2018", "workshop"),
        ("ml4h-2021", "conference"),
    ]


def test_a_joint_event_is_of_each_series() -> None:
    found = resolved("LREC-COLING 2024")
    (edition,) = found.editions
    assert (edition.series, edition.within) == ("lrec-coling", ("coling", "lrec"))


def test_events_in_one_another_conform_to_the_shapes() -> None:
    found = resolved(
        "ICML 2020 Workshop on Widgets", "LREC-COLING 2024", "Symposium on Widgets 2030"
    )
    assert violations_of(list(graphs_of(found, IRIS))) == []


@pytest.mark.parametrize("text", ["OpenAI", "PhD thesis, 2018", "Google AI Blog, 2020"])
def test_what_is_no_venue_makes_no_venue_and_no_version(text: str) -> None:
    found = resolve([listed("ICML 2020", key="a"), *_beside(text)], Ledger())
    assert [each.key for each in found.venues] == ["icml"]
    (work,) = (work for work in found.works if "Bolts" in work.title)
    assert work.realizations == ()


def _beside(text: str) -> list[ReadingList]:
    line = f"`{text}` **A theory of Bolts** \\\n*Ada One* \\\n[[paper](https://x.org/b.pdf)]\n"
    return [read(ListSnapshot(key="b", source="b.md", content="0" * 64), line)]


def test_under_review_is_a_preprint_of_no_venue() -> None:
    (found,) = (resolve(_beside("Preprint, May 2023"), Ledger()),)
    (work,) = found.works
    assert [(v.version.value, v.venue, v.year) for v in work.realizations] == [
        ("preprint", None, 2023)
    ]
    assert found.venues == ()


def test_a_venue_that_the_table_lacks_is_what_it_calls_itself() -> None:
    found = resolved("Journal of Widgets 2030", "Symposium on Widgets 2031")
    assert {each.label: each.kind for each in found.venues} == {
        "Journal of Widgets": VenueKind.JOURNAL,
        "Symposium on Widgets": VenueKind.CONFERENCE,
    }
    assert [each.key for each in found.editions] == ["symposium-on-widgets-2031"]


def test_of_venues_that_lists_disagree_on_the_known_and_the_commoner_is_taken() -> None:
    line = "`{}` **A theory of Bolts** \\\n*Ada One* \\\n[[paper](https://x.org/b.pdf)]\n"
    said = ("Bolts Day 2019", "ICML 2020", "ICLR 2020", "ICLR 2020")
    lists = [
        read(ListSnapshot(key=f"l{n}", source="l.md", content="0" * 64), line.format(each))
        for n, each in enumerate(said)
    ]
    (work,) = resolve(lists, Ledger()).works
    assert (work.venue, work.year) == ("iclr", 2020)


def corrected(folder: Path, text: str) -> Corrections:
    file = folder / "corrections.toml"
    file.write_text(text, encoding="utf-8")
    return read_corrections(file)


def test_venues_that_people_say_are_one_are_one_and_say_why(tmp_path: Path) -> None:
    corrections = corrected(
        tmp_path,
        """
[[same]]
kind = "venue"
things = ["label:WIDG", "label:WD"]
reason = "The acronym is on their page."
""",
    )
    found = resolved("WIDG 2030", "WD 2031", corrections=corrections)
    assert len(set(series(found))) == 1
    assert found.unmatched == ()
    told = [d for d in found.decisions if d.kind == "venue"]
    assert [(d.rule, d.evidence) for d in told] == [("correction", "The acronym is on their page.")]


def test_a_spelling_that_people_part_from_a_venue_is_what_is_written(tmp_path: Path) -> None:
    corrections = corrected(
        tmp_path,
        """
[[different]]
kind = "venue"
things = ["label:NeruIPS", "venue/neurips"]
reason = "A workshop on nerds."
""",
    )
    ledger = Ledger()
    names = ("NeurIPS 2019", "NeruIPS 2020", "NIPS 2016")
    assert series(resolved(*names, ledger=ledger)) == ["neurips"] * 3
    found = resolved(*names, corrections=corrections, ledger=ledger)
    assert series(found) == ["neurips", "neruips", "neurips"]
    assert series(resolved(*names, ledger=ledger)) == ["neurips"] * 3


def test_what_lists_write_is_read_as_people_say(tmp_path: Path) -> None:
    corrections = corrected(
        tmp_path,
        """
[[rename]]
kind = "venue"
from = "Conf. on Widgts"
to = "ICML"
reason = "A misprint."

[[rename]]
kind = "venue"
from = "Nothing at all"
to = "ICML"
reason = "A misprint."
""",
    )
    found = resolved("Conf. on Widgts 2030", "ICML 2020", corrections=corrections)
    assert series(found) == ["icml", "icml"]
    assert [each.key for each in found.editions] == ["icml-2020", "icml-2030"]
    assert [line.split(":")[0] for line in found.unmatched] == ["[[rename]] Nothing at all"]
    assert [d.between for d in found.decisions if d.kind == "venue"] == [
        ("Conf. on Widgts", "ICML")
    ]


def test_a_build_names_misspelt_and_unknown_venues(tmp_path: Path) -> None:
    file = tmp_path / "some.md"
    file.write_text(
        "- [A theory of Bolts](https://x.org/1.pdf), Ada One. *NeruIPS 2020*\n"
        "- [A theory of Nuts](https://x.org/2.pdf), Ada One. *NeruIPS 2021*\n"
        "- [A theory of Screws](https://x.org/3.pdf), Ada One.\n  *Widgets 2021*\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(main, ["build", str(file), "--store", str(tmp_path / "store")])
    assert done.exit_code == 0, done.output
    assert f"  {file}:1: venue misspelt: NeruIPS, read as NeurIPS (and 1 more)\n" in done.output
    assert f"  {file}:4: venue not in data/venues.toml: Widgets\n" in done.output
    told = CliRunner().invoke(
        main, ["explain", "venue/neurips", "--store", str(tmp_path / "store")]
    )
    assert (
        "same, by misspelt-venue: No venue is known as NeruIPS; NeurIPS is spelt alike."
        in told.output
    )
