"""Requests to ``/sparql``: the ways to ask, and what is refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from tests.server.sparql.asking import CSV, DIRECT, FORM, SELECT

if TYPE_CHECKING:
    from tests.server.conftest import Live

COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <http://purl.org/dc/terms/title> ?o }"


def post(live: Live, body: bytes, content_type: str | None, path: str = "/sparql") -> int:
    headers = {"Content-Type": content_type} if content_type else {}
    return live.ask("POST", path, body, headers).status


def test_by_get_by_form_and_directly(live: Live) -> None:
    form = urlencode({"query": "ASK {}"}).encode()
    replies = [
        live.query("ASK {}"),
        live.ask("POST", "/sparql", form, {"Content-Type": FORM}),
        live.ask("POST", "/sparql", b"ASK {}", {"Content-Type": DIRECT}),
        live.ask("POST", "/sparql", b"ASK {}", {"Content-Type": f"{DIRECT}; charset=UTF-8"}),
    ]
    for reply in replies:
        assert reply.status == 200
        assert json.loads(reply.body) == {"head": {}, "boolean": True}


def test_text_outside_ascii_arrives_as_it_was_sent(live: Live) -> None:
    text = 'SELECT ("“é” \U0001f9ec" AS ?x) {}'
    form = urlencode({"query": text}).encode()
    for reply in (
        live.query(text, CSV),
        live.ask("POST", "/sparql", form, {"Content-Type": FORM, "Accept": CSV}),
        live.ask("POST", "/sparql", text.encode(), {"Content-Type": DIRECT, "Accept": CSV}),
    ):
        assert reply.body.decode() == "x\r\n“é” \U0001f9ec\r\n"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sparql?query=ASK{}&query=ASK{}", 400),
        ("/sparql?query=", 400),
        ("/sparql?query=ASK%FF", 400),
        ("/sparql?query=ASK{}&timeout=soon", 400),
        ("/sparql?query=ASK{}&timeout=-1", 400),
        ("/sparql?query=ASK{}&timeout=nan", 400),
        ("/sparql?query=ASK{}&timeout=inf", 400),
        ("/sparql?query=ASK{}&timeout=1e-9", 400),
        ("/sparql?query=ASK{}&default-graph-uri=x", 400),
        ("/sparql?query=ASK{}&" + "a=1&" * 1001, 400),
        ("/sparql?update=CLEAR%20ALL", 400),
        ("/sparql?query=CLEAR%20ALL", 403),
        ("/sparql/?query=ASK{}", 404),
        ("/sparql?query=ASK{}&format=pdf", 406),
        ("/sparql?query=ASK{}%23" + "x" * 65_537, 413),
    ],
)
def test_a_bad_get_has_its_status(live: Live, path: str, status: int) -> None:
    reply = live.ask("GET", path)
    assert reply.status == status
    assert reply.problem["detail"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400),
        (b"", FORM, 400),
        (b"text=ASK%7B%7D", FORM, 400),
        (b"query=ASK%FF", FORM, 400),
        (b"query=ASK\xff", FORM, 400),
        (b"ASK \xff", DIRECT, 400),
        (b"", DIRECT, 400),
        (b"update=CLEAR+ALL", FORM, 403),
        (b"CLEAR ALL", "application/sparql-update", 403),
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "application/json", 415),
        (b"ASK {}", None, 415),
        ("ASK {}".encode("utf-16"), f"{DIRECT}; charset=utf-16", 415),
        (b"query=" + b"x" * 300_000, FORM, 413),
        (b"x" * 66_000, DIRECT, 413),
    ],
)
def test_a_bad_post_has_its_status(
    live: Live, body: bytes, content_type: str | None, status: int
) -> None:
    assert post(live, body, content_type) == status


@pytest.mark.parametrize("size", [66_000, 300_000, 1_000_000])
def test_too_long_a_body_is_a_problem_like_others(live: Live, size: int) -> None:
    reply = live.ask("POST", "/sparql", b"x" * size, {"Content-Type": DIRECT})
    assert (reply.status, reply.problem["status"]) == (413, 413)
    assert re.search(r"[0-9]{2},[0-9]{3}", reply.problem["detail"])


def test_the_longest_query_fits_into_an_address(live: Live) -> None:
    """Each of its bytes may have to be written as three."""
    text = "ASK {} #" + "é" * 32_700
    assert live.query(text).status == 200


def test_a_query_in_both_places_is_two(live: Live) -> None:
    assert post(live, b"ASK {}", DIRECT, "/sparql?query=ASK%7B%7D") == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(live: Live, method: str) -> None:
    reply = live.ask(method, "/sparql")
    assert reply.status == 405
    assert {"GET", "HEAD", "OPTIONS", "POST", "QUERY"} == set(reply.headers["Allow"].split(", "))


def test_head_is_get_without_a_body(live: Live) -> None:
    whole = live.query(SELECT)
    head = live.ask("HEAD", f"/sparql?query={quote(SELECT)}")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))
    assert head.headers["Etag"] == whole.headers["Etag"]


def test_the_dataset_may_stand_in_the_request(live: Live) -> None:
    graph = "https://example.org/g2"
    replies = [
        live.query(COUNT, CSV, **{"default-graph-uri": graph}),
        live.ask(
            "POST",
            f"/sparql?default-graph-uri={graph}",
            COUNT.encode(),
            {"Content-Type": DIRECT, "Accept": CSV},
        ),
    ]
    for reply in replies:
        assert reply.body == b"n\r\n10\r\n"
    assert live.query(COUNT, CSV, **{"named-graph-uri": graph}).body == b"n\r\n0\r\n"
    assert live.query(COUNT, CSV).body == b"n\r\n300\r\n"


def test_scripts_of_other_sites_may_ask(live: Live) -> None:
    preflight = live.ask("OPTIONS", "/sparql", headers={"Origin": "https://example.org"})
    assert preflight.status == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert live.query("ASK {}").headers["Access-Control-Allow-Origin"] == "*"
    assert live.query("ASK {").headers["Access-Control-Allow-Origin"] == "*"
