"""Corrections through time: each holds from the first build or a later one, and can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, parse

from ontology import BASE, DCTERMS, RDFS
from server.cli import main

ENTRIES = (
    {
        "title": "Widgets for Gizmos and Other Things",
        "authors": ["Ada Onesky"],
        "links": [
            {"kind": "paper", "url": "https://arxiv.org/abs/2005.11333"},
            {"kind": "code", "url": "https://github.com/ada/one"},
        ],
        "venue": "Gizmo Days",
        "year": 2020,
        "section_path": ["Widget Grounding"],
    },
    {
        "title": "Sprockets in Unlikely Places Revisited",
        "authors": ["Ben Twoski"],
        "links": [
            {"kind": "paper", "url": "https://arxiv.org/abs/2101.00001"},
            {"kind": "code", "url": "https://github.com/ben/two"},
        ],
        "venue": "Sprocket Fest",
        "year": 2021,
        "section_path": ["Sprocket Retrieval"],
    },
)
# By kind: how a correction may name the two things of that kind, and the ends of their IRIs.
NAMED = {
    "paper": ("title:Widgets for Gizmos and Other Things", "some#L2"),
    "venue": ("label:Gizmo Days", "label:Sprocket Fest"),
    "task": ("label:Widget Grounding", "label:Sprocket Retrieval"),
    "repo": ("url:github.com/ada/one", "url:github.com/ben/two"),
}
KEYS = {
    "paper": ("arxiv-2005.11333", "arxiv-2101.00001"),
    "venue": ("gizmo-days", "sprocket-fest"),
    "task": ("widget-grounding", "sprocket-retrieval"),
    "repo": ("github.com--ada--one", "github.com--ben--two"),
}


class Builds:
    """Builds of one list into one store, one after the other."""

    def __init__(self, folder: Path, *entries: Mapping[str, object]) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.list = folder, folder / "some.jsonl"
        self.list.write_text("".join(json.dumps(entry) + "\n" for entry in entries))

    def build(self, corrections: str = "") -> str:
        """Build with corrections, and give what it said."""
        file = self.folder / "corrections.toml"
        file.write_text(corrections)
        return self.run("build", str(self.list), "--corrections", str(file))

    def run(self, *arguments: str) -> str:
        store = str(self.folder / "store")
        done = CliRunner().invoke(main, [*arguments, "--store", store])
        assert done.exit_code == 0, done.output
        return done.output

    def statements(self, predicate: NamedNode) -> Iterator[tuple[str, str]]:
        """Subjects and objects of a predicate, IRIs without what all begin with."""
        file = self.folder / "graph.nq"
        self.run("export", "nq", "-o", str(file))
        for quad in parse(path=file):
            if quad.predicate == predicate:
                assert isinstance(quad.subject, NamedNode)
                assert isinstance(quad.object, NamedNode | Literal)
                yield quad.subject.value.removeprefix(BASE), quad.object.value.removeprefix(BASE)

    def labels(self, kind: str) -> dict[str, list[str]]:
        """Labels of things, by the ends of their IRIs."""
        found: dict[str, list[str]] = {}
        for name, label in self.statements(RDFS.label):
            if name.startswith(f"{kind}/") and "#" not in name:
                found.setdefault(name.removeprefix(f"{kind}/"), []).append(label)
        return found

    def replaced(self) -> dict[str, str]:
        """What was replaced by what."""
        return dict(self.statements(DCTERMS.isReplacedBy))


def grouping(form: str, kind: str, *things: str, reason: str = "Ada says so.") -> str:
    named = json.dumps(list(things))
    return f'[[{form}]]\nkind = "{kind}"\nthings = {named}\nreason = "{reason}"\n\n'


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path, *ENTRIES)


@pytest.mark.parametrize("kind", NAMED)
def test_two_things_joined_later_are_one_and_the_younger_leads_there(
    builds: Builds, kind: str
) -> None:
    older, younger = sorted(KEYS[kind])
    builds.build()
    assert set(KEYS[kind]) <= builds.labels(kind).keys()
    builds.build(grouping("same", kind, *NAMED[kind]))
    assert older in builds.labels(kind)
    assert younger not in builds.labels(kind)
    assert builds.replaced()[f"{kind}/{younger}"] == f"{kind}/{older}"
    assert "same, by correction: Ada says so." in builds.run("explain", f"{kind}/{older}")


@pytest.mark.parametrize("kind", NAMED)
def test_two_things_joined_later_and_parted_again_are_as_before(builds: Builds, kind: str) -> None:
    builds.build()
    before = builds.labels(kind)
    builds.build(grouping("same", kind, *NAMED[kind]))
    builds.build()
    assert builds.labels(kind) == before
    assert builds.replaced() == {}
    assert "correction" not in builds.run("explain", f"{kind}/{KEYS[kind][0]}")


@pytest.mark.parametrize("kind", NAMED)
def test_two_things_that_were_one_from_the_beginning_can_be_parted_and_joined_again(
    builds: Builds, kind: str
) -> None:
    together = grouping("same", kind, *NAMED[kind])
    builds.build(together)
    (key,) = set(KEYS[kind]) & builds.labels(kind).keys()
    other = next(each for each in KEYS[kind] if each != key)
    builds.build()
    parted = builds.labels(kind)
    assert {key, other} <= parted.keys()
    assert all(len(labels) == 1 for labels in parted.values())
    builds.build()
    assert builds.labels(kind) == parted
    builds.build(together)
    assert other not in builds.labels(kind)
    assert builds.replaced()[f"{kind}/{other}"] == f"{kind}/{key}"


@pytest.mark.parametrize("kind", NAMED)
def test_two_things_parted_after_they_were_joined_from_the_beginning_have_their_own_iris(
    builds: Builds, kind: str
) -> None:
    builds.build(grouping("same", kind, *NAMED[kind]))
    builds.build()
    apart = Builds(builds.folder / "apart", *ENTRIES)
    apart.build()
    assert builds.labels(kind) == apart.labels(kind)


# By kind: entries that rules take for one thing, how a correction names two, and their IRIs' ends.
ALIKE = {
    "paper": (
        (ENTRIES[0], {**ENTRIES[0], "venue": "Sprocket Fest"}),
        ("some#L1", "some#L2"),
        ("arxiv-2005.11333", "title-widgets-for-gizmos-and-other-things-64ada0"),
    ),
    "venue": (
        ({**ENTRIES[0], "venue": "NIPS"}, {**ENTRIES[1], "venue": "NeurIPS"}),
        ("label:NIPS", "label:NeurIPS"),
        ("neurips", "nips"),
    ),
    "task": (
        (
            {**ENTRIES[0], "section_path": ["Visual Question Answering"]},
            {**ENTRIES[1], "section_path": ["VQA"]},
        ),
        ("label:Visual Question Answering", "label:VQA"),
        ("visual-question-answering", "vqa"),
    ),
}


@pytest.mark.parametrize("kind", ALIKE)
def test_one_thing_parted_later_and_joined_again_is_as_before(tmp_path: Path, kind: str) -> None:
    entries, named, (first, second) = ALIKE[kind]
    builds = Builds(tmp_path, *entries)
    builds.build()
    before = builds.labels(kind)
    assert second not in before
    builds.build(grouping("different", kind, *named))
    parted = builds.labels(kind)
    assert {first, second} <= parted.keys()
    assert kind == "paper" or parted[first] != parted[second]
    assert builds.replaced() == {}
    assert "different, by correction: Ada says so." in builds.run("explain", f"{kind}/{first}")
    builds.build()
    assert builds.labels(kind) == before
    assert builds.replaced() == {f"{kind}/{second}": f"{kind}/{first}"}


@pytest.mark.parametrize("kind", ALIKE)
def test_iris_of_things_that_people_parted_name_them_from_then_on(
    tmp_path: Path, kind: str
) -> None:
    entries, named, keys = ALIKE[kind]
    builds = Builds(tmp_path, *entries)
    builds.build(grouping("different", kind, *named))
    parted = builds.labels(kind)
    said = builds.build(grouping("different", kind, *(f"{kind}/{key}" for key in keys)))
    assert "correction" not in said
    assert builds.labels(kind) == parted


@pytest.mark.parametrize("kind", ALIKE)
def test_one_thing_parted_from_the_beginning_is_one_when_joined(tmp_path: Path, kind: str) -> None:
    entries, named, (first, second) = ALIKE[kind]
    builds = Builds(tmp_path, *entries)
    builds.build(grouping("different", kind, *named))
    assert {first, second} <= builds.labels(kind).keys()
    builds.build()
    assert second not in builds.labels(kind)
    assert builds.replaced() == {f"{kind}/{second}": f"{kind}/{first}"}


@pytest.mark.parametrize(
    ("kind", "before", "key"),
    [
        ("venue", "Gizmo Days", "gizmo-days"),
        ("task", "Widget Grounding", "widget-grounding"),
    ],
)
def test_a_thing_renamed_later_keeps_its_iri(
    builds: Builds, kind: str, before: str, key: str
) -> None:
    builds.build()
    builds.build(
        f'[[rename]]\nkind = "{kind}"\nfrom = "{before}"\nto = "Frobnication"\nreason = "So."\n'
    )
    assert builds.labels(kind)[key] == ["Frobnication"]
    assert "same, by correction: So." in builds.run("explain", f"{kind}/{key}")
    builds.build()
    assert builds.labels(kind)[key] == [before]
    assert builds.replaced() == {}


def test_editions_of_a_venue_that_is_another_lead_to_its_editions(builds: Builds) -> None:
    builds.build()
    assert "sprocket-fest-2021" not in builds.labels("venue")
    conference = (dict(ENTRIES[0], venue="ICML"), dict(ENTRIES[1], venue="ECCV"))
    builds.list.write_text("".join(json.dumps(entry) + "\n" for entry in conference))
    builds.build()
    builds.build(grouping("same", "venue", "label:ICML", "label:ECCV"))
    assert builds.replaced() == {"venue/icml": "venue/eccv", "venue/icml-2020": "venue/eccv-2020"}
