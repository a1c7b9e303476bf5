"""Who a remote store is told that asks: a bearer token, or a login as the store wants it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import httpx

from loader.errors import RemoteStoreError
from loader.storage.secrets import login_of, token_of

if TYPE_CHECKING:
    from pathlib import Path

_Flow = Generator[httpx.Request, httpx.Response, None]


class Bearer(httpx.Auth):
    """Shows a token with every request (RFC 6750, section 2.1)."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> _Flow:
        """The request with the token."""
        request.headers["Authorization"] = self._header
        yield request


class Login(httpx.Auth):
    """Shows a name and a password in the scheme that the store asks for.

    Digest where it is offered (RFC 7616), since it does not tell the password; else Basic
    (RFC 7617). Nothing is told to a store that does not ask.
    """

    def __init__(self, name: str, password: str) -> None:
        self._name, self._password = name, password
        self._scheme: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> _Flow:
        """The request, and once more with what the store asked for."""
        if self._scheme is None:
            reply = yield request
            if reply.status_code != httpx.codes.UNAUTHORIZED:
                return
            offered = {
                each.split(maxsplit=1)[0].lower()
                for each in reply.headers.get_list("WWW-Authenticate")
                if each.strip()
            }
            if "digest" in offered:
                self._scheme = httpx.DigestAuth(self._name, self._password)
            elif "basic" in offered:
                self._scheme = httpx.BasicAuth(self._name, self._password)
            else:
                return
        yield from self._scheme.auth_flow(request)


def auth_from(token_file: Path | None, login_file: Path | None) -> httpx.Auth | None:
    """How to say who asks, by the file that tells it; None where there is none.

    Raises:
        SecretError: The file cannot be used.
        RemoteStoreError: There are two.
    """
    if token_file is not None and login_file is not None:
        raise RemoteStoreError("give a token or a login for the remote store, not both")
    if token_file is not None:
        return Bearer(token_of(token_file))
    return Login(*login_of(login_file)) if login_file is not None else None
