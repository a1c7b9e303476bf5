"""A source: one list's text with what is known of where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from loader.records import ListSnapshot, Markup

# Endings of the files that people write lists in, and the language that each tells.
LIST_SUFFIXES: Mapping[str, Markup] = {
    ".md": Markup.MARKDOWN,
    ".markdown": Markup.MARKDOWN,
    ".rst": Markup.RESTRUCTUREDTEXT,
}
# Those of entries that were read already among them.
SUFFIXES: Mapping[str, Markup] = {
    **LIST_SUFFIXES,
    ".jsonl": Markup.ENTRIES,
    ".jsonl.gz": Markup.ENTRIES,
}
# A key is part of addresses and of a file's name; 255 bytes is all that file systems allow.
_LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class Source:
    """A list's text with what is known of where it comes from.

    Attributes:
        snapshot: The list at this moment.
        text: What it says, lines parted by a line feed.
        repository: The source's name where it stands for a repository, whose files need not all
            be lists.
        led_to: Whether nobody named this file and a README led to it.
    """

    snapshot: ListSnapshot
    text: str
    repository: str | None = None
    led_to: bool = False


def markup_of(name: str) -> Markup:
    """The language that a file's name tells; Markdown where it tells none.

    >>> markup_of("docs/Vision.RST"), markup_of("list.txt")
    (<Markup.RESTRUCTUREDTEXT: 'restructuredtext'>, <Markup.MARKDOWN: 'markdown'>)
    """
    return SUFFIXES.get(suffix_of(name), Markup.MARKDOWN)


def suffix_of(name: str) -> str:
    """The ending of a file's name in lower case, with the one before it where it is packed.

    >>> suffix_of("docs/Vision.RST"), suffix_of("2024.05.jsonl.gz"), suffix_of("list")
    ('.rst', '.jsonl.gz', '')
    """
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    return "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])


def stem_of(name: str) -> str:
    """A file's name without folder and ending.

    >>> stem_of("docs/vision.md"), stem_of("2024.05.jsonl.gz")
    ('vision', '2024.05')
    """
    file = PurePosixPath(name).name
    return file[: len(file) - len(suffix_of(file))] or file


def is_readme(name: str) -> bool:
    """Whether a file stands for its folder.

    >>> is_readme("ReadMe.md"), is_readme("README"), is_readme("readme-first.md")
    (True, True, False)
    """
    return PurePosixPath(name).stem.lower() == "readme"


def content_of(text: str) -> str:
    """Digest of a list's text: SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def key_of_list(name: str) -> str:
    """Name of a list within the graph, from a file name without its ending.

    >>> key_of_list("awesome medical.vision")
    'awesome-medical-vision'
    """
    key = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "-" for c in name).strip("-")
    if 0 < len(key) <= _LONGEST_KEY:
        return key
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{key[: _LONGEST_KEY - 9] or 'list'}-{digest}"
