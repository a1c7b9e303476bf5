"""Bodies of HTTP answers, unpacked piece by piece and never beyond a limit."""

from __future__ import annotations

import zlib

from loader.errors import SourceError
from loader.sources.text import too_large

# What zlib calls a stream with the header and trailer of gzip (RFC 1952).
_GZIP = 31


class Body:
    """A body that grows as it arrives.

    One layer of gzip is unpacked, which is all that is asked for: httpx would unpack as many as
    an answer claims, and a hundred kilobytes can hold gigabytes.
    """

    def __init__(self, encoding: str, name: str, largest: int) -> None:
        """Begin an empty body.

        Args:
            encoding: Value of ``Content-Encoding``, empty if there is none.
            name: The source, as messages name it.
            largest: Most bytes it may have, packed or unpacked.

        Raises:
            SourceError: The encoding is not one that was asked for.
        """
        if encoding.strip().lower() not in {"", "identity", "gzip", "x-gzip"}:
            raise SourceError(
                f"{name}: sent in the encoding {encoding[:40]!r}, which was not asked for; save "
                "the list to a file and name that"
            )
        self._name = name
        self._largest = largest
        self._arrived = 0
        self._content = bytearray()
        packed = encoding.strip().lower() in {"gzip", "x-gzip"}
        self._unpacker = zlib.decompressobj(_GZIP) if packed else None

    def add(self, piece: bytes) -> None:
        """Take the next piece as it was sent.

        Raises:
            SourceError: The body is too large, or is not what its encoding says.
        """
        self._arrived += len(piece)
        if self._unpacker is None:
            self._content += piece
        else:
            self._unpack(piece)
        if max(self._arrived, len(self._content)) > self._largest:
            raise too_large(self._name, self._largest)

    def _unpack(self, piece: bytes) -> None:
        while piece and self._unpacker is not None:
            room = self._largest + 1 - len(self._content)
            if room <= 0:
                return
            if self._unpacker.eof:
                # RFC 1952, section 2.2: a file is a series of members.
                self._unpacker = zlib.decompressobj(_GZIP)
            try:
                self._content += self._unpacker.decompress(piece, room)
            except zlib.error as error:
                raise SourceError(f"{self._name}: the answer is damaged gzip; try again") from error
            piece = self._unpacker.unconsumed_tail or self._unpacker.unused_data

    def whole(self) -> bytes:
        """The body, when its last piece was added.

        Raises:
            SourceError: It is packed and its end is missing.
        """
        if self._unpacker is not None and self._arrived and not self._unpacker.eof:
            raise SourceError(f"{self._name}: the answer broke off; try again")
        return bytes(self._content)
