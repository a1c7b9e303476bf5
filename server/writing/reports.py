"""What the writer process reports, as errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from server.engine.process import out_of_memory
from server.engine.syntax import syntax_error
from server.errors import (
    CuragraphError,
    EntitiesRefused,
    GraphSyntaxError,
    NoSuchGraph,
    OwnGraph,
    PreconditionFailed,
    QueryFailed,
    WriteConflict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_AS_THEY_ARE: Mapping[str, type[CuragraphError]] = {
    each.code: each
    for each in (OwnGraph, EntitiesRefused, NoSuchGraph, WriteConflict, PreconditionFailed)
}


def error_of(
    report: Mapping[str, object], text: str, prefixes: Mapping[str, str], memory: int
) -> CuragraphError:
    """The error that a report tells of.

    Args:
        report: What the process says.
        text: The update, where one was to be made.
        prefixes: Those that it is likely to mean.
        memory: MiB that it could use.
    """
    name, message = str(report["error"]), str(report["message"])
    if name == "syntax":
        return syntax_error(text, message, prefixes)
    if name == "graph":
        details = json.loads(message)
        return GraphSyntaxError(details.pop("message"), **details)
    if name == "memory":
        return out_of_memory(memory, "write")
    known = _AS_THEY_ARE.get(name)
    return known(message) if known else QueryFailed(f"The write cannot be made: {message}")
