"""The command line: everything Curagraph does, from one program.

This is the one module that knows both the loader and the server. Exit codes: 0 done, 1 problems
found, 2 bad usage or unreadable input. An error is one line; a traceback is a bug.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

import loader.errors
from loader.build import build
from loader.cli import (
    UNUSABLE,
    Bars,
    build_command,
    exit_code_of,
    parse_command,
    store_option,
    tell,
    validate_command,
)
from loader.explaining.cli import explain_command
from loader.identity.cli import resolve_command, sections_command, venue_command
from loader.lint.cli import lint_command
from loader.publishing import SnapshotStore
from loader.tables import shipped
from ontology.iris import Iris
from queries.catalogue import ParameterError, load
from server import errors, formats
from server.engine import Answer, Query
from server.engine.local import LocalEngine
from server.serving import serve
from server.settings import SETTINGS, SettingError, Settings, from_environment


class Commands(click.Group):
    """A group whose commands' errors are one line and an exit code."""

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
            ctx.exit(UNUSABLE)
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


main.add_command(build_command)
main.add_command(parse_command)
main.add_command(validate_command)
main.add_command(lint_command)
main.add_command(resolve_command)
main.add_command(venue_command)
main.add_command(sections_command)
main.add_command(explain_command)


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


@main.command("serve")
@settings_options
def serve_command(**chosen: Any) -> None:  # noqa: ANN401 (each setting has its own type)
    """Serve the published graph: pages, SPARQL, linked data, downloads."""
    run(from_environment(os.environ, **chosen))


@main.command("demo")
@settings_options
def demo_command(**chosen: Any) -> None:  # noqa: ANN401 (each setting has its own type)
    """Build the list that comes with Curagraph and serve it."""
    settings = from_environment(os.environ, **chosen)
    report = build([str(shipped())], SnapshotStore(settings.store), progress=Bars())
    tell(report)
    run(settings)


def run(settings: Settings) -> None:
    """Serve until a signal ends it; the address is printed when it can be opened."""

    def ready(address: str) -> None:
        click.echo(f"Curagraph is at {address} (stop it with Ctrl-C)")

    serve(settings, ready)


@main.command("query")
@click.argument("source", metavar="NAME|FILE|-")
@click.option(
    "--param",
    "-p",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="Value of a saved query's parameter; may be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted({each.extension for each in formats.EVERY})),
    help="Format of the answer; by default CSV, or Turtle where the query gives a graph.",
)
@store_option
def query_command(source: str, parameters: tuple[str, ...], form: str | None, store: Path) -> None:
    """Ask the published graph a saved query, or one from a file or standard input."""
    with engine_over(store) as engine:
        iris = Iris(str(engine.snapshot().manifest["base"]))
        text = query_text(source, parameters, iris)
        query = Query(
            text,
            results_type=media_type(form or "csv", formats.SOLUTIONS),
            boolean_type=media_type(form or "json", formats.BOOLEANS),
            graph_type=media_type(form or "ttl", formats.GRAPHS),
        )
        write(engine.answer(query), sys.stdout.buffer)


def media_type(name: str, among: tuple[formats.Format, ...]) -> str | None:
    """Media type of the format of a name, ``None`` where none of these has it."""
    found = formats.named(name, among)
    return found.media_type if found else None


def query_text(source: str, parameters: tuple[str, ...], iris: Iris) -> str:
    """Text of the query that a name, a file or ``-`` stands for."""
    saved = load().get(source)
    if saved is not None:
        return saved.bind(parameter_values(parameters), iris)
    if parameters:
        raise click.UsageError("--param goes with the name of a saved query")
    path = Path(source)
    if source != "-" and not path.is_file():
        names = ", ".join(sorted(load()))
        raise loader.errors.SourceError(
            f"{source}: neither a file nor a saved query; the saved ones are {names}"
        )
    try:
        return (sys.stdin.buffer.read() if source == "-" else path.read_bytes()).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise loader.errors.SourceError(f"{source}: cannot be read: {error}") from error


def parameter_values(pairs: tuple[str, ...]) -> Mapping[str, str]:
    """Values by name from ``NAME=VALUE`` pairs."""
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--param {pair}: write it as NAME=VALUE")
        values[name] = value
    return values


@main.command("export")
@click.argument(
    "form", metavar="FORMAT", type=click.Choice(sorted(each.extension for each in formats.GRAPHS))
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write."
)
@store_option
def export_command(form: str, output: Path | None, store: Path) -> None:
    """Write the whole graph in a FORMAT: nq, trig, nt, ttl, rdf or jsonld."""
    media = media_type(form, formats.GRAPHS) or formats.N_QUADS.media_type
    with engine_over(store) as engine, engine.dump(media) as answer:
        if output is None:
            write(answer, sys.stdout.buffer)
        else:
            write_file(answer, output)


def write_file(answer: Answer, output: Path) -> None:
    """Write an answer to a file that is there whole or not at all."""
    unfinished = output.with_name(f".{output.name}.part")
    try:
        with unfinished.open("wb") as file:
            write(answer, file)
        unfinished.replace(output)
    except OSError as error:
        raise loader.errors.SourceError(f"{output}: cannot be written: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def engine_over(store: Path) -> Iterator[LocalEngine]:
    """A query engine with one worker over a store, closed at the end."""
    engine = LocalEngine(from_environment(os.environ, store=store), workers=1)
    try:
        yield engine
    finally:
        engine.close()


def write(answer: Answer, file: BinaryIO) -> None:
    """Write an answer as it comes."""
    with answer:
        file.writelines(answer)
    file.flush()


if __name__ == "__main__":
    main()
