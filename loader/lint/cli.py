"""The command ``curagraph lint``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import click

from loader.cli import Bars, counted
from loader.errors import SourceError
from loader.exit_codes import PROBLEMS, UNUSABLE
from loader.lint.explaining import explained, listed
from loader.lint.files import STANDARD_INPUT, bytes_of, file_of, standard_input, write
from loader.lint.fixing import changes, diff, with_lines
from loader.lint.formats import as_github, as_json, as_text, shown
from loader.lint.mending import mended
from loader.lint.pages import Page
from loader.lint.places import Finding
from loader.lint.rules import RULES, Rule
from loader.lint.running import CODES, Result, lint
from loader.lint.sarif import as_sarif
from loader.lint.selection import UnknownCodeError, codes_of, selected
from loader.records import ListSnapshot, Markup
from loader.sources import Source, sources_in
from loader.sources.text import decoded

_BY_CODE = {rule.code: rule for rule in RULES}
_Form = Callable[[Sequence[Finding], Mapping[str, Rule]], Iterator[str]]
_FORMATS: Mapping[str, _Form] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}


def _print_rules(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value:
        click.echo("\n".join(listed(RULES)))
        context.exit()


def _print_explanation(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    codes = sorted(codes_of(value, CODES))
    if not codes:
        raise click.BadParameter(f"{value}: no rule has this code; --rules lists them")
    click.echo("\n\n\n".join(explained(_BY_CODE[code]) for code in codes))
    context.exit()


@click.command("lint")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--select", multiple=True, metavar="CODE", help="Ask these rules only; beginnings will do."
)
@click.option("--ignore", multiple=True, metavar="CODE", help="Do not ask these rules.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing an entry.")
@click.option("--diff", "show", is_flag=True, help="Print what --fix would change; write nothing.")
@click.option(
    "--rules",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_rules,
    help="List the rules; a star marks what --fix mends.",
)
@click.option(
    "--explain",
    metavar="CODE",
    is_eager=True,
    expose_value=False,
    callback=_print_explanation,
    help="Print what a rule is about, with an example.",
)
def lint_command(
    sources: Sequence[str],
    select: Sequence[str],
    ignore: Sequence[str],
    form: str,
    *,
    fix: bool,
    show: bool,
) -> None:
    """Say what the curator of a list would want to mend: file:line:column, code, message.

    A SOURCE is what curagraph build takes. Lists given together are looked at together: a
    preprint in one that another shows published is found. Exit codes: 0 nothing found, 1
    something found, 2 a source cannot be used.
    """
    try:
        codes = selected(select, ignore, CODES)
    except UnknownCodeError as error:
        raise click.UsageError(str(error)) from error
    read = _read(sources)
    result = lint(read.sources, codes)
    problems = bool(result.findings)
    if fix or show:
        left = mended(result, codes)
        for before, after in zip(result.pages, left.pages, strict=True):
            _put(before, after, read.standard_input, show=show)
        changed = any(a.text != b.text for a, b in zip(result.pages, left.pages, strict=True))
        problems, result = (changed if show else bool(left.findings)), left
    if not show:
        _tell(result, form, to_error=fix and STANDARD_INPUT in sources)
    if read.failed:
        sys.exit(UNUSABLE)
    if problems:
        sys.exit(PROBLEMS)


@dataclass(frozen=True, slots=True)
class _Read:
    """What could be read.

    Attributes:
        sources: The lists.
        standard_input: The bytes of standard input, where it is one of the lists.
        failed: Whether anything could not be read.
    """

    sources: Sequence[Source]
    standard_input: bytes
    failed: bool


def _read(names: Sequence[str]) -> _Read:
    """Read every source; what cannot be read is told and the rest is looked at."""
    found: list[Source] = []
    raw = b""
    failed = False
    names = list(dict.fromkeys(names))
    try:
        if STANDARD_INPUT in names:
            raw = standard_input()
            found.append(_from_bytes(raw))
    except SourceError as error:
        failed = _fails(error)
    for source in sources_in([name for name in names if name != STANDARD_INPUT], progress=Bars()):
        if isinstance(source, SourceError):
            failed = _fails(source)
        elif source.snapshot.markup is Markup.ENTRIES:
            name = source.snapshot.source
            failed = _fails(SourceError(f"{name}: holds entries; name the list they come from"))
        else:
            found.append(source)
    return _Read(found, raw, failed)


def _fails(error: SourceError) -> bool:
    click.echo(f"Error: {error}", err=True)
    return True


def _from_bytes(raw: bytes) -> Source:
    """Standard input as a list; its bytes are kept, since what is mended keeps its line ends."""
    text = decoded(raw, "standard input")
    digest = sha256(text.encode()).hexdigest()
    name = STANDARD_INPUT
    return Source(ListSnapshot(key="standard-input", source=name, content=digest), text)


def _tell(result: Result, form: str, *, to_error: bool) -> None:
    for line in _FORMATS[form](result.findings, _BY_CODE):
        click.echo(line, err=to_error)
    if result.pages:
        click.echo(summary_of(result), err=True)


def summary_of(result: Result) -> str:
    """How much was found, in one line."""
    lists = counted(len(result.pages), "lists")
    number = len(result.findings)
    mendable = sum(finding.edit is not None for finding in result.findings)
    said = f"{counted(number, 'problems')} in {lists}" if number else f"nothing found in {lists}"
    can = f"; --fix may mend {mendable:,}" if mendable else ""
    silenced = f"; {result.silenced:,} silenced" if result.silenced else ""
    return f"{said}{can}{silenced}"


def _put(before: Page, after: Page, standard_input: bytes, *, show: bool) -> None:
    """Write a mended list where it came from, or print what would change."""
    changed = changes(before.text, after.text)
    path = file_of(before)
    if path is None and before.source != STANDARD_INPUT:
        return
    raw = standard_input if path is None else bytes_of(path, before)
    if show:
        _print("".join(diff(shown(before.source), raw, changed)).encode())
    elif path is None:
        _print(with_lines(raw, changed))
    elif changed:
        write(path, with_lines(raw, changed))
        click.echo(f"{shown(before.source)}: {counted(len(changed), 'lines')} mended", err=True)


def _print(raw: bytes) -> None:
    """Print bytes as they are: line ends of a list are part of it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()
