"""Where an answer goes while it is written: a header that says what it is, and then its bytes."""

from __future__ import annotations

import json
from typing import Protocol

from server.rdf_writing import XmlText, is_xml


class Output(Protocol):
    """Where an answer goes."""

    def header(self, payload: bytes) -> None:
        """Say what the bytes to come are."""
        ...

    def write(self, data: bytes) -> int:
        """Take bytes of the answer; gives how many were taken."""
        ...

    def flush(self) -> None:
        """Needed by what writes files; an output sends when it sees fit."""
        ...


class _XmlOutput:
    """An output for XML alone: what is no XML does not pass."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._text = XmlText()

    def header(self, payload: bytes) -> None:
        self._output.header(payload)

    def write(self, data: bytes) -> int:
        self._output.write(self._text.take(data))
        return len(data)

    def flush(self) -> None:
        self._output.flush()


def opened(output: Output, kind: str, media_type: str) -> Output:
    """The output, told what the bytes to come are and ready to take them."""
    output.header(json.dumps({"kind": kind, "media_type": media_type}).encode())
    return _XmlOutput(output) if is_xml(media_type) else output
