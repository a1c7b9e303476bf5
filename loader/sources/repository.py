"""Repositories on GitHub: how people name them and their files, and where these are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from loader.sources.reach import GitHub
from loader.sources.source import LIST_SUFFIXES, is_readme

_OWNER = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_NAME = r"[A-Za-z0-9_.-]+"
_SHORT = re.compile(rf"(?P<owner>{_OWNER})/(?P<name>{_NAME})(?:@(?P<ref>[^:]+))?(?::(?P<path>.+))?")
# git-check-ref-format(1): what no name of a branch or tag holds.
_NO_REF = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|//|@\{|^[-/.]|[/.]$|\.lock$")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A file, a folder or the front page of a repository on GitHub.

    Attributes:
        owner: Who owns the repository, as written.
        name: The repository's name, as written.
        ref: Branch, tag or commit, ``None`` for the default branch.
        path: Path of a file or folder, ``None`` for the front page.
        tail: Branch or tag and path as an address runs them together, where it does: only the
            repository's own branches and tags tell where the one ends.
    """

    owner: str
    name: str
    ref: str | None = None
    path: str | None = None
    tail: str | None = None

    @property
    def repository(self) -> str:
        """Owner and name."""
        return f"{self.owner}/{self.name}"

    def called(self, path: str) -> str:
        """How a person names a file of this repository."""
        return f"{self.repository}{f'@{self.ref}' if self.ref else ''}:{path}"


def place_of_name(name: str) -> Place | None:
    """The place that ``owner/repo[@ref][:path]`` names, or ``None`` where a text is none.

    >>> place_of_name("ada/lists@v1.0:docs/vision.md")
    Place(owner='ada', name='lists', ref='v1.0', path='docs/vision.md', tail=None)
    >>> place_of_name("ada/lists:../secret.md") is None
    True
    """
    found = _SHORT.fullmatch(name) if len(name) <= _LONGEST else None
    if found is None:
        return None
    return _place(found["owner"], found["name"], ref=found["ref"], path=found["path"])


def place_of_address(address: str, github: GitHub) -> Place | None:
    """The place that an address on GitHub shows, or ``None`` where it shows none.

    >>> place_of_address("https://github.com/ada/lists", GitHub())
    Place(owner='ada', name='lists', ref=None, path=None, tail=None)
    >>> place_of_address("https://github.com/ada/lists/blob/main/a.md#L3", GitHub()).tail
    'main/a.md'
    >>> place_of_address("https://github.com/ada/lists/issues/3", GitHub()) is None
    True
    """
    steps = _below(github.site, address)
    if steps is None:
        steps = _below(github.raw, address)
        if steps is None or len(steps) <= 3:  # noqa: PLR2004 (owner, name, ref and then a path)
            return None
        steps.insert(2, "raw")
    match steps:
        case [owner, name]:
            return _place(owner, name.removesuffix(".git"))
        case [owner, name, "blob" | "tree" | "raw" | "blame", *tail] if tail:
            if tail[0] == "refs" and len(tail) > 2:  # noqa: PLR2004 (refs, heads or tags, name)
                del tail[:2]
            return _place(owner, name, tail="/".join(tail))
    return None


def _below(base: str, address: str) -> list[str] | None:
    """Steps of an address's path below a base address, whatever the scheme."""
    parts = urlsplit(address)
    shown = f"{parts.netloc.lower().removeprefix('www.')}{parts.path}"
    within = f"{base.partition('://')[2]}/"
    if not shown.startswith(within):
        return None
    return [unquote(step) for step in shown.removeprefix(within).split("/") if step]


def _place(
    owner: str,
    name: str,
    *,
    ref: str | None = None,
    path: str | None = None,
    tail: str | None = None,
) -> Place | None:
    good = (
        re.fullmatch(_OWNER, owner) is not None
        and re.fullmatch(_NAME, name) is not None
        and name not in {".", ".."}
        and (ref is None or is_ref(ref))
        and all(text is None or is_path(text) for text in (path, tail))
    )
    return Place(owner, name, ref, path, tail) if good else None


def is_ref(text: str) -> bool:
    """Whether a text could name a branch, a tag or a commit.

    >>> is_ref("release/2.0"), is_ref("a..b"), is_ref("-x")
    (True, False, False)
    """
    return 0 < len(text) <= _LONGEST and text.isprintable() and _NO_REF.search(text) is None


def is_commit(text: str) -> bool:
    """Whether a text is the whole name of a commit."""
    return _COMMIT.fullmatch(text) is not None


def is_path(text: str) -> bool:
    """Whether a text is a path that stays within its repository.

    >>> is_path("docs/vision.md"), is_path("docs/../../x"), is_path("/etc/passwd")
    (True, False, False)
    """
    steps = text.split("/")
    return len(text) <= _LONGEST and text.isprintable() and not {"", ".", ".."} & set(steps)


@dataclass(frozen=True, slots=True)
class Refs:
    """Branches and tags of a repository.

    Attributes:
        head: Commit of the default branch, if there is one.
        default: Name of the default branch, if it is told.
        commits: Commit of each branch and tag by its full name, ``refs/heads/main``.
    """

    head: str | None
    default: str | None
    commits: dict[str, str]

    def commit_of(self, ref: str) -> str | None:
        """Commit of a branch or a tag; of the tag, as git has it, where both have the name."""
        names = (ref, f"refs/tags/{ref}", f"refs/heads/{ref}")
        return next((self.commits[name] for name in names if name in self.commits), None)


def refs_in(answer: bytes) -> Refs | None:
    r"""Branches and tags in what a repository tells of itself, ``None`` where it tells nothing.

    Args:
        answer: What ``info/refs?service=git-upload-pack`` gives: pkt-lines, by gitprotocol-http(5)
            and gitprotocol-pack(5).

    >>> commit = b"1" * 40
    >>> line = commit + b" HEAD\0 symref=HEAD:refs/heads/main\n"
    >>> refs_in(b"%04x%s0000" % (len(line) + 4, line)).default
    'main'
    """
    head = default = None
    commits: dict[str, str] = {}
    for line in _pkt_lines(answer):
        told, _, abilities = line.partition(b"\0")
        commit, _, name = told.decode("utf-8", "replace").strip().partition(" ")
        for ability in abilities.decode("utf-8", "replace").split():
            if ability.startswith("symref=HEAD:refs/heads/"):
                default = ability.removeprefix("symref=HEAD:refs/heads/")
        if not is_commit(commit):
            continue
        if name == "HEAD":
            head = commit
        elif name.startswith(("refs/heads/", "refs/tags/")):
            # A tag's own object comes first, and then, with ^{}, the commit it is put on.
            commits[name.removesuffix("^{}")] = commit
    if head is None and not commits:
        return None
    return Refs(head, default if default and is_ref(default) else None, commits)


def _pkt_lines(answer: bytes) -> Iterator[bytes]:
    at = 0
    while at + 4 <= len(answer):
        try:
            length = int(answer[at : at + 4], 16)
        except ValueError:
            return
        if length > 4:  # noqa: PLR2004 (the length counts itself; 0 to 4 carry nothing)
            yield answer[at + 4 : at + length]
        at += max(length, 4)


def placed(place: Place, refs: Refs | None) -> Place:
    """A place whose branch and path are told apart: by the longest branch or tag that fits.

    >>> refs = Refs(None, None, {"refs/heads/new/look": "1" * 40})
    >>> placed(Place("ada", "lists", tail="new/look/a.md"), refs)
    Place(owner='ada', name='lists', ref='new/look', path='a.md', tail=None)
    """
    if place.tail is None:
        return place
    steps = place.tail.split("/")
    known = (
        cut
        for cut in range(len(steps), 1, -1)
        if refs is not None and refs.commit_of("/".join(steps[:cut])) is not None
    )
    cut = next(known, 1)
    ref, path = "/".join(steps[:cut]), "/".join(steps[cut:]) or None
    return Place(place.owner, place.name, None if ref == "HEAD" else ref, path)


@dataclass(frozen=True, slots=True)
class Revision:
    """A repository at one moment, and the addresses of its files then.

    Attributes:
        place: What was named, branch and path told apart.
        github: Where GitHub is.
        commit: The commit, if it is known.
        branch: Branch or tag that pages are shown at.
    """

    place: Place
    github: GitHub
    commit: str | None
    branch: str

    @property
    def repository(self) -> str:
        """Address of the repository."""
        return f"{self.github.site}/{self.place.repository}"

    def raw(self, path: str) -> str:
        """Address of a file as it is: at the commit, so that text and permalink agree."""
        revision = self.commit or self.place.ref or "HEAD"
        return f"{self.github.raw}/{self.place.repository}/{quote(revision)}/{quote(path)}"

    def home(self, path: str) -> str:
        """Address of a file's page, whatever its revision."""
        return f"{self.repository}/blob/{quote(self.branch)}/{quote(path)}"

    def permalink(self, path: str) -> str | None:
        """Address of a file's page at the commit."""
        return f"{self.repository}/blob/{self.commit}/{quote(path)}" if self.commit else None


def revision_of(place: Place, refs: Refs | None, github: GitHub) -> Revision:
    """The revision that a place names, with its commit only where that is certain."""
    place = placed(place, refs)
    default = (refs.default if refs else None) or "HEAD"
    if place.ref is None:
        return Revision(place, github, refs.head if refs else None, default)
    if is_commit(place.ref):
        return Revision(place, github, place.ref, default)
    return Revision(place, github, refs.commit_of(place.ref) if refs else None, place.ref)


def readmes_of(folder: str | None) -> tuple[str, ...]:
    """Where a folder's README may be, in the order tried."""
    names = ("README.md", "readme.md", "Readme.md", "README.rst", "README.markdown", "README")
    return tuple(f"{folder}/{name}" if folder else name for name in names)


def is_file(path: str) -> bool:
    """Whether a path names a file: folders have no ending.

    >>> is_file("docs/vision.md"), is_file("docs"), is_file("docs/README")
    (True, False, True)
    """
    return bool(PurePosixPath(path).suffix) or is_readme(path)


# What a README leads to and is never a list: GitHub's own names for files about a project.
_ABOUT = frozenset(
    {
        "authors",
        "changelog",
        "citation",
        "code-of-conduct",
        "contributing",
        "contributors",
        "governance",
        "issue-template",
        "licence",
        "license",
        "maintainers",
        "pull-request-template",
        "security",
        "support",
    }
)


def lists_led_to(targets: Iterable[str], readme: str) -> tuple[str, ...]:
    """Files of a repository that a README leads to and that may be lists, each once, in order.

    Only a relative target leads to its own repository. What GitHub names for files about a
    project (``CONTRIBUTING.md``) and translations of the README are left out.

    Args:
        targets: Targets of the README's links, as written.
        readme: Path of the README.

    >>> lists_led_to(["b.md#top", "./b.md", "../c.md", "https://x.org/d.md"], "docs/README.md")
    ('docs/b.md', 'c.md')
    >>> lists_led_to(["../../c.md", "CONTRIBUTING.md", "README_zh.md", "//x.org/a.md"], "README.md")
    ()
    """
    found = (_within(target, readme) for target in targets)
    return tuple(
        path
        for path in dict.fromkeys(path for path in found if path is not None)
        if path != readme
        and PurePosixPath(path).suffix.lower() in LIST_SUFFIXES
        and PurePosixPath(path).stem.lower().replace("_", "-") not in _ABOUT
        and not _is_translation(path, readme)
    )


def _within(target: str, readme: str) -> str | None:
    """Path that a relative target comes to within the repository, or ``None``."""
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    # GitHub takes a leading slash for the top of the repository.
    rooted = parts.path.startswith("/")
    steps: list[str] = [] if rooted else list(PurePosixPath(readme).parent.parts)
    for step in unquote(parts.path).split("/"):
        if step == ".." and not steps:
            return None
        if step == "..":
            steps.pop()
        elif step not in {"", "."}:
            steps.append(step)
    path = "/".join(steps)
    return path if is_path(path) else None


def _is_translation(path: str, readme: str) -> bool:
    here = PurePosixPath(path)
    stem = here.stem.lower()
    return here.parent == PurePosixPath(readme).parent and stem.startswith(
        ("readme.", "readme-", "readme_")
    )
