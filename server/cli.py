"""The command line: everything Curagraph does, from one program.

A command is imported when it is called: what reads lists takes a second to import, and nobody who
asks a query, or for help, needs it. Exit codes: 0 done, 1 problems found, 2 bad usage or unreadable
input, 141 nobody reads the output any more. An error is one line; a traceback is a bug.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

import loader.errors
from loader.exit_codes import CLOSED_PIPE, UNUSABLE, exit_code_of
from queries.catalogue import ParameterError
from server import errors
from server.settings import SettingError

# Where each command is, and the first sentence of its help.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "build": ("loader.cli", "Build a knowledge graph from reading lists and publish it."),
    "parse": ("loader.cli", "Print the entries of each SOURCE as JSON, one object a line."),
    "validate": ("loader.cli", "Judge the published graph by its SHACL shapes."),
    "lint": (
        "loader.lint.cli",
        "Say what the curator of a list would want to mend: file:line:column, code, message.",
    ),
    "resolve": (
        "loader.identity.cli",
        "Print what each entry's paper, authors, venue and tasks are, as JSON, one object a line.",
    ),
    "venue": (
        "loader.identity.cli",
        "Print what each STRING means as a venue, as JSON, one object a line.",
    ),
    "sections": (
        "loader.identity.cli",
        "Print the headings of each SOURCE with what they group by, as JSON, one object a line.",
    ),
    "explain": ("loader.explaining.cli", "Tell why a thing of the graph is what it is."),
    "serve": (
        "server.commands.serving",
        "Serve the published graph: pages, SPARQL, linked data, downloads.",
    ),
    "demo": ("server.commands.demo", "Build the list that comes with Curagraph and serve it."),
    "query": (
        "server.commands.asking",
        "Ask the published graph a saved query, or one from a file or standard input.",
    ),
    "export": (
        "server.commands.asking",
        "Write the whole graph in a FORMAT: nq, trig, nt, ttl, rdf or jsonld.",
    ),
}


class Commands(click.Group):
    """A group that imports a command when it is called, and says its errors in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names of all commands, in the order in which one uses them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), f"{cmd_name}_command")
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is no command")
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """Write what each command does, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (whatever the command gives)
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except loader.errors.CuragraphError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(exit_code_of(error))
        except (errors.CuragraphError, SettingError, ParameterError) as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(UNUSABLE)
        except BrokenPipeError:
            _close_output()
            ctx.exit(CLOSED_PIPE)
        except OSError as error:
            # A full disk, a folder that may not be written: the system's own words, in one line.
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"Error: {where}{error.strerror or error}", err=True)
            ctx.exit(UNUSABLE)


def _close_output() -> None:
    """Say nothing more into a closed pipe: who read the output has what it wanted."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="curagraph")
def main() -> None:
    """Turn curated reading lists into a knowledge graph and serve it."""


if __name__ == "__main__":
    main()
