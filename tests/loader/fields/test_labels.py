"""Labels: what a word on a link says of its target, and what is a title all the same."""

from __future__ import annotations

import pytest

from loader.fields.labels import is_label, is_vague, kind_of_label
from loader.records import LinkKind


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (LinkKind.PAPER, ["pdf", "[Paper]", "ArXiv", "DOI", "openreview", "html", "book", "论文"]),
        (LinkKind.CODE, ["Code", "GitHub", "PyTorch", "Caffe", "C Code", "official", "代码"]),
        (LinkKind.PROJECT, ["Project", "website", "Homepage", "web", "page", "GitHub Page"]),
        (LinkKind.PAPER, ["Full Text", "Journal version", "Semantic Scholar PDF", "Download PDF"]),
        (LinkKind.CODE, ["src", "Jupyter Notebook", "R package", "Download code", "代码链接"]),
        (LinkKind.DATASET, ["dataset", "Data", "HF dataset", "Download data", "Corpus"]),
        (LinkKind.MODEL, ["model", "weights", "Hugging Face", "HF"]),
        (LinkKind.DEMO, ["demo", "Colab", "HF Demo", "Web Demo", "Try it"]),
        (LinkKind.VIDEO, ["video", "Presentation", "Webinar"]),
        (LinkKind.SLIDES, ["slides", "Presentation slides"]),
        (LinkKind.BLOG, ["blog", "Reading notes", "Write-up", "中文解读"]),
        (LinkKind.OTHER, ["bibtex", "supplementary", "tweet", "scholar", "Papers with Code"]),
    ],
)
def test_a_label_names_the_kind_of_its_target(kind: LinkKind, labels: list[str]) -> None:
    assert {label: kind_of_label(label) for label in labels} == dict.fromkeys(labels, kind)


@pytest.mark.parametrize(
    "label",
    [
        "",
        "here",
        "link",
        "Download",
        "[1]",
        "Li et al.",
        "Single-Image Super Resolution via a Model",
    ],
)
def test_a_label_that_says_nothing_names_no_kind(label: str) -> None:
    assert kind_of_label(label) is None


def test_the_first_word_that_tells_names_the_kind() -> None:
    assert kind_of_label("code and data") is LinkKind.CODE
    assert kind_of_label("video demo") is LinkKind.VIDEO


def test_data_beside_another_word_gives_way_to_it() -> None:
    assert kind_of_label("Data and code") is LinkKind.CODE


@pytest.mark.parametrize(
    "text",
    [
        "pdf",
        "[pdf]",
        "PDF (arXiv)",
        "arXiv v2",
        "Code (PyTorch)",
        "C++ Code",
        "unofficial code",
        "Project Page",
        "github repo",
        "Web Demo",
        "Paper with code",
        "Slides (PPT)",
        "code 2",
        "代码",
    ],
)
def test_words_that_say_what_a_target_is_are_a_label(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "Deep Residual Learning",
        "Code Generation with Language Models",
        "Video Diffusion Models for Everyone",
        "Dataset Distillation",
    ],
)
def test_a_title_that_holds_a_label_is_no_label(text: str) -> None:
    assert not is_label(text)


@pytest.mark.parametrize("text", ["", "[]", "here", "2019", "CVPR 2019", "v1", "code " * 40])
def test_what_names_no_kind_is_no_label(text: str) -> None:
    assert not is_label(text)


@pytest.mark.parametrize("text", ["here", "[Link]", "click here", "原文"])
def test_some_words_leave_it_to_others_to_tell(text: str) -> None:
    assert is_vague(text)


@pytest.mark.parametrize("text", ["", "pdf", "link to paper"])
def test_a_word_that_tells_is_not_vague(text: str) -> None:
    assert not is_vague(text)
