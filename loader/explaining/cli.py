"""The command that explains a thing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from pyoxigraph import Store

from loader.cli import counted, first
from loader.errors import StoreError
from loader.explaining.explanation import Explanation, explain
from loader.options import store_option
from loader.publishing import SnapshotStore
from ontology.iris import Iris

_STATUS = {
    "NameOnly": "known by name only",
    "Verified": "verified by an identifier or a person",
    "Ambiguous": "the name of more than one person",
}


@click.command("explain")
@click.argument("thing", metavar="IRI")
@store_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def explain_command(thing: str, store: Path, form: str) -> None:
    """Tell why a thing of the graph is what it is.

    IRI is that of a paper, author, venue, task or repository, or what stands behind the base in
    it, such as paper/arxiv-2105.11333: where lists speak of it, and by which rule, evidence or
    correction these places came to be one thing.
    """
    source = SnapshotStore(store)
    published, manifest = source.published(), source.manifest()
    if published is None or manifest is None:
        raise StoreError(f"{store}: nothing is published there; run curagraph build first")
    found = explain(Store.read_only(str(published / "db")), Iris(manifest.base), thing)
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        click.echo("\n".join(told(found)))


def told(found: Explanation) -> Iterator[str]:
    """An explanation in lines for people."""
    if found.label:
        yield f"{found.label} ({found.kind})"
    yield f"{'  ' if found.label else ''}{found.iri}"
    if found.replaced_by is not None:
        yield f"  replaced by {found.replaced_by}: explain that"
    if found.status is not None:
        yield f"  {_STATUS.get(found.status, found.status)}"
    yield from first(f"  also {name}" for name in found.names)
    if found.mentions:
        yield f"{counted(len(found.mentions), 'places')} of lists:"
        yield from first(f"  {each.place}: {each.words}" for each in found.mentions)
    if not found.steps:
        if found.replaced_by is None:
            yield "No decision joined or parted anything here."
        return
    yield f"{counted(len(found.steps), 'decisions')}:"
    for step in found.steps:
        yield f"  {step.verdict}, by {step.rule}: {step.evidence}"
        yield from first((f"    {each}" for each in step.compared), 6)
