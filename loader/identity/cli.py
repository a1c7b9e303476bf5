"""Commands that show what identity comes to: resolve, venue, sections."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from loader.cli import Bars, reach_options
from loader.errors import SourceError
from loader.exit_codes import PROBLEMS
from loader.fields.venue_meaning import meaning_of
from loader.fields.venues import VenueKind
from loader.gathering import Gathered, gather
from loader.identity.corrections import read_corrections
from loader.identity.ledger import Ledger
from loader.identity.resolver import resolve
from loader.identity.things import Resolved
from loader.options import corrections_option
from loader.publishing import SnapshotStore
from loader.records import Entry, ReadingList, SectionKind
from loader.sources import Reach
from ontology import BASE
from ontology.iris import Iris

STANDARD_INPUT = "-"


@click.command("resolve")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--store",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Directory of a store, whose IRIs are kept to; nothing is written there.",
)
@click.option("--base", default=BASE, show_default=True, help="Base IRI of what gets one.")
@corrections_option
@reach_options
def resolve_command(
    sources: Sequence[str], store: Path | None, base: str, corrections: Path | None, *, reach: Reach
) -> None:
    """Print what each entry's paper, authors, venue and tasks are, as JSON, one object a line.

    A SOURCE is what it is to curagraph build. All of them are resolved together.
    """
    gathered = gather(sources, reach, Bars())
    ledger = SnapshotStore(store).ledger() if store is not None else Ledger()
    resolved = resolve(gathered.lists, ledger, read_corrections(corrections))
    for reading_list in gathered.lists:
        for entry in reading_list.entries:
            record = resolved_record(reading_list, entry, resolved, Iris(base))
            click.echo(json.dumps(record, ensure_ascii=False))
    for line in resolved.unmatched:
        click.echo(f"correction {line}", err=True)
    _tell_failures(gathered)


def resolved_record(
    reading_list: ReadingList, entry: Entry, resolved: Resolved, iris: Iris
) -> dict[str, object]:
    """What an entry speaks of, by IRI; authors in the order that it prints them in."""
    found = resolved.entries[reading_list.snapshot.key, entry]
    return {
        "source": reading_list.snapshot.source,
        "line": entry.line,
        "title": entry.title,
        "paper": iris.paper(found.work).value,
        "authors": [iris.author(key).value for key in found.authors],
        "venue": iris.venue(found.venue).value if found.venue is not None else None,
        "tasks": [iris.task(key).value for key in found.tasks],
    }


@click.command("venue")
@click.argument("strings", nargs=-1, required=True, metavar="STRING...|-")
def venue_command(strings: Sequence[str]) -> None:
    """Print what each STRING means as a venue, as JSON, one object a line.

    With - the strings are the lines of standard input.
    """
    for string in _strings(strings):
        click.echo(json.dumps(venue_record(string), ensure_ascii=False))


def _strings(strings: Sequence[str]) -> Iterator[str]:
    for string in strings:
        if string == STANDARD_INPUT:
            text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
            yield from text.removesuffix("\n").split("\n")
        else:
            yield string


def venue_record(string: str) -> dict[str, object]:
    """What a string means as a venue: the venue, its kind and the year, as far as they are known.

    The kind is ``not-a-venue`` of what names none and ``null`` of what may name one.

    >>> venue_record("NIPS 2017")["acronym"], venue_record("NIPS 2017")["year"]
    ('NeurIPS', 2017)
    >>> venue_record("Nat. Commun. 12 (2021)")["name"], venue_record("PhD thesis, 2019")["kind"]
    ('Nature Communications', 'not-a-venue')
    """
    found = meaning_of(string)
    venue = found.venue if found.kind is not VenueKind.NOT_A_VENUE else None
    return {
        "raw": string,
        "acronym": found.acronym,
        "name": venue.name if venue is not None else None,
        "kind": found.kind.value if found.kind is not None else None,
        "year": found.year,
    }


@click.command("sections")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--base", default=BASE, show_default=True, help="Base IRI of what gets one.")
@corrections_option
@reach_options
def sections_command(
    sources: Sequence[str], base: str, corrections: Path | None, *, reach: Reach
) -> None:
    """Print the headings of each SOURCE with what they group by, as JSON, one object a line.

    A SOURCE is what it is to curagraph build. Tasks are merged over all of them.
    """
    gathered = gather(sources, reach, Bars())
    # What headings group by can be told of a document without entries as well.
    lists = (*gathered.lists, *gathered.barren)
    resolved = resolve(lists, Ledger(), read_corrections(corrections))
    for reading_list in lists:
        for record in section_records(reading_list, resolved, Iris(base)):
            click.echo(json.dumps(record, ensure_ascii=False))
    _tell_failures(gathered)


def section_records(
    reading_list: ReadingList, resolved: Resolved, iris: Iris
) -> Iterator[dict[str, object]]:
    """Each section of a list: its heading, the kind of it, and its task where it is one."""
    key = reading_list.snapshot.key
    for section in reading_list.headings or reading_list.sections:
        task = resolved.task_of.get((key, section.path))
        named = section.kind is SectionKind.TASK and task is not None
        yield {
            "source": reading_list.snapshot.source,
            "line": section.line,
            "heading": section.path[-1] if section.path else "",
            "kind": section.kind.value.replace(" ", "-"),
            "task": iris.task(task).value if named and task is not None else None,
        }


def _tell_failures(gathered: Gathered) -> None:
    """Say which sources could not be read.

    Raises:
        SourceError: None could.
    """
    if not gathered.lists:
        raise SourceError("\n".join(gathered.failures))
    for failure in gathered.failures:
        click.echo(f"Error: {failure}", err=True)
    if gathered.failures:
        sys.exit(PROBLEMS)
