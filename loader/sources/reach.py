"""How far sources reach: where the web is, how long it is waited for, what is kept of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loader.sources.text import LARGEST

GITHUB = "github.com"
GITHUB_RAW = "raw.githubusercontent.com"


@dataclass(frozen=True, slots=True)
class GitHub:
    """Base addresses of GitHub, without a closing slash.

    Attributes:
        site: Pages, and the list of a repository's branches and tags.
        raw: Files as they are.
    """

    site: str = f"https://{GITHUB}"
    raw: str = f"https://{GITHUB_RAW}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost; times in seconds, sizes in bytes.

    Attributes:
        connect: Until a connection stands.
        silence: Between two pieces of an answer.
        whole: For an address altogether, with every try, pause and redirect.
        tries: How often a passing fault is tried, the first time included.
        pause: Before the second try; it doubles from then on.
        longest_pause: Longest ``Retry-After`` that is waited for.
        redirects: How many are followed.
        largest: Size of a body, unpacked.
        at_once: How many addresses are fetched at the same time.
    """

    connect: float = 10.0
    silence: float = 30.0
    whole: float = 180.0
    tries: int = 3
    pause: float = 0.5
    longest_pause: float = 60.0
    redirects: int = 5
    largest: int = LARGEST
    at_once: int = 8


@dataclass(frozen=True, slots=True)
class Reach:
    """How sources on the web are reached.

    Attributes:
        cache: Folder that keeps what was fetched; made when something is.
        offline: Whether the cache alone answers.
        token: Token of GitHub. It goes to the address of raw files and nowhere else: there it
            lifts the limit on anonymous requests and opens repositories that are not public,
            and no other request of ours would gain by it.
        github: Where GitHub is.
        limits: What a fetch may cost.
    """

    cache: Path
    offline: bool = False
    token: str | None = field(default=None, repr=False)
    github: GitHub = field(default_factory=GitHub)
    limits: Limits = field(default_factory=Limits)


def reach_from(
    environment: Mapping[str, str], *, cache: Path | None = None, offline: bool = False
) -> Reach:
    """How far sources reach by an environment, and by what was chosen instead.

    Args:
        environment: Variables; of these ``CURAGRAPH_CACHE`` and ``GITHUB_TOKEN`` count, and
            what tells the platform's cache folder.
        cache: Folder of the cache, if chosen.
        offline: Whether the cache alone answers.
    """
    named = environment.get("CURAGRAPH_CACHE")
    folder = cache or (Path(named) if named else cache_folder(environment, sys.platform))
    return Reach(folder, offline=offline, token=environment.get("GITHUB_TOKEN") or None)


def cache_folder(environment: Mapping[str, str], platform: str) -> Path:
    """The platform's folder for what can be fetched again.

    By the XDG Base Directory Specification, Apple's File System Programming Guide and Windows'
    known folders.

    >>> cache_folder({"XDG_CACHE_HOME": "/var/cache/ada"}, "linux").as_posix()
    '/var/cache/ada/curagraph'
    """
    home = Path(environment.get("HOME") or Path.home())
    if platform == "darwin":
        return home / "Library" / "Caches" / "curagraph"
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "curagraph"
    # The specification has relative paths ignored.
    chosen = Path(environment.get("XDG_CACHE_HOME", ""))
    return (chosen if chosen.is_absolute() else home / ".cache") / "curagraph"
