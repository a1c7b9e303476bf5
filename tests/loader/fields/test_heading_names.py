"""What a heading says once number, marks and translation are off: real headings of lists."""

from __future__ import annotations

import pytest

from loader.fields.heading_names import bare_heading


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("2.1.1 (a,1) Discrete utility methods", "Discrete utility methods"),
        ("A6. Hallucination", "Hallucination"),
        ("1_Embedding", "Embedding"),
        ("4.Scaffold to Sequence", "Scaffold to Sequence"),
        ("10.3D(三维重建\\三维视觉)", "3D"),
        ("3D Vision", "3D Vision"),
        ("360° Image IQA", "360° Image IQA"),
        ("2024-03", "2024-03"),
        ("2023 and earlier", "2023 and earlier"),
        ("ICML 2021 Workshop", "ICML 2021 Workshop"),
        (":8ball: :crystal_ball: Recommenders", "Recommenders"),
        (
            "🦠 Genomic Models (Gene-LLMs)",
            "Genomic Models (Gene-LLMs)",
        ),
        ("Image Captioning (12 papers)", "Image Captioning"),
        ("2020 [Back to Top]", "2020"),
        ("课程 Course", "Course"),
        ("Tutorials - 教程", "Tutorials"),
        ("49.Image Geo-localization(图像地理位置识别)", "Image Geo-localization"),
        ("3D点云(3D-Point-Cloud)", "3D-Point-Cloud"),
        ("推荐系统相关论文汇总", "推荐系统相关论文汇总"),
        ("🎉", "🎉"),
    ],
)
def test_number_marks_count_and_translation_come_off(heading: str, name: str) -> None:
    assert bare_heading(heading) == name
