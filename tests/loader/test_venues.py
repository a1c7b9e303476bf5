"""Venues: what texts mean, whether they name one, and where one stands in a text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.fields.venues import (
    VenueKind,
    find_venue,
    names_venue,
    nearest,
    read_venue,
    venues,
)
from loader.tables import shipped
from tests.limits import at_most


@pytest.mark.parametrize(
    ("text", "label", "year"),
    [
        ("arXiv 2023", "arXiv", 2023),
        ("[CVPR 2024]", "CVPR", 2024),
        ("【CVPR 2024】", "CVPR", 2024),
        ("IEEE JBHI 2022", "JBHI", 2022),
        ("ACM MM 2020", "ACM MM", 2020),
        ("ACMMM'21", "ACM MM", 2021),
        ("NIPS 2017", "NeurIPS", 2017),
        ("WSDM '25", "WSDM", 2025),
        ("EACL'24'", "EACL", 2024),
        ("MLSys' 26", "MLSys", 2026),
        ("AAAI-22", "AAAI", 2022),
        ("CVPR19", "CVPR", 2019),
        ("2019 CVPR", "CVPR", 2019),
        ("2022-05, ACL 23", "ACL", 2023),
        ("USENIX Security2019", "USENIX Security", 2019),
        ("USENIX SEC'22", "USENIX Security", 2022),
        ("IEEE TNN 1999", "TNN", 1999),
        ("NAACL-HLT 2019", "NAACL", 2019),
        ("ACL-IJCNLP", "ACL", None),
        ("COLING/ACL", "COLING/ACL", None),
        ("CVPR-W 2020", "CVPRW", 2020),
        ("CVPR_W 2020", "CVPRW", 2020),
        ("BioNLP Workshop 2023", "BioNLP Workshop", 2023),
        ("Best Paper Award @ NeurIPS ML Safety Workshop 2022", "NeurIPS ML Safety Workshop", 2022),
        ("SIGGRAPH Asia 2023 & TOG", "SIGGRAPH Asia", 2023),
        ("Book, 2016", None, 2016),
        ("Unpublished yet", None, None),
        ("CoRR, abs/1510.00149", "arXiv", None),
        ("cs.CV", None, None),
    ],
)
def test_an_acronym_means_its_venue_however_the_year_is_set(
    text: str, label: str | None, year: int | None
) -> None:
    found = read_venue(text)
    assert (found.label, found.year) == (label, year)
    assert (found.venue is None) == (label is None)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition", "CVPR"),
        (
            "In Proc. of the 2015 Conference on Empirical Methods in Natural Language Processing",
            "EMNLP",
        ),
        ("Advances in neural information processing systems. 2012", "NeurIPS"),
        (
            "24th ACM SIGKDD International Conference on Knowledge Discovery and Data mining (KDD)",
            "KDD",
        ),
        ("Proceedings of the Third Conference on Machine Translation: Research Papers", "WMT"),
        ("IEEE Trans. Pattern Anal. Mach. Intell. 2022", "TPAMI"),
        ("J. Chem. Inf. Model. 2024", "JCIM"),
        ("Nat Biotechnol (2025)", "Nature Biotechnology"),
        ("Proc. Natl. Acad. Sci.", "PNAS"),
        ("Proceedings of the IEEE 86.11 (1998)", "Proceedings of the IEEE"),
        ("Computers and Graphics 2023", "Computers & Graphics"),
    ],
)
def test_a_full_or_abbreviated_name_means_the_same_as_its_acronym(text: str, label: str) -> None:
    assert read_venue(text).label == label


@pytest.mark.parametrize(
    ("text", "label", "year"),
    [
        ("ICML (3) 28 (2013): 1139-1147", "ICML", 2013),
        ("ICML. Vol. 14. 2014", "ICML", 2014),
        ("Nature 521.7553 (2015): 436-444", "Nature", 2015),
        ("Science386,439-445(2024)", "Science", 2024),
        ("Nat Commun 13, 7151 (2022)", "Nature Communications", 2022),
        ("Bioinformatics (2024): btae618", "Bioinformatics", 2024),
        ("IEEE Transactions on Neural Networks 20.1 (2009): 61-80", "TNN", 2009),
        ("arXiv preprint arXiv:1312.5602 (2013)", "arXiv", 2013),
        ("NeurIPS'24 D&B", "NeurIPS", 2024),
        ("NeurIPS 2023 Datasets and Benchmarks Track", "NeurIPS", 2023),
        ("CVPR 2021 (Oral)", "CVPR", 2021),
        ("ICCV 2019 **[Best paper]**", "ICCV", 2019),
        ("Accepted to ICLR 2024", "ICLR", 2024),
        ("2013 IEEE international conference on acoustics, speech and signal processing. IEEE",
         "ICASSP", 2013),
        ("Mabs. Vol. 14. No. 1. Taylor & Francis, 2022", "mAbs", 2022),
        ("Widget Lectures on Things, Morgan & Claypool Publishers, 2020",
         "Widget Lectures on Things", 2020),
    ],
)  # fmt: skip
def test_volume_pages_track_award_and_publisher_are_no_part_of_a_venue(
    text: str, label: str, year: int
) -> None:
    found = read_venue(text)
    assert (found.label, found.year) == (label, year)


@pytest.mark.parametrize(
    ("text", "label", "year"),
    [
        ("arXiv:1509.02634 / ICCV 2015", "ICCV", 2015),
        ("May, 2025 | SIGGRAPH 2024", "SIGGRAPH", 2024),
        ("arXiv:1910.01348. ICCV 2019", "ICCV", 2019),
        ("TOG (SIGGRAPH Asia 2022)", "TOG", 2022),
        ("ICLR, Apr 2023", "ICLR", 2023),
    ],
)
def test_of_two_venues_the_published_one_wins_and_of_two_years_its_own(
    text: str, label: str, year: int
) -> None:
    found = read_venue(text)
    assert (found.label, found.year) == (label, year)


@pytest.mark.parametrize(
    ("text", "label", "series"),
    [
        ("ICLR Workshop 2018", "ICLR Workshop", "ICLR Workshop"),
        ("ICML 2018 Workshop", "ICML Workshop", "ICML Workshop"),
        ("NeurIPS'23_(Workshop)", "NeurIPS Workshop", "NeurIPS Workshop"),
        ("Workshop at NIPS 2016", "NeurIPS Workshop", "NeurIPS Workshop"),
        ("CVPRW, 2022", "CVPRW", "CVPR Workshop"),
        ("ICML Widgets Workshop 2023", "ICML Widgets Workshop", "ICML Workshop"),
        ("Widgets@NeurIPS2023 Spotlight", "Widgets@NeurIPS", "NeurIPS Workshop"),
    ],
)
def test_a_workshop_is_not_its_conference(text: str, label: str, series: str) -> None:
    found = read_venue(text)
    assert found.label == label
    assert found.venue is not None
    assert (found.venue.acronym, found.venue.kind) == (series, VenueKind.WORKSHOP)


@pytest.mark.parametrize(
    "text",
    [
        "Findings of EMNLP 2020",
        "EMNLP 2023 Findings",
        "EMNLP'23_(Findings)",
        "EMNLP 23 (findings)",
        "EMNLP-Findings",
        "Findings of the Association for Computational Linguistics: EMNLP 2023",
    ],
)
def test_findings_are_a_venue_of_their_own(text: str) -> None:
    found = read_venue(text)
    assert found.label == "Findings of EMNLP"
    assert found.venue is not None
    assert found.venue.acronym == "Findings of EMNLP"


@pytest.mark.parametrize(
    ("text", "label", "year"),
    [
        ("Some New Place 2030", "Some New Place", 2030),
        ("IEEE TXYZ 2021", "TXYZ", 2021),
        ("Journal of Odd Widgets 12.3 (2020): 1-9", "Journal of Odd Widgets", 2020),
        ("Widget Clinic Proceedings 2023", "Widget Clinic Proceedings", 2023),
        ("Nature Communication 2023", "Nature Communication", 2023),
        ("Oral", None, None),
        ("[May, 2023]", None, 2023),
        ("Technical Report, 2019", None, 2019),
        ("", None, None),
    ],
)
def test_what_no_table_knows_stays_as_it_is_written(
    text: str, label: str | None, year: int | None
) -> None:
    found = read_venue(text)
    assert (found.label, found.year, found.venue) == (label, year, None)


@pytest.mark.parametrize(
    "text",
    ["ICCV 2021", "NIPS", "Nature", "Nature Medicine", "Oct 2023", "2024.06.18", "CVPRW", "ICLR'24",
     "Proceedings of the 3rd Symposium on Widgets", "Neural Networks 2009", "arXiv:2312.07353",
     "IEEE Transactions on Widgets 2020", "CVPR 2021 (Oral)", "May, 2025 | CVPR 2025", "ACL 23",
     "Findings of EMNLP 2020", "International Conference on Widgets, 2019"],
)  # fmt: skip
def test_a_known_venue_a_telling_form_or_a_date_is_no_title(text: str) -> None:
    assert names_venue(text)


@pytest.mark.parametrize(
    "text",
    ["SDM: A Diffusion Model of Space", "CoRL: Clean Widgets", "Visual-CoT", "IF: 17.2",
     "Widgets revisited, NeurIPS 2020", "Widgets revisited | CVPR 2020",
     "TPAMI Top 50 Popular Papers", "Institute for Research in Widgets (IPCAI)", "bib",
     "Remote Sensing Dataset", "Pattern Recognition Survey", "NeurIPS (as told by one who saw it)",
     "Learning to Rank", "Neural Networks for Graphs", "Neural Networks", "Machine Learning",
     "Pattern Recognition", "Remote Sensing", "Models", "DATE", "Stanford", "Google", "Oral", "MM",
     "Slake: A Dataset", "Ada One, Ben Two", "May", "ImageNet", "Code", "GPT-4", "Brain", "12",
     "Cell segmentation, a survey", "Machine Learning in Medicine 2020: A View", "", "*",
     "Ma Lea", "Best Paper Award", "A Tale of Two Cities, NeurIPS and Its Discontents"],
)  # fmt: skip
def test_a_title_a_name_an_institution_or_a_topic_is_no_venue(text: str) -> None:
    assert not names_venue(text)


@pytest.mark.parametrize("text", ["Brain", "Machine Learning", "Cell", "DATE", "MM"])
def test_a_word_of_two_meanings_is_a_venue_for_sure_beside_a_year_only(text: str) -> None:
    assert read_venue(text).venue is not None
    assert not read_venue(text).sure
    assert read_venue(f"{text} 2020").sure
    assert read_venue(text.lower().swapcase() if text.isupper() else text).venue is not None


def test_an_ambiguous_acronym_in_small_letters_is_a_word() -> None:
    assert read_venue("date 2020").venue is None
    assert read_venue("fast").venue is None


@pytest.mark.parametrize(
    ("text", "part", "label", "year"),
    [
        ("A Title. Ada One, Ben Two. ICML 2019.", "ICML 2019.", "ICML", 2019),
        ("..., In: ECCV 2018 (Oral), pp. 3-19", "In: ECCV 2018 (Oral),", "ECCV", 2018),
        ("A. One. A Title. *NeurIPS 2022* [pdf]", "*NeurIPS 2022*", "NeurIPS", 2022),
        ("A title, A. One, arXiv, 2015. ", "arXiv, 2015.", "arXiv", 2015),
        ("A title. arXiv:1910.01348. ICCV 2019", "ICCV 2019", "ICCV", 2019),
        ('"A title." Neural Networks 61 (2015): 85-117.',
         "Neural Networks 61 (2015): 85-117.", "Neural Networks", 2015),
        ("One et al. IEEE Trans. Pattern Anal. Mach. Intell. 2022.",
         "IEEE Trans. Pattern Anal. Mach. Intell. 2022.", "TPAMI", 2022),
        ("A title. Advances in neural information processing systems. 2012.",
         "Advances in neural information processing systems. 2012.", "NeurIPS", 2012),
        ("[A title]. In *Proceedings of ACL 2002*. ([link])",
         "In *Proceedings of ACL 2002*.", "ACL", 2002),
        ("A title. arXiv preprint arXiv:1312.5602 (2013). [pdf]",
         "arXiv preprint arXiv:1312.5602 (2013).", "arXiv", 2013),
        ("A title, NIPS Widgets and Gadgets Workshop, 2015.",
         "NIPS Widgets and Gadgets Workshop, 2015.", "NeurIPS Widgets and Gadgets Workshop", 2015),
        ("A title | **[CVPR' 19]** | [pdf]", "**[CVPR' 19]**", "CVPR", 2019),
        ("A title. CVPR 2022 | [code]", "CVPR 2022", "CVPR", 2022),
        ("A title   ACL 2025 Findings    2024", "ACL 2025 Findings", "Findings of ACL", 2025),
        ("a title, CVPR Workshop 2019.", "CVPR Workshop 2019.", "CVPR Workshop", 2019),
    ],
)  # fmt: skip
def test_the_venue_of_running_text_is_found_with_its_year(
    text: str, part: str, label: str, year: int
) -> None:
    found = find_venue(text)
    assert found is not None
    assert text[found.start : found.end] == part
    assert (found.text.label, found.text.year) == (label, year)


@pytest.mark.parametrize(
    "text",
    ["The nature of science, by Ada One", "Winning the CVPR 2020 challenge with tricks",
     "Machine Learning, Tom Mitchell", "Learning from Structure: Models of Date, 2020",
     "What can ACL learn from speech?",
     "A curated list of research in machine learning systems.", "Images, I | T, I | T, V",
     "Backdoors in Medical Image Analysis.", "Attention to the brain", ""],
)  # fmt: skip
def test_words_within_a_title_are_no_venue(text: str) -> None:
    assert find_venue(text) is None


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("NeruIPS", "NeurIPS"),
        ("NeuIPS", "NeurIPS"),
        ("CPVR", "CVPR"),
        ("NACCL", "NAACL"),
        ("Nature Communication", "Nature Communications"),
        ("IEEE Transaction on Medical Imaging", "TMI"),
    ],
)
def test_a_slip_of_the_keys_is_near_to_what_was_meant(label: str, meant: str) -> None:
    found = nearest(label)
    assert found is not None
    assert found.acronym == meant


@pytest.mark.parametrize(
    "label",
    [
        "t-XNE",
        "BERT",
        "LoRA",
        "CIPR",
        "IIAI",
        "ECL",
        "ICXR",
        "CVPR",
        "Stanford",
        "Google",
        "ABC",
        "",
        "Nature",
        "GitHub",
        "XYZW",
    ],
)
def test_another_word_or_a_right_one_is_near_to_nothing(label: str) -> None:
    assert nearest(label) is None


def test_every_spelling_in_the_table_leads_to_its_venue() -> None:
    for venue in set(venues().values()):
        for spelling in (venue.acronym, venue.name, *venue.aliases):
            found = read_venue(spelling).venue or venues().topical(spelling)
            assert found is venue


def _groups() -> Iterator[list[str]]:
    """Acronyms of the table as they follow each other, group by group."""
    text = (shipped() / "venues.toml").read_text(encoding="utf-8")
    for group in text.split("\nvenue = [")[1].split("\n  # ")[1:]:
        rows = group.partition("\n")[2].rstrip().removesuffix("]")
        yield [row["acronym"] for row in tomllib.loads(f"venue = [{rows}]")["venue"]]


def test_the_table_is_in_order() -> None:
    groups = list(_groups())
    assert len(groups) > 1
    for group in groups:
        keys = ["".join(filter(str.isalnum, acronym)).casefold() for acronym in group]
        assert keys == sorted(keys)


_SPONSORS = st.sampled_from(("", "IEEE ", "ACM ", "IEEE/CVF ", "USENIX "))
_GENERIC = st.sampled_from(
    (
        *(
            "International",
            "Conference",
            "Proceedings",
            "Journal",
            "Workshop",
            "Annual",
            "National",
        ),
        *(
            "Symposium",
            "Transactions",
            "Letters",
            "Meeting",
            "European",
            "Joint",
            "World",
            "Papers",
        ),
        *("Int.", "Conf.", "Proc.", "J.", "Trans.", "Symp.", "Int", "Conf", "24th", "Third"),
        *("of", "the", "on", "in", "and", "for", "Track", "Volume", "Special", "Issue", "Lecture"),
    )
)


@given(_SPONSORS, st.lists(_GENERIC, min_size=1, max_size=7))
def test_words_said_of_every_venue_name_none(sponsor: str, generic: list[str]) -> None:
    text = sponsor + " ".join(generic)
    assert read_venue(text).venue is None
    assert find_venue(text) is None


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert read_venue(text).label != ""
    assert names_venue(text) in {True, False}
    found = find_venue(text)
    assert found is None or 0 <= found.start < found.end <= len(text)


@given(st.text(alphabet="CVPR ICML 2019 ()[]'.,:;|/-W@&", max_size=60))
def test_any_heap_of_acronyms_is_read_without_harm(text: str) -> None:
    label = read_venue(text).label
    assert label is None or label == label.strip() != ""


@pytest.mark.parametrize(
    "piece", ["(", "[", "1:", "1.", "a, ", "'", "Proc. ", "2019 ", "W", "&", "-"]
)
def test_a_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    with at_most(10):
        read_venue(text)
        names_venue(text)
        find_venue(text)
        nearest(text)


def test_a_hyphen_makes_no_words_of_an_acronyms_letters() -> None:
    """With "K-CAP" in the table a "K." is still the initial of a person."""
    assert venues().has_word("kcap")
    assert not venues().has_word("k")
    assert not venues().may_begin("K.")
