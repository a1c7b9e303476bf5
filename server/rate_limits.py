"""How often one client may ask, where there is such a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address
from limits import parse_many

from server.errors import TooManyRequests
from server.settings import SettingError

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

    from server.settings import Settings

# Whatever watches over the server asks often, and is to be answered.
_FREE = frozenset({"operations.health", "operations.ready", "operations.metrics", "static"})


def check(settings: Settings) -> None:
    """See that the setting spells a limit, before anything is opened.

    Raises:
        SettingError: It does not.
    """
    try:
        if settings.rate_limit:
            parse_many(settings.rate_limit)
    except ValueError:
        raise SettingError(
            f"--rate-limit is {settings.rate_limit!r}: write it as 10 per second; 600 per hour"
        ) from None


def register(app: Flask, settings: Settings) -> None:
    """Let ``app`` refuse what a client asks beyond its limit, if there is one."""
    if not settings.rate_limit:
        return
    limiter = Limiter(
        get_remote_address,
        app=app,
        # What fits no rule has no endpoint, and would not be counted.
        request_identifier=lambda: request.endpoint or "none",
        # One count for all addresses of the server, not one for each.
        application_limits=[settings.rate_limit],
        headers_enabled=True,
        retry_after="delta-seconds",
        storage_uri="memory://",
        # A fixed window would let twice as much through at its edge.
        strategy="moving-window",
    )

    @limiter.request_filter
    def is_free() -> bool:
        return request.endpoint in _FREE

    @app.errorhandler(RateLimitExceeded)
    def refuse(error: RateLimitExceeded) -> ResponseReturnValue:
        # Retry-After and the other headers are put on by the limiter.
        too_many = TooManyRequests(f"A client may ask {error.limit.limit}; wait a while")
        return app.handle_user_exception(too_many)
