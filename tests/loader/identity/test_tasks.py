"""Tasks: headings that mean the same are one task, and others are not."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.identity.corrections import Corrections, Grouping, Renaming
from loader.identity.ledger import Ledger
from loader.identity.tasks import Tasks, tasks_of
from loader.identity.things import Task
from loader.reading import read
from loader.records import ListSnapshot, ReadingList

ENTRY = "- [A title in words](https://arxiv.org/abs/2105.11333)\n"


def headed(*headings: str, title: str = "Awesome Widgets", key: str = "list") -> ReadingList:
    """A list with an entry under each heading; the level is that of its number signs."""
    text = f"# {title}\n\n" + "".join(
        f"{heading if heading.startswith('#') else f'## {heading}'}\n\n{ENTRY}\n"
        for heading in headings
    )
    return read(ListSnapshot(key=key, source=f"{key}.md", content="0" * 64), text)


def tasks(*lists: ReadingList, ledger: Ledger | None = None) -> Tasks:
    return tasks_of(lists, ledger if ledger is not None else Ledger())


def names(found: Tasks) -> set[str]:
    return {task.label for task in found.things}


def only(found: Tasks) -> Task:
    (task,) = found.things
    return task


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Widget Parsing", "3. widget parsing 🎉"),
        ("Widget Parsing", "Widget Parsing (12 papers)"),
        ("Widget Parsing", "Widget Parsing Papers"),
        ("Widget Parsing", "Papers on Widget Parsing"),
        ("Widget Parsing", "Widget Parsing Methods"),
        ("Widget Parsing", "Widget Parsing Models"),
        ("Widget Parsing", "Parsing of Widgets"),
        ("Pre-training on Widgets", "Pretraining on Widgets"),
        ("Widget Modelling", "Widget Modeling"),
        ("Widget Localisation", "Widget Localization"),
        ("Visual Question Answering", "VQA"),
        ("Visual Question Answering", "Visual QA"),
        ("Reinforcement Learning for Widgets", "RL for Widgets"),
        ("Text-to-Image Generation", "text2image"),
        ("Object Detection", "目标检测(Object Detection)"),
        ("Vision-and-Language Navigation", "Vision Language Navigation"),
    ],
)
def test_one_task_written_in_two_ways_is_one(one: str, other: str) -> None:
    together = tasks(headed(one, key="a"), headed(other, key="b"))
    assert len(together.things) == 1, names(together)
    assert len(set(together.of.values())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Semi-supervised Learning", "Self-supervised Learning"),
        ("Supervised Learning", "Unsupervised Learning"),
        ("2D Object Detection", "3D Object Detection"),
        ("Language Models", "Language"),
        ("Image Captioning", "Video Captioning"),
        ("Image to Text", "Text to Image"),
        ("Image Segmentation", "Segmentation of Videos"),
    ],
)
def test_two_tasks_of_like_names_are_two(one: str, other: str) -> None:
    assert len(tasks(headed(one, key="a"), headed(other, key="b")).things) == 2


def test_headings_that_are_no_tasks_make_none() -> None:
    found = tasks(headed("2016", "Surveys", "Datasets for Widgets", "CVPR 2020", "Others"))
    assert found.things == ()


def test_an_abbreviation_means_what_its_list_says() -> None:
    """SSL is semi-supervised learning in one list and self-supervised learning in another."""
    semi = headed("SSL on Graphs", title="Awesome Semi-Supervised Learning (SSL)", key="semi")
    self_ = headed("SSL on Graphs", title="Awesome Self-Supervised Learning (SSL)", key="self")
    whole = headed("Self-supervised Learning on Graphs", key="whole")
    found = tasks(semi, self_, whole)
    key = {section[0]: task for section, task in found.of.items()}
    assert key["self"] == key["whole"] != key["semi"]


def test_what_brackets_explain_holds_in_other_lists() -> None:
    one = headed("Widget Turning Analysis (WTA)", key="a")
    other = headed("WTA", key="b")
    assert only(tasks(one, other)).label == "Widget Turning Analysis"
    assert only(tasks(one, other)).other_labels == ("WTA",)


def test_initials_tell_an_abbreviation_where_they_fit_one_name_only() -> None:
    assert len(tasks(headed("Widget Turning Analysis", "WTA")).things) == 1
    two = ("Widget Turning Analysis", "Widget Testing Approaches of Cogs", "Wheel Tooth Art")
    assert len(tasks(headed(*two, "WTA")).things) == 4


def test_a_misspelt_name_is_the_one_that_others_write() -> None:
    right = [headed("Language Grounding in Cogs", key=key) for key in ("a", "b")]
    wrong = headed("Language Grouding in Cogs", "Grounding", key="c")
    found = tasks(*right, wrong)
    assert {task.label for task in found.things} == {"Language Grounding in Cogs", "Grounding"}
    assert [d.rule for d in found.decisions] == ["one-letter"]


@pytest.mark.parametrize(
    ("title", "headings", "name"),
    [
        ("Awesome Widgets", ["## Generation", "### Image"], "Image Generation"),
        ("Awesome Widgets", ["## Audio", "### Generation"], "Audio Generation"),
        ("Awesome GAN for Medical Imaging", ["## Segmentation"], "Medical Image Segmentation"),
        ("Awesome Deep RL", ["## Offline"], "Offline Reinforcement Learning"),
        ("Backdoor Learning Resources", ["## Attack"], "Backdoor Attack"),
        ("Awesome Machine Translation", ["## Analysis"], "Analysis (Machine Translation)"),
        ("Awesome Widgets", ["## Cog Turning", "### Evaluation"], "Evaluation (Cog Turning)"),
    ],
)
def test_a_heading_that_says_nothing_alone_means_what_stands_above(
    title: str, headings: list[str], name: str
) -> None:
    found = tasks(headed(*headings, title=title))
    assert name in names(found)
    told = [decision for decision in found.decisions if decision.rule == "what-stands-above"]
    assert any(name in decision.evidence for decision in told)
    assert len(found.named_exactly) == len(headings) - len(told)


def test_the_label_is_the_commonest_full_form() -> None:
    lists = [headed("Cog Turning", key=f"a{n}") for n in range(2)]
    lists += [headed("COG TURNING", key="b"), headed("Turning of Cogs", key="c")]
    task = only(tasks(*lists))
    assert (task.key, task.label, task.other_labels) == (
        "cog-turning",
        "Cog Turning",
        ("Turning of Cogs",),
    )


def test_a_sub_task_stands_below_the_task_that_lists_nest_it_under() -> None:
    found = tasks(headed("## Cogs", "### 2016", "#### Cog Turning"))
    broader = {task.label: task.broader for task in found.things}
    assert broader == {"Cogs": (), "Cog Turning": ("cogs",)}


def test_lists_that_nest_two_tasks_in_opposite_ways_make_no_circle() -> None:
    one = [headed("## Cogs", "### Widgets", key=f"a{n}") for n in range(2)]
    other = headed("## Widgets", "### Cogs", key="b")
    found = tasks(*one, other)
    assert {task.key: task.broader for task in found.things} == {"cogs": (), "widgets": ("cogs",)}
    (decision,) = found.decisions
    assert (decision.rule, decision.between) == ("nested-both-ways", ("cogs", "widgets"))
    assert decision.evidence == (
        "b nests “Cogs” below “Widgets”, and a0, a1 the other way round, which holds."
    )
    third = headed("## Widgets", "### Cogs", key="c")
    two = tasks(*one, headed("## Cogs", "### Widgets", key="a2"), other, third)
    assert two.decisions[0].evidence.startswith("b, c nest “Cogs” below")
    # A longer circle is none either.
    nested = [("Cogs", "Widgets"), ("Widgets", "Gears"), ("Gears", "Cogs")]
    circle = [headed(f"## {a}", f"### {b}", key=a) for a, b in nested]
    broader = {task.key: task.broader for task in tasks(*circle).things}
    assert sum(map(len, broader.values())) == 2


@given(st.lists(st.text(alphabet="Aa1 -()/:.#&2VQA图像🎉s", min_size=1, max_size=40), max_size=8))
def test_no_heading_breaks_the_merging_or_nests_in_a_circle(headings: list[str]) -> None:
    found = tasks(headed(*(f"{'#' * (2 + n % 3)} {text}" for n, text in enumerate(headings))))
    broader = {task.key: task.broader for task in found.things}
    assert set(found.of.values()) == set(broader)
    for start, over in broader.items():
        seen, above = set(), list(over)
        while above:
            key = above.pop()
            assert key != start
            if key not in seen:
                seen.add(key)
                above.extend(broader[key])


LISTS = (
    headed("## Generation", "### Image", "## VQA", "## Widget Parsing Papers", key="a"),
    headed("## Image Generation", "### Generation", "## Parsing of Widgets", key="b"),
    headed("## Visual QA", "## Image Synthesis", "## Widget Parsng", "## Widget Parsing", key="c"),
)


def test_tasks_do_not_depend_on_the_order_of_lists() -> None:
    first = tasks(*LISTS)
    for lists in permutations(LISTS):
        again = tasks(*lists)
        assert (again.things, again.of, again.decisions) == (
            first.things,
            first.of,
            first.decisions,
        )


def test_keys_stay_when_lists_come_and_go() -> None:
    ledger = Ledger()
    before = tasks(LISTS[0], ledger=ledger)
    after = tasks(*LISTS, ledger=ledger)
    assert {after.of[section] for section in before.of} <= set(before.of.values())
    assert all(after.of[section] == key for section, key in before.of.items())


def test_a_task_that_is_found_to_be_another_is_replaced_by_it() -> None:
    """A list explains an abbreviation that others only used; two letters alone tell nothing."""
    ledger = Ledger()
    lists = headed("WT", key="a"), headed("Widget Turning", key="b")
    apart = tasks(*lists, ledger=ledger)
    assert (len(apart.things), ledger.replaced("task")) == (2, {})
    after = tasks(*lists, headed("Widget Turning (WT)", key="c"), ledger=ledger)
    task = only(after)
    replaced = ledger.replaced("task")
    assert set(replaced) == {each.key for each in apart.things} - {task.key}
    assert set(replaced.values()) == {task.key}


def test_every_joining_of_two_names_is_told_with_its_rule() -> None:
    lists = [
        headed(name, key=str(n))
        for n, name in enumerate(
            ["Visual Question Answering", "VQA", "Visual QA", "Cog Turning", "Turning of Cogs"]
        )
    ]
    rules = {decision.between[1]: decision.rule for decision in tasks(*lists).decisions}
    assert rules == {
        "VQA": "abbreviation", "Visual QA": "abbreviation", "Turning of Cogs": "same-words",
    }  # fmt: skip


def test_what_was_joined_through_another_name_is_told_beside_that_one() -> None:
    lists = [headed("Cog Turning", key="a"), headed("Cog Turning", "Wheel Spinning", key="b")]
    lists.append(headed("Spinning of Wheels", key="c"))
    same = Grouping("task", "So it is.", ["label:Cog Turning", "label:Wheel Spinning"])
    told = corrected(Corrections(same=[same]), *lists).decisions
    assert {(each.rule, each.between) for each in told} == {
        ("correction", ("Cog Turning", "Wheel Spinning")),
        ("same-words", ("Wheel Spinning", "Spinning of Wheels")),
    }


def corrected(corrections: Corrections, *lists: ReadingList) -> Tasks:
    return tasks_of(lists, Ledger(), corrections)


def test_people_join_part_and_rename_tasks() -> None:
    lists = [headed("Cog Turning", "Wheel Spinning", key="a"), headed("Turning of Cogs", key="b")]
    reason = "So it is."
    same = Grouping("task", reason, ["label:Cog Turning", "label:Wheel Spinning"])
    assert len(corrected(Corrections(same=[same]), *lists).things) == 1
    different = Grouping("task", reason, ["label:Cog Turning", "label:Turning of Cogs"])
    parted = corrected(Corrections(different=[different]), *lists)
    assert names(parted) == {"Cog Turning", "Wheel Spinning", "Turning of Cogs"}
    assert [(d.rule, d.evidence) for d in parted.decisions] == [("correction", reason)]
    renamed = Renaming(kind="task", reason=reason, before="Wheel Spinning", after="Cog Turning")
    assert len(corrected(Corrections(rename=[renamed]), *lists).things) == 1
    lost = Grouping("task", reason, ["label:Cog Turning", "label:Nothing"])
    (line,) = corrected(Corrections(same=[lost]), *lists).unmatched
    assert "label:Nothing" in line
