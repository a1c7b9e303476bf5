"""What a text means that stands where a venue stands: known, misspelt, unknown, or no venue."""

from __future__ import annotations

import pytest

from loader.fields.iso4 import abbreviated
from loader.fields.venue_forms import kind_by_form
from loader.fields.venue_meaning import meaning_of
from loader.fields.venues import VenueKind, names_venue, read_venue, venues
from loader.tables import table


@pytest.mark.parametrize(
    ("text", "acronym", "kind", "year"),
    [
        ("ACM Comput. Surv. 2023", "CSUR", "journal", 2023),
        ("Nat Commun 13, 7151 (2022)", "Nat. Commun.", "journal", 2022),
        ("ACS Synthetic Biology, July 2020", "ACS Synth. Biol.", "journal", 2020),
        ("IEEE Trans. Pattern Anal. Mach. Intell. 2020", "TPAMI", "journal", 2020),
        ("Frontiers Big Data 2021", "Front. Big Data", "journal", 2021),
        ("S&P 2015", "IEEE S&P", "conference", 2015),
        ("IEEE/ACM TASLP 2019", "TASLP", "journal", 2019),
        ("AAAI/ACM AIES 2021", "AIES", "conference", 2021),
        ("EUROSPEECH 2003", "INTERSPEECH", "conference", 2003),
        ("NIPS 2017", "NeurIPS", "conference", 2017),
        ("ECML, 2013", "ECML PKDD", "conference", 2013),
        ("ICSE 2021 SEIP", "ICSE", "conference", 2021),
        ("NeurIPS 2022 Datasets and Benchmarks Track", "NeurIPS", "conference", 2022),
        ("EMNLP'20 Findings", "Findings of EMNLP", "conference", 2020),
        ("Transactions on Machine Learning Research, 2023", "TMLR", "journal", 2023),
        ("Cryptology ePrint Archive 2018", "IACR ePrint", "repository", 2018),
    ],
)
def test_a_known_venue_has_the_short_form_that_references_use(
    text: str, acronym: str, kind: str, year: int
) -> None:
    found = meaning_of(text)
    assert (found.acronym, str(found.kind), found.year) == (acronym, kind, year)
    assert not found.misspelt


@pytest.mark.parametrize(
    ("text", "acronym", "year"),
    [
        ("CVPRW, 2022", "CVPR Workshop", 2022),
        ("ICLR 2022 Workshop (Oral)", "ICLR Workshop", 2022),
        ("CCS Workshop", "CCS Workshop", None),
        ("IEEE S&P Workshop", "IEEE S&P Workshop", None),
        ("IEEE Conf. on Computer Vision and Pattern Recognition Workshops", "CVPR Workshop", None),
        ("GenBio@ICML23", "ICML Workshop", 2023),
        ("AAMAS's workshop LAMAS, 2005", "AAMAS Workshop", 2005),
        ("Workshop on Widget Learning, NeurIPS 2021", "NeurIPS Workshop", 2021),
        ("Proceedings of the Widgets workshop at AAMAS, 2016", "AAMAS Workshop", 2016),
        ("MICCAI@ML-CDS 2024", "ML-CDS", 2024),
        ("BioNLP@ACL 2021", "BioNLP", 2021),
        ("MLMIW 2023", "MLMI", 2023),
        ("MLGWorkShop 2019", "MLG", 2019),
        ("SPW 2018", "IEEE SPW", 2018),
    ],
)
def test_a_workshop_is_one_of_the_table_or_one_of_its_host(
    text: str, acronym: str, year: int | None
) -> None:
    found = meaning_of(text)
    assert (found.acronym, found.kind, found.year) == (acronym, VenueKind.WORKSHOP, year)


@pytest.mark.parametrize(
    "text",
    [
        "IEEE Spoken Language Technology Workshop, 2018",
        "IEEE Workshop on Applications of Computer Vision 2011",
        "IEEE Automatic Speech Recognition and Understanding Workshop",
    ],
)
def test_an_event_of_its_own_that_is_called_a_workshop_is_a_conference(text: str) -> None:
    assert meaning_of(text).kind is VenueKind.CONFERENCE


def test_what_grew_out_of_a_workshop_was_one() -> None:
    assert meaning_of("ML4H 2018").kind is VenueKind.WORKSHOP
    assert meaning_of("ML4H 2021").kind is VenueKind.CONFERENCE
    assert meaning_of("NeurIPS ML4H").kind is VenueKind.WORKSHOP


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NeruIPS 2023", "NeurIPS"),
        ("NeuIPS, 2018", "NeurIPS"),
        ("Pattern Recogniton 2020", "Pattern Recognition"),
        ("CPVR'23", "CVPR"),
        ("Arixv 2023", "arXiv"),
        ("SIGMOID 2012", "SIGMOD"),
        ("Nature Communication 2023", "Nature Communications"),
        ("Nacture Communications 2022", "Nature Communications"),
        ("Scientific Report 2017", "Scientific Reports"),
        ("IEEE Transaction on Medical Imaging", "TMI"),
    ],
)
def test_a_misspelt_venue_is_read_as_what_was_meant_and_says_so(text: str, meant: str) -> None:
    found = meaning_of(text)
    assert found.venue is not None
    assert (found.venue.acronym, found.misspelt) == (meant, True)


@pytest.mark.parametrize(
    "text",
    [
        "Annals of Botany 2020",
        "IJSX 2023",
        "TVJC 2020",
        "ICNA 2016",
        "Journal of Nowhere 2022",
        "WACW, 2023",
    ],
)
def test_another_venue_is_no_slip_for_one_that_is_near(text: str) -> None:
    found = meaning_of(text)
    assert found.venue is None
    assert found.label == text.removesuffix(text[-5:]).strip(" ,")


@pytest.mark.parametrize(
    "text",
    [
        "Preprint, December 2022",
        "Under review",
        "OpenAI",
        "DeepSeek",
        "UC Berkeley",
        "technical report",
        "PhD thesis, 2018",
        "Ph.D. dissertation, Some University",
        "Google AI Blog, 2020",
        "Medium post",
        "GitHub (2022)",
        "Python",
        "ScienceQA",
        "PASCAL VOC",
        "code",
        "SPIRAL++",
        "May, 2023",
        "2023",
        "Summer 2021",
        "MIT Press, 2016",
    ],
)
def test_a_status_a_sort_of_work_an_organisation_or_a_date_is_no_venue(text: str) -> None:
    found = meaning_of(text)
    assert (found.kind, found.acronym) == (VenueKind.NOT_A_VENUE, None)


@pytest.mark.parametrize(
    ("text", "acronym", "kind"),
    [
        ("WIDGETS 2030", "WIDGETS", None),
        ("Journal of Widgets 12 (2030)", "J. Widgets", "journal"),
        ("J. Widg. Res. 2030", "J. Widg. Res.", "journal"),
        ("Widg. Math. Found. 2030", "Widg. Math. Found.", "journal"),
        ("Frontiers in Widgets 2030", "Front. Widgets", "journal"),
        ("3rd International Conference on Widgets, 2030", None, "conference"),
        ("Workshop on Widgets 2030", "Workshop on Widgets", "workshop"),
        ("", None, None),
    ],
)
def test_what_the_table_lacks_stays_as_written_with_the_kind_that_it_calls_itself(
    text: str, acronym: str | None, kind: str | None
) -> None:
    found = meaning_of(text)
    assert found.venue is None
    assert (found.kind and str(found.kind)) == kind
    assert acronym is None or found.acronym == acronym


@pytest.mark.parametrize("text", ["Algorithms", "Virtual Reality", "Language and Speech"])
def test_a_topic_is_a_venue_only_where_one_is_expected(text: str) -> None:
    found = meaning_of(text).venue
    assert found is not None
    assert found.acronym == text
    assert read_venue(text).venue is None
    assert not names_venue(f"{text} 2020")


def test_what_a_venue_refers_to_is_in_the_table() -> None:
    """The host of a workshop, the series of a joint event, and what a series became part of."""
    for venue in set(venues().values()):
        for acronym in filter(None, (venue.host, venue.into, *venue.joins)):
            assert venues().by_acronym(acronym).acronym == acronym


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Nature Machine Intelligence", "Nat. Mach. Intell."),
        ("Current Opinion in Structural Biology", "Curr. Opin. Struct. Biol."),
        ("Computer Speech & Language", "Comput. Speech Lang."),
        ("ACS Synthetic Biology", "ACS Synth. Biol."),
        ("NAR Genomics and Bioinformatics", "NAR Genom. Bioinform."),
        ("BioDesign Research", "BioDesign Res."),
        ("International Journal of Human-Computer Studies", "Int. J. Hum.-Comput. Stud."),
        ("Biochemistry", "Biochemistry"),
        ("", ""),
    ],
)
def test_a_title_is_abbreviated_as_iso_4_says(title: str, short: str) -> None:
    assert abbreviated(title) == short


def test_every_journal_is_known_by_its_abbreviation() -> None:
    """What Curagraph prints it can read."""
    journals = {v for v in venues().values() if v.kind is VenueKind.JOURNAL}
    read = {v.acronym for v in journals if meaning_of(f"{v.abbreviation} 2020").venue is v}
    assert {v.acronym for v in journals} == read


def test_words_are_abbreviated_in_order_and_never_by_something_longer() -> None:
    found = table("iso4")["abbreviations"]
    assert list(found) == sorted(found)
    assert all(short == short.lower() for short in found.values())


@pytest.mark.parametrize("name", ["Nothing", "Widgets 2030", " ".join(["Journal of"] * 20)])
def test_a_name_of_no_form_has_no_kind(name: str) -> None:
    assert kind_by_form(name) is None
