"""Lists on this machine: a file, a folder, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from loader.errors import SourceError
from loader.records import ListSnapshot, Markup
from loader.sources.checkout import Checkouts, Standing
from loader.sources.metadata import Metadata, metadata_of
from loader.sources.source import (
    SUFFIXES,
    Source,
    content_of,
    is_readme,
    key_of_list,
    markup_of,
    stem_of,
    suffix_of,
)
from loader.sources.text import LARGEST, LARGEST_UNPACKED, decoded, read_limited, unpacked

STANDARD_INPUT = "-"


def from_standard_input() -> Source:
    """The list on standard input.

    Raises:
        SourceError: It is no text.
    """
    text = decoded(read_limited(sys.stdin.buffer, "standard input"), "standard input")
    snapshot = ListSnapshot(
        "standard-input", STANDARD_INPUT, content_of(text), origin=STANDARD_INPUT
    )
    return Source(snapshot, text)


def is_here(name: str) -> bool:
    """Whether a file or folder has this name; what can be no name of one has none."""
    try:
        # No name at all is most often a variable that was not set, and not the folder one is in.
        return name != "" and Path(name).exists()
    except (OSError, ValueError):
        return False


def from_path(name: str) -> Iterator[Source | SourceError]:
    """The lists at a path; for a file of a folder that cannot be read, its error.

    Args:
        name: Path of a file or folder that is there.

    Raises:
        SourceError: The file cannot be read, or the folder holds no list.
    """
    path = Path(name)
    checkouts = Checkouts()
    if not path.is_dir():
        yield _from_file(path, checkouts)
        return
    try:
        files = _lists_in(path)
    except OSError as error:
        raise _unreadable(str(error.filename or name), error) from error
    if not files:
        raise SourceError(
            f"{name}: no Markdown file in this folder, nor reStructuredText; name a folder that "
            "holds .md or .rst lists, or .jsonl entries"
        )
    for file in files:
        try:
            yield _from_file(file, checkouts)
        except SourceError as error:
            yield error


def _lists_in(folder: Path) -> list[Path]:
    """Files of lists below a folder by name, hidden files and folders left out."""
    found = (file for file in folder.rglob("*") if suffix_of(file.name) in SUFFIXES)
    return sorted(
        file
        for file in found
        if file.is_file() and not any(p.startswith(".") for p in file.relative_to(folder).parts)
    )


def _from_file(path: Path, checkouts: Checkouts) -> Source:
    try:
        with path.open("rb") as file:
            entries = markup_of(path.name) is Markup.ENTRIES
            raw = read_limited(file, str(path), LARGEST_UNPACKED if entries else LARGEST)
    except OSError as error:
        raise _unreadable(str(path), error) from error
    packed = suffix_of(path.name).endswith(".gz")
    text = decoded(unpacked(raw, str(path)) if packed else raw, str(path))
    told = metadata_of(path) or Metadata()
    found = _standing(path, raw, told, checkouts)
    snapshot = ListSnapshot(
        key=told.key or key_of_list(_name_of(path)),
        source=str(path),
        content=content_of(text),
        origin=path.resolve().as_uri(),
        title=told.title,
        home=found.home,
        repository=found.repository,
        commit=found.commit,
        committed=found.committed if isinstance(found, Standing) else None,
        permalink=found.permalink,
        licence=told.licence,
        markup=markup_of(path.name),
    )
    return Source(snapshot, text)


def _standing(path: Path, raw: bytes, told: Metadata, checkouts: Checkouts) -> Metadata | Standing:
    """Where a list lives: by ``lists.toml`` if that says anything of it, else by its checkout.

    The two are never mixed, for a copy of a list may lie in another project's checkout.
    """
    if told.home or told.repository or told.commit:
        return told
    return checkouts.standing_of(path, raw) or told


def _unreadable(name: str, error: OSError) -> SourceError:
    return SourceError(f"{name}: cannot be read: {error.strerror}; check that you may read it")


def _name_of(path: Path) -> str:
    """What a list's file calls the list: its own name, or its folder's where it is a README."""
    return path.resolve().parent.name if is_readme(path.name) else stem_of(path.name)
