"""History in the graph: commits, former entries and snapshots, and what later builds keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, QuerySolutions, Store

from loader.archive import load_lists
from loader.build import build
from loader.publishing import SnapshotStore
from loader.validation import violations_of
from ontology import PREFIXES
from ontology.iris import Iris
from tests.commits import Commit, git

WIDGETS = "- **Widgets for Gizmos** arXiv 2021 [[paper](https://arxiv.org/abs/2105.11333)]\n"
PUBLISHED = WIDGETS.replace("arXiv 2021", "ICML 2022")
GEARS = "- **Gears of Old** ICML 2010 [[paper](https://arxiv.org/abs/1001.00001)]\n"
HEAD = "# Awesome Widgets\n\n## Detection\n\n"

Built = Callable[..., Store]


@pytest.fixture
def built(folder: Path, commit: Commit, tmp_path: Path) -> Built:
    """Three commits, known on GitHub where it is said so, built into a store of that name."""

    def of(name: str = "store", *, published: bool = True) -> Store:
        if not (folder / ".git").exists():
            commit("2021-01-01T00:00:00Z", list=HEAD + WIDGETS + GEARS)
            commit("2022-02-01T00:00:00Z", list=HEAD + PUBLISHED + GEARS)
            commit("2023-03-01T00:00:00Z", list=HEAD + PUBLISHED)
            commit("2023-04-01T00:00:00Z", other="Nothing of this list.\n")
        if published:
            git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
        store = SnapshotStore(tmp_path / name)
        build([str(folder / "list.md")], store)
        return opened(store)

    return of


def opened(store: SnapshotStore) -> Store:
    published = store.published()
    assert published is not None
    return Store.read_only(str(published / "db"))


def ask(store: Store, shown: str, where: str) -> list[tuple[str, ...]]:
    """Rows of some variables, in order."""
    prefixes = {**PREFIXES, **Iris().instance_prefixes}
    found = store.query(
        f"SELECT {shown} WHERE {{ {where} }}", prefixes=prefixes, use_default_graph_as_union=True
    )
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return sorted(tuple(getattr(row[name], "value", "") for name in names) for row in found)


def test_former_entries_stand_in_the_graph_of_their_lists_history(built: Built) -> None:
    rows = ask(
        built(),
        "?title ?words ?since ?until",
        """GRAPH graph:history\\/list { ?former a cg:FormerEntry ; rdfs:label ?title ;
             cg:wasInList list:list ; cg:wasInSection "Detection" ; prov:value ?words ;
             prov:generatedAtTime ?since ; prov:invalidatedAtTime ?until ;
             prov:wasGeneratedBy/schema:version ?brought ;
             prov:wasInvalidatedBy/schema:version ?ended }
           FILTER(STRLEN(?brought) = 40 && ?brought != ?ended)""",
    )
    assert rows == [
        ("Gears of Old", GEARS.strip(), "2021-01-01T00:00:00Z", "2023-03-01T00:00:00Z"),
        ("Widgets for Gizmos", WIDGETS.strip(), "2021-01-01T00:00:00Z", "2022-02-01T00:00:00Z"),
    ]


def test_an_entry_says_by_which_commit_it_came_and_what_it_was(built: Built) -> None:
    store = built()
    (row,) = ask(
        store,
        "?added ?page",
        """?entry a cg:Entry ; prov:generatedAtTime ?added ; prov:wasGeneratedBy ?commit ;
             prov:wasRevisionOf ?before .
           ?commit a prov:Activity ; prov:endedAtTime ?added ; foaf:page ?page .
           ?before cg:wasAbout paper:arxiv-2105.11333 ; cg:changedField/cg:field "venue" """,
    )
    assert row[0] == "2021-01-01T00:00:00Z"
    assert row[1].startswith("https://github.com/ada/lists/commit/")


def test_snapshots_revise_each_other_up_to_the_one_that_was_read(built: Built) -> None:
    """The commit that touched another file only has a snapshot because the list was read at it."""
    store = built()
    rows = ask(
        store,
        "?from ?time",
        """?later a cg:ListSnapshot ; prov:wasRevisionOf ?earlier ; prov:generatedAtTime ?time .
           ?earlier a cg:ListSnapshot ; prov:specializationOf list:list ;
             prov:generatedAtTime ?from""",
    )
    assert [(earlier[:10], later[:10]) for earlier, later in rows] == [
        ("2021-01-01", "2022-02-01"),
        ("2022-02-01", "2023-03-01"),
        ("2023-03-01", "2023-04-01"),
    ]
    assert ask(store, "?time", "?entry prov:wasQuotedFrom/prov:generatedAtTime ?time") == [
        ("2023-04-01T00:00:00Z",)
    ]


def test_a_former_entry_links_to_its_lines_where_the_repository_is_known(built: Built) -> None:
    ((lines,),) = ask(built(), "?lines", "?former a cg:RemovedEntry ; dcterms:source ?lines")
    assert lines.startswith("https://github.com/ada/lists/blob/")
    assert lines.endswith("/list.md#L6-L6")


def test_commits_that_are_published_nowhere_link_nowhere(built: Built) -> None:
    store = built(published=False)
    assert ask(store, "?lines", "?former a cg:FormerEntry ; dcterms:source ?lines") == []
    assert ask(store, "?page", "?commit a prov:Activity ; foaf:page ?page") == []


def test_nobody_is_named(built: Built) -> None:
    """Names and addresses of who made a commit are personal data."""
    text = "\n".join(map(str, built())).lower()
    assert "ada@example.org" not in text
    assert '"ada"' not in text


def test_the_same_commits_give_the_same_statements(built: Built) -> None:
    def statements(store: Store) -> list[str]:
        skipped = Iris().graph("void")
        return sorted(str(quad) for quad in store if quad.graph_name != skipped)

    assert statements(built("one")) == statements(built("two"))


def test_a_later_build_of_another_list_keeps_the_history(built: Built, tmp_path: Path) -> None:
    before = history(built())
    (tmp_path / "other.md").write_text(f"# Other\n\n{WIDGETS}", encoding="utf-8")
    store = SnapshotStore(tmp_path / "store")
    build([str(tmp_path / "other.md")], store)
    assert history(opened(store)) == before != []


def history(store: Store) -> list[str]:
    graph = Iris().graph("history/list")
    return sorted(str(quad) for quad in store.quads_for_pattern(None, None, None, graph))


def test_a_paper_that_only_another_list_still_holds_is_known(built: Built, tmp_path: Path) -> None:
    built()
    (tmp_path / "other.md").write_text(f"# Other\n\n{GEARS}", encoding="utf-8")
    store = SnapshotStore(tmp_path / "store")
    build([str(tmp_path / "other.md")], store)
    rows = ask(opened(store), "?paper", "?former a cg:RemovedEntry ; cg:wasAbout ?paper")
    assert rows == [(Iris().paper("arxiv-1001.00001").value,)]


def test_lists_that_were_kept_before_there_was_history_still_load(
    built: Built, tmp_path: Path
) -> None:
    built()
    place = SnapshotStore(tmp_path / "store").published()
    assert place is not None
    (file,) = (place / "lists").glob("*.json")
    kept = json.loads(file.read_bytes())
    del kept["history"]
    file.write_text(json.dumps(kept), encoding="utf-8")
    (found,) = load_lists(place)
    assert found.history is None


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("?f a cg:RemovedEntry", "neither changed nor taken out, or both"),
        ("?f cg:wasInList ?list", "was in one list"),
        ("?f prov:invalidatedAtTime ?time", "ended at one moment"),
        ("?f prov:wasInvalidatedBy ?commit", "ended by one commit"),
        ("?c cg:field ?field", "is of one field"),
    ],
)
def test_the_shapes_forbid_damage(built: Built, damage: str, message: str) -> None:
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in built())
    assert violations_of(store) == []
    store.update(f"DELETE WHERE {{ {damage} }}", prefixes=dict(PREFIXES))
    assert any(message in each.message for each in violations_of(store))


def test_a_former_entry_that_says_it_is_in_a_list_is_damage(built: Built) -> None:
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in built())
    store.update("INSERT { ?f cg:inList ?l } WHERE { ?f cg:wasInList ?l }", prefixes=dict(PREFIXES))
    assert any("is in no list" in each.message for each in violations_of(store))


def test_of_a_shallow_clone_no_history_is_told(built: Built, folder: Path, tmp_path: Path) -> None:
    """Its oldest commit brought nothing: what stands there may be years older."""
    built()
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", folder.as_uri(), str(clone))
    git(clone, "remote", "set-url", "origin", "https://github.com/ada/lists.git")
    store = SnapshotStore(tmp_path / "of-clone")
    report = build([str(clone / "list.md")], store)
    (note,) = report.notes
    assert note.startswith(f"{clone / 'list.md'}: no history: the clone is shallow; ")
    assert ask(opened(store), "?entry", "?entry a cg:Entry ; prov:generatedAtTime ?time") == []


def test_of_a_file_that_is_not_as_committed_it_is_said_that_no_history_is_told(
    built: Built, folder: Path, tmp_path: Path
) -> None:
    built()
    file = folder / "list.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    report = build([str(file)], SnapshotStore(tmp_path / "of-changed"))
    assert report.notes == (f"{file}: no history: it has changes that are not committed",)
