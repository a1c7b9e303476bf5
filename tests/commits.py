"""A checkout that a test fills, commit by commit."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Protocol

import pytest


class Commit(Protocol):
    """Commits what the folder holds at a time, with files that are given by stem and text."""

    def __call__(self, time: str, **files: str) -> None:
        """Do so."""


def git(folder: Path, *arguments: str, time: str = "2020-01-01T00:00:00Z") -> str:
    """What git says in a folder, with nobody's settings."""
    who = {f"GIT_{role}_NAME": "Ada" for role in ("AUTHOR", "COMMITTER")}
    mail = {f"GIT_{role}_EMAIL": "ada@example.org" for role in ("AUTHOR", "COMMITTER")}
    times = {f"GIT_{role}_DATE": time for role in ("AUTHOR", "COMMITTER")}
    home = {"PATH": os.environ["PATH"], "HOME": str(folder.parent), "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(
        command, env={**home, **who, **mail, **times}, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def committing(folder: Path) -> Commit:
    """What commits in a folder, which becomes a checkout of a repository on GitHub."""

    def commit(time: str, **files: str) -> None:
        if not (folder / ".git").exists():
            git(folder, "init", "--quiet", "--initial-branch=main")
            git(folder, "remote", "add", "origin", "https://github.com/ada/lists.git")
        for name, text in files.items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--allow-empty", "--message=More", time=time)

    return commit


def fresh(factory: pytest.TempPathFactory) -> tuple[Path, Commit]:
    """A folder of its own that is to become a checkout, and what commits in it."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = factory.mktemp("past") / "lists"
    folder.mkdir()
    return folder, committing(folder)
