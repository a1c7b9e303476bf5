"""The Flask application, made from its settings."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, request, url_for
from pyoxigraph import NamedNode

from ontology import BASE
from ontology.iris import Iris
from queries.catalogue import load
from server import (
    collaborations,
    export,
    hosts,
    linked_data,
    observing,
    operations,
    pages,
    problems,
    rate_limits,
    saved_queries,
    security,
    site_files,
    sparql,
    vocabulary,
)
from server.access_log import access_log
from server.compression import Compressing
from server.context import Shared, Writing
from server.engine.caching import CachingEngine
from server.engine.kept import KeptAnswers
from server.engine.local import LocalEngine
from server.engine.remote import RemoteEngine
from server.engine.template import Template
from server.errors import CuragraphError
from server.metrics import Metrics
from server.observing import Observed
from server.replay import Replies
from server.settings import SettingError
from server.writing import graph_store
from server.writing.token import token_in
from server.writing.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from server.engine import QueryEngine
    from server.observing import Served
    from server.settings import Settings

_BLUEPRINTS = (
    sparql.blueprint,
    graph_store.blueprint,
    export.blueprint,
    operations.blueprint,
    site_files.blueprint,
    vocabulary.blueprint,
    saved_queries.blueprint,
    linked_data.blueprint,
    collaborations.blueprint,
    pages.blueprint,
)
# A form writes each byte of a query that is no letter or digit as three.
_FORM_FACTOR, _FORM_MARGIN = 3, 65_536
_YEAR = 31_536_000
# Finished responses have this part of the bytes that answers are kept in.
_FINISHED = 4


def create_app(settings: Settings, engine: QueryEngine | None = None) -> Flask:
    """The application over the graph published in ``settings.store``.

    Args:
        settings: How it runs.
        engine: Answers every query, instead of two engines over the store.

    Raises:
        NoGraph: No graph is published; the message says how to build one.
        EngineUnavailable: The published graph cannot be opened.
        SettingError: A setting cannot be used.
        TokenUnusable: It is to be writable, and there is no token to guard that.
    """
    rate_limits.check(settings)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = request_size(settings)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of the default provider
    shared = _shared(settings, engine)
    app.extensions["curagraph"] = shared
    # Templates are read once, at the start: an upgrade beneath a running server must not show.
    app.config["TEMPLATES_AUTO_RELOAD"] = False
    observing.register(app)
    problems.register(app)
    hosts.register(app, settings)
    rate_limits.register(app, settings)
    security.register(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.globals["local"] = lambda iri: local(iri, shared.iris)
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep_assets)
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    # Where Flask advises to put what stands around an application.
    app.wsgi_app = Observed(Compressing(app.wsgi_app), shared.told)  # type: ignore[method-assign]
    return app


def request_size(settings: Settings) -> int:
    """Bytes that the body of a request may have."""
    return settings.query_size * _FORM_FACTOR + _FORM_MARGIN


def local(iri: str | NamedNode, iris: Iris) -> str | None:
    """Where a page links to for ``iri``: the local path of our own, else the IRI if it is safe.

    >>> local("https://w3id.org/curagraph/author/ada", Iris())
    '/author/ada'
    >>> local("https://arxiv.org/abs/2105.11333", Iris())
    'https://arxiv.org/abs/2105.11333'
    >>> local("javascript:alert(1)", Iris()) is None
    True
    """
    text = iri.value if isinstance(iri, NamedNode) else iri
    path = iris.path_of(text)
    # Two slashes at the start would make the rest a host.
    if path is not None and not path.startswith(("//", "/\\")):
        return path
    return text if text.lower().startswith(("http://", "https://")) else None


def asset(name: str) -> str:
    """The URL of the static file ``name``; it changes whenever the file does."""
    path = Path(__file__).parent / "static" / name
    try:
        status = path.stat()
    except OSError:
        return url_for("static", filename=name)
    return url_for("static", filename=name, v=_digest(path, status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _keep_assets(response: Response) -> Response:
    """Let browsers keep what is asked for by its content."""
    if request.endpoint == "static" and "v" in request.args and response.status_code < 400:  # noqa: PLR2004
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


def _shared(settings: Settings, engine: QueryEngine | None) -> Shared:
    token = token_in(settings.token_file) if settings.writable else None
    if engine is None and settings.engine:
        if settings.writable:
            raise SettingError("--writable goes with a store, not with --engine")
        if not settings.engine.startswith(("http://", "https://")):
            message = f"--engine is {settings.engine!r}: it has to be an http or https URL"
            raise SettingError(message)
        engine = RemoteEngine(settings)
    template = Template() if engine is None else None
    try:
        public: QueryEngine = engine or LocalEngine(settings, settings.workers, 1, template)
        page: QueryEngine = engine or LocalEngine(settings, settings.page_workers, 0, template)
    except CuragraphError:
        if template is not None:
            template.close()
        raise
    kept = None
    local = public
    if settings.cache_size:
        size = settings.cache_size - settings.cache_size // _FINISHED
        kept = KeptAnswers(size, settings.cache_answer_size)
        public, page = CachingEngine(public, kept), CachingEngine(page, kept)
    base = str(public.snapshot().manifest.get("base", BASE))
    metrics = Metrics({"public": public, "pages": page}, kept)
    told: list[Callable[[Served], None]] = [metrics.count]
    if settings.access_log != "off":
        told.append(access_log(sys.stderr, queries=settings.access_log == "full"))
    replies = None
    # A limit has to be told of in each response, as it stands by then.
    if kept is not None and isinstance(local, LocalEngine) and not settings.rate_limit:
        replies = Replies(
            settings.cache_size // _FINISHED,
            local.settled,
            [*told, kept.count_given],
            proxied=bool(settings.trusted_proxy),
        )
        metrics.watch(replies)
    writing = None
    if token is not None:
        writing = Writing(token, Writer(settings, (public.refresh, page.refresh)))
    return Shared(
        settings,
        public,
        page,
        load(),
        Iris(base),
        kept,
        metrics,
        writing,
        tuple(told),
        replies,
        template,
    )
