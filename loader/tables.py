"""Authority tables that a person can edit, read from ``data/``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from loader.errors import TableError, reason_of

_HERE = Path(__file__).parent


def shipped() -> Path:
    """Folder of the lists and tables that come with Curagraph.

    A wheel carries ``data/`` as ``loader/shipped``; a checkout has it beside the packages.
    """
    packaged = _HERE / "shipped"
    return packaged if packaged.is_dir() else _HERE.parent / "data"


def table(name: str) -> dict[str, Any]:
    """One table as ``tomllib`` reads it.

    Args:
        name: File name without folder and ending, such as ``venues``.

    Raises:
        TableError: The file is missing or no TOML; the message names file and line.
    """
    path = shipped() / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TableError(f"{path}: the table cannot be read: {reason_of(error)}") from error
