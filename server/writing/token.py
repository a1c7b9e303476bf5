"""The token that a request has to show before anything is written (RFC 6750)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from loader.errors import SecretError
from loader.storage.secrets import token_of
from server.errors import InvalidToken, TokenUnusable, Unauthorized

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Request


class Token:
    """The token; its text is shown nowhere."""

    def __init__(self, text: str) -> None:
        self._bytes = text.encode()

    def check(self, request: Request) -> None:
        """Return if the request shows the token, in the one place where it may stand.

        A token in an address would end up in logs and histories, so that none is looked for there
        (RFC 6750, section 5.3).

        Raises:
            Unauthorized: It shows none.
            InvalidToken: It shows another.
        """
        scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not shown.strip():
            raise Unauthorized(
                "Writing needs the token that this server was started with, in the header "
                "Authorization: Bearer TOKEN"
            )
        if not hmac.compare_digest(shown.strip().encode("utf-8", "replace"), self._bytes):
            raise InvalidToken("This is not the token that this server was started with")


def token_in(file: Path | None) -> Token:
    """The token in the first line of a file.

    Raises:
        TokenUnusable: There is no file, everybody may read it, or it holds no token.
    """
    if file is None:
        raise TokenUnusable(
            "A writable server needs a token: put one into a file that only you can read, and name "
            "it with --token-file"
        )
    try:
        return Token(token_of(file))
    except SecretError as error:
        raise TokenUnusable(str(error)) from None
