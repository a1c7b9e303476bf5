"""Git checkouts: at which commit of which repository a file on this machine stands.

No work tree is compared: whether a file is as committed is told by its own bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from loader.fields.links import Repository, repository_of
from loader.sources.git import QUIET, git, in_utc, top_of
from loader.sources.reach import GITHUB
from loader.sources.repository import is_commit, is_ref

_REMOTE = re.compile(r"remote\.([A-Za-z0-9_][A-Za-z0-9_./-]*)\.url\n([^\n]+)")
# scp-like addresses, gitprotocol(7): user@host:path.
_SCP = re.compile(r"(?:[^@/:]+@)?([A-Za-z0-9.-]+):(?!//)/?([^:]+)")
_URL = re.compile(r"(?:https?|ssh|git)://(?:[^@/]*@)?([A-Za-z0-9.-]+)(?::\d+)?/(.+)")


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout whose repository is known.

    Attributes:
        top: Its folder.
        repository: Where the repository lives.
        branch: Branch there that this one follows, ``HEAD`` where it follows none.
        commit: What is checked out.
        published: Whether the commit is known to be there, as of the last fetch or push.
        blobs: Git's digest of each file of the commit by its path.
        committed: When the commit was made, in UTC.
    """

    top: Path
    repository: Repository
    branch: str
    commit: str
    published: bool
    blobs: Mapping[str, str]
    committed: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a file of a checkout stands; see :class:`loader.records.ListSnapshot`."""

    repository: str
    home: str | None
    commit: str | None
    permalink: str | None
    committed: str | None


@dataclass(frozen=True, slots=True)
class Checkouts:
    """Checkouts that were looked at, each once."""

    _known: dict[Path, Checkout | None] = field(default_factory=dict)

    def standing_of(self, path: Path, raw: bytes) -> Standing | None:
        """Where a file stands, ``None`` if it is in no commit of a repository that is known.

        Args:
            path: The file.
            raw: Its bytes. Where they are not what was committed, no commit is claimed.
        """
        path = path.resolve()
        top = top_of(path)
        if top is None:
            return None
        if top not in self._known:
            self._known[top] = checkout_of(top)
        checkout = self._known[top]
        return _standing(checkout, path, raw) if checkout is not None else None


def _standing(checkout: Checkout, path: Path, raw: bytes) -> Standing | None:
    place = PurePosixPath(path.relative_to(checkout.top)).as_posix()
    blob = checkout.blobs.get(place)
    if blob is None:
        return None
    repository = checkout.repository
    # The only host whose forms of address are known here.
    pages = f"{repository.url}/blob" if repository.host == GITHUB else None
    commit = checkout.commit if blob in _digests(raw, len(blob)) else None
    return Standing(
        repository.url,
        f"{pages}/{quote(checkout.branch)}/{quote(place)}" if pages else None,
        commit,
        f"{pages}/{commit}/{quote(place)}" if pages and commit and checkout.published else None,
        checkout.committed if commit else None,
    )


def _digests(raw: bytes, length: int) -> set[str]:
    """Git's digests of a file, as it stands and with the line ends that a commit has."""
    make = hashlib.sha256 if length == hashlib.sha256().digest_size * 2 else hashlib.sha1
    forms = {raw, raw.replace(b"\r\n", b"\n")}
    return {make(b"blob %d\0" % len(form) + form).hexdigest() for form in forms}


def checkout_of(top: Path) -> Checkout | None:
    """The checkout at a folder, ``None`` if there is none or git tells no repository or commit.

    Git refuses checkouts that belong to another user; those tell nothing either.

    Args:
        top: The folder that holds ``.git``.
    """
    commit = (git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") or "").strip()
    remote, repository = _remote(git(top, "config", "-z", "--get-regexp", r"^remote\..*\.url$"))
    listed = git(top, "ls-tree", "-r", "-z", "--full-tree", "HEAD")
    if not is_commit(commit) or repository is None or listed is None:
        return None
    followed = (git(top, "rev-parse", "--abbrev-ref", "HEAD@{upstream}") or "").strip()
    branch = followed.removeprefix(f"{remote}/") if followed.startswith(f"{remote}/") else ""
    there = git(top, "for-each-ref", "--count=1", f"--contains={commit}", f"refs/remotes/{remote}")
    return Checkout(
        top,
        repository,
        branch if branch and is_ref(branch) else "HEAD",
        commit,
        published=bool(there),
        blobs=dict(_blobs(listed)),
        committed=in_utc((git(top, "log", *QUIET, "-1", "--format=%cI", "HEAD") or "").strip()),
    )


def _blobs(listed: str) -> list[tuple[str, str]]:
    """Path and digest of each plain file; links and modules within are none."""
    found = []
    for line in listed.split("\0"):
        about, tab, path = line.partition("\t")
        if tab and about.startswith("100"):
            found.append((path, about.split()[2]))
    return found


def _remote(listed: str | None) -> tuple[str, Repository | None]:
    """Name and repository of ``origin``, or of the only remote there is."""
    found = {}
    for item in (listed or "").split("\0"):
        told = _REMOTE.fullmatch(item)
        if told is not None:
            found[told[1]] = told[2]
    name = "origin" if "origin" in found or len(found) != 1 else next(iter(found))
    return name, repository_at(found.get(name, ""))


def repository_at(remote: str) -> Repository | None:
    """The repository that a remote's address names, on the code hosts known; no credentials stay.

    >>> repository_at("git@github.com:ada/lists.git").url
    'https://github.com/ada/lists'
    >>> repository_at("https://ada:secret@gitlab.com/ada/lists").url
    'https://gitlab.com/ada/lists'
    >>> repository_at("/srv/git/lists") is None
    True
    """
    told = _URL.fullmatch(remote) or _SCP.fullmatch(remote)
    return repository_of(f"https://{told[1].lower()}/{told[2]}") if told else None
