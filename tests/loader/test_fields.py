"""Fields: what is read into a text, on lines as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.fields.authors import authors_of
from loader.fields.text import key_of, plain, title_of
from loader.fields.venues import VenueKind, read_venue, venues
from loader.fields.years import without_years, year_of


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Iryna Hartsock, Ghulam Rasool", ["Iryna Hartsock", "Ghulam Rasool"]),
        ("Disheng Liu,  Zhiming Cui", ["Disheng Liu", "Zhiming Cui"]),
        ("Xiang Wan & Tsung-Hui Chang", ["Xiang Wan", "Tsung-Hui Chang"]),
        ("Matthew P. Lungren, Serena Yeung * ", ["Matthew P. Lungren", "Serena Yeung"]),
        ("Ada One; Ben Two; Cy Three", ["Ada One", "Ben Two", "Cy Three"]),
        ("Ada One, Ben Two, and Cy Three.", ["Ada One", "Ben Two", "Cy Three"]),
        ("Ada One†, Ben Two1, Cy Three*", ["Ada One", "Ben Two", "Cy Three"]),
        ("Chen Wei、Li Na", ["Chen Wei", "Li Na"]),
        ("Alexander Sandy Anderson", ["Alexander Sandy Anderson"]),
        ("Daniel C", ["Daniel C"]),
        ("Daniel C.", ["Daniel C."]),
        ("Ada One, Jr., Ben Two III", ["Ada One Jr", "Ben Two III"]),
        ("Ada One, †, 1, 2*", ["Ada One"]),
    ],
)
def test_an_author_line_gives_its_names_in_order(line: str, names: list[str]) -> None:
    assert authors_of(line) == (tuple(names), False)


@pytest.mark.parametrize(
    "line", ["Ada One et al.", "Ada One, et al", "Ada One and others", "Ada One, ..."]
)
def test_names_cut_short_say_so(line: str) -> None:
    assert authors_of(line) == (("Ada One",), True)


@pytest.mark.parametrize("line", ["", " * ", "," * 40, "x" * 200, "123, 456", "!!!"])
def test_a_line_without_names_gives_none(line: str) -> None:
    assert authors_of(line) == (None, False)


@given(st.text(max_size=300))
def test_no_author_line_gives_an_empty_or_marked_name(line: str) -> None:
    names, _ = authors_of(line)
    for name in names or ():
        assert name == name.strip() != ""
        assert not set(name) & set("*†‡,;&")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("CLIP in Medical Imaging: A Comprehensive Survey", None),
        ("  Two  blanks\nand a line  ", "Two blanks and a line"),
        ("“Quoted title.”", "Quoted title"),
        ("Is attention enough?", None),
        ("It works!", None),
        ("A title.,", "A title"),
        ("Slake: ", "Slake"),
    ],
)
def test_a_title_is_kept_but_for_quotes_and_closing_stops(text: str, title: str | None) -> None:
    assert title_of(text) == (title if title is not None else text)


@given(st.text())
def test_a_title_read_twice_is_the_same(text: str) -> None:
    once = title_of(text)
    assert title_of(once) == once


@given(st.text())
def test_plain_text_is_one_line_without_hidden_characters(text: str) -> None:
    clean = plain(text)
    assert clean == clean.strip()
    assert not set(clean) & set("\n\r\t\0\u202e\u2066\u200b\ufeff")


def test_a_right_to_left_override_leaves_no_trace() -> None:
    assert plain("safe \u202egnp.exe") == "safe gnp.exe"


def test_titles_that_differ_in_case_accents_and_stops_compare_equal() -> None:
    assert key_of("Café: Déjà-vu.") == key_of("cafe deja vu")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("arXiv 2023", 2023),
        ("ICML'24", 2024),
        ("CVPR' 98", 1998),
        ("WSDM ’25", 2025),
        ("May, 2025 | SIGGRAPH 2024", 2024),
        ("arXiv:2312.07353", None),
        ("arXiv:1910.01348. ICCV 2019", 2019),
        ("abs/1510.00149", None),
        ("pages 12023", None),
        ("MICCAI", None),
    ],
)
def test_a_year_is_read_off_words_and_never_off_an_identifier(text: str, year: int | None) -> None:
    assert year_of(text) == year


@given(st.text())
def test_what_is_left_without_years_states_none(text: str) -> None:
    assert year_of(without_years(text)) is None or year_of(text) is not None


@pytest.mark.parametrize(
    ("text", "label", "year", "kind"),
    [
        ("arXiv 2023", "arXiv", 2023, VenueKind.REPOSITORY),
        ("IEEE JBHI 2022", "JBHI", 2022, VenueKind.JOURNAL),
        ("ACM MM 2020", "ACM MM", 2020, VenueKind.CONFERENCE),
        ("ACMMM'21", "ACM MM", 2021, VenueKind.CONFERENCE),
        ("NIPS 2017", "NeurIPS", 2017, VenueKind.CONFERENCE),
        ("[CVPR 2024]", "CVPR", 2024, VenueKind.CONFERENCE),
        ("Medical Image Analysis", "MedIA", None, VenueKind.JOURNAL),
        ("IEEE TNN 1999", "TNN", 1999, None),
        ("IEEE Intelligent Systems 2010", "IEEE Intelligent Systems", 2010, None),
        ("Some New Place 2030", "Some New Place", 2030, None),
    ],
)
def test_a_venue_text_means_its_venue_and_year(
    text: str, label: str, year: int | None, kind: VenueKind | None
) -> None:
    found = read_venue(text)
    assert (found.label, found.year) == (label, year)
    assert (found.venue.kind if found.venue else None) == kind


@pytest.mark.parametrize("text", ["2023", "Oct 2023", "[May, 2023]", "September 2023"])
def test_a_date_names_no_venue(text: str) -> None:
    assert (read_venue(text).label, read_venue(text).year) == (None, 2023)


def test_a_month_behind_a_venue_is_no_part_of_it() -> None:
    assert read_venue("ICLR, Apr 2023").label == "ICLR"
    assert read_venue("Mayo Clinic Proceedings 2023").label == "Mayo Clinic Proceedings"


def test_every_spelling_in_the_table_leads_to_one_venue() -> None:
    for spelling, venue in venues().items():
        assert read_venue(spelling).venue is venue
