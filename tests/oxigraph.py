"""Oxigraph's own server on the loopback device: an endpoint that is not ours."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
START_SECONDS = 20

needs_oxigraph = pytest.mark.skipif(not OXIGRAPH.exists(), reason="the package oxigraph is missing")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def oxigraph(command: str = "serve", database: Path | None = None) -> Iterator[str]:
    """A server's address, such as ``http://127.0.0.1:7878``.

    Args:
        command: ``serve`` or ``serve-read-only``.
        database: What it serves; a store in memory by default.
    """
    port = free_port()
    where = [] if database is None else ["--location", str(database)]
    process = subprocess.Popen(
        [OXIGRAPH, command, *where, "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
