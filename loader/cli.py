"""Commands that need no server: build, parse, validate."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from pyoxigraph import Store

from loader.build import BuildReport, build
from loader.errors import SourceError, ValidationError
from loader.exit_codes import PROBLEMS
from loader.fields.links import target_of
from loader.gathering import gather
from loader.identity.corrections import read_corrections
from loader.options import corrections_option, store_option
from loader.publishing import SnapshotStore
from loader.records import Entry, ReadingList
from loader.remote_login import auth_from
from loader.remote_store import address_of, load_into
from loader.sources import Reach, reach_from
from loader.validation import violations_of
from ontology import BASE

T = TypeVar("T")


def reach_options(command: Callable[..., None]) -> Callable[..., None]:
    """How sources on the web are reached, as options; the command gets it as ``reach``."""

    @click.option(
        "--cache",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="CURAGRAPH_CACHE",
        show_envvar=True,
        help="Folder that keeps what was fetched; by default the platform's.",
    )
    @click.option("--offline", is_flag=True, help="Read what was fetched earlier; fetch nothing.")
    @functools.wraps(command)
    def reaching(
        *args: Any,  # noqa: ANN401 (whatever the command takes)
        cache: Path | None,
        offline: bool,
        **options: Any,  # noqa: ANN401
    ) -> None:
        command(*args, reach=reach_from(os.environ, cache=cache, offline=offline), **options)

    return reaching


class Bars:
    """Progress as bars on a terminal; nothing where the output is no terminal."""

    def stage(self, name: str, items: Iterable[T], total: int) -> Iterator[T]:
        """Give the items on and move the bar."""
        hidden = not sys.stderr.isatty()
        with click.progressbar(
            items, length=total, label=f"{name:10}", file=sys.stderr, hidden=hidden
        ) as bar:
            yield from bar


@click.command("build")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@store_option
@click.option("--only", is_flag=True, help="Leave lists of earlier builds out of the graph.")
@click.option("--base", default=BASE, show_default=True, help="Base IRI of what gets one.")
@click.option(
    "--into",
    metavar="URL",
    help="Load what was built into a remote graph store or SPARQL update endpoint as well.",
)
@corrections_option
@click.option(
    "--into-token-file",
    type=click.Path(path_type=Path),
    help="File that holds the remote store's bearer token, readable for nobody else.",
)
@click.option(
    "--into-login-file",
    type=click.Path(path_type=Path),
    help="File that holds NAME:PASSWORD for the remote store, which says how it wants them.",
)
@click.option("--no-validate", is_flag=True, help="Publish without judging the graph by SHACL.")
@reach_options
def build_command(
    sources: Sequence[str],
    store: Path,
    base: str,
    into: str | None,
    *,
    corrections: Path | None,
    into_token_file: Path | None,
    into_login_file: Path | None,
    only: bool,
    no_validate: bool,
    reach: Reach,
) -> None:
    """Build a knowledge graph from reading lists and publish it.

    A SOURCE is a file in Markdown or reStructuredText, a folder of them, - for standard input,
    an http or https address, or OWNER/REPO[@REF][:PATH] on GitHub. Lists built earlier stay in
    the graph; one that is built again is replaced.
    """
    if target_of(base) != base or not base.startswith("http") or not base.endswith("/"):
        raise click.BadParameter(f"{base}: give an http or https address that ends in /")
    # Before anything is built: what is wrong with them need not be waited for.
    auth = auth_from(into_token_file, into_login_file)
    if into is not None:
        address_of(into)
    report = build(
        sources,
        SnapshotStore(store),
        only=only,
        corrections=read_corrections(corrections) if corrections is not None else None,
        validate=not no_validate,
        base=base,
        reach=reach,
        progress=Bars(),
    )
    good = tell(report)
    published = SnapshotStore(store).published()
    if into is not None and published is not None:
        loaded = load_into(into, published / "db", report.manifest.base, Bars(), auth)
        click.echo(f"  loaded {counted(len(loaded), 'graphs')} into the remote store")
    if not good:
        sys.exit(PROBLEMS)


def tell(report: BuildReport) -> bool:
    """Print what a build came to; whether every source could be read."""
    click.echo("\n".join(summary_of(report)))
    for failure in report.failures:
        click.echo(f"Error: {failure}", err=True)
    return not report.failures


def summary_of(report: BuildReport) -> Iterator[str]:
    """What was built, what was left out and why, line by line."""
    manifest = report.manifest
    counts = ", ".join(counted(number, kind) for kind, number in manifest.counts.items())
    outcome = "Published" if report.changed else "Unchanged since"
    yield f"{outcome} {manifest.id}: {counts}; {counted(manifest.quads, 'statements')}"
    for found in report.read:
        left_out = f", {counted(len(found.dropped), 'places')} left out" if found.dropped else ""
        yield f"  {found.snapshot.key}: {counted(len(found.entries), 'entries')}{left_out}"
        yield from first(f"    {place}" for place in left_out_of(found))
    yield from first(f"  {note}" for note in report.notes)
    yield from first(f"  correction {line}" for line in report.unmatched)
    if report.kept:
        yield f"  kept from earlier builds: {', '.join(f.snapshot.key for f in report.kept)}"
    misspelt = [each for each in report.doubtful_venues if each.read_as is not None]
    unknown = [each for each in report.doubtful_venues if each.read_as is None]
    yield from first(f"  {venue}" for venue in misspelt)
    yield from first(f"  {venue}" for venue in unknown)
    ask = "curagraph query curation-queue -p list=list:"
    match [found.snapshot.key for found in report.read]:
        case [key]:
            yield f"  what {key} lacks: {ask}{key}"
        case [_, *_]:
            yield f"  what the list KEY lacks: {ask}KEY"


def left_out_of(found: ReadingList) -> Iterator[str]:
    """A line for each thing that was not read, with its place in the source."""
    for item in found.dropped:
        yield f"{found.snapshot.source}:{item.line}: {item.reason}"


def first(lines: Iterable[str], number: int = 20) -> Iterator[str]:
    """The first lines, and how many more there are.

    >>> list(first(["a", "b", "c"], 2))
    ['a', 'b', '  … and 1 more']
    """
    rest = 0
    for n, line in enumerate(lines):
        if n < number:
            yield line
        else:
            rest += 1
    if rest:
        yield f"  … and {rest} more"


def counted(number: int, plural: str) -> str:
    """A number with its noun, in the singular where there is one.

    >>> counted(1, "entries"), counted(2_000, "papers")
    ('1 entry', '2,000 papers')
    """
    one = plural.removesuffix("ies") + "y" if plural.endswith("ies") else plural.removesuffix("s")
    return f"{number:,} {one if number == 1 else plural}"


@click.command("parse")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@reach_options
def parse_command(sources: Sequence[str], reach: Reach) -> None:
    """Print the entries of each SOURCE as JSON, one object a line.

    A SOURCE is what it is to curagraph build. What is left out goes to standard error, with its
    line and the reason.
    """
    gathered = gather(sources, reach, Bars())
    for reading_list in (*gathered.lists, *gathered.barren):
        for entry in reading_list.entries:
            click.echo(json.dumps(entry_record(reading_list, entry), ensure_ascii=False))
        for place in left_out_of(reading_list):
            click.echo(place, err=True)
    for note in gathered.notes:
        click.echo(note, err=True)
    if not gathered.lists:
        raise SourceError("\n".join(gathered.failures))
    for failure in gathered.failures:
        click.echo(f"Error: {failure}", err=True)
    if gathered.failures:
        sys.exit(PROBLEMS)


def entry_record(reading_list: ReadingList, entry: Entry) -> dict[str, object]:
    """An entry in the form that other tools exchange."""
    return {
        "source": reading_list.snapshot.source,
        "line": entry.line,
        "end_line": entry.end_line,
        "title": entry.title,
        "authors": list(entry.authors) if entry.authors is not None else None,
        "authors_truncated": entry.authors_truncated,
        "venue": entry.venue,
        "year": entry.year,
        "links": [{"kind": link.kind.value, "url": link.url} for link in entry.links],
        "section_path": list(entry.section_path),
    }


@click.command("validate")
@store_option
def validate_command(store: Path) -> None:
    """Judge the published graph by its SHACL shapes."""
    published = SnapshotStore(store).published()
    if published is None:
        raise SourceError(f"{store}: no graph was built here; run curagraph build first")
    database = Store.read_only(str(published / "db"))
    violations = violations_of(database)
    for violation in violations:
        click.echo(str(violation))
    if violations:
        raise ValidationError(f"{len(violations)} violations of the shapes in {published.name}")
    click.echo(f"{published.name} conforms to its shapes: {len(database):,} statements")
