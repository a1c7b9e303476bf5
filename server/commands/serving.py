"""``curagraph serve``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from server.serving import serve
from server.settings import SETTINGS, Settings, from_environment


def settings_options(command: Callable[..., None]) -> Callable[..., None]:
    """Every setting as an option; what is not given comes from the environment."""
    for setting in reversed(SETTINGS):
        command = click.option(
            setting.option,
            setting.name,
            type=click.Path(path_type=Path) if setting.type is Path else setting.type,
            is_flag=setting.type is bool,
            default=None,
            help=f"{setting.help}  [default: {setting.default}; env: {setting.variable}]",
        )(command)
    return command


@click.command("serve")
@settings_options
def serve_command(**chosen: Any) -> None:  # noqa: ANN401 (each setting has its own type)
    """Serve the published graph: pages, SPARQL, linked data, downloads."""
    run(from_environment(os.environ, **chosen))


def run(settings: Settings) -> None:
    """Serve until a signal ends it; the address is printed when it can be opened."""

    def ready(address: str) -> None:
        click.echo(f"Curagraph is at {address} (stop it with Ctrl-C)")

    serve(settings, ready)
