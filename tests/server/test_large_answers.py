"""Answers larger than memory has to be: they go out as they come, and nothing of them stays."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tests.server.conftest import Live

MEBIBYTE = 1 << 20
EVERY_PAIR = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 150000"


def peak(pid: int) -> int:
    """The most memory that a process ever had, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    (line,) = [each for each in lines if each.startswith("VmHWM:")]
    return int(line.split()[1]) << 10


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak of memory")
def test_the_server_holds_no_more_of_a_large_answer_than_of_a_small_one(
    mixed_store: Path, serve_store: Callable[..., AbstractContextManager[Live]]
) -> None:
    with serve_store(mixed_store, workers=1, page_workers=1) as live:
        assert live.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 9999").status == 200
        before, received = peak(live.process.pid), 0
        with socket.create_connection(("127.0.0.1", live.port), timeout=30) as connection:
            path = f"/sparql?{urlencode({'query': EVERY_PAIR})}"
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
            while data := connection.recv(MEBIBYTE):
                received += len(data)
        assert received > 60 * MEBIBYTE
        assert peak(live.process.pid) - before < 30 * MEBIBYTE
