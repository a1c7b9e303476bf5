"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

store_option = click.option(
    "--store",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("store"),
    show_default=True,
    envvar="CURAGRAPH_STORE",
    help="Directory of the store.",
)

corrections_option = click.option(
    "--corrections",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="CURAGRAPH_CORRECTIONS",
    show_envvar=True,
    help="File of corrections by people, in place of the one that comes with Curagraph.",
)
