"""Virtuoso 7 as Debian packages it, in a folder of its own, on the loopback device alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "127.0.0.1"
NAME, PASSWORD = "curagraph", "of-this-test-alone"
_SERVER, _CLIENT = "virtuoso-t", "isql-vt"
_START_SECONDS = 120

INSTALLED = shutil.which(_SERVER) is not None and shutil.which(_CLIENT) is not None
# Where everything has to be there, a test that cannot run is no success.
needs_virtuoso = pytest.mark.skipif(
    not INSTALLED and os.environ.get("CURAGRAPH_VIRTUOSO") != "required",
    reason="Virtuoso is missing: apt-get install virtuoso-opensource-7",
)

# A page of Virtuoso's has 8 KiB, and so has a buffer.
_CONFIGURATION = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = {host}:{sql}
DisableUnixSocket = 1
DirsAllowed = ./none
CaseMode = 2
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxClientConnections = 80
[HTTPServer]
ServerPort = {host}:{http}
ServerThreads = 80
ServerRoot = .
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""
# The union of all graphs is to be that of the graphs that were loaded: Virtuoso's own are private.
_SET_UP = f"""
DB.DBA.USER_CREATE('{NAME}', '{PASSWORD}');
GRANT SPARQL_UPDATE TO "{NAME}";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 1);
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 0, 1);
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('{NAME}', 7);
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('{NAME}', 7, 1);
DB.DBA.RDF_GRAPH_GROUP_CREATE('http://www.openlinksw.com/schemas/virtrdf#PrivateGraphs', 1);
DB.DBA.RDF_GRAPH_GROUP_INS('http://www.openlinksw.com/schemas/virtrdf#PrivateGraphs',
  'http://www.openlinksw.com/schemas/virtrdf#');
DB.DBA.RDF_GRAPH_GROUP_INS('http://www.openlinksw.com/schemas/virtrdf#PrivateGraphs',
  'http://localuriqaserver/sparql');
DB.DBA.RDF_GRAPH_GROUP_INS('http://www.openlinksw.com/schemas/virtrdf#PrivateGraphs',
  'http://www.w3.org/ns/ldp#');
"""


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """A running server.

    Attributes:
        url: Where it answers.
        login_file: Holds the name and the password of one who may write.
    """

    url: str
    login_file: Path

    @property
    def query(self) -> str:
        """Address of the endpoint."""
        return f"{self.url}/sparql"

    @property
    def update(self) -> str:
        """Address for updates of who has a login."""
        return f"{self.url}/sparql-auth"

    @property
    def graph_store(self) -> str:
        """Address of the graph store of who has a login."""
        return f"{self.url}/sparql-graph-crud-auth"


@contextmanager
def virtuoso(folder: Path, *, rows: int = 10_000_000, buffers: int = 4_000) -> Iterator[Virtuoso]:
    """An empty Virtuoso, for as long as it is needed.

    Args:
        folder: Where its files go.
        rows: Rows that an answer may have: Virtuoso leaves the others out.
        buffers: Pages that it keeps in memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sql, http = _free_ports()
    configuration = _CONFIGURATION.format(
        host=HOST, sql=sql, http=http, rows=rows, buffers=buffers, dirty=buffers * 3 // 4
    )
    (folder / "virtuoso.ini").write_text(configuration, encoding="utf-8")
    login = folder / "login"
    login.touch(0o600)
    login.write_text(f"{NAME}:{PASSWORD}\n", encoding="utf-8")
    process = subprocess.Popen(
        [_SERVER, "+foreground", "+configfile", "virtuoso.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        found = Virtuoso(f"http://{HOST}:{http}", login)
        _wait_for(found, process)
        subprocess.run(
            [_CLIENT, f"{HOST}:{sql}", "dba", "dba"],
            input=_SET_UP,
            text=True,
            check=True,
            capture_output=True,
        )
        yield found
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(server: Virtuoso, process: subprocess.Popen[bytes]) -> None:
    """Return once it answers; making its files takes seconds."""
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(server.query, params={"query": "ASK {}"}).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("Virtuoso does not start")


def _free_ports() -> tuple[int, int]:
    """Two ports that nobody listens at."""
    with socket.create_server((HOST, 0)) as one, socket.create_server((HOST, 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]
