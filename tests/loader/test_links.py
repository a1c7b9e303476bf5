"""Links: only what can be followed becomes a target, and its URL says what it is."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from loader.fields.links import arxiv_id_of, doi_of, kind_of, repository_of, target_of
from loader.records import LinkKind


@pytest.mark.parametrize(
    "href",
    [
        "https://arxiv.org/abs/2312.07353",
        "http://example.org:8080/a?b=c#d",
        "https://doi.org/10.1016/S0031-3203(02)00060-2",
        "docs/paper.pdf",
        "/bib/x.md",
    ],
)
def test_a_good_target_stays_as_it_is(href: str) -> None:
    assert target_of(href) == href


@pytest.mark.parametrize(
    "href",
    [
        "",
        "   ",
        "#survey",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:someone@example.org",
        "https://",
        "https:///path",
        "//host/path",
        "https://user:secret@example.org/",
        "https://example.org:port/",
        "https://exa mple.org/",
        "https://[::1/",
        "https://example.org/##",
        "https://" + "a" * 3000,
    ],
)
def test_what_cannot_be_followed_safely_is_no_target(href: str) -> None:
    assert target_of(href) is None


@pytest.mark.parametrize(
    ("href", "target"),
    [
        (" https://github.com/a/b ", "https://github.com/a/b"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://例え.jp/x", "https://xn--r8jz45g.jp/x"),
        ("https://example.org/100%", "https://example.org/100%25"),
    ],
)
def test_characters_that_no_url_may_hold_are_encoded(href: str, target: str) -> None:
    assert target_of(href) == target


@example("0##")
@given(st.one_of(st.text(), st.text().map("https://example.org/".__add__)))
def test_a_target_is_always_fit_for_the_graph(href: str) -> None:
    target = target_of(href)
    if target is not None and "://" in target:
        assert urlsplit(target).scheme in {"http", "https"}
    if target is not None:
        assert NamedNode("https://base.example/" + target)
        assert not set(target) & set('<>"{}|\\^` \n')


@pytest.mark.parametrize(
    ("label", "url", "kind"),
    [
        ("paper", "https://github.com/a/b", LinkKind.PAPER),
        ("[pdf]", "https://x.org", LinkKind.PAPER),
        ("code", "https://aka.ms/maira", LinkKind.CODE),
        ("PyTorch", "https://github.com/a/b", LinkKind.CODE),
        ("Project Page", "https://x.org", LinkKind.PROJECT),
        ("dataset", "https://x.org", LinkKind.DATASET),
        ("slides", "https://x.org", LinkKind.SLIDES),
        ("bibtex", "https://x.org", LinkKind.OTHER),
        ("", "https://github.com/a/b", LinkKind.CODE),
        ("", "https://arxiv.org/abs/2312.07353", LinkKind.PAPER),
        ("", "https://x.org/y.PDF", LinkKind.PAPER),
        ("", "https://youtu.be/x", LinkKind.VIDEO),
        ("", "https://lab.github.io/x", LinkKind.PROJECT),
        ("here", "https://x.org", LinkKind.OTHER),
    ],
)
def test_the_label_tells_the_kind_first_and_the_url_second(
    label: str, url: str, kind: LinkKind
) -> None:
    assert kind_of(label, url) is kind


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/marshuang80/gloria",
        "http://www.github.com/marshuang80/gloria/",
        "https://github.com/marshuang80/gloria.git",
        "https://github.com/marshuang80/gloria/tree/main",
        "https://github.com/marshuang80/gloria#readme",
    ],
)
def test_spellings_of_one_repository_are_one(url: str) -> None:
    found = repository_of(url)
    assert found is not None
    assert found.url == "https://github.com/marshuang80/gloria"


@pytest.mark.parametrize(
    "url",
    [
        "https://aka.ms/maira",
        "https://www.med-vqa.com/slake/",
        "https://ieeexplore.ieee.org/abstract/document/10182304/",
        "https://github.com/marshuang80",
        "https://github.com/topics/vqa",
        "https://github.com/a/b/tree/main/docs",
        "https://github.com/a/b/issues/1",
        "https://github.com/a%22b/c",
        "https://github.com.evil.example/a/b",
    ],
)
def test_a_page_is_no_repository(url: str) -> None:
    assert repository_of(url) is None


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://arxiv.org/abs/2312.07353", "2312.07353"),
        ("https://arxiv.org/pdf/2105.11333v2.pdf", "2105.11333"),
        ("http://www.arxiv.org/abs/cs/0112017v1", "cs/0112017"),
        ("https://doi.org/10.48550/arXiv.2010.16056", "2010.16056"),
        ("https://export.arxiv.org/abs/1509.02634", "1509.02634"),
        ("https://example.org/abs/2312.07353", None),
        ("https://fakearxiv.org/abs/2312.07353", None),
        ("https://arxiv.org/list/cs.CV/recent", None),
    ],
)
def test_an_arxiv_address_states_its_identifier_without_version(
    url: str, identifier: str | None
) -> None:
    assert arxiv_id_of(url) == identifier


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("https://doi.org/10.1109/ICCV48922.2021.00391", "10.1109/iccv48922.2021.00391"),
        ("https://dl.acm.org/doi/abs/10.1145/3394171.3413761", "10.1145/3394171.3413761"),
        ("https://dl.acm.org/doi/pdf/10.1145/3394171.3413761", "10.1145/3394171.3413761"),
        (
            "https://link.springer.com/chapter/10.1007/978-3-031-16443-9_65",
            "10.1007/978-3-031-16443-9_65",
        ),
        ("https://onlinelibrary.wiley.com/doi/10.1002/x.1234/full", "10.1002/x.1234"),
        ("https://doi.org/10.48550/arXiv.2010.16056", None),
        ("https://ieeexplore.ieee.org/abstract/document/9434010", None),
        (
            "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf",
            "10.1101/2020.01.01.123456",
        ),
    ],
)
def test_a_publishers_address_states_its_doi(url: str, doi: str | None) -> None:
    assert doi_of(url) == doi
