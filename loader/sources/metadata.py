"""What is known of a list beside its text: ``lists.toml`` in the folder of the list.

    ["medical-vision-language.md"]
    key = "medical-vision-language"
    title = "Awesome Medical Vision-Language"
    repository = "https://github.com/owner/name"
    home = "https://github.com/owner/name/blob/main/README.md"
    commit = "0123456789abcdef0123456789abcdef01234567"
    licence = "https://creativecommons.org/licenses/by/4.0/"

Every field may be left out. With a repository on GitHub, a commit and a home, entries carry a
permalink to their lines at that commit.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from loader.errors import SourceError, reason_of
from loader.fields.links import target_of
from loader.fields.text import plain

FILE = "lists.toml"
_KEY = re.compile(r"[A-Za-z0-9_-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BLOB = re.compile(r"(https://github\.com/[^/]+/[^/]+/blob/)[^/]+(/[^?#]+)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields of one list in ``lists.toml``; see :class:`loader.records.ListSnapshot`."""

    key: str | None = None
    title: str | None = None
    home: str | None = None
    repository: str | None = None
    commit: str | None = None
    licence: str | None = None

    @property
    def permalink(self) -> str | None:
        """Address of the file at the commit, where GitHub's form of address gives it."""
        found = _BLOB.fullmatch(self.home or "")
        return f"{found[1]}{self.commit}{found[2]}" if found and self.commit else None


def metadata_of(path: Path) -> Metadata | None:
    """What ``lists.toml`` beside a list says of it; ``None`` where it says nothing.

    Raises:
        SourceError: The file is no TOML, or a field is unknown or not of its form.
    """
    file = path.parent / FILE
    if not file.exists():
        return None
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get(path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{file}: cannot be read: {reason_of(error)}") from error
    if table is None:
        return None
    known = {field.name for field in fields(Metadata)}
    if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
        raise SourceError(f"{file}: [{path.name}] has to hold text fields only")
    if unknown := sorted(set(table) - known):
        raise SourceError(
            f"{file}: [{path.name}] has the unknown field {unknown[0]!r}; "
            f"known are {', '.join(sorted(known))}"
        )
    metadata = Metadata(**{name: plain(value) for name, value in table.items()})
    for name, good in _checks(metadata):
        if not good:
            raise SourceError(f"{file}: [{path.name}] {name} = {table[name]!r} is not of its form")
    return metadata


def _checks(metadata: Metadata) -> list[tuple[str, bool]]:
    """Whether each field that is given has its form: keys and commits by pattern, the rest URLs."""
    urls = {name: getattr(metadata, name) for name in ("home", "repository", "licence")}
    return [
        ("key", metadata.key is None or bool(_KEY.fullmatch(metadata.key))),
        ("commit", metadata.commit is None or bool(_COMMIT.fullmatch(metadata.commit))),
        *((name, url is None or _is_absolute(url)) for name, url in urls.items()),
    ]


def _is_absolute(url: str) -> bool:
    return target_of(url) == url and url.startswith(("http://", "https://"))
