"""Files that hold a secret: a token or a login, in a line that nobody else may read.

A secret on the command line is in the list of processes, and one in an address is in logs.
"""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from loader.errors import SecretError

if TYPE_CHECKING:
    from pathlib import Path

# b68token of RFC 6750, section 2.1: what a header can carry.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_MOST_BYTES = 4096


def token_of(file: Path) -> str:
    """The token in the first line of a file.

    Raises:
        SecretError: There is no file, others may read or write it, or it holds no token.
    """
    text = _first_line(file, "token")
    if not _TOKEN.fullmatch(text):
        raise SecretError(
            f"{file}: the token has to be of letters, digits and -._~+/ alone, to stand in a header"
        )
    return text


def login_of(file: Path) -> tuple[str, str]:
    """The name and the password in the first line of a file, a colon between them.

    Raises:
        SecretError: There is no file, others may read or write it, or it holds no login.
    """
    name, colon, password = _first_line(file, "login").partition(":")
    if not (name and colon and password):
        raise SecretError(f"{file}: the login has to be a name, a colon and a password")
    return name, password


def _first_line(file: Path, what: str) -> str:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SecretError(f"{file}: is no file")
        if status.st_mode & (stat.S_IROTH | stat.S_IWOTH):
            raise SecretError(f"{file}: others may read or write it; run: chmod 600 {file}")
        with file.open("rb") as opened:
            lines = opened.read(_MOST_BYTES).decode("utf-8", "replace").splitlines()
    except OSError as error:
        raise SecretError(f"{file}: cannot be read: {error.strerror}") from None
    text = lines[0].strip() if lines else ""
    if not text:
        raise SecretError(f"{file}: holds no {what} in its first line")
    return text
