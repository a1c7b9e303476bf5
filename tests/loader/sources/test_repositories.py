"""Repositories on GitHub: what a name means, what a README leads to, what may be claimed."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from loader.errors import SourceError
from loader.records import Markup
from loader.sources import GitHub, Reach, Source, sources_in
from loader.sources.remote import MOST_LED_TO
from loader.sources.repository import (
    Place,
    Refs,
    is_path,
    is_ref,
    lists_led_to,
    place_of_address,
    place_of_name,
    placed,
    refs_in,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.loader.sources.conftest import Fetch, Refusal, Site

TEXT = "# Vision\n\n**A title** \\\n*Ada One* \\\n[p](https://x.org)\n"
MAIN, OLD, TAG, TAGGED = ("1" * 40, "2" * 40, "3" * 40, "4" * 40)


def advertised(*refs: tuple[str, str], default: str | None = "main") -> bytes:
    """What a repository tells of its branches and tags, in pkt-lines."""
    symref = f" symref=HEAD:refs/heads/{default}" if default else ""
    lines = [f"{commit} {name}" for commit, name in refs]
    lines[0] += f"\0multi_ack{symref} agent=git/2.39"
    packed = "".join(f"{len(line) + 5:04x}{line}\n" for line in lines)
    return f"001e# service=git-upload-pack\n0000{packed}0000".encode()


REFS = advertised(
    (MAIN, "HEAD"),
    (MAIN, "refs/heads/main"),
    (OLD, "refs/heads/old/look"),
    (TAG, "refs/tags/v1"),
    (TAGGED, "refs/tags/v1^{}"),
    ("5" * 40, "refs/pull/1/head"),
)


@pytest.fixture
def repository(site: Site) -> Site:
    """The repository ada/lists with its branches told and a README at main."""
    site.says("/site/ada/lists.git/info/refs?service=git-upload-pack", REFS)
    site.says(f"/raw/ada/lists/{MAIN}/README.md", TEXT)
    return site


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_git_itself_tells_of_a_repository_is_understood(tmp_path: Path) -> None:
    def git(*arguments: str) -> bytes:
        command = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@x.org"]
        return subprocess.run([*command, *arguments], check=True, capture_output=True).stdout

    git("init", "--quiet", "--initial-branch=trunk")
    assert refs_in(git("upload-pack", "--http-backend-info-refs", ".")) is None
    git("commit", "--quiet", "--allow-empty", "--message=One")
    git("branch", "new/look")
    git("tag", "--annotate", "--message=One", "v1")
    commit = git("rev-parse", "HEAD").decode().strip()
    told = refs_in(git("upload-pack", "--http-backend-info-refs", "."))
    assert told == Refs(
        commit,
        "trunk",
        dict.fromkeys(("refs/heads/new/look", "refs/heads/trunk", "refs/tags/v1"), commit),
    )


# What a name means.


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("ada/lists", Place("ada", "lists")),
        ("ada/lists@main", Place("ada", "lists", "main")),
        ("ada/lists@old/look:a b.md", Place("ada", "lists", "old/look", "a b.md")),
        ("a-b/c.d_e:清单/论文.md", Place("a-b", "c.d_e", None, "清单/论文.md")),
        ("ada/lists:docs/x@2.md", Place("ada", "lists", None, "docs/x@2.md")),
        ("ada", None),
        ("ada/lists/docs", None),
        ("-ada/lists", None),
        ("ada/..", None),
        ("ada/lists@", None),
        ("ada/lists@../main", None),
        ("ada/lists@-x", None),
        ("ada/lists:/etc/passwd", None),
        ("ada/lists:docs//a.md", None),
        ("ada/lists:a\nb.md", None),
        ("git@github.com:ada/lists", None),
        (f"ada/{'x' * 2000}", None),
    ],
)
def test_a_repository_is_named_by_owner_name_ref_and_path(name: str, place: Place | None) -> None:
    assert place_of_name(name) == place


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://github.com/ada/lists/", Place("ada", "lists")),
        ("http://GitHub.com/ada/lists", Place("ada", "lists")),
        ("https://www.github.com/ada/lists.git", Place("ada", "lists")),
        ("https://github.com/ada/lists?tab=readme-ov-file#top", Place("ada", "lists")),
        (
            "https://github.com/ada/lists/blob/main/a%20b.md?plain=1#L3",
            Place("ada", "lists", tail="main/a b.md"),
        ),
        ("https://github.com/ada/lists/tree/main", Place("ada", "lists", tail="main")),
        ("https://github.com/ada/lists/raw/main/a.md", Place("ada", "lists", tail="main/a.md")),
        (
            "https://raw.githubusercontent.com/ada/lists/refs/heads/main/a.md",
            Place("ada", "lists", tail="main/a.md"),
        ),
        (
            "https://raw.githubusercontent.com/ada/lists/main/a.md",
            Place("ada", "lists", tail="main/a.md"),
        ),
        ("https://github.com/ada/lists/blob/main/%2e%2e/%2e%2e/x", None),
        ("https://github.com/ada", None),
        ("https://github.com/ada/lists/issues/1", None),
        ("https://raw.githubusercontent.com/ada/lists/a.md", None),
        ("https://github.com.example.org/ada/lists", None),
        ("https://example.org/ada/lists", None),
    ],
)
def test_an_address_on_github_means_the_file_it_shows(address: str, place: Place | None) -> None:
    assert place_of_address(address, GitHub()) == place


def test_a_file_or_folder_here_comes_before_a_repository(
    repository: Site, reach: Reach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ada" / "lists").mkdir(parents=True)
    (tmp_path / "ada" / "lists" / "b.md").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (found,) = sources_in(["ada/lists"], reach)
    assert isinstance(found, Source)
    assert found.snapshot.key == "b"
    assert not repository.asked


@pytest.mark.parametrize("name", ["ada/vision.md", "here/lists", "ada/lists/README", "ada"])
def test_a_misspelt_path_is_never_looked_for_on_github(
    site: Site, refusal: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path)
    assert refusal(name).startswith(f"{name}: no such file or folder; check the path")
    assert not site.asked


# Branches, tags, commits.


def test_the_readme_of_the_default_branch_is_read_at_its_commit(
    repository: Site, fetch: Fetch, reach: Reach
) -> None:
    snapshot = fetch("ada/lists").snapshot
    base = f"{reach.github.site}/ada/lists"
    assert (snapshot.key, snapshot.source) == ("ada_lists", "ada/lists")
    assert snapshot.repository == base
    assert snapshot.home == f"{base}/blob/main/README.md"
    assert snapshot.commit == MAIN
    assert snapshot.permalink == f"{base}/blob/{MAIN}/README.md"
    assert repository.asked[0][1]["user-agent"].startswith("git/")


@pytest.mark.parametrize(
    ("name", "commit", "branch"),
    [
        ("ada/lists@old/look:a.md", OLD, "old/look"),
        ("ada/lists@v1:a.md", TAGGED, "v1"),
        (f"ada/lists@{OLD}:a.md", OLD, "HEAD"),
        ("SITE/site/ada/lists/blob/old/look/a.md", OLD, "old/look"),
        ("SITE/site/ada/lists/blob/main/a.md#L3", MAIN, "main"),
        ("SITE/raw/ada/lists/refs/heads/main/a.md", MAIN, "main"),
    ],
)
def test_a_branch_a_tag_and_a_commit_are_read_at_the_commit(
    repository: Site, fetch: Fetch, name: str, commit: str, branch: str
) -> None:
    repository.says(f"/raw/ada/lists/{commit}/a.md", TEXT)
    snapshot = fetch(name.replace("SITE", repository.address)).snapshot
    base = f"{repository.address}/site/ada/lists"
    assert (snapshot.key, snapshot.commit) == ("ada_lists_a", commit)
    assert snapshot.home == f"{base}/blob/{branch}/a.md"
    assert snapshot.permalink == f"{base}/blob/{commit}/a.md"


def test_every_name_of_a_file_is_the_same_list(
    repository: Site, fetch: Fetch, reach: Reach
) -> None:
    repository.says(f"/raw/ada/lists/{OLD}/a.md", TEXT)
    repository.says(f"/raw/ada/lists/{MAIN}/a.md", TEXT)
    names = (
        "ada/lists:a.md",
        "ada/lists@old/look:a.md",
        f"{reach.github.site}/ada/lists/blob/main/a.md",
    )
    found = [fetch(name).snapshot for name in names]
    assert len({(each.key, each.origin) for each in found}) == 1


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html>", b"zzzz", b"0000", b"ffff", b"001e# service=git-upload-pack\n0000", b"00"],
)
def test_without_a_certain_commit_there_is_no_permalink(
    site: Site, fetch: Fetch, answer: bytes
) -> None:
    site.says("/site/ada/lists.git/info/refs?service=git-upload-pack", answer)
    site.says("/raw/ada/lists/HEAD/README.md", TEXT)
    snapshot = fetch("ada/lists").snapshot
    assert (snapshot.commit, snapshot.permalink) == (None, None)
    assert snapshot.home is not None
    assert snapshot.home.endswith("/ada/lists/blob/HEAD/README.md")


def test_a_short_commit_is_read_and_claims_nothing(repository: Site, fetch: Fetch) -> None:
    repository.says("/raw/ada/lists/1111111/a.md", TEXT)
    snapshot = fetch("ada/lists@1111111:a.md").snapshot
    assert (snapshot.commit, snapshot.permalink) == (None, None)


def test_a_tag_comes_before_a_branch_of_its_name() -> None:
    told = Refs(None, None, {"refs/heads/v1": OLD, "refs/tags/v1": TAG})
    assert told.commit_of("v1") == TAG
    assert told.commit_of("refs/heads/v1") == OLD


def test_what_a_repository_tells_is_checked() -> None:
    told = refs_in(advertised(("x" * 40, "HEAD"), (MAIN, "refs/heads/main"), default="../x"))
    assert told == Refs(None, None, {"refs/heads/main": MAIN})


def test_an_address_without_known_branches_is_parted_at_the_first_slash() -> None:
    assert placed(Place("a", "b", tail="main/c/d.md"), None) == Place("a", "b", "main", "c/d.md")
    assert placed(Place("a", "b", tail="HEAD/d.md"), None) == Place("a", "b", None, "d.md")


@pytest.mark.parametrize(
    "text", ["a b", "a..b", "/a", "a/", "a//b", "a.lock", "a:b", "", "@{1}", "a\n"]
)
def test_what_git_takes_for_no_ref_is_none(text: str) -> None:
    assert not is_ref(text)


@pytest.mark.parametrize("text", ["", "/a", "a/", "a//b", "./a", "a/../b", "a\nb", "a" * 2000])
def test_a_path_stays_within_its_repository(text: str) -> None:
    assert not is_path(text)


# READMEs and what they lead to.


@pytest.mark.parametrize("name", ["readme.md", "README.rst", "README"])
def test_a_readme_is_found_by_its_usual_names(site: Site, fetch: Fetch, name: str) -> None:
    site.says(f"/raw/ada/lists/HEAD/{name}", TEXT)
    found = fetch("ada/lists")
    assert found.snapshot.key == "ada_lists"
    markup = Markup.RESTRUCTUREDTEXT if name.endswith("rst") else Markup.MARKDOWN
    assert found.snapshot.markup is markup


def test_a_folder_is_its_readme(repository: Site, fetch: Fetch) -> None:
    repository.says(f"/raw/ada/lists/{MAIN}/docs/README.md", TEXT)
    assert fetch("ada/lists:docs").snapshot.key == "ada_lists_docs"


def test_a_repository_without_a_readme_is_named(site: Site, refusal: Refusal) -> None:
    assert refusal("ada/lists") == (
        f"ada/lists: no README in its top folder of {site.address}/site/ada/lists that can be "
        "read; check the name, or name the list's file as owner/repo:path"
    )


def test_a_readme_comes_with_the_lists_it_leads_to(repository: Site, reach: Reach) -> None:
    readme = (
        "# Lists\n\n- [Vision](docs/vision.md#top)\n- [Again](./docs/vision.md)\n\n"
        "| [Speech](/speech.rst) |\n\n[![icon](icon.md)](docs/deep/README.md) "
        "[text](notes.txt) [help](CONTRIBUTING.md) [中文](README.zh.md) [self](README.md)\n"
        "[up](../../other/x.md) [away](https://example.org/y.md) [odd](//example.org/z.md)\n"
    )
    repository.says(f"/raw/ada/lists/{MAIN}/README.md", readme)
    for path in ("docs/vision.md", "speech.rst", "docs/deep/README.md"):
        repository.says(f"/raw/ada/lists/{MAIN}/{path}", TEXT)
    found = list(sources_in(["ada/lists"], reach))
    assert [
        (each.snapshot.key, each.snapshot.source, each.led_to)
        for each in found
        if isinstance(each, Source)
    ] == [
        ("ada_lists", "ada/lists", False),
        ("ada_lists_docs_vision", "ada/lists:docs/vision.md", True),
        ("ada_lists_speech", "ada/lists:speech.rst", True),
        ("ada_lists_docs_deep", "ada/lists:docs/deep/README.md", True),
    ]
    assert len(found) == len(repository.asked) - 1


def test_what_a_list_leads_to_is_not_followed_further(repository: Site, reach: Reach) -> None:
    repository.says(f"/raw/ada/lists/{MAIN}/README.md", "[a](a.md)\n")
    repository.says(f"/raw/ada/lists/{MAIN}/a.md", "[b](b.md)\n")
    found = list(sources_in(["ada/lists"], reach))
    assert [each.text for each in found if isinstance(each, Source)] == [
        "[a](a.md)\n",
        "[b](b.md)\n",
    ]


def test_a_file_that_is_named_is_read_alone(repository: Site, fetch: Fetch) -> None:
    repository.says(f"/raw/ada/lists/{MAIN}/README.md", "[a](a.md)\n")
    assert fetch("ada/lists:README.md").text == "[a](a.md)\n"


def test_a_link_to_a_list_that_is_not_there_is_told(repository: Site, reach: Reach) -> None:
    repository.says(f"/raw/ada/lists/{MAIN}/README.md", "[a](a.md)\n")
    readme, missing = sources_in(["ada/lists"], reach)
    assert isinstance(readme, Source)
    assert isinstance(missing, SourceError)
    assert str(missing) == "ada/lists:a.md: not there, and ada/lists leads to it; mend the link"


def test_a_readme_that_leads_to_a_note_for_each_paper_is_read_alone(
    repository: Site, reach: Reach
) -> None:
    links = "".join(f"[note](notes/{n}.md)\n" for n in range(MOST_LED_TO + 1))
    repository.says(f"/raw/ada/lists/{MAIN}/README.md", links)
    repository.asked.clear()
    readme, rest = sources_in(["ada/lists"], reach)
    assert isinstance(readme, Source)
    assert str(rest) == (
        f"ada/lists: leads to {MOST_LED_TO + 1} files, which are too many to be lists, and none "
        "is read; name ada/lists:README.md for the README alone, or the files that are lists"
    )
    assert len(repository.asked) == 2


def test_a_whole_address_within_the_repository_leads_to_its_file(
    repository: Site, reach: Reach
) -> None:
    base = f"{reach.github.site}/Ada/Lists/blob"
    links = (
        f"[a]({base}/main/docs/a%20b.md) [other branch]({base}/old/look/c.md) "
        f"[other repository]({reach.github.site}/bob/lists/blob/main/d.md) [odd](http://[/e.md)\n"
    )
    repository.says(f"/raw/ada/lists/{MAIN}/README.md", links)
    repository.says(f"/raw/ada/lists/{MAIN}/docs/a%20b.md", TEXT)
    _, found = sources_in(["ada/lists"], reach)
    assert isinstance(found, Source)
    assert found.snapshot.source == "ada/lists:docs/a b.md"


def test_where_branches_are_not_known_the_usual_names_are_the_default(
    site: Site, reach: Reach
) -> None:
    base = f"{reach.github.site}/ada/lists/blob"
    links = f"[a]({base}/master/a.md) [b]({base}/next/b.md)\n"
    site.says("/raw/ada/lists/HEAD/README.md", links)
    site.says("/raw/ada/lists/HEAD/a.md", TEXT)
    _, found = sources_in(["ada/lists"], reach)
    assert isinstance(found, Source)
    assert found.snapshot.source == "ada/lists:a.md"


@pytest.mark.parametrize(
    "target",
    [
        "https://x.org/a.md",
        "//x.org/a.md",
        "mailto:a.md",
        "..%2f..%2fa.md",
        "%2e%2e/%2e%2e/a.md",
        "#a.md",
        "?a.md",
        "http://[/a.md",
        "a%0Ab.md",
        "../a.md",
    ],
)
def test_a_target_outside_the_repository_leads_nowhere(target: str) -> None:
    assert lists_led_to([target], "README.md") == ()


def test_offline_a_repository_is_what_it_was(
    repository: Site, fetch: Fetch, offline: Reach
) -> None:
    before = fetch("ada/lists")
    repository.asked.clear()
    assert fetch("ada/lists", offline) == before
    assert not repository.asked
