"""Years and dates, as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.fields.years import is_date, without_years, year_of


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("arXiv 2023", 2023),
        ("ICML'24", 2024),
        ("CVPR' 98", 1998),
        ("WSDM ’25", 2025),
        ("EACL'24'", 2024),
        ("CVPR19", 2019),
        ("AAAI-22", 2022),
        ("USENIX Security2019", 2019),
        ("2024-02-18", 2024),
        ("2024.06.18", 2024),
        ("2024.9", 2024),
        ("2022/10", 2022),
        ("18.06.2024", 2024),
        ("(Feb., 2025)", 2025),
        ("（**2024.06.18**）", 2024),
        ("18 Jul 2024", 2024),
        ("29th March, 2022", 2022),
        ("Sep'23", 2023),
        ("2023年5月18日", 2023),
        ("May, 2025 | SIGGRAPH 2024", 2024),
        ("arXiv:1910.01348. ICCV 2019", 2019),
        ("15.1 (2014): 1929-1958", 2014),
        ("2019-2020", 2020),
    ],
)
def test_a_year_is_read_off_words_and_dates(text: str, year: int) -> None:
    assert year_of(text) == year


@pytest.mark.parametrize(
    "text",
    [
        "arXiv:2312.07353",
        "arXiv:2005.12345v2",
        "abs/2010.00149",
        "https://example.org/2021/paper.pdf",
        "10.1000/j.2019.001",
        "pages 12023",
        "pp. 2001",
        "521.2020",
        "2048x2048",
        "a 1024×2048 image",
        "3456789",
        "MICCAI",
        "ResNet50",
        "1890",
    ],
)
def test_no_year_is_read_off_identifiers_addresses_pages_or_sizes(text: str) -> None:
    assert year_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2023",
        "'24",
        "Oct 2023",
        "[May, 2023]",
        "(**2024.06.18**)",
        "2024-02-18",
        "26th Jan., 2022",
        "8th, Nov. 2021",
        "12 Okt 2016",
        "Oct. 12",
        "Spring 2019",
        "Jan 2024 - Mar 2024",
        "2019–2020",
    ],
)
def test_a_date_is_a_date_however_it_is_written(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ICCV 2021",
        "May",
        "12",
        "2001: A Space Odyssey",
        "Before 2024",
        "2312.07353",
        "2024 " * 99,
    ],
)
def test_what_says_more_than_a_date_is_none(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ICLR, Apr 2023", "ICLR"),
        ("Mayo Clinic Proceedings 2023", "Mayo Clinic Proceedings"),
        ("KDD 2024-08-25", "KDD"),
        ("3DV 2020", "3DV"),
        ("18 Jul 2024", ""),
    ],
)
def test_a_date_is_taken_out_whole_and_nothing_else(text: str, rest: str) -> None:
    assert without_years(text) == rest


@given(st.text())
def test_what_is_left_without_years_states_none(text: str) -> None:
    assert year_of(without_years(text)) is None or year_of(text) is not None


@given(st.text(alphabet="0123456789-./' ()年月Janpp", max_size=80))
def test_any_heap_of_digits_is_read_without_harm(text: str) -> None:
    assert year_of(text) in {None, *range(1950, 2050)}
    assert is_date(text) in {True, False}
