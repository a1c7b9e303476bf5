"""What the foot of every page says of the graph."""

from __future__ import annotations

from server.context import page_engine
from server.errors import CuragraphError


def snapshot_line() -> str:
    """The id of the published snapshot; nothing while there is none, so that error pages render."""
    try:
        return page_engine().snapshot().id
    except CuragraphError:
        return ""
