"""The query engine: what answers SPARQL, whatever does the work behind it.

Worker processes import this package when they start: it holds the contract alone. The engine
over a local store is ``server.engine.local.LocalEngine``.
"""

from __future__ import annotations

from server.engine.model import Answer, CacheUse, Kind, Query, QueryEngine, Snapshot

__all__ = ["Answer", "CacheUse", "Kind", "Query", "QueryEngine", "Snapshot"]
