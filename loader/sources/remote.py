"""Lists on the web: a page, a file on GitHub, or a repository with all its README leads to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from markdown_it import MarkdownIt

from loader.errors import SourceError
from loader.records import ListSnapshot, Markup
from loader.sources.reach import GitHub, Reach
from loader.sources.repository import (
    Place,
    Refs,
    Revision,
    is_file,
    lists_led_to,
    place_of_address,
    place_of_name,
    readmes_of,
    refs_in,
    revision_of,
)
from loader.sources.source import (
    Source,
    content_of,
    is_readme,
    key_of_list,
    markup_of,
    stem_of,
    suffix_of,
)
from loader.sources.text import decoded, unpacked
from loader.sources.web import PROGRAM, NotThereError, Page, Web, checked

# The largest repository of lists known has 64. A README that leads to hundreds of files is itself
# the list, and they are notes, one a paper.
MOST_LED_TO = 100
_WEB_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_RST = frozenset({"text/x-rst", "text/prs.fallenstein.rst"})


def is_address(name: str) -> bool:
    """Whether a source's name is an address on the web.

    >>> is_address("https://example.org/list.md"), is_address("list.md")
    (True, False)
    """
    return name.lower().startswith(("http://", "https://"))


def shown(name: str) -> str:
    """A source's name as messages may show it: an address without a name and password.

    >>> shown("https://ada:secret@example.org/list.md")
    'https://…@example.org/list.md'
    """
    scheme, colons, rest = name.partition("://")
    authority, slash, path = rest.partition("/")
    _, at, host = authority.rpartition("@")
    return f"{scheme}{colons}…@{host}{slash}{path}" if at else name


async def fetched(web: Web, name: str, github: GitHub) -> list[Source | SourceError]:
    """The lists that an address or ``owner/repo[@ref][:path]`` names.

    Args:
        web: The web.
        name: The source as a person names it.
        github: Where GitHub is.
    """
    label = shown(name)
    try:
        if not is_address(name):
            place = place_of_name(name)
        else:
            place = place_of_address(checked(name, label), github)
        if place is None:
            return [await _from_page(web, name, label)]
        return await _from_repository(web, place, label, github)
    except SourceError as error:
        return [error]


async def _from_page(web: Web, name: str, label: str) -> Source:
    address = checked(name, label)
    parts = urlsplit(address)
    page = await web.get(address, label)
    text = _text_of(page, label, parts.path)
    path = PurePosixPath(unquote(parts.path))
    named = path.name and not is_readme(path.name)
    short = path.with_name(stem_of(path.name)) if named else path.parent if path.name else path
    key = f"{parts.netloc}{short}".rstrip("/")
    snapshot = ListSnapshot(
        # Two queries of one page are two lists.
        key=key_of_list(f"{key}-{content_of(parts.query)[:8]}" if parts.query else key),
        source=label,
        content=content_of(text),
        origin=address,
        home=address,
        markup=Markup.RESTRUCTUREDTEXT if page.media_type in _RST else markup_of(parts.path),
    )
    return Source(snapshot, text)


def _text_of(page: Page, label: str, path: str) -> str:
    """The text of a page that is a list's own.

    Raises:
        SourceError: It is a web page, or no text.
    """
    start = page.body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if page.media_type in _WEB_PAGES or start.startswith((b"<!doctype html", b"<html")):
        raise SourceError(
            f"{label}: a web page, not a list's text; name the address of the raw file"
        )
    return _decoded(page, label, path)


def _decoded(page: Page, label: str, path: str) -> str:
    """The text of a page, unpacked where its name says that it is packed."""
    packed = suffix_of(path).endswith(".gz")
    return decoded(unpacked(page.body, label) if packed else page.body, label)


async def _from_repository(
    web: Web, place: Place, label: str, github: GitHub
) -> list[Source | SourceError]:
    revision = revision_of(place, await _refs(web, place, label, github), github)
    path = revision.place.path
    if path is not None and is_file(path):
        return [await _from_file(web, revision, path, label)]
    readme = await _readme(web, revision, label)
    targets = (_rooted(target, revision) for target in _targets(readme))
    found = lists_led_to(targets, _path_of(readme, revision))
    if len(found) > MOST_LED_TO:
        alone = revision.place.called(_path_of(readme, revision))
        too_many = SourceError(
            f"{label}: leads to {len(found)} files, which are too many to be lists, and none is "
            f"read; name {alone} for the README alone, or the files that are lists"
        )
        return [readme, too_many]
    led_to = await asyncio.gather(*(_led_to(web, revision, path, label) for path in found))
    return [readme, *led_to]


def _rooted(target: str, revision: Revision) -> str:
    """A link's target, from the top of the repository where it is a whole address within it."""
    try:
        place = place_of_address(target, revision.github)
    except ValueError:
        return target
    if place is None or place.repository.lower() != revision.place.repository.lower():
        return target
    # Where the default branch's name is not known, the usual ones are taken for it.
    branches = {"main", "master"} if revision.branch == "HEAD" else {revision.branch}
    for branch in ("HEAD", *branches):
        if place.tail is not None and place.tail.startswith(f"{branch}/"):
            return quote(place.tail.removeprefix(branch))
    return target


async def _refs(web: Web, place: Place, label: str, github: GitHub) -> Refs | None:
    """Branches and tags of a repository, ``None`` where they are not to be had.

    Git's own protocol tells them in one answer and, other than GitHub's API, without a limit on
    requests an hour. It is refused to those who do not call themselves git.
    """
    if place.ref is not None and revision_of(place, None, github).commit is not None:
        return None
    address = f"{github.site}/{place.repository}.git/info/refs?service=git-upload-pack"
    try:
        page = await web.get(address, label, agent=f"git/{PROGRAM}")
    except SourceError:
        return None
    return refs_in(page.body)


async def _readme(web: Web, revision: Revision, label: str) -> Source:
    for path in readmes_of(revision.place.path):
        try:
            found = await _from_file(web, revision, path, label)
        except NotThereError:
            continue
        return replace(found, repository=label)
    where = revision.place.path or "its top folder"
    raise SourceError(
        f"{label}: no README in {where} of {revision.repository} that can be read; check the name, "
        "or name the list's file as owner/repo:path"
    )


async def _from_file(web: Web, revision: Revision, path: str, label: str) -> Source:
    page = await web.get(revision.raw(path), label)
    text = _decoded(page, label, path)
    file = PurePosixPath(path)
    short = file.parent if is_readme(path) else file.with_name(stem_of(path))
    steps = [step for step in short.parts if step != "."]
    # No owner's name holds an underscore, so that two repositories never share a key.
    owner_and_name = revision.place.repository.lower().replace("/", "_")
    snapshot = ListSnapshot(
        key=key_of_list("_".join([owner_and_name, *steps])),
        source=label,
        content=content_of(text),
        # Without a revision: another one of the same file is the same list, built again.
        origin=f"{revision.repository.lower()}:{path}",
        home=revision.home(path),
        repository=revision.repository,
        commit=revision.commit,
        permalink=revision.permalink(path),
        markup=markup_of(path),
    )
    return Source(snapshot, text)


async def _led_to(web: Web, revision: Revision, path: str, label: str) -> Source | SourceError:
    name = revision.place.called(path)
    try:
        found = await _from_file(web, revision, path, name)
    except NotThereError:
        return SourceError(f"{name}: not there, and {label} leads to it; mend the link")
    except SourceError as error:
        return error
    return replace(found, repository=label, led_to=True)


def _path_of(readme: Source, revision: Revision) -> str:
    return readme.snapshot.origin.removeprefix(f"{revision.repository.lower()}:")


def _targets(readme: Source) -> Iterator[str]:
    """Targets of a README's links, as far as it is written in Markdown."""
    if readme.snapshot.markup is not Markup.MARKDOWN:
        return
    for block in MarkdownIt("commonmark").parse(readme.text):
        for token in block.children or ():
            if token.type == "link_open":
                yield str(token.attrs.get("href", ""))


def fetched_all(names: list[str], reach: Reach) -> Iterator[tuple[str, list[Source | SourceError]]]:
    """What each name on the web comes to, several at a time, in the order that they arrive.

    An interrupt ends every fetch at once.

    Args:
        names: Sources as people name them, each once.
        reach: How the web is reached.
    """
    if not names:
        return
    try:
        with asyncio.Runner() as runner:
            web = runner.run(_opened(reach))
            waiting: set[Task] = set()
            try:
                waiting = runner.run(_started(web, names, reach))
                while waiting:
                    done, waiting = runner.run(_some(waiting))
                    for task in done:
                        yield task.get_name(), task.result()
            finally:
                runner.run(_closed(web, waiting))
    except SourceError as error:
        # Of the cache, which concerns every name.
        for name in names:
            yield name, [error]


Task = asyncio.Task[list[Source | SourceError]]


async def _opened(reach: Reach) -> Web:
    return await Web(reach).__aenter__()


async def _closed(web: Web, waiting: set[Task]) -> None:
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await web.__aexit__(None, None, None)


async def _started(web: Web, names: list[str], reach: Reach) -> set[Task]:
    return {asyncio.create_task(fetched(web, name, reach.github), name=name) for name in names}


async def _some(waiting: set[Task]) -> tuple[set[Task], set[Task]]:
    return await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
