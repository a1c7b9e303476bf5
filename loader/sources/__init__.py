"""Sources: what a person names on the command line becomes list snapshots with their text.

- a file, a folder (every list below it), ``-`` for standard input;
- a file of entries that were read already (``.jsonl``, ``.jsonl.gz``);
- an ``http`` or ``https`` address;
- ``owner/repo[@ref][:path]`` on GitHub: the README with the lists that it leads to, or one file.

What is on this machine comes first where a name could mean both. This is the only stage that reads
anything but the store, and it reads nothing that no source names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from loader.errors import SourceError
from loader.progress import Progress, Silent
from loader.sources.local import STANDARD_INPUT, from_path, from_standard_input, is_here
from loader.sources.reach import GitHub, Limits, Reach, reach_from
from loader.sources.remote import fetched_all, is_address, shown
from loader.sources.repository import place_of_name
from loader.sources.source import SUFFIXES, Source, key_of_list, suffix_of

__all__ = [
    "GitHub",
    "Limits",
    "Reach",
    "Source",
    "key_of_list",
    "reach_from",
    "sources_in",
    "sources_of",
]


def sources_of(name: str, reach: Reach | None = None) -> Iterator[Source | SourceError]:
    """The lists that a source names; for one of several that cannot be read, its error.

    Args:
        name: Path of a file or a folder, ``-``, an address, or ``owner/repo[@ref][:path]``.
        reach: How the web is reached; by the environment where it is not given.

    Raises:
        SourceError: The source itself is missing, holds no list or cannot be read.
    """
    found = sources_in([name], reach)
    first = next(found)
    if isinstance(first, SourceError):
        rest = list(found)
        if not rest:
            raise first
        yield first
        yield from rest
    else:
        yield first
        yield from found


def sources_in(
    names: Sequence[str], reach: Reach | None = None, progress: Progress | None = None
) -> Iterator[Source | SourceError]:
    """The lists that several sources name, in their order, with an error for each not read.

    What is on the web is fetched first, several at a time.

    Args:
        names: Sources.
        reach: How the web is reached; by the environment where it is not given.
        progress: Who is told how far the fetching is.
    """
    remote = list(dict.fromkeys(name for name in names if _is_remote(name)))
    arrived: dict[str, list[Source | SourceError]] = {}
    if remote:
        fetching = fetched_all(remote, reach or reach_from(os.environ))
        arrived = dict((progress or Silent()).stage("Fetching", fetching, len(remote)))
    for name in names:
        if name in arrived:
            yield from arrived[name]
        else:
            yield from _on_this_machine(name)


def _is_remote(name: str) -> bool:
    """Whether a source is on the web.

    A name such as ``lists/vision.md`` is a path that may be misspelt, and so is one whose first
    folder is here: nothing is fetched for those.
    """
    if name == STANDARD_INPUT:
        return False
    if is_address(name):
        return True
    if is_here(name) or place_of_name(name) is None:
        return False
    path = Path(name)
    plain = not set("@:") & set(name)
    return not plain or not (suffix_of(name) in SUFFIXES or is_here(path.parts[0]))


def _on_this_machine(name: str) -> Iterator[Source | SourceError]:
    try:
        if name == STANDARD_INPUT:
            yield from_standard_input()
        elif is_here(name):
            yield from from_path(name)
        else:
            otherwise = ", or name a repository by its address" if place_of_name(name) else ""
            label = shown(name) or "''"
            yield SourceError(f"{label}: no such file or folder; check the path{otherwise}")
    except SourceError as error:
        yield error
