"""``/health``, ``/ready`` and ``/metrics``: for whatever watches over the server."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request
from prometheus_client.exposition import choose_encoder
from werkzeug.exceptions import NotFound

from server import context
from server.engine.rows import ask

blueprint = Blueprint("operations", __name__)


@blueprint.get("/health")
def health() -> Response:
    """The process is up and serves requests."""
    return _report({"status": "up"})


@blueprint.get("/ready")
def ready() -> Response:
    """The graph can be queried, which a query has just shown; else the error that prevents it."""
    engine = context.page_engine()
    ask(engine, "ASK { }")
    snapshot = engine.snapshot()
    return _report({"status": "ready", "snapshot": snapshot.id, "created": snapshot.created})


@blueprint.get("/metrics")
def metrics() -> Response:
    """What was served, in the text format of Prometheus or of OpenMetrics."""
    found = context.shared().metrics
    if found is None:
        raise NotFound("Nothing is counted here")
    write, content_type = choose_encoder(request.headers.get("Accept", ""))
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    return Response(write(found.registry), content_type=content_type, headers=headers)


def _report(report: dict[str, str]) -> Response:
    return Response(
        json.dumps(report) + "\n",
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
