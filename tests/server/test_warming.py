"""Pages about the whole graph are ready before anybody asks for them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

from server.warming import PAGES
from tests.servers import papers, publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.servers import Live

    Serve = Callable[..., AbstractContextManager[Live]]


def missed(live: Live) -> float:
    """How many questions were asked of the graph since nothing was kept for them."""
    families = text_string_to_metric_families(live.get("/metrics").body.decode())
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == "curagraph_cache_uses_total" and sample.labels["use"] == "miss"
    )


def settled(live: Live, above: float = 0) -> float:
    """How many it were once no more are asked."""
    before, now = -1.0, missed(live)
    deadline = time.monotonic() + 60
    while (now <= above or now != before) and time.monotonic() < deadline:
        time.sleep(1)
        before, now = now, missed(live)
    return now


def test_the_first_visitor_of_each_graph_waits_for_no_query(
    tmp_path: Path, serve_store: Serve
) -> None:
    store = tmp_path / "store"
    publish(store, "first", papers(20))
    with serve_store(store, warm_pages="on") as live:
        asked = settled(live)
        assert asked > 0
        for page in PAGES:
            assert live.get(page, "text/html").status == 200
        assert missed(live) == asked
        publish(store, "second", papers(30))
        again = settled(live, above=asked)
        assert "<code>second</code>" in live.get("/papers", "text/html").body.decode()
        assert missed(live) == again


def test_nobody_is_counted_for_what_nobody_asked(tmp_path: Path, serve_store: Serve) -> None:
    store = tmp_path / "store"
    publish(store, "first", papers(20))
    with serve_store(store, warm_pages="on") as live:
        settled(live)
        told = live.get("/metrics").body.decode()
        assert 'rule="/collaborations"' not in told


@pytest.mark.parametrize("settings", [{"warm_pages": "off"}, {"cache_size": 0}])
def test_nothing_is_asked_where_that_is_not_wanted_or_would_be_in_vain(
    tmp_path: Path, serve_store: Serve, settings: dict[str, object]
) -> None:
    store = tmp_path / "store"
    publish(store, "first", papers(20))
    with serve_store(store, **settings) as live:
        time.sleep(1)
        assert missed(live) == 0
