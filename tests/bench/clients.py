"""What clients see of a server, many or few, that ask one query or several in turn."""

from __future__ import annotations

import http.client
import math
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

HOST = "127.0.0.1"
# Seconds from which a query is heavier than a look-up.
WEIGHT = 0.05
# Seconds after which a server has done with a client that left.
SETTLING = 0.5
ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
SCRIPT = """
local paths, turn = {}, 0
for line in io.lines("PATHS") do paths[#paths + 1] = line end
request = function()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn], {["Accept"] = "ACCEPT"})
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %f %d %f %f\\n", summary.requests, summary.duration / 1e6,
    e.status + e.connect + e.read + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What clients saw of one server.

    Attributes:
        rate: Answers a second.
        p50: Median of the milliseconds to an answer.
        p99: Its 99th percentile.
        failed: Requests that were no answer.
    """

    rate: float
    p50: float
    p99: float
    failed: int

    def __str__(self) -> str:
        """Three numbers, and the failures if there were any."""
        failed = f" ({self.failed} failed)" if self.failed else ""
        return f"{self.rate:8.1f}/s {self.p50:8.1f} {self.p99:8.1f}{failed}"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is measured.

    Attributes:
        name: What to call it.
        port: Where it listens.
        path: Path of its endpoint.
        extra: What each request says besides the query.
    """

    name: str
    port: int
    path: str
    extra: Mapping[str, str]

    def paths(self, texts: Sequence[str]) -> list[str]:
        """Path and query string for each query."""
        return [f"{self.path}?{urlencode({'query': text, **self.extra})}" for text in texts]


def measured(server: Server, texts: Sequence[str], clients: int, seconds: float) -> Measured:
    """What so many clients see that ask the queries in turn.

    A query of some weight is asked by clients that wait for each answer: wrk leaves at the end of
    its time, and Oxigraph's server goes on with what nobody waits for.
    """
    begun = time.perf_counter()
    if _status(server, texts[0]) != http.client.OK:
        # Many would ask in vain for minutes, and some servers go on with it.
        return Measured(0.0, math.nan, math.nan, 1)
    if time.perf_counter() - begun > WEIGHT:
        return _patient(server, texts[0], clients, seconds)
    return _many(server, texts, clients, seconds)


def first_byte(server: Server, text: str, times: int = 9) -> float:
    """The median of the milliseconds to the first byte of a large answer, asked again and again."""
    return median(_first_byte(server, text) for _ in range(times))


def _first_byte(server: Server, text: str) -> float:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
    try:
        begun = time.perf_counter()
        connection.request("GET", server.paths([text])[0], headers={"Accept": ACCEPT})
        connection.getresponse().read(1)
        return (time.perf_counter() - begun) * 1e3
    finally:
        connection.close()
        # Another worker takes the place of the one that is stopped.
        time.sleep(SETTLING)


def _patient(server: Server, text: str, clients: int, seconds: float) -> Measured:
    begun = time.perf_counter()

    def ask(_client: int) -> list[tuple[float, bool]]:
        found: list[tuple[float, bool]] = []
        while not found or time.perf_counter() - begun < seconds:
            started = time.perf_counter()
            good = _status(server, text) == http.client.OK
            found.append((time.perf_counter() - started, good))
        return found

    with ThreadPoolExecutor(clients) as pool:
        found = [each for asked in pool.map(ask, range(clients)) for each in asked]
    taken = time.perf_counter() - begun
    waited = sorted(each for each, _ in found)
    late = waited[max(0, math.ceil(len(waited) * 0.99) - 1)]
    failed = sum(not good for _, good in found)
    return Measured((len(found) - failed) / taken, median(waited) * 1e3, late * 1e3, failed)


def _status(server: Server, text: str) -> int:
    """The status of an answer that is read to its end; 0 where it broke off."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
    try:
        connection.request("GET", server.paths([text])[0], headers={"Accept": ACCEPT})
        response = connection.getresponse()
        while response.read(1 << 20):
            pass
    except (OSError, http.client.HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()


def _many(server: Server, texts: Sequence[str], clients: int, seconds: float) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        paths, script = Path(folder) / "paths", Path(folder) / "script.lua"
        paths.write_text("\n".join(server.paths(texts)) + "\n", encoding="utf-8")
        script.write_text(
            SCRIPT.replace("PATHS", str(paths)).replace("ACCEPT", ACCEPT), encoding="utf-8"
        )
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:g}s", "--timeout", "60", "-s", script]
        ended = subprocess.run(
            [*map(str, command), f"http://{HOST}:{server.port}/"],
            capture_output=True,
            text=True,
            check=True,
        )
    (line,) = [each for each in ended.stdout.splitlines() if each.startswith("RESULT ")]
    requests, taken, failed, p50, p99 = map(float, line.split()[1:])
    return Measured((requests - failed) / taken, p50, p99, int(failed))
