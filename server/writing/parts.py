"""The graphs that a request to the graph store brings, as files for the writer process."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from server.writing.uploads import ACCEPTED, format_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Request

MULTIPART = "multipart/form-data"
_COPY_SIZE = 1 << 20
_UTF_8 = ("utf-8", "utf8", "us-ascii")

Parts = tuple["tuple[Path, str]", ...]


def parts_of(request: Request, folder: Path) -> Parts:
    """What a PUT or POST sends, each graph in a file with its media type.

    A form may send several; together they are one graph (SPARQL 1.1 Graph Store HTTP Protocol,
    section 5.5).

    Args:
        request: Has its limit set already.
        folder: Where the files go.

    Raises:
        UnsupportedMediaType: One is in no format that is read here.
        BadRequest: The form is not as it has to be.
        RequestEntityTooLarge: It is longer than allowed.
    """
    if request.mimetype == MULTIPART:
        return _form(request, folder)
    file = folder / "body"
    with file.open("wb") as opened:
        shutil.copyfileobj(request.stream, opened, _COPY_SIZE)
    if not request.mimetype and not file.stat().st_size:
        return ()
    return ((file, _known(request.mimetype, request.mimetype_params)),)


def _form(request: Request, folder: Path) -> Parts:
    sent = [each for _, each in request.files.items(multi=True)]
    if not sent or request.form:
        raise BadRequest("Send each graph as a file of the form, with a file name and a media type")
    parts = []
    for number, each in enumerate(sent):
        media_type = _known(each.mimetype, each.mimetype_params, each.filename or "")
        file = folder / str(number)
        each.save(file, _COPY_SIZE)
        parts.append((file, media_type))
    return tuple(parts)


def _known(media_type: str, parameters: dict[str, str], file_name: str = "") -> str:
    known = format_of(media_type, file_name)
    if known is None:
        raise UnsupportedMediaType(
            f"Send a graph as one of {', '.join(ACCEPTED)}, not as {media_type or 'nothing known'}"
        )
    charset = parameters.get("charset", "utf-8").lower()
    if charset not in _UTF_8:
        raise UnsupportedMediaType(f"A graph has to be in UTF-8, not in {charset}")
    return known
