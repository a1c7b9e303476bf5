"""What headings group by: real headings of lists, alone and beside others."""

from __future__ import annotations

import pytest

from loader.reading.section_kinds import Outlined, Place, kinds_of
from loader.records import SectionKind
from tests.loader.reading.promises import reading

OTHER, RESOURCE = SectionKind.OTHER, SectionKind.RESOURCE_TYPE
TASK, VENUE, YEAR = SectionKind.TASK, SectionKind.VENUE, SectionKind.YEAR

ALONE = {
    YEAR: [
        "2022-07", "### 2021", "Before 2020", "2023 and earlier", "2024 Q1", "07月",
        "2020 [Back to Top]",
        "Top ML Papers of the Week (June 23 - June 29) - 2025",
    ],
    VENUE: [
        "WMT 2019", "WMT Winners", "Conference", "CVPR 2024", "ICML 2021 Workshop",
        "AAAI-20 (Oral)", "System for ML/LLM Conference",
    ],
    RESOURCE: [
        "Paper List", "10 Must Reads", "Introductory Papers", "Papers and Code (Older list)",
        "Datasets for VLM Pre-training", "(Large-scale) Pre-training Datasets",
        "Annotation Tools:",
        "Publicly Available Models", "Scholars / Groups - 著名学者及团队", "2. Reviews", "综述",
        "Tutorials/Talks/Lectures", "Survey Papers", "Other lists", "Recommended Reading",
        "Special Issues", "More Resources",
        "Tutorial and Jupyter Notebook", "Evaluation Benchmarks and Metrics",
        "Evaluation and Benchmarks", "数据集(Datasets)",
    ],
    OTHER: [
        "Why Backdoor Learning?", "Table of Content (ToC)", "Other Topics", "4.5 GNN-based",
        "Bert Series", "CNN-based Methods", "OpenAI", "Real-world Applications", "Open Problems",
        "Applications", "Methods", "General", "Update Log", "🌟 Star History",
        "Introduction to awesome drl", "Big love to the community — thank you! 🙏",
        "Awesome list criteria", "Other Applications", "联系方式", "By Origin - 按出处分类",
        "If you like our project, please give us a star", "3.7 Score-based", "Contact & Feedback",
    ],
    TASK: [
        "Medical Visual Grounding (Referring)", "5 Summarization", "Attack Papers", "Time-Series",
        "Training Objectives and Frameworks", "Poisoning-based Attack", "Image-based VL-PTMs",
        "1.3.1 Tool Using", "Model-based", "Citation Recommendation", "News Recommendation",
        "目标检测(Object Detection)", "Cooperation and competition", "Large Models",
        "Library Learning", "Medical Applications", "Diffusion Model", "GANS",
        "Papers on Model Compression & Acceleration", "NLP", "Language Models", "Video",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "kind"), [(text, kind) for kind, texts in ALONE.items() for text in texts]
)
def test_words_tell_what_a_heading_groups_by(heading: str, kind: SectionKind) -> None:
    assert kinds_of([Outlined(heading.lstrip("# "), 2)]) == [kind]


def test_a_document_is_named_by_its_list_or_by_a_task() -> None:
    titles = ["Awesome Pruning", "RAG-Survey", "LLM-Agents-Papers", "推荐系统相关论文汇总"]
    for title in titles:
        assert kinds_of([Outlined(title, 1, Place.TITLE)]) == [OTHER], title
    for title in ("Machine Learning", "📄 In-context Learning"):
        assert kinds_of([Outlined(title, 1, Place.TITLE)]) == [TASK], title


def test_a_title_of_a_paper_groups_nothing() -> None:
    title = "Graph Neural Networks: A Review of Methods and Applications"
    assert kinds_of([Outlined(title, 3, Place.ENTRY)]) == [OTHER]
    assert kinds_of([Outlined(title, 3, Place.WITHIN)]) == [OTHER]
    # A year or a venue among them is a label over entries.
    assert kinds_of(
        [Outlined("2020", 3, Place.WITHIN), Outlined("ICCV - 2019", 3, Place.ENTRY)]
    ) == [
        YEAR,
        VENUE,
    ]


def kinds_among(*texts: str) -> list[SectionKind]:
    return kinds_of([Outlined(text, 2) for text in texts])


def test_a_short_name_beside_models_is_a_model() -> None:
    models = ("R-CNN", "YOLOv3", "Mask R-CNN", "RetinaNet", "Pelee", "MegDet")
    assert kinds_among(*models, "3D Object Detection")[4:] == [
        OTHER,
        OTHER,
        TASK,
    ]
    assert kinds_among("OCR", "GAN", "CLIP", "Embodied AI")[:2] == [TASK, TASK]


def test_an_acronym_with_a_year_beside_venues_is_a_venue() -> None:
    assert kinds_among("ECCV 2020", "CVPR 2021", "ACMM 2022", "ICRA 2022")[2] is VENUE


def test_a_video_beside_courses_is_one_to_watch() -> None:
    assert kinds_among("Blogs", "Courses", "Video")[2] is RESOURCE
    assert kinds_among("Audio", "Graphs", "Video")[2] is TASK


def test_a_heading_over_nothing_but_text_is_no_task() -> None:
    text = "A word and another word, over and over, and no link to anything. " * 3
    found = reading(
        f"# A list\n\n## Landscape Thoughts\n\n{text}\n\n## Parsing\n\n- [T](https://a.b/c)\n"
    )
    assert [heading.kind for heading in found.headings] == [OTHER, OTHER, TASK]


NESTED = """# A list

## Contents

- [Parsing](#parsing)

## Parsing

- ### 2016
  - **Widgets** Ada One. *ACL 2016*. [[paper](https://arxiv.org/abs/2105.11333)]

### [Gizmos in the wild and elsewhere](https://arxiv.org/abs/2105.11334) (ACL 2017)

### [Cogs that turn and do not stop](https://arxiv.org/abs/2105.11335) (ACL 2018)
"""


def test_every_heading_of_a_document_is_told_in_order() -> None:
    found = reading(NESTED)
    assert [(heading.line, heading.kind) for heading in found.headings] == [
        (1, OTHER), (3, OTHER), (7, TASK), (9, YEAR), (12, OTHER), (14, OTHER),
    ]  # fmt: skip
    assert [section.path for section in found.sections] == [("Parsing",)]


def test_a_title_that_names_a_task_is_the_subject_of_the_list() -> None:
    entry = "- [A title in words](https://arxiv.org/abs/2105.11333)\n"
    found = reading(f"# Machine Learning\n\n## Trees\n\n{entry}")
    assert found.subject is not None
    assert found.subject.path == ("Machine Learning",)
    assert reading(f"# Awesome Learning\n\n## Trees\n\n{entry}").subject is None
