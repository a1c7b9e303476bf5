"""The web: an address becomes bytes, or one line that says why not.

Nothing is fetched that no source names. What is fetched is kept in a cache by RFC 9111 and asked
for again on condition, so that an unchanged list costs an answer without a body. Neither cookies
nor credentials are kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import logging
import socket
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpx
import stamina
from hishel import AsyncSqliteStorage, CacheOptions, Entry
from hishel.httpx import AsyncCacheTransport

from loader.errors import SourceError
from loader.fields.links import target_of
from loader.fields.text import plain
from loader.sources.bodies import Body
from loader.sources.reach import Reach

PROGRAM = f"curagraph/{version('curagraph')}"
_OK, _NOT_FOUND, _GONE, _TOO_MANY = 200, 404, 410, 429
_MOVED = frozenset({301, 302, 303, 307, 308})
_REFUSED = frozenset({401, 403})
# Faults that pass, by RFC 9110 and RFC 6585; a 404 does not.
_PASSING = frozenset({408, 425, _TOO_MANY, 500, 502, 503, 504})
_SERVER_ERROR = 500
_KEPT = 90 * 24 * 3600.0
_KEPT_BYTES = 512 * 1024 * 1024

# Where nobody listens, the logging module prints their records, tracebacks and all; what concerns
# a user is in the error's line.
for _library in ("hishel", "stamina"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
# Where structlog is installed, stamina would print to standard output, among the entries.
stamina.instrumentation.set_on_retry_hooks([stamina.instrumentation.LoggingOnRetryHook])


class NotThereError(SourceError):
    """An address at which there is nothing, or, without a network, of which nothing is kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave.

    Attributes:
        body: The bytes, unpacked.
        media_type: ``text/plain`` or the like in lower case, empty where none was told.
    """

    body: bytes
    media_type: str


class _Answer(Exception):  # noqa: N818 (an answer is not always an error)
    """An answer other than the one hoped for."""

    def __init__(self, status: int, retry_after: float | None) -> None:
        super().__init__(status)
        self.status = status
        self.retry_after = retry_after


class Web:
    """The web as sources may use it, for the time of one command.

    Use it as an asynchronous context manager.
    """

    def __init__(self, reach: Reach) -> None:
        """Make the cache's folder where it is missing.

        Raises:
            SourceError: It cannot be made.
        """
        self._reach = reach
        try:
            reach.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable_cache(reach, error.strerror or str(error)) from error
        limits = reach.limits
        self._storage = AsyncSqliteStorage(
            database_path=reach.cache / "http.db",
            default_tti=_KEPT,
            max_stream_size=limits.largest,
            max_size=_KEPT_BYTES,
        )
        self._client = httpx.AsyncClient(
            transport=AsyncCacheTransport(
                _Network(reach), self._storage, rfc=CacheOptions(shared=False)
            ),
            timeout=httpx.Timeout(limits.silence, connect=limits.connect, pool=limits.whole),
            # Only what Body unpacks; and always by asking: a list that was just changed is read.
            headers={
                "User-Agent": PROGRAM,
                "Accept": "text/markdown, text/plain;q=0.9, */*;q=0.5",
                "Accept-Encoding": "gzip",
                "Cache-Control": "no-cache",
            },
        )
        self._turns = asyncio.Semaphore(limits.at_once)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def get(self, address: str, name: str, *, agent: str = PROGRAM) -> Page:
        """What is at an address.

        Args:
            address: An ``http`` or ``https`` URL.
            name: The source, as messages name it.
            agent: What to call ourselves.

        Raises:
            NotThereError: Nothing is there.
            SourceError: It cannot be had, for another reason.
        """
        address = checked(address, name)
        try:
            async with self._turns:
                if self._reach.offline:
                    return await self._kept(address, name)
                return await self._fetched(address, name, agent)
        except RuntimeError as error:
            # hishel's word for a database that is not its own.
            raise _unusable_cache(self._reach, str(error)) from error

    async def _fetched(self, address: str, name: str, agent: str) -> Page:
        limits = self._reach.limits
        try:
            async with asyncio.timeout(limits.whole):
                async for attempt in stamina.retry_context(
                    on=self._pause_after,
                    attempts=limits.tries,
                    timeout=None,
                    wait_initial=limits.pause,
                    wait_jitter=limits.pause,
                ):
                    with attempt:
                        return await self._followed(address, name, agent)
        except TimeoutError as error:
            raise SourceError(
                f"{name}: took longer than {limits.whole:g} seconds; try again later"
            ) from error
        except _Answer as answer:
            raise _refusal(answer, name) from answer
        except httpx.HTTPError as error:
            raise SourceError(f"{name}: {_trouble(error, self._reach)}") from error
        raise AssertionError("the last attempt returns or raises")  # pragma: no cover

    def _pause_after(self, error: Exception) -> bool | float:
        """Whether to try again, and after how many seconds where the server says so."""
        if not isinstance(error, _Answer):
            return isinstance(error, httpx.TransportError)
        if error.status not in _PASSING:
            return False
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after <= self._reach.limits.longest_pause else False

    async def _followed(self, named: str, name: str, agent: str) -> Page:
        """The page that an address or its redirects lead to."""
        address = named
        for _ in range(self._reach.limits.redirects + 1):
            async with self._client.stream(
                "GET",
                address,
                headers={"User-Agent": agent},
                # One key for the whole way, so that the cache has an answer to what was named.
                extensions={"caching": {"key": _key(named)}},
            ) as response:
                if response.status_code in _MOVED and "location" in response.headers:
                    address = await next_address(address, response.headers["location"], name)
                    continue
                if response.status_code != _OK:
                    pause = _seconds(response.headers.get("retry-after", ""))
                    raise _Answer(response.status_code, pause)
                return await self._page(response.headers, response.aiter_raw(), name)
        raise SourceError(
            f"{name}: redirected more than {self._reach.limits.redirects} times; name the address "
            "where the list is"
        )

    async def _kept(self, address: str, name: str) -> Page:
        """The newest good answer that the cache holds."""
        entries = [
            entry
            for entry in await self._storage.get_entries(_key(address))
            if entry.response.status_code == _OK
        ]
        if not entries:
            raise NotThereError(
                f"{name}: nothing of it is kept in {self._reach.cache}; fetch it once without "
                "--offline"
            )
        newest = max(enumerate(entries), key=lambda each: (_date(each[1]), each[0]))[1].response
        stream = newest.stream
        assert isinstance(stream, AsyncIterator)  # noqa: S101 (the storage is the asynchronous one)
        return await self._page(httpx.Headers(dict(newest.headers)), stream, name)

    async def _page(self, headers: httpx.Headers, raw: AsyncIterator[bytes], name: str) -> Page:
        body = Body(headers.get("content-encoding", ""), name, self._reach.limits.largest)
        async for piece in raw:
            body.add(piece)
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        return Page(body.whole(), media_type)


class _Network(httpx.AsyncBaseTransport):
    """What stands below the cache, so that the cache never sees credentials or cookies."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._direct = httpx.AsyncHTTPTransport()
        self._proxies = {
            scheme: httpx.AsyncHTTPTransport(proxy=address)
            for scheme, address in urllib.request.getproxies().items()
            if scheme in {"http", "https", "all"}
        }

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, with the token if it goes where the token belongs."""
        headers = request.headers.copy()
        if self._reach.token and _origin(request.url) == _origin(httpx.URL(self._reach.github.raw)):
            headers["Authorization"] = f"Bearer {self._reach.token}"
        sent = httpx.Request(
            request.method, request.url, headers=headers, extensions=request.extensions
        )
        response = await self._way_to(request.url).handle_async_request(sent)
        response.headers.pop("set-cookie", None)
        return response

    def _way_to(self, url: httpx.URL) -> httpx.AsyncHTTPTransport:
        if not self._proxies or urllib.request.proxy_bypass(url.host):
            return self._direct
        return self._proxies.get(url.scheme) or self._proxies.get("all") or self._direct

    async def aclose(self) -> None:
        """Close every connection."""
        for transport in (self._direct, *self._proxies.values()):
            await transport.aclose()


def checked(address: str, name: str) -> str:
    """An address as it can be asked for, without its fragment.

    Raises:
        SourceError: It is no ``http`` or ``https`` URL, or it carries credentials.
    """
    target = target_of(address)
    if target is None or not target.startswith(("http://", "https://")):
        raise SourceError(
            f"{name}: no address that can be fetched; it has to be http or https, with a host and "
            "without a name and password"
        )
    return target.partition("#")[0]


async def next_address(address: str, location: str, name: str) -> str:
    """The address that a redirect leads to.

    Args:
        address: What was asked for.
        location: What the answer gives as ``Location``.
        name: The source, as messages name it.

    Raises:
        SourceError: It leads from an encrypted address to an open one, from the internet into
            this network, or nowhere.
    """
    try:
        target = checked(str(httpx.URL(address).join(location)), name)
    except (SourceError, httpx.InvalidURL) as error:
        raise SourceError(
            f"{name}: redirected to what is no address; name the address where the list is"
        ) from error
    before, after = httpx.URL(address), httpx.URL(target)
    if before.scheme == "https" and after.scheme == "http":
        raise SourceError(
            f"{name}: redirected to {target}, which is not encrypted; name that if it is meant"
        )
    if before.host != after.host and await _inside(after.host) and not await _inside(before.host):
        raise SourceError(
            f"{name}: redirected to {target}, which is within this network; name that if it is "
            "meant"
        )
    return target


async def _inside(host: str) -> bool:
    """Whether a host is on this machine or in its network, as far as its name can be looked up."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(not _is_global(str(entry[4][0]).partition("%")[0]) for entry in found)


def _is_global(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return (getattr(found, "ipv4_mapped", None) or found).is_global


def _refusal(answer: _Answer, name: str) -> SourceError:
    """What an answer other than the one hoped for comes to."""
    status, pause = answer.status, answer.retry_after
    if status in {_NOT_FOUND, _GONE}:
        return NotThereError(f"{name}: not found ({status}); check the address")
    if status in _REFUSED:
        return SourceError(f"{name}: may not be read ({status}); name a list that is public")
    later = f"in {pause:.0f} seconds" if pause else "later"
    if status == _TOO_MANY:
        return SourceError(f"{name}: too many requests ({status}); try again {later}")
    if status >= _SERVER_ERROR:
        return SourceError(f"{name}: the server failed ({status}); try again {later}")
    return SourceError(f"{name}: answered with status {status}; check the address")


def _trouble(error: httpx.HTTPError, reach: Reach) -> str:
    """What went wrong on the way, and what to do."""
    match error:
        case httpx.ConnectTimeout():
            return f"no connection within {reach.limits.connect:g} seconds; {_AWAY}"
        case httpx.TimeoutException():
            return f"silent for {reach.limits.silence:g} seconds; try again later"
        case httpx.ConnectError() | httpx.ProxyError():
            why = plain(str(error))[:200]
            return f"cannot be reached ({why or 'no connection'}); {_AWAY}"
        case _:
            return "the answer broke off; try again"


_AWAY = "check the network, or use what was fetched earlier with --offline"


def _unusable_cache(reach: Reach, why: str) -> SourceError:
    return SourceError(
        f"{reach.cache}: cannot hold the cache: {plain(why)}; name another folder with --cache"
    )


def _key(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _date(entry: Entry) -> datetime:
    return _moment(entry.response.headers.get("date") or "") or datetime.min.replace(tzinfo=UTC)


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _seconds(text: str) -> float | None:
    """Seconds that ``Retry-After`` asks for, by number or by date (RFC 9110, section 10.2.3)."""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    moment = _moment(text)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment else None
