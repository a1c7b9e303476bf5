"""The token that a request has to show before anything is written (RFC 6750)."""

from __future__ import annotations

import hmac
import re
import stat
from typing import TYPE_CHECKING

from server.errors import InvalidToken, TokenUnusable, Unauthorized

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Request

# b68token of RFC 6750, section 2.1: what a header can carry.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_MOST_BYTES = 4096


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
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise TokenUnusable(f"{file}: is no file")
        if status.st_mode & (stat.S_IROTH | stat.S_IWOTH):
            raise TokenUnusable(f"{file}: others may read or write it; run: chmod 600 {file}")
        with file.open("rb") as opened:
            lines = opened.read(_MOST_BYTES).decode("ascii", "replace").splitlines()
    except OSError as error:
        raise TokenUnusable(f"{file}: cannot be read: {error.strerror}") from None
    text = lines[0].strip() if lines else ""
    if not text:
        raise TokenUnusable(f"{file}: holds no token in its first line")
    if not _TOKEN.fullmatch(text):
        raise TokenUnusable(
            f"{file}: the token has to be of letters, digits and -._~+/ alone, to stand in a header"
        )
    return Token(text)
