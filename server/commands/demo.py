"""``curagraph demo``: the one command that knows both the loader's build and the server."""

from __future__ import annotations

import os
from typing import Any

import click

from loader.build import build
from loader.cli import Bars, tell
from loader.publishing import SnapshotStore
from loader.tables import shipped
from server.commands.serving import run, settings_options
from server.settings import from_environment


@click.command("demo")
@settings_options
def demo_command(**chosen: Any) -> None:  # noqa: ANN401 (each setting has its own type)
    """Build the list that comes with Curagraph and serve it."""
    settings = from_environment(os.environ, **chosen)
    report = build([str(shipped())], SnapshotStore(settings.store), progress=Bars())
    tell(report)
    run(settings)
