"""``curagraph query`` and ``export``: the published graph without a server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

import loader.errors
from loader.options import store_option
from ontology.iris import Iris
from queries.catalogue import load
from server import formats
from server.engine import Answer, Query
from server.engine.local import LocalEngine
from server.missing import missing_thing
from server.settings import from_environment


@click.command("query")
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
        saved = load().get(source)
        missing = missing_thing(saved, parameter_values(parameters), engine, iris) if saved else ""
        if missing:
            raise loader.errors.SourceError(missing)
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
        why = loader.errors.reason_of(error)
        raise loader.errors.SourceError(f"{source}: cannot be read: {why}") from error


def parameter_values(pairs: tuple[str, ...]) -> Mapping[str, str]:
    """Values by name from ``NAME=VALUE`` pairs."""
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--param {pair}: write it as NAME=VALUE")
        values[name] = value
    return values


@click.command("export")
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
    """Write an answer to a file that is there whole or not at all.

    Raises:
        SourceError: It cannot be written.
    """
    if not output.parent.is_dir():
        raise loader.errors.SourceError(
            f"{output}: cannot be written: there is no folder {output.parent}; make it first"
        )
    unfinished = output.with_name(f".{output.name}.part")
    try:
        with unfinished.open("wb") as file:
            write(answer, file)
        unfinished.replace(output)
    except OSError as error:
        why = loader.errors.reason_of(error)
        raise loader.errors.SourceError(f"{output}: cannot be written: {why}") from error
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
