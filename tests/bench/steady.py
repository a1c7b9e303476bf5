"""What a steady client of small queries waits, undisturbed and while others attack.

`python -m tests.bench.steady --store DIR` starts a server and prints it; ``tests.bench.serve``
prints it too. Attackers are a process that gives way to the server on the processors they share,
as ones elsewhere would not take them at all; they come from an address of their own. Quiet and
attacked turns follow each other, so that what else the machine does weighs on both.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

from tests.bench.peers import SERVE, free_port, running

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
SMALL = "SELECT ?o { <https://w3id.org/curagraph/ontology#> ?p ?o }"
STEADY, ATTACKERS = "127.0.0.1", "127.0.0.2"
DOUBLED = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
SECONDS = 6.0
BEGINNING = 1.5
PIECE = b"x" * 65_536


@dataclass(frozen=True, slots=True)
class Attack:
    """What attackers do, again and again.

    Attributes:
        act: Does it once, to a port; ends early where the event says so.
        clients: How many do.
    """

    act: Callable[[int, threading.Event], None]
    clients: int = 2


def asking(text: str, clients: int = 2) -> Attack:
    """An attack by a query."""
    request = f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    return Attack(lambda port, done: _send(port, done, request), clients)


def sending(size: int, media_type: str, clients: int = 2) -> Attack:
    """An attack by a large body."""
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {size}\r\n\r\n"
    ).encode()

    def act(port: int, done: threading.Event) -> None:
        _send(port, done, head, *(PIECE for _ in range(size // len(PIECE))))

    return Attack(act, clients)


def trickle(port: int, done: threading.Event) -> None:
    """Send a request byte by byte."""
    with contextlib.suppress(OSError), _connected(port) as connection:
        while not done.wait(0.2):
            connection.sendall(b"G")


def come_and_go(port: int, done: threading.Event) -> None:
    """Open a connection and leave."""
    with contextlib.suppress(OSError):
        _connected(port).close()
    done.wait(0.005)


ATTACKS: Mapping[str, Attack] = {
    "counting a product": asking(f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"),
    "counting, 60 clients": asking(f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", 60),
    "rows of a product": asking(f"SELECT * {{ {PRODUCT} }}"),
    "nesting": asking("ASK" + "{" * 20_000 + "}" * 20_000),
    "a join of 1,000": asking(
        "ASK {" + "".join(f"?v{n} ?p{n} ?v{n + 1} ." for n in range(1000)) + "}"
    ),
    "a text doubled 40 times": asking(
        f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {DOUBLED} }}"
    ),
    "bodies of 100 MB": sending(100 << 20, "application/sparql-query"),
    "bodies of 380 KB": sending(380_000, "application/x-www-form-urlencoded", 8),
    "400 slow requests": Attack(trickle, 400),
    "connections": Attack(come_and_go, 8),
}


def steady(host: str, port: int, names: list[str] | None = None) -> Iterator[str]:
    """The lines of the report."""
    assert host == STEADY
    for name in names or ATTACKS:
        quiet = waits(port, SECONDS / 2)
        with attacking(name, port):
            found = waits(port, SECONDS)
        quiet += waits(port, SECONDS / 2)
        yield (
            f"steady client, {name}: median {middle(found):.1f} ms (quiet {middle(quiet):.1f}), "
            f"99th percentile {late(found):.1f} ms (quiet {late(quiet):.1f}, "
            f"{late(found) / late(quiet):.1f} times), "
            f"{sum(each < 0 for each in found)} of {len(found)} not answered"
        )


@contextlib.contextmanager
def attacking(name: str, port: int) -> Iterator[None]:
    """Attackers at work, who have begun."""
    command = [sys.executable, "-m", "tests.bench.steady", "--attack", name, "--port", str(port)]
    process = subprocess.Popen(command)
    try:
        time.sleep(BEGINNING)
        yield
    finally:
        process.terminate()
        process.wait()
        # What was begun for them ends.
        time.sleep(BEGINNING)


def waits(port: int, seconds: float) -> list[float]:
    """Milliseconds that each answer took; negative where there was none."""
    found = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.perf_counter()
        good = _ask(port) == http.client.OK
        found.append((time.perf_counter() - begun) * 1000 * (1 if good else -1))
        time.sleep(0.003)
    return found


def middle(found: list[float]) -> float:
    """The median."""
    return quantiles(map(abs, found), n=100)[49]


def late(found: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(map(abs, found), n=100)[98]


def attack(name: str, port: int) -> None:
    """Attack until a signal ends it."""
    done = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: done.set())
    os.nice(15)

    def go_on() -> None:
        while not done.is_set():
            ATTACKS[name].act(port, done)

    attackers = [threading.Thread(target=go_on) for _ in range(ATTACKS[name].clients)]
    for each in attackers:
        each.start()
    while not done.is_set():
        time.sleep(0.1)
    for each in attackers:
        each.join()


def _connected(port: int) -> socket.socket:
    return socket.create_connection((STEADY, port), timeout=60, source_address=(ATTACKERS, 0))


def _send(port: int, done: threading.Event, *pieces: bytes) -> None:
    """Send pieces, wait for an answer and read no more than its beginning."""
    with contextlib.suppress(OSError), _connected(port) as connection:
        for piece in pieces:
            connection.sendall(piece)
        while not done.is_set() and not select.select([connection], [], [], 0.1)[0]:
            pass
        connection.recv(len(PIECE))


def _ask(port: int) -> int:
    """The status of the answer to the small query; 0 where none comes."""
    connection = http.client.HTTPConnection(STEADY, port, timeout=60)
    try:
        connection.request("GET", f"/sparql?query={quote(SMALL)}")
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()


def main() -> None:
    """Measure and print, or attack."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.steady")
    parser.add_argument("--store", type=Path, help="a published graph")
    parser.add_argument("--only", nargs="+", choices=list(ATTACKS), metavar="NAME")
    parser.add_argument("--cache-size", default="0", help="as for the server; by default no cache")
    parser.add_argument("--attack", choices=list(ATTACKS), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.attack:
        attack(chosen.attack, chosen.port)
        return
    port = free_port()
    environ = {
        "CURAGRAPH_STORE": str(chosen.store),
        "CURAGRAPH_PORT": str(port),
        "CURAGRAPH_CACHE_SIZE": chosen.cache_size,
    }
    with running([sys.executable, "-c", SERVE], port, **environ):
        for line in steady(STEADY, port, chosen.only):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
