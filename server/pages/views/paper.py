"""A paper: what is known of it, and which lines of which list say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ontology import CG, FABIO, FOAF
from server import linked_data
from server.pages.claims import claims_of
from server.pages.provenance import Chip, chip, chips
from server.panels import Panel, Row, panel

LINK_WORDS = {
    CG.code.value: "Code",
    CG.codePage.value: "Code page",
    CG.projectPage.value: "Project page",
    CG.dataset.value: "Dataset",
    CG.model.value: "Model",
    CG.demo.value: "Demo",
    CG.video.value: "Video",
    CG.slides.value: "Slides",
    FOAF.page.value: "Paper",
}
VERSION_WORDS = {
    FABIO.Preprint.value: "Preprint",
    FABIO.JournalArticle.value: "Journal article",
    FABIO.ConferencePaper.value: "Conference paper",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link that lists give for a paper.

    Attributes:
        words: What it is, in words.
        target: The address, or the repository's IRI.
        label: What to show for it.
        is_repository: Whether it has a page of its own here.
        note: A remark for the reader.
        chips: Who gives it.
    """

    words: str
    target: str
    label: str
    is_repository: bool
    note: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A preprint or published version of a paper, its links gathered."""

    words: str
    row: Row
    pages: tuple[str, ...]
    chips: tuple[Chip, ...]


def page(iri: str) -> Mapping[str, Any] | None:
    """The context of ``paper.html``, or None where there is no such paper."""
    head = panel("paper", paper=iri)
    if head.first is None:
        return None
    entries = panel("paper-entries", paper=iri)
    links = panel("paper-links", paper=iri)
    tasks = panel("paper-tasks", paper=iri)
    versions = panel("paper-versions", paper=iri)
    said = panel("paper-claims", paper=iri)
    return {
        "head": head,
        "paper": head.first,
        "authors": panel("paper-authors", paper=iri),
        "entries": entries,
        "paths": section_paths(panel("paper-sections", paper=iri)),
        "entry_chips": chips(entries),
        "chips": {str(row["entry"]): chip(row) for row in entries},
        "byline_chips": chips(row for row in entries if row.get("byline")),
        "tasks": tasks,
        "task_chips": {
            str(task["task"]): chips(row for row in entries if row.get("task") == task["task"])
            for task in tasks
        },
        "claims": claims_of(said, panel("paper-claimed-authors", paper=iri), versions),
        "claim_panel": said,
        "versions": versions,
        "version_list": versions_of(versions, entries, links),
        "links": links,
        "link_list": links_of(links, entries),
        "schema_org": linked_data.schema_org(iri),
        "citation_meta": linked_data.citation_meta(iri),
    }


def section_paths(sections: Panel) -> Mapping[str, tuple[Row, ...]]:
    """The sections that lead to each entry, outermost first, by the entry's IRI."""
    paths: dict[str, tuple[Row, ...]] = {}
    for row in sections:
        entry = str(row["entry"])
        paths[entry] = (*paths.get(entry, ()), row)
    return paths


def links_of(links: Panel, entries: Panel) -> tuple[Link, ...]:
    """Each link once, repositories first, with the entries that give it."""
    given: dict[tuple[str, str], list[Row]] = {}
    for row in links:
        given.setdefault((str(row["kind"]), str(row["target"])), []).append(row)
    found = [link(kind, target, rows, entries) for (kind, target), rows in given.items()]
    return tuple(sorted(found, key=lambda one: (not one.is_repository, one.words, one.target)))


def link(kind: str, target: str, rows: list[Row], entries: Panel) -> Link:
    """One link, given by the rows of its entries."""
    is_repository = kind == CG.code.value
    return Link(
        words=LINK_WORDS.get(kind, "Link"),
        target=target,
        label=str(rows[0].get("label", "")) if is_repository else target,
        is_repository=is_repository,
        note="called code by the list; not a repository" if kind == CG.codePage.value else "",
        chips=chips_of({str(row["entry"]) for row in rows}, entries),
    )


def versions_of(versions: Panel, entries: Panel, links: Panel) -> tuple[Version, ...]:
    """Each version once, with its pages and the lines that tell of it.

    A line tells of a version by linking to it; a line that only names the venue tells of the
    published one.
    """
    rows: dict[str, list[Row]] = {}
    for row in versions:
        rows.setdefault(str(row["version"]), []).append(row)
    found = []
    for parts in rows.values():
        pages = tuple(dict.fromkeys(str(row["page"]) for row in parts if "page" in row))
        linking = {str(row["entry"]) for row in links if row["target"] in pages}
        kind = str(parts[0].get("type", ""))
        naming = {str(row["entry"]) for row in entries if row.get("venueAsListed")}
        telling = linking or (set() if kind == FABIO.Preprint.value else naming)
        found.append(
            Version(VERSION_WORDS.get(kind, "Version"), parts[0], pages, chips_of(telling, entries))
        )
    return tuple(found)


def chips_of(iris: Iterable[str], entries: Panel) -> tuple[Chip, ...]:
    """The chips of some entries, in the order of the lists."""
    wanted = set(iris)
    return chips(row for row in entries if row["entry"] in wanted)
