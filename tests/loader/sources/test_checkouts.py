"""Git checkouts: what a file may claim of its repository, and that nothing is run to find out."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from loader.records import ListSnapshot
from loader.sources import Source, sources_of
from loader.sources.checkout import repository_at

TEXT = "# Vision\n\n**A title** \\\n*Ada One* \\\n[p](https://x.org)\n"
REMOTE = "https://github.com/ada/lists.git"
HOME = "https://github.com/ada/lists"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in the checkout, with nobody's settings."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": "Ada" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "ada@example.org" for who in ("AUTHOR", "COMMITTER")},
    }

    def run(*arguments: str, at: Path | None = None) -> str:
        command = ["git", "-C", str(at or tmp_path / "work"), *arguments]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    return run


@pytest.fixture
def work(tmp_path: Path, git: Git) -> Path:
    """A checkout that is published at ada/lists, with a list in docs/."""
    folder = tmp_path / "work"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "a b.md").write_text(TEXT, encoding="utf-8")
    git("init", "--quiet", "--initial-branch=main")
    git("remote", "add", "origin", REMOTE)
    git("add", ".")
    git("commit", "--quiet", "--message=One")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    git("config", "branch.main.remote", "origin")
    git("config", "branch.main.merge", "refs/heads/main")
    return folder


def standing(path: Path) -> ListSnapshot:
    (found,) = sources_of(str(path))
    assert isinstance(found, Source)
    return found.snapshot


def claims(path: Path) -> tuple[str | None, ...]:
    found = standing(path)
    return found.repository, found.home, found.commit, found.permalink


def test_a_committed_file_knows_its_place(work: Path, git: Git) -> None:
    commit = git("rev-parse", "HEAD")
    assert claims(work / "docs" / "a b.md") == (
        HOME,
        f"{HOME}/blob/main/docs/a%20b.md",
        commit,
        f"{HOME}/blob/{commit}/docs/a%20b.md",
    )


def test_a_folder_within_a_checkout_knows_its_place_too(work: Path, git: Git) -> None:
    assert standing(work / "docs").commit == git("rev-parse", "HEAD")


def test_a_modified_file_claims_no_commit(work: Path) -> None:
    file = work / "docs" / "a b.md"
    file.write_text(TEXT.replace("A title", "Another"), encoding="utf-8")
    assert claims(file) == (HOME, f"{HOME}/blob/main/docs/a%20b.md", None, None)


def test_a_modification_that_is_staged_claims_no_commit(work: Path, git: Git) -> None:
    file = work / "docs" / "a b.md"
    file.write_text(TEXT + "\n", encoding="utf-8")
    git("add", ".")
    assert standing(file).commit is None


def test_a_modification_that_git_was_told_to_overlook_claims_no_commit(
    work: Path, git: Git
) -> None:
    file = work / "docs" / "a b.md"
    git("update-index", "--assume-unchanged", "docs/a b.md")
    file.write_text(TEXT + "\n", encoding="utf-8")
    assert standing(file).commit is None


def test_line_ends_of_a_checkout_are_no_modification(work: Path, git: Git) -> None:
    file = work / "docs" / "a b.md"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert standing(file).commit == git("rev-parse", "HEAD")


def test_a_file_that_is_not_committed_claims_nothing(work: Path, git: Git) -> None:
    (work / "new.md").write_text(TEXT, encoding="utf-8")
    assert claims(work / "new.md") == (None, None, None, None)
    git("add", "new.md")
    assert claims(work / "new.md") == (None, None, None, None)


def test_a_commit_that_is_not_published_has_no_permalink(work: Path, git: Git) -> None:
    git("commit", "--quiet", "--allow-empty", "--message=Two")
    found = standing(work / "docs" / "a b.md")
    assert (found.commit, found.permalink) == (git("rev-parse", "HEAD"), None)


def test_without_a_branch_that_is_followed_the_home_is_at_the_default(work: Path, git: Git) -> None:
    git("checkout", "--quiet", "--detach")
    found = standing(work / "docs" / "a b.md")
    assert found.home == f"{HOME}/blob/HEAD/docs/a%20b.md"
    assert found.permalink is not None


def test_a_checkout_without_a_commit_or_a_remote_claims_nothing(work: Path, git: Git) -> None:
    git("remote", "remove", "origin")
    assert claims(work / "docs" / "a b.md") == (None, None, None, None)
    shutil.rmtree(work / ".git")
    git("init", "--quiet")
    git("remote", "add", "origin", REMOTE)
    assert claims(work / "docs" / "a b.md") == (None, None, None, None)


def test_the_only_remote_counts_and_among_several_origin_alone(work: Path, git: Git) -> None:
    git("remote", "rename", "origin", "mine")
    assert standing(work / "docs" / "a b.md").repository == HOME
    git("remote", "add", "yours", "https://github.com/bob/lists")
    assert standing(work / "docs" / "a b.md").repository is None


def test_a_host_whose_addresses_are_not_known_gives_no_pages(work: Path, git: Git) -> None:
    git("remote", "set-url", "origin", "git@gitlab.com:ada/lists.git")
    assert claims(work / "docs" / "a b.md") == (
        "https://gitlab.com/ada/lists",
        None,
        git("rev-parse", "HEAD"),
        None,
    )


@pytest.mark.usefixtures("work")
def test_a_linked_work_tree_is_a_checkout(git: Git, tmp_path: Path) -> None:
    git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"))
    assert standing(tmp_path / "linked" / "docs" / "a b.md").commit == git("rev-parse", "HEAD")


def test_a_link_to_a_committed_file_is_that_file(work: Path, tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(work / "docs" / "a b.md")
    assert standing(tmp_path / "link.md").home == f"{HOME}/blob/main/docs/a%20b.md"


def test_what_lists_toml_says_wins_and_is_never_mixed(work: Path, git: Git) -> None:
    (work / "docs" / "lists.toml").write_text(
        '["a b.md"]\ntitle = "Vision"\nhome = "https://example.org/vision"\n', encoding="utf-8"
    )
    assert claims(work / "docs" / "a b.md") == (None, "https://example.org/vision", None, None)
    (work / "docs" / "lists.toml").write_text('["a b.md"]\ntitle = "Vision"\n', encoding="utf-8")
    found = standing(work / "docs" / "a b.md")
    assert (found.title, found.commit) == ("Vision", git("rev-parse", "HEAD"))


def test_nothing_that_a_checkout_names_is_run(work: Path, git: Git, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    hooks = work / ".git" / "hooks"
    for hook in (
        "post-checkout",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
    ):
        shutil.copy(trap, hooks / hook)
    (work / ".gitattributes").write_text("*.md filter=trap diff=trap\n", encoding="utf-8")
    for setting in (
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.gitProxy",
        "core.askPass",
        "credential.helper",
        "diff.trap.textconv",
        "diff.external",
        "filter.trap.clean",
        "filter.trap.process",
        "filter.trap.smudge",
        "gpg.program",
        "uploadpack.packObjectsHook",
        "core.alternateRefsCommand",
    ):
        git("config", setting, str(trap))
    git("config", "pager.config", str(trap))
    for name in ("config", "ls-tree", "rev-parse", "for-each-ref"):
        git("config", f"alias.{name}", f"!{trap}")
    found = standing(work / "docs" / "a b.md")
    assert found.commit is not None
    assert not (tmp_path / "sprung").exists()


def test_a_partial_clone_is_not_completed_over_the_network(work: Path, git: Git) -> None:
    git("config", "extensions.partialClone", "origin")
    git("config", "remote.origin.promisor", "true")
    git("remote", "set-url", "origin", "ext::touch sprung")
    tree = git("rev-parse", "HEAD:docs")
    (work / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    assert claims(work / "docs" / "a b.md") == (None, None, None, None)
    assert not (work / "sprung").exists()


def test_the_environment_does_not_lead_to_another_repository(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert standing(work / "docs" / "a b.md").commit is not None


def test_without_git_a_list_is_read_all_the_same(
    work: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert claims(work / "docs" / "a b.md") == (None, None, None, None)


def test_a_git_that_hangs_is_given_up(
    work: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec sleep 20\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    monkeypatch.setattr("loader.sources.git.PATIENCE", 0.1)
    assert claims(work / "docs" / "a b.md") == (None, None, None, None)


def test_a_damaged_checkout_does_no_harm(work: Path) -> None:
    (work / ".git" / "HEAD").write_text("ref: refs/heads/../../x\n", encoding="utf-8")
    assert claims(work / "docs" / "a b.md") == (None, None, None, None)


@pytest.mark.parametrize(
    ("remote", "url"),
    [
        ("https://github.com/ada/lists", HOME),
        ("https://github.com/ada/lists/", HOME),
        ("https://ada:secret@GitHub.com:443/ada/lists.git", HOME),
        ("git://github.com/ada/lists.git", HOME),
        ("ssh://git@github.com:22/ada/lists.git", HOME),
        ("git@github.com:ada/lists.git", HOME),
        ("github.com:/ada/lists", HOME),
        ("https://git.example.org/ada/lists", None),
        ("/srv/git/github.com/ada/lists", None),
        ("C:\\lists", None),
        ("ext::sh -c x", None),
        ("https://github.com/ada", None),
        ("", None),
    ],
)
def test_a_remote_is_known_in_every_form_and_without_credentials(
    remote: str, url: str | None
) -> None:
    found = repository_at(remote)
    assert (found.url if found else None) == url
