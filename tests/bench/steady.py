"""What a steady client of small queries waits, undisturbed and while others attack."""

from __future__ import annotations

import http.client
import select
import threading
import time
from collections.abc import Iterator
from statistics import quantiles
from urllib.parse import quote

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
SMALL = "SELECT ?o { <https://w3id.org/curagraph/ontology#> ?p ?o }"
ATTACKS = {
    "counting a product": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}",
    "rows of a product": f"SELECT * {{ {PRODUCT} }}",
    "nesting": "ASK" + "{" * 20_000 + "}" * 20_000,
    "a join of 1,000": "ASK {" + "".join(f"?v{n} ?p{n} ?v{n + 1} ." for n in range(1000)) + "}",
}
SECONDS = 5.0
ATTACKERS = 2


def steady(host: str, port: int) -> Iterator[str]:
    """The lines of the report."""
    quiet = waits(host, port, None)
    yield f"steady client, quiet: median {middle(quiet):.1f}, 99th percentile {late(quiet):.1f} ms"
    for name, text in ATTACKS.items():
        found = waits(host, port, text)
        yield (
            f"steady client, {name}: median {middle(found):.1f} ms, 99th percentile "
            f"{late(found):.1f} ms ({late(found) / late(quiet):.1f} times the quiet one), "
            f"{sum(each < 0 for each in found)} of {len(found)} not answered"
        )


def waits(host: str, port: int, attack: str | None) -> list[float]:
    """Milliseconds that each answer took; negative where there was none."""
    done = threading.Event()
    attackers = [
        threading.Thread(target=_keep_attacking, args=(host, port, attack, done))
        for _ in range(ATTACKERS if attack else 0)
    ]
    for each in attackers:
        each.start()
    if attack:
        time.sleep(0.5)
    found = []
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        begun = time.perf_counter()
        good = _ask(host, port, SMALL) == http.client.OK
        found.append((time.perf_counter() - begun) * 1000 * (1 if good else -1))
        time.sleep(0.005)
    done.set()
    for each in attackers:
        each.join()
    return found


def middle(found: list[float]) -> float:
    """The median."""
    return quantiles(map(abs, found), n=100)[49]


def late(found: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(map(abs, found), n=100)[98]


def _keep_attacking(host: str, port: int, text: str, done: threading.Event) -> None:
    while not done.is_set():
        _ask(host, port, text, done)


def _ask(host: str, port: int, text: str, done: threading.Event | None = None) -> int:
    """The status of an answer, of which no more than the beginning is read; 0 where none comes.

    Args:
        host: The server's.
        port: The server's.
        text: A query.
        done: Ends the wait for an answer.
    """
    connection = http.client.HTTPConnection(host, port, timeout=60)
    try:
        connection.request("GET", f"/sparql?query={quote(text)}")
        while done and not select.select([connection.sock], [], [], 0.1)[0]:
            if done.is_set():
                return 0
        response = connection.getresponse()
        response.read(1 << 16)
    except (OSError, http.client.HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()
