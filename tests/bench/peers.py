"""The servers that are measured side by side, each over the same graph on the loopback device.

Oxigraph's own and Curagraph are always there; Virtuoso 7 and rdflib-endpoint where installed. What
these two do their own way stays so: Virtuoso holds a copy of the graph, and rdflib evaluates in
Python what it looks up in Oxigraph's database.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from loader.remote_login import auth_from
from loader.remote_store import load_into
from ontology import BASE
from tests.bench.clients import HOST, Server
from tests.virtuoso import INSTALLED, virtuoso

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
START_SECONDS, END_SECONDS = 60.0, 20.0
# Of 8 KiB each: what Virtuoso's own configuration has for a machine with a GiB to spare.
BUFFERS = 85_000
SERVE = (
    "import os; from server.serving import serve; from server.settings import from_environment;"
    "serve(from_environment(os.environ), lambda url: print(url, flush=True))"
)
# It answers one query after the other and goes on with what nobody waits for: without a limit, one
# query that takes minutes would be in the way of all that is measured after it.
RDFLIB_SECONDS = 2
RDFLIB = """
import signal, sys
import uvicorn
from oxrdflib import OxigraphStore
from pyoxigraph import Store
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

def late(*_):
    raise TimeoutError("The query takes too long")

class Limited(Dataset):
    def query(self, *args, **named):
        signal.setitimer(signal.ITIMER_REAL, float(sys.argv[4]))
        try:
            result = super().query(*args, **named)
            result.bindings  # all rows, which are made once they are asked for
            return result
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

signal.signal(signal.SIGALRM, late)
data = Limited(store=OxigraphStore(store=Store.read_only(sys.argv[1])), default_union=True)
app = SparqlEndpoint(graph=data, path="/sparql")
uvicorn.run(app, host=sys.argv[2], port=int(sys.argv[3]), log_level="critical")
"""


@contextmanager
def running(command: Sequence[str | Path], port: int, **environ: str) -> Iterator[None]:
    """A server's process, until it is no longer needed."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} does not start")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def curagraphs(store: Path) -> Iterator[list[Server]]:
    """Curagraph twice: "cold", whose cache is off, and "warm"."""
    with ExitStack() as stack:
        found = []
        for name, cache in (("cold", "0"), ("warm", "")):
            port = free_port()
            environ = {"CURAGRAPH_STORE": str(store), "CURAGRAPH_PORT": str(port)}
            if cache:
                environ["CURAGRAPH_CACHE_SIZE"] = cache
            stack.enter_context(running([sys.executable, "-c", SERVE], port, **environ))
            found.append(Server(name, port, "/sparql", {}))
        yield found


@contextmanager
def others(database: Path, rdflib: str, say: Callable[[str], None]) -> Iterator[list[Server]]:
    """What Curagraph is compared to: Oxigraph's own server, and further ones where installed.

    Args:
        database: What they serve.
        rdflib: The Python that may have rdflib-endpoint, oxrdflib and uvicorn.
        say: Told of each that is not there.
    """
    with ExitStack() as stack:
        found = [stack.enter_context(_oxigraph(database))]
        if INSTALLED:
            found.append(stack.enter_context(_virtuoso(database)))
        else:
            say("no Virtuoso: apt-get install virtuoso-opensource-7")
        if _has_rdflib_endpoint(rdflib):
            found.append(stack.enter_context(_rdflib_endpoint(database, rdflib)))
        else:
            say("no rdflib-endpoint: pip install rdflib-endpoint oxrdflib uvicorn")
        yield found


@contextmanager
def _oxigraph(database: Path) -> Iterator[Server]:
    port = free_port()
    # Without its --timeout-s: for that it starts a thread for each query, which sleeps so long,
    # and it is gone once there have been some ten thousand look-ups.
    command: list[str | Path] = [OXIGRAPH, "serve-read-only", "--location", database]
    with running([*command, "--bind", f"{HOST}:{port}"], port):
        yield Server("oxigraph", port, "/query", {"union-default-graph": ""})


@contextmanager
def _virtuoso(database: Path) -> Iterator[Server]:
    with (
        tempfile.TemporaryDirectory() as folder,
        virtuoso(Path(folder) / "virtuoso", buffers=BUFFERS) as server,
    ):
        auth = auth_from(None, server.login_file)
        load_into(server.graph_store, database, BASE, auth=auth)
        yield Server("virtuoso", int(server.url.rpartition(":")[2]), "/sparql", {})


def _has_rdflib_endpoint(python: str) -> bool:
    """Whether a Python has all that is needed to serve with it."""
    imports = "import oxrdflib, pyoxigraph, rdflib_endpoint, uvicorn"
    return subprocess.run([python, "-c", imports], capture_output=True, check=False).returncode == 0


@contextmanager
def _rdflib_endpoint(database: Path, python: str) -> Iterator[Server]:
    port = free_port()
    command: list[str | Path] = [python, "-c", RDFLIB, database, HOST]
    with running([*command, str(port), str(RDFLIB_SECONDS)], port):
        yield Server("rdflib-endpoint", port, "/sparql", {})
