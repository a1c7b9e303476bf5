"""Publishing: readers see the old snapshot or the new one, whatever happens in between."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from loader.build import build
from loader.errors import SourceError, StoreError, ValidationError
from loader.publishing import SnapshotStore
from loader.storage import layout
from loader.storage.digest import digest_of
from ontology import BASE

LIST = "# {name}\n\n## Captioning\n\n`KDD 2023` **{title}** \\\n*Ada One* \\\n[p](https://x.org/{title})\n"


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "store")


def write(folder: Path, name: str, *titles: str) -> str:
    entries = "\n".join(LIST.format(name=name, title=title) for title in titles)
    file = folder / f"{name}.md"
    file.write_text(entries, encoding="utf-8")
    return str(file)


def database(store: SnapshotStore) -> Store:
    published = store.published()
    assert published is not None
    return Store.read_only(str(published / "db"))


def titles(store: SnapshotStore) -> set[str]:
    found = database(store).quads_for_pattern(
        None, NamedNode("http://purl.org/dc/terms/title"), None, NamedNode(f"{BASE}graph/entities")
    )
    return {quad.object.value for quad in found if isinstance(quad.object, Literal)}


def leftovers(store: SnapshotStore) -> list[str]:
    return [path.name for path in (store.root / "snapshots").glob(".*")]


def test_a_store_without_a_build_has_nothing_published(store: SnapshotStore) -> None:
    assert store.published() is None
    assert store.manifest() is None


def test_a_build_is_published_whole(store: SnapshotStore, tmp_path: Path) -> None:
    report = build([write(tmp_path, "a", "One", "Two")], store)
    assert titles(store) == {"One", "Two"}
    assert store.manifest() == report.manifest
    assert report.manifest.quads == len(database(store))
    assert report.manifest.counts["papers"] == 2
    assert leftovers(store) == []


def test_the_same_list_again_publishes_nothing(store: SnapshotStore, tmp_path: Path) -> None:
    name = write(tmp_path, "a", "One")
    first, second = build([name], store), build([name], store)
    assert (first.changed, second.changed) == (True, False)
    assert first.manifest == second.manifest


def test_two_snapshots_of_one_second_and_content_have_names_of_their_own(
    store: SnapshotStore, tmp_path: Path
) -> None:
    manifest = build([write(tmp_path, "a", "One")], store).manifest
    created = datetime.fromisoformat(manifest.created)
    assert store.name_for(created, manifest.content) != manifest.id
    assert store.name_for(created + timedelta(seconds=1), manifest.content)[-8:] == manifest.id[-8:]


def test_other_lists_stay_and_the_same_list_is_replaced(
    store: SnapshotStore, tmp_path: Path
) -> None:
    build([write(tmp_path, "a", "One")], store)
    build([write(tmp_path, "b", "Two")], store)
    report = build([write(tmp_path, "a", "Three")], store)
    assert titles(store) == {"Two", "Three"}
    assert [found.snapshot.key for found in report.kept] == ["b"]


def test_building_lists_one_by_one_equals_building_them_together(tmp_path: Path) -> None:
    names = [write(tmp_path, "a", "One", "Two"), write(tmp_path, "b", "Two", "Three")]
    apart, together = SnapshotStore(tmp_path / "apart"), SnapshotStore(tmp_path / "together")
    for name in reversed(names):
        build([name], apart)
    build(names, together)
    one, other = apart.manifest(), together.manifest()
    assert one is not None
    assert other is not None
    assert one.content == other.content


def test_only_forgets_earlier_lists(store: SnapshotStore, tmp_path: Path) -> None:
    build([write(tmp_path, "a", "One")], store)
    build([write(tmp_path, "b", "Two")], store, only=True)
    assert titles(store) == {"Two"}


def test_a_failing_list_is_reported_and_does_not_stop_the_others(
    store: SnapshotStore, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.md"
    empty.write_text("# Nothing here\n", encoding="utf-8")
    missing = str(tmp_path / "missing.md")
    report = build([write(tmp_path, "a", "One"), missing, str(empty)], store)
    assert titles(store) == {"One"}
    assert [line.split(":")[0] for line in report.failures] == [missing, str(empty)]


def test_two_lists_of_one_name_are_not_mixed_up(store: SnapshotStore, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    names = [write(tmp_path, "a", "One"), write(tmp_path / "sub", "a", "Two")]
    report = build(names, store)
    assert titles(store) == {"One"}
    assert "another key in lists.toml" in report.failures[0]


def test_another_list_of_the_same_name_does_not_replace_the_first(
    store: SnapshotStore, tmp_path: Path
) -> None:
    build([write(tmp_path, "a", "One")], store)
    (tmp_path / "sub").mkdir()
    usurper = write(tmp_path / "sub", "a", "Two")
    with pytest.raises(SourceError, match="another key"):
        build([usurper], store)
    assert titles(store) == {"One"}
    report = build([usurper, write(tmp_path, "b", "Three")], store)
    assert titles(store) == {"One", "Three"}
    assert len(report.failures) == 1
    build([usurper], store, only=True)
    assert titles(store) == {"Two"}


def test_without_any_entry_nothing_is_published(store: SnapshotStore, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# Nothing here\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no entries found"):
        build([str(file)], store)
    assert store.published() is None


def test_a_graph_that_breaks_its_shapes_is_not_published(
    store: SnapshotStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken on purpose: the mapping is made to forget the positions of authors."""
    build([write(tmp_path, "a", "One")], store)
    before = store.published()
    monkeypatch.setattr("loader.mapping.entities.integer", lambda _: None)
    with pytest.raises(ValidationError, match="a:5: ") as caught:
        build([write(tmp_path, "a", "Two")], store)
    assert "nothing was published" in str(caught.value)
    assert store.published() == before
    assert leftovers(store) == []


def write_to(store: SnapshotStore, *updates: str) -> None:
    """Write to the published snapshot behind everybody's back."""
    published = store.published()
    assert published is not None
    writable = Store(str(published / "db"))
    for update in updates:
        writable.update(update)
    writable.flush()


MINE = "INSERT DATA { GRAPH <https://other.example/g> { <https://other.example/s> a 1 , [] } }"
MINE_TOO = (
    "INSERT DATA { <https://other.example/s> a 2 } ; CREATE GRAPH <https://other.example/empty>"
)


def test_graphs_that_are_not_the_loaders_survive(store: SnapshotStore, tmp_path: Path) -> None:
    """Named ones, empty ones and the default graph, by whatever build comes."""
    build([write(tmp_path, "a", "One")], store)
    write_to(store, MINE, MINE_TOO)
    foreign = {quad for quad in database(store) if BASE not in str(quad.graph_name)}
    assert len(foreign) == 3
    report = build([write(tmp_path, "a", "Two")], store)
    assert foreign <= set(database(store))
    assert database(store).contains_named_graph(NamedNode("https://other.example/empty"))
    assert report.manifest.quads == len(database(store))
    build([write(tmp_path, "b", "Three")], store, only=True)
    assert foreign <= set(database(store))


def test_what_is_written_while_a_build_runs_survives(
    store: SnapshotStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written at the last moment before the build looks at the published snapshot again."""
    build([write(tmp_path, "a", "One")], store)
    switching = SnapshotStore.switching

    def late(self: SnapshotStore) -> AbstractContextManager[None]:
        write_to(store, MINE)
        return switching(self)

    monkeypatch.setattr(SnapshotStore, "switching", late)
    build([write(tmp_path, "a", "Two")], store)
    assert titles(store) == {"Two"}
    assert database(store).contains_named_graph(NamedNode("https://other.example/g"))


def test_what_others_wrote_is_no_reason_to_publish(store: SnapshotStore, tmp_path: Path) -> None:
    """The description tells of the lists, so that it stays true when others write."""
    name = write(tmp_path, "a", "One")
    first = build([name], store)
    write_to(store, MINE)
    assert not build([name], store).changed
    build([write(tmp_path, "a", "Two")], store)
    described = Store()
    described.extend(
        quad for quad in database(store) if quad.graph_name == NamedNode(f"{BASE}graph/void")
    )
    assert "other.example" not in str(described.dump(format=RdfFormat.N_QUADS))
    assert first.manifest.counts["papers"] == 1


def test_a_build_in_the_making_is_not_taken_for_an_old_snapshot(
    store: SnapshotStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "KEPT", 0)
    build([write(tmp_path, "a", "One")], store)
    with store.building() as workplace, layout.Layout(store.root).writing(1) as other:
        (other / "db").mkdir()
        layout.Layout(store.root).publish(other, "later")
        assert workplace.is_dir()
    assert [path.name for path in (store.root / "snapshots").iterdir()] == ["later"]


def test_another_base_is_the_base_of_everything_but_the_vocabulary(
    store: SnapshotStore, tmp_path: Path
) -> None:
    build([write(tmp_path, "a", "One")], store)
    build([write(tmp_path, "a", "One")], store, base="https://example.org/kg/")
    for quad in database(store):
        for node in (quad.subject, quad.object, quad.graph_name):
            if isinstance(node, NamedNode) and node.value.startswith(BASE):
                assert node.value.startswith((f"{BASE}ontology", f"{BASE}shapes"))


def test_keys_once_given_stay(store: SnapshotStore, tmp_path: Path) -> None:
    build([write(tmp_path, "a", "One")], store)
    before = store.ledger().rows()
    build([write(tmp_path, "a", "Two")], store, only=True)
    assert set(before) < set(store.ledger().rows())


def test_two_builds_do_not_run_at_once(store: SnapshotStore, tmp_path: Path) -> None:
    with store.building(), pytest.raises(StoreError, match="another build is running"):
        build([write(tmp_path, "a", "One")], store)


def test_old_snapshots_are_removed_and_a_reader_of_one_goes_on(
    store: SnapshotStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "KEPT", 0)
    build([write(tmp_path, "a", "One")], store)
    old, reader = store.published(), database(store)
    build([write(tmp_path, "a", "Two")], store)
    assert old is not None
    assert not old.exists()
    assert "One" in {q.object.value for q in reader if isinstance(q.object, Literal)}


def test_a_store_that_names_a_lost_snapshot_says_so(store: SnapshotStore) -> None:
    store.root.mkdir()
    (store.root / "current").write_text("lost\n", encoding="utf-8")
    with pytest.raises(StoreError, match="names no snapshot"):
        store.published()


def test_a_store_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be made"):
        build([write(tmp_path, "a", "One")], SnapshotStore(tmp_path / "file"))


def test_a_damaged_archive_is_named(store: SnapshotStore, tmp_path: Path) -> None:
    build([write(tmp_path, "a", "One")], store)
    published = store.published()
    assert published is not None
    (published / "lists" / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StoreError, match=r"a\.json"):
        build([write(tmp_path, "b", "Two")], store)


@pytest.mark.parametrize("text", ["{", "{}", '{"id": 3}'])
def test_a_damaged_manifest_is_named(store: SnapshotStore, tmp_path: Path, text: str) -> None:
    build([write(tmp_path, "a", "One")], store)
    published = store.published()
    assert published is not None
    (published / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=r"manifest\.json"):
        store.manifest()


def test_keys_are_on_disk_before_readers_see_them(
    store: SnapshotStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order that a crash in between relies on: snapshot, then ledger, then the switch."""
    steps: list[str] = []
    sync, replace, rename = layout._sync, layout.replace, Path.rename  # noqa: SLF001

    def noted(path: Path, text: str) -> None:
        steps.append(path.name)
        replace(path, text)

    def moved(path: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(path, target)

    def synced(path: Path) -> None:
        if path.name in {"snapshots", "db"}:
            steps.append(f"sync {path.name}")
        sync(path)

    monkeypatch.setattr(layout, "replace", noted)
    monkeypatch.setattr("loader.publishing.replace", noted)
    monkeypatch.setattr(layout, "_sync", synced)
    monkeypatch.setattr(Path, "rename", moved)
    build([write(tmp_path, "a", "One")], store)
    assert steps == ["sync db", "rename", "sync snapshots", "ids.tsv", "current"]


def test_the_digest_does_not_depend_on_order(tmp_path: Path) -> None:
    quads = [Quad(*(NamedNode(f"https://x.example/{n}{c}") for c in "spog")) for n in range(50)]
    one, two = Store(), Store()
    one.extend(quads)
    two.extend(reversed(quads))
    assert digest_of(one) == digest_of(two)
    two.remove(quads[0])
    assert digest_of(one) != digest_of(two)
    file = tmp_path / "x.nq"
    one.dump(str(file), format=RdfFormat.N_QUADS)
    assert len(file.read_bytes().splitlines()) == 50


# Steps of a build at which a process may be killed: a call that a run is stopped at.
STEPS = [
    "loader.build.resolve",
    "loader.publishing.digest_of",
    "loader.build.save_lists",
    "loader.build.carry_over",
    "loader.storage.layout._sync",
    "loader.storage.layout.replace",
    "loader.storage.layout.Layout._retire",
]
STOPPED = """
import os, sys, time
import loader.build, loader.publishing, loader.storage.layout
from pathlib import Path
module, _, name = sys.argv[1].rpartition(".")
owner = loader.storage.layout.Layout if module.endswith("Layout") else sys.modules[module]
def stop(*args, **kwargs):
    print("here", flush=True)
    time.sleep(60)
setattr(owner, name, stop)
loader.build.build([sys.argv[2]], loader.publishing.SnapshotStore(Path(sys.argv[3])))
"""


def build_killed_at(step: str, name: str, store: SnapshotStore) -> None:
    command = [sys.executable, "-c", STOPPED, step, name, str(store.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        process.kill()


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_at_any_step_leaves_a_whole_snapshot(
    step: str, store: SnapshotStore, tmp_path: Path
) -> None:
    build([write(tmp_path, "a", "Old")], store)
    build_killed_at(step, write(tmp_path, "a", "New"), store)
    # The last step comes after the switch; before it the old snapshot answers as before.
    assert titles(store) == ({"New"} if step.endswith("_retire") else {"Old"})
    build([write(tmp_path, "a", "Newer")], store)
    assert titles(store) == {"Newer"}
    assert leftovers(store) == []


def test_a_build_killed_at_any_moment_leaves_a_whole_snapshot(
    store: SnapshotStore, tmp_path: Path
) -> None:
    build([write(tmp_path, "a", "Old")], store)
    many = write(tmp_path, "a", *(f"New{n}" for n in range(50)))
    command = [sys.executable, "-m", "server.cli", "build", many, "--store", str(store.root)]
    for delay in (0.1, 0.4, 0.7, 1.0):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            time.sleep(delay)
            process.kill()
        assert process.returncode in {-9, 0}, "the build failed by itself"
        assert titles(store) == {"Old"} or len(titles(store)) == 50
    build([write(tmp_path, "a", "Newer")], store)
    assert titles(store) == {"Newer"}
    assert leftovers(store) == []
