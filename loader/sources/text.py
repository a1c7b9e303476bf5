"""Bytes to text, or one line that says why not."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from loader.errors import SourceError

# The largest real list known is under 2 MB; what is past this is no reading list.
LARGEST = 64 * 1024 * 1024
# What a packed file of entries may come to: a million of them are about 500 MB.
LARGEST_UNPACKED = 1024 * 1024 * 1024
_GZIP = 16 + zlib.MAX_WBITS


def read_limited(file: BinaryIO, name: str, largest: int = LARGEST) -> bytes:
    """All bytes of a file that is not too large to be a list.

    Raises:
        SourceError: The file holds more than ``largest`` bytes.
    """
    raw = file.read(largest + 1)
    if len(raw) > largest:
        raise too_large(name, largest)
    return raw


def too_large(name: str, largest: int) -> SourceError:
    """The error of what holds more than ``largest`` bytes."""
    return SourceError(
        f"{name}: larger than {largest // 1024 // 1024} MB; a reading list is far smaller, "
        "so name the list's own file"
    )


def unpacked(raw: bytes, name: str, largest: int = LARGEST_UNPACKED) -> bytes:
    """The bytes that were packed by gzip, in one member or several (RFC 1952).

    Raises:
        SourceError: They were not, are cut short, or come to more than ``largest`` bytes.
    """
    parts: list[bytes] = []
    size = 0
    try:
        while raw:
            member = zlib.decompressobj(_GZIP)
            parts.append(member.decompress(raw, largest + 1 - size))
            size += len(parts[-1])
            if size > largest:
                raise too_large(name, largest)
            if not member.eof:
                raise SourceError(f"{name}: the gzip file is cut short; fetch or write it again")
            raw = member.unused_data
    except zlib.error as error:
        raise SourceError(f"{name}: not packed by gzip, as its name says: {error}") from error
    return b"".join(parts)


def decoded(raw: bytes, name: str) -> str:
    """UTF-8 text with every line end as a line feed and without a byte order mark.

    Raises:
        SourceError: The bytes are binary data, no UTF-8, or no text at all.
    """
    if b"\0" in raw:
        raise SourceError(f"{name}: binary data, not Markdown; name the list's text file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{name}:{line}: not valid UTF-8 (byte {raw[error.start]:#04x}); save it as UTF-8"
        ) from error
    if not text.strip():
        raise SourceError(f"{name}: empty; name a file that holds a list")
    return text.replace("\r\n", "\n").replace("\r", "\n")
