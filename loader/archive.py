"""What each list said, kept in a snapshot so that the next build need not read it again.

A build replaces the lists it was given and takes the others from here; identity is then resolved
over all of them, so that building lists one after another equals building them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from loader.errors import StoreError
from loader.records import ReadingList


def save_lists(folder: Path, lists: Iterable[ReadingList]) -> None:
    """Write each list as ``lists/KEY.json`` below a snapshot's directory."""
    place = folder / "lists"
    place.mkdir()
    for found in lists:
        (place / f"{found.snapshot.key}.json").write_bytes(msgspec.json.encode(found))


def load_lists(folder: Path) -> list[ReadingList]:
    """Read the lists below a snapshot's directory, by key.

    Raises:
        StoreError: A file is not what :func:`save_lists` writes; the message names it.
    """
    found = []
    for file in sorted((folder / "lists").glob("*.json")):
        try:
            found.append(msgspec.json.decode(file.read_bytes(), type=ReadingList))
        except msgspec.DecodeError as error:
            raise StoreError(f"{file}: {error}; build that list again with --only") from error
    return found
