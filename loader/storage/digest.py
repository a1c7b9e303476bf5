"""What tells whether two stores say the same."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Store


def digest_of(store: Store, graph: NamedNode | None = None) -> str:
    """A digest of a store's statements, or of one graph's, that does not depend on their order.

    The SHA-256 of every line of N-Quads (N-Triples for a graph), added up modulo 2^256: flat in
    memory for any size.
    """
    total = _LineSum()
    with io.BufferedWriter(total) as file:
        if graph is None:
            store.dump(file, format=RdfFormat.N_QUADS)
        else:
            store.dump(file, format=RdfFormat.N_TRIPLES, from_graph=graph)
    return total.hexdigest()


class _LineSum(io.RawIOBase):
    """A writable file that adds up the digests of the lines written to it."""

    def __init__(self) -> None:
        super().__init__()
        self._total = 0
        self._rest = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401 (any buffer, as RawIOBase has it)
        *lines, self._rest = (self._rest + bytes(data)).split(b"\n")
        for line in lines:
            self._total += int.from_bytes(hashlib.sha256(line).digest(), "big")
        return len(data)

    def hexdigest(self) -> str:
        return f"{self._total % 2**256:064x}"
