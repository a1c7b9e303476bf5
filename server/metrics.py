"""Numbers for Prometheus: counted as requests end, or read off the engines when asked for."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from server.engine.caching import CachingEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from prometheus_client.metrics_core import Metric

    from server.engine import QueryEngine
    from server.engine.kept import KeptAnswers
    from server.observing import Served
    from server.replay import Replies

# Whoever sends other words must not be able to make up series without end.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "QUERY"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


@runtime_checkable
class HasWorkers(Protocol):
    """An engine whose work is done by processes."""

    @property
    def pids(self) -> frozenset[int]:
        """Their ids."""
        ...

    @property
    def losses(self) -> Mapping[str, int]:
        """How many were ended, by the reason."""
        ...


class Metrics:
    """The numbers of one application."""

    def __init__(self, engines: Mapping[str, QueryEngine], kept: KeptAnswers | None) -> None:
        """Start at zero.

        Args:
            engines: By the name they have in the numbers.
            kept: The answers that are kept, if any are.
        """
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "curagraph_requests",
            "Requests that ended.",
            ("route", "method", "status", "outcome"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "curagraph_request_seconds",
            "From a request to the last byte of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._bytes = Counter(
            "curagraph_sent_bytes",
            "Bytes sent, without headers.",
            ("route",),
            registry=self.registry,
        )
        self.registry.register(_State(engines, kept))
        ProcessCollector(registry=self.registry)
        # To look a series up by its labels takes longer than to count.
        self._requests_of = cache(self._requests.labels)
        self._seconds_of = cache(self._seconds.labels)
        self._bytes_of = cache(self._bytes.labels)

    def count(self, served: Served) -> None:
        """Count a request."""
        route = served.route or "none"
        method = served.method if served.method in _METHODS else "other"
        self._requests_of(route, method, str(served.status), served.outcome).inc()
        self._seconds_of(route).observe(served.seconds)
        self._bytes_of(route).inc(served.bytes)

    def tell(self, name: str, documentation: str, number: Callable[[], float]) -> None:
        """Tell of a number that something else counts."""
        self.registry.register(_Number(name, documentation, number))

    def watch(self, replies: Replies) -> None:
        """Tell of responses that are given again, too."""
        self.registry.register(_Replies(replies))


class _State(Collector):
    """What is as it is at the moment."""

    def __init__(self, engines: Mapping[str, QueryEngine], kept: KeptAnswers | None) -> None:
        self._engines = engines
        self._kept = kept

    def describe(self) -> Iterable[Metric]:
        """Nothing: else the registry would ask for everything at once to learn the names."""
        return ()

    def collect(self) -> Iterator[Metric]:
        yield from _workers(self._engines)
        yield from _snapshots(self._engines)
        if self._kept is not None:
            yield from _cache(self._kept)


class _Number(Collector):
    """A number that something else counts."""

    def __init__(self, name: str, documentation: str, number: Callable[[], float]) -> None:
        self._named = name, documentation
        self._number = number

    def collect(self) -> Iterator[Metric]:
        yield CounterMetricFamily(*self._named, value=self._number())


class _Replies(Collector):
    """The responses that are given again."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    def collect(self) -> Iterator[Metric]:
        replies = self._replies
        yield CounterMetricFamily(
            "curagraph_replies_given", "Responses that were given again.", value=replies.given
        )
        yield GaugeMetricFamily(
            "curagraph_replies_bytes", "Bytes of finished responses.", value=replies.size
        )
        yield GaugeMetricFamily(
            "curagraph_replies", "Finished responses that are kept.", value=len(replies)
        )


def _workers(engines: Mapping[str, QueryEngine]) -> Iterator[Metric]:
    workers = GaugeMetricFamily("curagraph_workers", "Query processes.", labels=["engine"])
    ended = CounterMetricFamily(
        "curagraph_workers_ended", "Query processes ended early.", labels=["engine", "reason"]
    )
    for name, each in engines.items():
        engine = each.engine if isinstance(each, CachingEngine) else each
        if isinstance(engine, HasWorkers):
            workers.add_metric([name], len(engine.pids))
            for reason, count in engine.losses.items():
                ended.add_metric([name, reason], count)
    yield workers
    yield ended


def _snapshots(engines: Mapping[str, QueryEngine]) -> Iterator[Metric]:
    info = GaugeMetricFamily(
        "curagraph_snapshot_info", "The graph that is served.", labels=["engine", "snapshot"]
    )
    created = GaugeMetricFamily(
        "curagraph_snapshot_created_timestamp_seconds",
        "When the graph that is served was made.",
        labels=["engine"],
    )
    for name, engine in engines.items():
        snapshot = engine.snapshot()
        info.add_metric([name, snapshot.id], 1)
        try:
            created.add_metric([name], datetime.fromisoformat(snapshot.created).timestamp())
        except ValueError:
            continue
    yield info
    yield created


def _cache(kept: KeptAnswers) -> Iterator[Metric]:
    uses = CounterMetricFamily(
        "curagraph_cache_uses", "Questions, by whether their answer was kept.", labels=["use"]
    )
    for use in ("hit", "miss", "collapsed", "bypass"):
        uses.add_metric([use], getattr(kept.uses, use))
    yield uses
    yield GaugeMetricFamily("curagraph_cache_bytes", "Bytes of kept answers.", value=kept.size)
    yield GaugeMetricFamily("curagraph_cache_answers", "Answers that are kept.", value=len(kept))
    yield GaugeMetricFamily(
        "curagraph_cache_waiting", "Questions that wait for an equal one.", value=kept.waiting
    )
