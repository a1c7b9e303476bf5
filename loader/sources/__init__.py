"""Sources: what a person names on the command line becomes list snapshots with their text.

A file, a folder (every Markdown file below it) and ``-`` for standard input. This is the only
stage that reads anything but the store.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loader.errors import SourceError
from loader.records import ListSnapshot
from loader.sources.metadata import Metadata, metadata_of
from loader.sources.text import decoded, read_limited

SUFFIXES = frozenset({".md", ".markdown"})
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A list's text with what is known of where it comes from.

    Attributes:
        snapshot: The list at this moment.
        text: Its Markdown, lines parted by a line feed.
    """

    snapshot: ListSnapshot
    text: str


def sources_of(name: str) -> Iterator[Source | SourceError]:
    """The lists that a source names; for a file of a folder that cannot be read, its error.

    Args:
        name: Path of a file or a folder, or ``-``.

    Raises:
        SourceError: The source itself is missing, holds no list or cannot be read.
    """
    if name == STANDARD_INPUT:
        raw = read_limited(sys.stdin.buffer, "standard input")
        yield _source("standard-input", decoded(raw, "standard input"), STANDARD_INPUT)
        return
    path = Path(name)
    if path.is_dir():
        files = _lists_in(path)
        if not files:
            raise SourceError(
                f"{name}: no Markdown file in this folder; name a folder that holds .md lists"
            )
        for file in files:
            try:
                yield _from_file(file)
            except SourceError as error:
                yield error
    elif path.exists():
        yield _from_file(path)
    else:
        raise SourceError(f"{name}: no such file or folder; check the path")


def _lists_in(folder: Path) -> list[Path]:
    """Markdown files below a folder by name, hidden files and folders left out."""
    found = (file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES)
    return sorted(
        file
        for file in found
        if file.is_file() and not any(p.startswith(".") for p in file.relative_to(folder).parts)
    )


def _from_file(path: Path) -> Source:
    try:
        with path.open("rb") as file:
            raw = read_limited(file, str(path))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    return _source(_name_of(path), decoded(raw, str(path)), str(path), path)


def _name_of(path: Path) -> str:
    """What a list's file calls the list: its own name, or its folder's where it is a README."""
    absolute = path.resolve()
    return absolute.parent.name if path.stem.lower() == "readme" else path.stem


def _source(name: str, text: str, source: str, path: Path | None = None) -> Source:
    known = (metadata_of(path) if path is not None else None) or Metadata()
    snapshot = ListSnapshot(
        key=known.key or key_of_list(name),
        source=source,
        content=hashlib.sha256(text.encode()).hexdigest(),
        origin=path.resolve().as_uri() if path is not None else source,
        title=known.title,
        home=known.home,
        repository=known.repository,
        commit=known.commit,
        permalink=known.permalink,
        licence=known.licence,
    )
    return Source(snapshot, text)


def key_of_list(name: str) -> str:
    """Name of a list within the graph, from a file name without its ending.

    >>> key_of_list("awesome medical.vision")
    'awesome-medical-vision'
    """
    key = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "-" for c in name)
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return key.strip("-") or f"list-{digest}"
